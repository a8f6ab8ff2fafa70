"""Laws of drafts: write and read is the identity; broken files are refused, never a traceback."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graphrisk.errors import InputError
from graphrisk.extract.claims import Claim, Evidence, Party, make_claim
from graphrisk.extract.records.to_records import build_records
from graphrisk.extract.review.claim_values import VALUE_TYPES
from graphrisk.extract.review.decisions import Decision, accept_all, add_decisions, decide
from graphrisk.extract.review.draft import Draft, DraftDocument
from graphrisk.extract.review.draft_file import read_draft, write_draft
from graphrisk.extract.review.review import ReviewSession

SHA = "0f" * 32
TEXT = 'Äußerst wichtig:\n\nAlfa ⚠ beliefert 北京 & "Beta". \U0001f600 Ende der Nachricht.\n'

words = st.text(
    alphabet=st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=20
).filter(str.strip)
parties = st.builds(
    Party,
    name=words,
    named=st.booleans(),
    country=st.sampled_from([None, "SE", "DE"]),
    key=st.sampled_from(["a", "b", "c", ""]),
)


def value_of(kind: str) -> st.SearchStrategy[Any]:
    """Return values of one type of the table."""
    base = kind.removesuffix("?").partition(":")[0]
    strategies: dict[str, st.SearchStrategy[Any]] = {
        "party": parties,
        "number": st.integers(0, 10**12) | st.floats(0, 10**9),
        "boolean": st.booleans(),
        "list": st.lists(words, min_size=1, max_size=3).map(tuple),
        "words": st.lists(words, min_size=1, max_size=3).map(tuple),
    }
    found = strategies.get(base, words)
    return found | st.none() if kind.endswith("?") else found


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """Draw a claim of any field on words of the text."""
    name = draw(st.sampled_from(sorted(VALUE_TYPES)))
    start = draw(st.integers(0, len(TEXT) - 2))
    end = draw(st.integers(start + 1, len(TEXT)))
    value = {key: draw(value_of(kind)) for key, kind in VALUE_TYPES[name].items()}
    return make_claim(
        name,
        value,
        (Evidence(SHA, start, end, TEXT[start:end]),),
        rule="drawn",
        confidence=draw(st.floats(0, 1)),
        status=draw(st.sampled_from([None, "confirmed", "suspected", "denied"])),
        asserted_by=draw(st.none() | words),
        stated_on=draw(st.sampled_from([None, "2024-05-01", "2024"])),
    )


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """Draw a draft, some of its claims corrected by others, some decided."""
    found = draw(st.lists(claims(), max_size=5, unique_by=lambda claim: claim.id))
    decisions: list[Decision] = []
    for claim in found:
        action = draw(st.sampled_from(["accept", "refuse", "status", None]))
        if action == "status":
            decisions.append(decide(claim, "correct", status="denied"))
        elif action is not None:
            decisions.append(decide(claim, action))
    return Draft(
        DraftDocument(SHA, title=draw(st.none() | words)), TEXT, tuple(found), tuple(decisions)
    )


@given(drafts())
def test_a_draft_comes_back_as_written(draft: Draft) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "draft.json"
        write_draft(path, draft)
        assert read_draft(path) == draft


@given(drafts(), st.data())
def test_a_draft_with_a_part_replaced_is_read_or_refused_in_words(
    draft: Draft, data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "draft.json"
        write_draft(path, draft)
        loaded: Any = json.loads(path.read_text(encoding="utf-8"))
        here, steps = loaded, []
        while isinstance(here, (dict, list)) and here:
            step = data.draw(
                st.sampled_from(sorted(here) if isinstance(here, dict) else range(len(here)))
            )
            steps.append((here, step))
            here = here[step]
            if data.draw(st.booleans()):
                break
        owner, step = steps[-1]
        owner[step] = data.draw(
            st.none()
            | st.integers()
            | st.text(max_size=5)
            | st.just([])
            | st.just({})
            | st.just([7])
        )
        path.write_text(json.dumps(loaded), encoding="utf-8")
        with suppress(InputError):
            assert isinstance(read_draft(path), Draft)


@given(drafts())
def test_accepting_the_rest_leaves_nothing_open_and_nothing_twice(draft: Draft) -> None:
    added = accept_all(draft.claims, draft.decisions)
    decided = draft.with_decisions(added)
    assert decided.pending() == ()
    assert add_decisions(decided.decisions, added) != () or not draft.claims
    assert len({one.claim for one in decided.decisions}) == len(draft.claims)


@given(drafts(), st.lists(st.sampled_from(["accept", "refuse", "next", "previous"]), max_size=8))
def test_taking_everything_back_gives_the_draft_that_was(draft: Draft, steps: list[str]) -> None:
    session = ReviewSession(draft)
    for step in steps if draft.claims else []:
        getattr(session, step)()
    while session.undo() is not None:
        pass
    before = sorted(draft.decisions, key=lambda one: one.claim)
    assert sorted(session.draft.decisions, key=lambda one: one.claim) == before


@given(drafts())
def test_records_of_any_reviewed_draft_are_the_same_each_time(draft: Draft) -> None:
    one, other = build_records(draft, {}), build_records(draft, {})
    assert one == other
    ends = {
        row["id"]
        for kind in ("Organization", "DataClass", "Incident", "Document", "Statement")
        for row in (one.tables[kind].to_pylist() if kind in one.tables else [])
    }
    for kind, table in one.tables.items():
        if "from_id" in table.column_names:
            for row in table.select(["from_id", "to_id"]).to_pylist():
                assert {row["from_id"], row["to_id"]} <= ends, kind
