"""Drafts as files: written at once and whole, and checked in every part when read.

Whoever opens a draft may have it from a stranger.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from graphrisk.errors import InputError, Unreadable
from graphrisk.extract.claims import (
    FIELDS,
    STATUSES,
    Claim,
    Party,
    claim_from_dict,
    claim_to_dict,
)
from graphrisk.extract.review.claim_values import VALUE_TYPES, value_problem
from graphrisk.extract.review.decisions import ACTIONS, Decision
from graphrisk.extract.review.draft import (
    Draft,
    DraftDocument,
    DraftSummary,
    carry_decisions,
    is_day,
)
from graphrisk.files import write_whole
from graphrisk.model.identifiers import without_marks

FORMAT: Final = "graphrisk-draft"
VERSION: Final = 1

_LARGEST_FILE = 64_000_000


def draft_path(folder: Path, document: DraftDocument) -> Path:
    """Return where the draft of a document lies: slug of its title and first digits of its id.

    Examples
    --------
    >>> draft_path(Path("drafts"), DraftDocument("ab" * 32, title="Überfall auf Å & Ö!")).name
    'uberfall-auf-a-o-abababab.json'
    """
    name = document.title or (Path(document.file).stem if document.file else "")
    plain = without_marks(name).casefold()
    dashed = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in plain)
    slug = "-".join(dashed.split())[:48].strip("-") or "notice"
    return folder / f"{slug}-{document.sha256[:8]}.json"


def find_draft(folder: Path, sha256: str) -> Path | None:
    """Return the file of a document's draft, whatever title it was named after."""
    for path in sorted(folder.glob(f"*-{sha256[:8]}.json")):
        if _is_of(path, sha256):
            return path
    return None


def _is_of(path: Path, sha256: str) -> bool:
    """Return whether a file is the document's draft; a damaged one is set aside, not lost."""
    try:
        return read_draft(path).document.sha256 == sha256
    except InputError:
        path.rename(path.with_suffix(".damaged"))
        return False


def save_draft(folder: Path, draft: Draft) -> tuple[Path, Draft]:
    """Write the draft of a notice just read, over an earlier one of the same document.

    Decisions of the earlier draft are kept where quote and value are unchanged. Returns the file
    and what was written.
    """
    path = find_draft(folder, draft.document.sha256)
    if path is None:
        path = draft_path(folder, draft.document)
    else:
        draft = carry_decisions(read_draft(path), draft)
    write_draft(path, draft)
    return path, draft


def list_drafts(folder: Path) -> tuple[DraftSummary, ...]:
    """Return the drafts of a folder by file name; unreadable ones with their problem."""
    return tuple(_summary(path) for path in sorted(folder.glob("*.json")))


def _summary(path: Path) -> DraftSummary:
    try:
        draft = read_draft(path)
    except InputError as error:
        return DraftSummary(path, path.stem, problem=error.what)
    title = draft.document.title or path.stem
    return DraftSummary(path, title, len(draft.claims), len(draft.pending()), draft.loads)


def write_draft(path: Path, draft: Draft) -> None:
    """Write a draft at once and whole: a reader sees the old file or the new one.

    Raises
    ------
    InputError
        The folder cannot be written to.
    """
    plain = {
        "format": FORMAT,
        "version": VERSION,
        **asdict(draft),
        "claims": [claim_to_dict(claim) for claim in draft.claims],
    }
    data = json.dumps(plain, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data, private=True)
    except OSError as error:
        raise InputError(
            f"the draft cannot be written: {error.strerror or error}",
            where=str(path),
            fix="set 'drafts' to a folder you may write to",
        ) from None


def read_draft(path: Path) -> Draft:
    """Read a draft and check every part of it.

    Raises
    ------
    Unreadable
        There is no such file, or it is no JSON, or larger than a draft can be.
    InputError
        It is no draft, is of a newer version, or a part does not fit; the message names the part.
    """
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise Unreadable("is larger than a draft can be", where=str(path))
        loaded = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        reason = getattr(error, "strerror", None) or error
        raise Unreadable(
            f"cannot be read as a draft: {reason}",
            where=str(path),
            fix="'graphrisk triage FILE' writes a draft anew",
        ) from None
    try:
        return _draft_from(loaded)
    except _NotADraft as error:
        raise InputError(
            str(error), where=str(path), fix="'graphrisk triage FILE' writes a draft anew"
        ) from None


class _NotADraft(Exception):
    pass


@cache
def _shape() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Draft)


def _draft_from(loaded: object) -> Draft:
    from pydantic import ValidationError

    if not isinstance(loaded, dict) or loaded.get("format") != FORMAT:
        raise _NotADraft("is not a draft of graphrisk")
    if loaded.get("version") != VERSION:
        raise _NotADraft(
            f"is a draft of version {loaded.get('version')!r}; "
            f"this graphrisk reads version {VERSION}"
        )
    parts = {key: item for key, item in loaded.items() if key not in ("format", "version")}
    try:
        draft: Draft = _shape().validate_python(parts)
        plain = [claim_to_dict(claim) for claim in draft.claims]
        claims = tuple(claim_from_dict(claim) for claim in plain)
        decisions = tuple(_with_parties(decision) for decision in draft.decisions)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise _NotADraft(f"does not fit at {place}: {first['msg']}") from None
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise _NotADraft(f"holds a claim that does not fit: {error}") from None
    draft = replace(draft, claims=claims, decisions=decisions)
    problem = next(_draft_problems(draft), None)
    if problem is not None:
        raise _NotADraft(problem)
    return draft


def _with_parties(decision: Decision) -> Decision:
    value = {
        key: Party(**item)
        if isinstance(item, dict)
        else tuple(item)
        if isinstance(item, list)
        else item
        for key, item in decision.value.items()
    }
    return replace(decision, value=value)


def _draft_problems(draft: Draft) -> Iterator[str]:
    sha256 = draft.document.sha256
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        yield "document.sha256 is not 64 hex digits"
    days = [draft.document.published_on, *(claim.stated_on for claim in draft.claims)]
    yield from (f"{day!r} is no date" for day in days if day is not None and not is_day(day))
    ids = {claim.id for claim in draft.claims}
    if len(ids) != len(draft.claims):
        yield "two claims have one id"
    for claim in draft.claims:
        yield from _claim_problems(claim, draft, ids)
    by_id = {claim.id: claim for claim in draft.claims}
    for decision in draft.decisions:
        if decision.claim not in by_id:
            yield f"a decision is on claim {decision.claim}, which the draft does not have"
            continue
        if decision.action not in ACTIONS:
            yield f"decision on {decision.claim}: {decision.action!r} is no decision"
        yield from _value_problems(by_id[decision.claim], decision.value, decision.status)


def _claim_problems(claim: Claim, draft: Draft, ids: set[str]) -> Iterator[str]:
    if claim.field not in FIELDS:
        yield f"claim {claim.id}: {claim.field!r} is no field"
        return
    missing = [key for key, kind in VALUE_TYPES[claim.field].items() if kind[-1] != "?"]
    yield from (f"claim {claim.id} has no {key}" for key in missing if key not in claim.value)
    yield from _value_problems(claim, claim.value, claim.status)
    if not claim.evidence:
        yield f"claim {claim.id} has no evidence"
    for place in claim.evidence:
        inside = 0 <= place.start < place.end <= len(draft.text)
        if place.document != draft.document.sha256 or not inside:
            yield f"claim {claim.id}: its evidence lies outside the document"
        elif draft.text[place.start : place.end] != place.quote:
            yield f"claim {claim.id}: its quote is not what the text says at that place"
    if not 0 <= claim.confidence <= 1:
        yield f"claim {claim.id}: confidence is outside 0 to 1"
    if claim.id in claim.supersedes or not ids.issuperset(claim.supersedes):
        yield f"claim {claim.id} corrects a claim that the draft does not have"


def _value_problems(claim: Claim, value: dict[str, Any], status: str | None) -> Iterator[str]:
    for key, item in value.items():
        problem = value_problem(claim.field, key, item, exact_words=False)
        if problem is not None:
            yield f"claim {claim.id}, {key}: {problem}"
    if status is not None and status not in STATUSES:
        yield f"claim {claim.id}: status {status!r} is not one of {', '.join(STATUSES)}"
