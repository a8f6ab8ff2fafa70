"""Synthetic registers: the same seed gives the same, the proportions are the published ones."""

from __future__ import annotations

import pytest

from graphrisk.errors import UsageError
from graphrisk.ingest import synthetic_words as words
from graphrisk.ingest.synthetic import synthetic_register

KINDS = sorted(words.KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_same_seed_gives_the_same_and_another_one_does_not(kind):
    first, again = (synthetic_register(kind, 500, 3, dirt=0.1).tables for _ in range(2))
    other = synthetic_register(kind, 500, 4, dirt=0.1).tables
    assert all(first[name].equals(again[name]) for name in first)
    assert not first["serves"].equals(other["serves"])


def test_shares_are_those_published():
    shares = synthetic_register("bank", 200_000, 11).shares
    assert shares["subcontractors_per_contract"] == words.SUBCONTRACTORS_EACH
    assert shares["budget_of_ten_largest"] == pytest.approx(words.BUDGET_OF_TOP_TEN, abs=0.02)
    assert shares["contracts_outside_eu"] == pytest.approx(words.OUTSIDE_EU_SHARE, abs=0.06)
    assert shares["critical_not_substitutable"] == pytest.approx(words.NOT_SUBSTITUTABLE, abs=0.01)
    assert shares["critical_not_reintegrable"] == pytest.approx(words.NOT_REINTEGRABLE, abs=0.02)


@pytest.mark.parametrize("size", [5, 6, 17, 100, 4000])
@pytest.mark.parametrize("kind", KINDS)
def test_links_are_as_many_as_asked_and_none_is_its_own_supplier(kind, size):
    serves = synthetic_register(kind, size, 1).tables["serves"].to_pylist()
    assert len(serves) == size
    assert all(row["vendor"] != row["customer"] for row in serves)


def test_every_record_says_that_it_is_synthetic_and_names_are_unique():
    tables = synthetic_register("municipalities", 3000, 5).tables
    for table in tables.values():
        assert table.column("source").unique().to_pylist() == [
            "synthetic register: municipalities, seed 5"
        ]
    names = tables["organizations"].column("name").to_pylist()
    assert len(names) == len(set(names))


def test_group_has_two_suppliers_of_one_owner():
    serves = synthetic_register("hospital", 5000, 2).tables["serves"].to_pylist()
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in serves:
        if row["group"]:
            groups.setdefault(row["group"], []).append((row["customer"], row["vendor"]))
    assert len(groups) > 10
    for pairs in groups.values():
        assert len(pairs) == 2
        assert len({customer for customer, _ in pairs}) == 1
        assert len({vendor for _, vendor in pairs}) == 2


def test_chain_of_a_contract_hangs_together():
    serves = synthetic_register("bank", 5000, 2).tables["serves"].to_pylist()
    provider = {row["contract"]: row["vendor"] for row in serves if row["rank"] == 1}
    seen: dict[tuple[str, int], set[str]] = {}
    for row in serves:
        if row["rank"] == 1:
            continue
        above = {provider[row["contract"]]} if row["rank"] == 2 else set()
        above |= seen.get((row["contract"], row["rank"] - 1), set()) if row["rank"] > 2 else set()
        assert row["customer"] in above, row
        assert row["supports"] == row["contract"]
        seen.setdefault((row["contract"], row["rank"]), set()).add(row["vendor"])
    assert {rank for _, rank in seen} == {2, 3, 4}


@pytest.mark.parametrize(
    ("kind", "size", "dirt"), [("pub", 100, 0), ("bank", 4, 0), ("bank", 10**9, 0), ("bank", 9, 2)]
)
def test_parameter_out_of_range_is_refused(kind, size, dirt):
    with pytest.raises(UsageError):
        synthetic_register(kind, size, 1, dirt=dirt)
