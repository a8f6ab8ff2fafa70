"""Decisions from files: read with every problem listed, or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graphrisk.errors import RecordsRefused, Unreadable
from graphrisk.extract.claims import Party
from graphrisk.extract.review.decision_file import read_decisions
from graphrisk.extract.review.decisions import (
    accept_all,
    accepted_claims,
    add_decisions,
    decide,
    pending_claims,
)
from tests.unit.extract.claims_by_hand import ALMBY, NORLAST, VITALO, chain, claim, exposed

COUNT = claim("count", "more than 4,000", {"number": 4000, "what": "persons", "about": ALMBY})
NAMES = exposed("name", "Names may be among it", "suspected")
CLAIMS = (*chain(), COUNT, NAMES)
INCIDENT, HIT, FIRST, SECOND = CLAIMS[:4]


def written(folder: Path, content: object, name: str = "decisions.csv") -> Path:
    """Write a file of decisions."""
    path = folder / name
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_csv_file_gives_decisions(tmp_path: Path) -> None:
    lines = [
        "claim,decision",
        f"{HIT.id},accept",
        f"{COUNT.id},correct,number=4 100,qualifier=more_than,note=asked them",
        f"{NAMES.id},correct,status=denied,subject_groups=clients; employees",
        f"{SECOND.id},refuse",
        f'{FIRST.id},correct,"vendor=Vitalo Oy",customer=Granby & Co',
        "",
    ]
    path = written(tmp_path, "\n".join(lines))
    found = {one.claim: one for one in read_decisions(path, CLAIMS, by="tester", at="now")}
    assert found[HIT.id].action == "accept"
    assert found[COUNT.id].value == {"number": 4100, "qualifier": "more_than"}
    assert found[COUNT.id].note == "asked them"
    assert found[NAMES.id].status == "denied"
    assert found[NAMES.id].value == {"subject_groups": ("clients", "employees")}
    assert found[SECOND.id].action == "refuse"
    assert found[FIRST.id].value["vendor"] == VITALO
    assert found[FIRST.id].value["customer"] == Party("Granby & Co", key="granby & co")
    assert {one.by for one in found.values()} == {"tester"}


def test_semicolons_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    path = written(
        tmp_path, f"\ufeffclaim;decision\n{HIT.id};accept\n{COUNT.id};correct;number=7\n"
    )
    assert [one.action for one in read_decisions(path, CLAIMS)] == ["accept", "correct"]


@pytest.mark.parametrize("wrapped", [True, False])
def test_a_json_file_gives_decisions(tmp_path: Path, wrapped: bool) -> None:
    rows: list[dict[str, Any]] = [
        {"claim": HIT.id[:10], "decision": "accept"},
        {
            "claim": COUNT.id,
            "decision": "correct",
            "value": {"number": 12.5, "about": "Norlast Oy"},
        },
        {
            "claim": FIRST.id,
            "decision": "correct",
            "value": {"customer": {"name": "our shop", "named": False}},
        },
    ]
    path = written(tmp_path, {"decisions": rows} if wrapped else rows, "decisions.json")
    _, count, first = read_decisions(path, CLAIMS)
    assert count.value == {"number": 12.5, "about": NORLAST}
    assert first.value["customer"].named is False


def test_every_problem_is_listed_and_nothing_is_taken(tmp_path: Path) -> None:
    lines = [
        "claim,decision",
        "c-none-at-all,accept",
        "c-,accept",
        f"{HIT.id},applaud",
        f"{HIT.id},correct,role=villain",
        f"{COUNT.id},correct,number=many,plot=thick",
        f"{COUNT.id},correct,whatever",
        f"{SECOND.id},accept,service=other",
        f"{FIRST.id},correct",
        f"{NAMES.id},correct,status=perhaps",
        f"{INCIDENT.id},accept",
        f"{INCIDENT.id},refuse",
    ]
    path = written(tmp_path, "\n".join(lines))
    with pytest.raises(RecordsRefused, match="none was taken") as refused:
        read_decisions(path, CLAIMS)
    found = [(problem.row, problem.column) for problem in refused.value.problems]
    assert found == [
        (2, "claim"),
        (3, "claim"),
        (4, "decision"),
        (5, "role"),
        (6, "number"),
        (6, "plot"),
        (7, "value"),
        (8, "decision"),
        (9, "decision"),
        (10, "status"),
        (12, "claim"),
    ]
    assert all(problem.message and problem.file for problem in refused.value.problems)


@pytest.mark.parametrize(
    "row",
    [
        {"claim": HIT.id, "decision": "accept", "statuss": "denied"},
        {"claim": HIT.id, "decision": "correct", "value": "denied"},
        {"claim": HIT.id, "decision": "correct", "value": {"organization": 7}},
        {"claim": HIT.id, "decision": "correct", "value": {"organization": {"nom": "x"}}},
        {"claim": COUNT.id, "decision": "correct", "value": {"number": -1}},
        {"claim": COUNT.id, "decision": "correct", "value": {"countries": ["Norway"]}},
        {"claim": HIT.id, "decision": "correct", "value": {"organization": ""}},
        {"claim": 7, "decision": None},
    ],
)
def test_a_json_row_that_cannot_be_is_refused(tmp_path: Path, row: dict[str, Any]) -> None:
    path = written(tmp_path, [row], "decisions.json")
    with pytest.raises(RecordsRefused):
        read_decisions(path, CLAIMS)


@pytest.mark.parametrize("content", ["{", "[1]", '{"a": 1}', "[" * 50_000])
def test_a_file_that_is_no_list_of_decisions_is_unreadable(tmp_path: Path, content: str) -> None:
    with pytest.raises(Unreadable):
        read_decisions(written(tmp_path, content, "decisions.json"), CLAIMS)


def test_a_missing_or_binary_file_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        read_decisions(tmp_path / "none.csv", CLAIMS)
    (tmp_path / "x.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Unreadable):
        read_decisions(tmp_path / "x.csv", CLAIMS)


def test_accepted_claims_are_as_corrected_and_refused_ones_are_gone() -> None:
    decisions = (
        decide(HIT, "accept"),
        decide(COUNT, "correct", value={"number": 7}, status="suspected"),
        decide(NAMES, "refuse"),
    )
    hit, count = accepted_claims(CLAIMS, decisions)
    assert hit == HIT
    assert (count.id, count.value["number"], count.status) == (COUNT.id, 7, "suspected")
    assert count.value["what"] == "persons"
    assert [one.id for one in pending_claims(CLAIMS, decisions)] == [
        INCIDENT.id,
        FIRST.id,
        SECOND.id,
    ]


def test_accept_all_leaves_decisions_that_were_made() -> None:
    made = (decide(HIT, "refuse"),)
    added = accept_all(CLAIMS, made)
    assert HIT.id not in {one.claim for one in added}
    assert len(add_decisions(made, added)) == len(CLAIMS)
    assert accept_all(CLAIMS, add_decisions(made, added)) == ()


def test_nobody_needs_a_name_to_decide() -> None:
    assert decide(HIT, "accept", by="").by == "unknown"
