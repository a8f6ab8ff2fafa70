"""The queries on the web-dependency graph of IMC 2020, on both engines, against the arrays.

Loaded is all that the vendors of the paper's figures reach, and a tenth of the other sites: the
figures are those of the whole, and both engines are done in a third of the time.
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphrisk.model.records import Record, record
from graphrisk.model.tables import to_tables
from graphrisk.store.ledger import write_tables
from graphrisk.store.query_files import load_query, run_query_file
from graphrisk.store.reading import read_graph
from tests.contract import query_twins
from tests.contract.conftest import empty_store
from tests.neo4j_server.server import neo4j_server
from tests.shared_data import shared_folder

__all__ = ["neo4j_server"]

AS_OF = "2020-06-01"
pytestmark = [pytest.mark.shared, pytest.mark.slow]


CASCADE = {
    # vendor: sites served, reached, served over critical links, reached over critical links
    "dnsmadeeasy [dns]": (1120, 26603, 1002, 22570),
    "ns1 [dns]": (760, 21874, 444, 14827),
    "akamai [cdn]": (5939, 9804, 4132, 6931),
}
"""Kashaf et al. (IMC 2020)."""


def _records(path: Path) -> Iterator[Record]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = _some(list(csv.DictReader(lines)))
    for name in {row[end] for row in rows for end in ("vendor", "customer")}:
        yield record("Organization", id=name, name=name)
    for number, row in enumerate(rows):
        yield record(
            "SERVES",
            id=f"e{number:06}",
            from_id=row["vendor"],
            to_id=row["customer"],
            category=row["service"],
            criticality="critical" if row["critical"] == "true" else "supporting",
        )


def _some(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Keep links out of what the vendors of the figures reach, and those of one in ten sites."""
    customers = defaultdict(list)
    for row in rows:
        customers[row["vendor"]].append(row["customer"])
    reached, path = set(CASCADE), list(CASCADE)
    while path:
        new = set(customers[path.pop()]) - reached
        reached |= new
        path += new
    sites = sorted({row["customer"] for row in rows} - reached)
    kept = {*sites[::10], *(name for name in sites if not name.startswith("site-"))}
    return [row for row in rows if row["vendor"] in reached or row["customer"] in kept]


@pytest.fixture(scope="module", params=["ladybug", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """The graph in a store, and as arrays."""
    path = shared_folder("datasets/web-dependencies-imc2020") / "serves.csv.gz"
    folder: Path = tmp_path_factory.mktemp("imc")
    store = empty_store(request, request.param, folder / "imc.lbdb")
    write_tables(store, to_tables(_records(path)))
    yield store, read_graph(store)
    store.close()


def sites(rows, hops=10):
    return sum(r["customer_id"].startswith("site-") and r["hops"] <= hops for r in rows)


@pytest.mark.parametrize("vendor", CASCADE)
def test_cascades_are_those_of_the_paper_and_of_the_arrays(loaded, vendor):
    store, graph = loaded
    direct, reached, direct_critical, reached_critical = CASCADE[vendor]
    given = {"vendor": vendor, "as_of": AS_OF}
    found = run_query_file(store, "customers_by_tier", given).to_pylist()
    assert (sites(found, 1), sites(found)) == (direct, reached)
    expected = query_twins.customers_by_tier(graph, vendor, 10, AS_OF, [])
    assert [{k: row[k] for k in ("customer_id", "hops")} for row in found] == expected
    found = run_query_file(store, "critical_dependents", given).to_pylist()
    assert (sites(found, 1), sites(found)) == (direct_critical, reached_critical)
    expected = query_twins.critical_dependents(graph, vendor, 10, AS_OF, unknown_too=True)
    assert [{k: row[k] for k in ("customer_id", "hops")} for row in found] == expected


QUESTIONS = {
    "vendors_by_tier": {"max_hops": 10, "tier": 0},
    "shared_vendors": {"max_hops": 10},
    "concentration_by_category": {"leave_out": ["supporting", "important"]},
    "critical_links_with_unknown_suppliers": {"limit": 1_000_000},
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_answer_is_that_of_the_arrays(loaded, name):
    store, graph = loaded
    served = query_twins.customers_by_tier(graph, "dnsmadeeasy [dns]", 1, AS_OF, [])
    some = [row["customer_id"] for row in served if row["customer_id"].startswith("site-")]
    params = load_query(name).header.params
    sites_of = {"customer": some[0], "first": some[1], "second": some[-1]}
    own = {param: site for param, site in sites_of.items() if param in params}
    given = {**QUESTIONS[name], **own, "as_of": AS_OF}
    found = run_query_file(store, name, given).to_pylist()
    expected = getattr(query_twins, name)(graph, **given)
    if isinstance(expected, int):
        assert len(found) == expected > 0
        return
    assert expected
    for row, twin in zip(found, expected, strict=True):
        assert {column: row[column] for column in twin} == pytest.approx(twin)


def test_reach_within_two_links_is_that_of_the_arrays(loaded):
    store, graph = loaded
    found = run_query_file(store, "vendors_by_reach", {"as_of": AS_OF, "limit": 5}).to_pylist()
    assert len(found) == 5
    for row in found:
        near = query_twins.customers_by_tier(graph, row["vendor_id"], 2, AS_OF, [])
        assert row["reached"] == len(near)
        assert row["direct"] == sum(each["hops"] == 1 for each in near)
