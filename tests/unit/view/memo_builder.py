"""What ``check-contract`` finds where every list is long and every name as long as names get."""

from __future__ import annotations

from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.precontract import check_contract
from graphrisk.analysis.result import AnalysisResult
from graphrisk.model.build import build_graph
from graphrisk.model.records import Record, record
from graphrisk.model.scenario import Scenario
from graphrisk.model.tables import to_tables

HOSTILE = "<img src=x onerror=alert(1)>|*[a](javascript:1)"
_PLACE = "register-of-the-whole-group-2026-09-30/b_05.02.csv:rows 3, 4, 5, 6, 7, ..."
_FLAG = "designated critical provider (list of 2025-11-18, by name)"


def long_name(number: int) -> str:
    """Return a name of more than 60 signs; that of number 1 is hostile."""
    start = HOSTILE if number == 1 else ""
    return f"{start}Sammanslagna Ångbåtsförsäkringsbolagens Datacentral Aktiebolag {number:03d}"


def _link(key: str, vendor: int, customer: int, **more: object) -> Record:
    facts = {"service": long_name(vendor), "criticality": "critical", "source": _PLACE}
    ends = {"from_id": f"o{vendor}", "to_id": f"o{customer}"}
    return record("SERVES", id=key, source_kind="register", **{**facts, **ends, **more})


def long_memo_result() -> AnalysisResult:
    """Return the answer about a contract of vendor 1 with customer 0."""
    records = [
        record("Organization", id=f"o{n}", name=long_name(n), country=None if n % 3 else "US")
        for n in range(34)
    ]
    records += [_link(f"behind-{n}", n, 1) for n in range(2, 12)]
    parts = tuple(long_name(n) for n in (40, 41, 42))
    records += [_link(f"present-{n}", n, 0, supports=parts) for n in range(12, 22)]
    records += [_link(f"alike-{n}", n, 0) for n in range(22, 27)]
    records += [_link(f"group-{n}", 1, n) for n in range(27, 32)]
    records += [_link(f"shared-{n}", n, 12) for n in range(2, 8)]
    groups = {33: (1, *range(22, 27)), 32: (0, *range(27, 32))}
    records += [
        record("PART_OF", id=f"part-{child}", from_id=f"o{child}", to_id=f"o{top}")
        for top, children in groups.items()
        for child in children
    ]
    link = {
        **{"id": "new", "from_id": "o1", "to_id": "o0", "service": long_name(7)},
        **{"category": "S17", "supports": parts, "contract": long_name(8)},
        **{"annual_cost": 123_456_789.0, "currency": "EUR"},
    }
    return check_contract(
        build_graph(to_tables(records)),
        Scenario(links=(link,)),
        ExposedParams(as_of="2026-11-25"),
        designated={"o1": _FLAG, "o2": _FLAG},
    )
