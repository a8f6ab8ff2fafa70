"""The synthetic register: same seed, same bytes; and it tells the story that its page tells.

``Outage`` is a second, small reading of the outage rule, written apart from the engine.
"""

from __future__ import annotations

import csv
import importlib.util
from collections import defaultdict
from pathlib import Path

import pytest

DATA = Path(__file__).parents[3] / "data"
TODAY = "2026-11-25"
RANK = {"critical": 3, "important": 2, "supporting": 1}


@pytest.fixture(scope="module")
def generator():
    spec = importlib.util.spec_from_file_location(
        "synthetic_hospital", DATA / "synthetic_hospital.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(kind: str) -> list[dict[str, str]]:
    with (DATA / "synthetic" / f"{kind}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


ORGANIZATIONS = read("organizations")
SERVES = read("serves")
UNITS = {row["id"] for row in ORGANIZATIONS[:9]}


class Outage:
    """Who is down, which parts are, and who is degraded, after one vendor fell."""

    def __init__(self, fallen: str, as_of: str, unknown: int, reach: bool) -> None:
        self.down, self.degraded = {fallen}, set()
        self.parts = defaultdict(set)
        self.unknown, self.reach = unknown, reach
        self.groups = defaultdict(lambda: defaultdict(list))
        for number, row in enumerate(SERVES):
            if (row["starts_on"] or as_of) <= as_of <= (row["ends_on"] or as_of):
                self.groups[row["customer"], row["group"] or number][row["vendor"]].append(row)

    def is_lost(self, row: dict[str, str]) -> bool:
        parts = self.parts.get(row["vendor"], set())
        elsewhere = row["contract"] and row["contract"] not in parts
        return row["vendor"] in self.down or (bool(parts) and not elsewhere)

    def falls(self, suppliers: dict[str, list[dict[str, str]]]) -> bool:
        gone = sum(all(map(self.is_lost, rows)) for rows in suppliers.values())
        required = max(int(row["required"] or 1) for rows in suppliers.values() for row in rows)
        return gone > 0 and (self.reach or len(suppliers) - gone < required)

    def round(self) -> bool:
        before = self.size()
        fallen = [(c, s) for (c, _), s in self.groups.items() if self.falls(s)]
        for customer, suppliers in fallen:
            rows = [row for of_vendor in suppliers.values() for row in of_vendor]
            criticality = max(RANK.get(row["criticality"], self.unknown) for row in rows)
            if criticality == 3 and all(row["supports"] for row in rows):
                self.parts[customer] |= {p for row in rows for p in row["supports"].split(";")}
            elif criticality == 3:
                self.down.add(customer)
            elif criticality == 2:
                self.degraded.add(customer)
        return self.size() != before

    def size(self) -> tuple[int, int, int]:
        return len(self.down), sum(map(len, self.parts.values())), len(self.degraded)


def outage(fallen: str, *, as_of: str = TODAY, unknown: int = 0, reach: bool = False):
    state = Outage(fallen, as_of, unknown, reach)
    while state.round():
        pass
    down = state.down - {fallen}
    partly = {name: found for name, found in state.parts.items() if found and name not in down}
    return down, partly, state.degraded - down - set(partly)


def names(*keys: str) -> set[str]:
    return {f"syn-{key}" for key in keys}


def test_generator_reproduces_the_committed_bytes(generator):
    for name, text in generator.texts().items():
        assert (DATA / "synthetic" / name).read_bytes() == text.encode("utf-8"), name


def test_generator_writes_other_bytes_for_another_seed(generator, tmp_path):
    generator.main([str(tmp_path), "7"])
    assert (tmp_path / "serves.csv").read_text(encoding="utf-8") != generator.texts()["serves.csv"]


def test_register_is_marked_synthetic_everywhere():
    assert all(row["id"].startswith("syn-") for row in ORGANIZATIONS)
    for kind in ("organizations", "serves", "holds"):
        assert {row["source"] for row in read(kind)} == {"synthetic register"}


def test_register_has_sixty_vendors_in_three_tiers_and_the_gaps_of_real_ones():
    vendors = [row for row in ORGANIZATIONS if row["id"] not in UNITS]
    assert len(vendors) == 60
    assert {row["parent_id"] for row in ORGANIZATIONS[1:9]} == {"syn-group"}
    outside = [row for row in vendors if row["country"] in {"GB", "US", "CH", "IN", "NO"}]
    assert 0.18 <= len(outside) / 60 <= 0.26
    shares = {
        "criticality": sum(not row["criticality"] for row in SERVES),
        "data": sum(not row["data_classes"] for row in SERVES),
        "back": sum(row["exit_plan"] == "cannot be taken back" for row in SERVES),
        "only": sum(row["substitutability"] == "not" for row in SERVES),
    }
    share = {name: count / len(SERVES) for name, count in shares.items()}
    assert 0.09 <= share["criticality"] <= 0.16
    assert 0.1 <= share["data"] <= 0.25
    assert 0.15 <= share["back"] <= 0.25
    assert 0.02 <= share["only"] <= 0.08
    assert any(row["data_classes"] == "none" for row in SERVES)
    assert any(row["ends_on"] and row["ends_on"] < TODAY for row in SERVES)
    assert {row["required"] for row in SERVES} >= {"1", "2"}


def test_every_end_of_a_contract_exists_and_nobody_serves_itself():
    known = {row["id"] for row in ORGANIZATIONS}
    for row in SERVES:
        assert row["vendor"] in known
        assert row["customer"] in known
        assert row["vendor"] != row["customer"]
    assert {row["organization"] for row in read("holds")} <= known


def test_two_vendors_need_each_other_and_neither_falls_alone():
    pairs = {(row["vendor"], row["customer"]) for row in SERVES}
    assert {("syn-algstrom", "syn-tistelnat"), ("syn-tistelnat", "syn-algstrom")} <= pairs
    assert "syn-tistelnat" in outage("syn-algstrom")[0]
    assert "syn-algstrom" not in outage("syn-dimholm")[0]


def test_fall_of_the_demo_vendor_has_all_four_states():
    down, partly, degraded = outage("syn-dimholm")
    assert down == names("kvarnmoln", "sparvtall", "utryckt", "lakeside", "coast")
    assert partly == {
        "syn-rimfrost": {"LAB-P"},
        "syn-university": {"emergency", "admissions"},
        "syn-primary-care": {"laboratory"},
    }
    assert degraded == names("lonekorp", "rehabilitation")
    reach_down, reach_partly, _ = outage("syn-dimholm", reach=True)
    kept_up = (reach_down | set(reach_partly)) - down - set(partly) - degraded
    assert kept_up == names("grindvakta", "childrens", "ambulance", "shared-services")


def test_unknown_criticality_read_as_critical_stops_one_unit_more():
    down, partly, _ = outage("syn-dimholm", unknown=3)
    assert "syn-primary-care" in down
    assert "syn-primary-care" not in partly


def test_expired_second_supplier_kept_a_hospital_up_before_it_ended():
    assert "syn-coast" not in outage("syn-dimholm", as_of="2025-12-31")[0]
    assert "syn-coast" in outage("syn-dimholm", as_of="2026-01-01")[0]
