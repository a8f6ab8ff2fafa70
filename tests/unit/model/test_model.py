"""Ids, records, tables, digest and graph: what a reader of section 1 of the model expects."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from graphrisk.errors import RecordsRefused
from graphrisk.model.build import build_graph
from graphrisk.model.identifiers import check_lei, edge_id, organization_id, parse_name
from graphrisk.model.records import RECORD_TYPES, record
from graphrisk.model.schema import EDGE_KINDS, KINDS, NODE_KINDS
from graphrisk.model.tables import arrow_schema, digest, to_records, to_tables
from graphrisk.model.vocabulary import vocabulary
from tests.builders import graph_of


def test_every_kind_has_records_and_columns() -> None:
    assert set(RECORD_TYPES) == set(KINDS) == {k.name for k in NODE_KINDS + EDGE_KINDS}
    for kind in KINDS.values():
        assert arrow_schema(kind.name).names[0] == "id"
        for prop in kind.all_properties():
            assert prop.vocabulary is None or vocabulary(prop.vocabulary)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Careium", "CAREIUM AB"),
        ("Oy Kaiku Ab", "Kaiku Oy"),
        ("Ａcme  Ltd.", "acme limited"),
        ("Foo GmbH & Co. KG", "foo"),
    ],
)
def test_names_that_differ_in_form_only_share_an_id(one: str, other: str) -> None:
    assert organization_id(one) == organization_id(other)


def test_legal_forms_of_two_countries_are_told_apart() -> None:
    assert parse_name("Essity Oy").form != parse_name("Essity AB").form
    assert parse_name("Essity Oy").form == parse_name("Essity Ab").form
    assert organization_id("Region Alfa") != organization_id("Region Beta")


def test_edge_id_depends_on_what_tells_edges_apart() -> None:
    first = edge_id("SERVES", "a", "b", service="x")
    assert first == edge_id("SERVES", "a", "b", service="x", category=None)
    assert first != edge_id("SERVES", "a", "b", service="y")
    assert first != edge_id("SERVES", "b", "a", service="x")
    assert edge_id("SERVES", "a", "b", service="x", category="y") != edge_id(
        "SERVES", "a", "b", service="xy"
    )


def test_lei_is_checked_by_its_digits() -> None:
    assert check_lei("213800KUD8LAJWSQ9D15")
    assert not check_lei("213800KUD8LAJWSQ9D16")
    assert not check_lei("²13800KUD8LAJWSQ9D15")


def test_unknown_stays_unknown_and_foreign_words_stay_as_written() -> None:
    made = record("SERVES", id="e", from_id="a", to_id="b", criticality="hög")
    assert made.values() == {"id": "e", "from_id": "a", "to_id": "b", "criticality": "hög"}


@pytest.mark.parametrize(
    "values",
    [
        {"confidence": 1.1},
        {"required": 0},
        {"annual_cost": float("inf")},
        {"starts_on": "2024-02-30"},
        {"supports": [""]},
        {"colour": "red"},
    ],
)
def test_value_that_cannot_be_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        record("SERVES", id="e", from_id="a", to_id="b", **values)


def test_tables_give_the_same_records_back() -> None:
    records = [record("Organization", id="o", name="Ö", aliases=["a", "b"], named=False)]
    (table,) = to_tables(records).values()
    assert to_records("Organization", table) == records


def test_digest_ignores_row_order_and_moments() -> None:
    one, other = (record("Organization", id=key, name=key) for key in "ab")
    tables = to_tables([one, other])
    turned = to_tables([other, one])
    assert digest(tables) == digest(turned)
    assert digest(tables) != digest(to_tables([one]))


def test_graph_rows_follow_ids_and_cannot_be_written_to() -> None:
    graph = graph_of(("z", "a"), ("m", "a"))
    assert graph.organization_ids.to_pylist() == ["a", "m", "z"]
    assert graph.source.tolist() == [2, 1]
    with pytest.raises(ValueError, match="read-only"):
        graph.source[0] = 1
    assert graph.rows_of(["z", "nobody"]).tolist() == [2, -1]


def test_build_lists_every_edge_that_ends_nowhere() -> None:
    records = [record("Organization", id="a", name="a")]
    records += [record("SERVES", id=f"e{k}", from_id="a", to_id=f"x{k}") for k in range(3)]
    with pytest.raises(RecordsRefused) as refused:
        build_graph(to_tables(records))
    assert len(refused.value.problems) == 3


def test_confidence_is_stated_or_the_default_of_the_source() -> None:
    graph = graph_of(
        ("A", "B", {"confidence": 0.25}),
        ("A", "B", {"source_kind": "contract"}),
        ("A", "B", {"source_kind": "notice"}),
        ("A", "B"),
    )
    assert np.allclose(graph.confidence, [0.25, 1.0, 0.8, 0.3])
