"""Both tables of the web-dependency data of Kashaf et al. (IMC 2020), every figure."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from graphrisk.analysis.concentration import Slice, concentration
from graphrisk.analysis.outage import outage
from graphrisk.analysis.spread import spread
from graphrisk.model.build import build_graph
from graphrisk.model.graph import RiskGraph
from graphrisk.model.harm import HarmView, harm_view
from graphrisk.model.records import Record, record
from graphrisk.model.tables import to_tables
from tests.shared_data import shared_folder

FIRST_TIER = {
    # service: sites, critical sites, largest vendor, its uses, its critical, top 3 share, HHI
    "dns": (72970, 71302, "cloudflare [dns]", 23525, 23400, 0.540, 1300),
    "cdn": (32370, 28096, "cloudfront [cdn]", 10171, 8717, 0.691, 1520),
    "ca": (78387, 59528, "DigiCertInc [ca]", 25685, 21563, 0.705, 2044),
}
CASCADE = {
    "dnsmadeeasy [dns]": (1120, 26603, 1002, 22570),
    "cloudflare [dns]": (23525, 41602, 23400, 36562),
    "aws [dns]": (11652, 28006, 11442, 22178),
    "ns1 [dns]": (760, 21874, 444, 14827),
    "cloudflare [cdn]": (7296, 29163, 5824, 21929),
    "akamai [cdn]": (5939, 9804, 4132, 6931),
}


def _records(path: Path) -> Iterator[Record]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
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


@pytest.fixture(scope="module")
def graph() -> RiskGraph:
    path = shared_folder("datasets/web-dependencies-imc2020") / "serves.csv.gz"
    return build_graph(to_tables(_records(path)), digest_of_tables="imc")


@pytest.fixture(scope="module")
def view(graph: RiskGraph) -> HarmView:
    return harm_view(graph, as_of="2020-06-01")


def _sites(view: HarmView, rows: np.ndarray) -> int:
    return sum(1 for key in view.graph.ids_of(rows) if key.startswith("site-"))


@pytest.fixture(scope="module")
def slices(graph: RiskGraph) -> dict[str, Slice]:
    """Concentration of the links from vendors to sites, as the first tier of the paper counts."""
    sites = [key.startswith("site-") for key in graph.organization_ids.to_pylist()]
    first_tier = np.array(sites)[graph.target]
    tables = {"Organization": graph.organizations, "SERVES": graph.serves.filter(first_tier)}
    tier = build_graph(tables, digest_of_tables="imc-first-tier")
    found = concentration(tier, "category", as_of="2020-06-01")
    return {each.name: each for each in found.slices}


@pytest.mark.parametrize("service", FIRST_TIER)
def test_first_tier_against_imc2020(slices: dict[str, Slice], view: HarmView, service: str) -> None:
    sites, critical, largest, uses, its_critical, top3, index = FIRST_TIER[service]
    found = slices[service]
    assert found.users == sites
    assert found.direct.top[0][1:] == (largest, uses)
    assert round(found.direct.cr3, 3) == top3
    assert round(found.direct.hhi) == index
    category = np.array(view.graph.serves.column("category").to_pylist())
    serious = (category == service) & (view.rank == 3)
    assert _sites(view, np.unique(view.customer[serious])) == critical
    by_largest = serious & (view.vendor == view.graph.rows_of([largest])[0])
    assert _sites(view, np.unique(view.customer[by_largest])) == its_critical


def test_sites_critical_in_any_service_against_imc2020(view: HarmView) -> None:
    assert _sites(view, np.unique(view.customer[view.rank == 3])) == 88163


@pytest.mark.parametrize("vendor", CASCADE)
def test_cascade_against_imc2020(view: HarmView, vendor: str) -> None:
    direct, reached, direct_critical, reached_critical = CASCADE[vendor]
    fallen = view.graph.rows_of([vendor])
    reach = spread(view, fallen, 1, one_is_enough=True).first_round(view)
    assert _sites(view, np.flatnonzero(reach == 1)) == direct
    assert _sites(view, np.flatnonzero(reach > 0)) == reached
    result = outage(view, fallen, "critical")
    assert _sites(view, np.flatnonzero(result.wave == 1)) == direct_critical
    assert _sites(view, np.flatnonzero(result.wave > 0)) == reached_critical
