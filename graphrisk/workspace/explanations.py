"""``graphrisk triage --explain``: the reasoning of a notice, written as a page."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graphrisk.errors import UsageError
from graphrisk.extract.claims import STATUSES
from graphrisk.extract.data_classes.data_claims import LOCKED, SENSITIVE
from graphrisk.extract.data_classes.findings import GENERAL
from graphrisk.extract.review.claim_words import claim_words, party_words, word
from graphrisk.extract.review.rule_words import rule_words
from graphrisk.extract.text.orders import ORDERS
from graphrisk.extract.victims.party_claims import CONCLUDED, SURMISED
from graphrisk.view.explained import ReadClaim, ReadNotice
from graphrisk.workspace.pictures import write_file

if TYPE_CHECKING:
    from graphrisk.extract.claims import Claim
    from graphrisk.extract.review.draft import Draft
    from graphrisk.view.answer import Answer
    from graphrisk.workspace.notices import Triage


def checked_target(out: Path | None, count: int) -> None:
    """Refuse a file where several notices need a folder, before anything is read.

    Raises
    ------
    UsageError
        Several notices, and ``out`` is no folder.
    """
    if out is not None and count > 1 and not out.is_dir():
        raise UsageError(
            f"{count} notices need {count} pages, and {out} is no folder",
            fix="name a folder that exists after --explain",
        )


def read_notice(draft: Draft) -> ReadNotice:
    """Return what a page shows of a draft; its text is masked already."""
    document = draft.document
    found = (
        ("file", document.file),
        ("publisher", document.publisher),
        ("published", document.published_on),
        ("language", document.language),
        ("address", document.url),
        ("SHA-256", document.sha256[:16]),
    )
    titles = (c.value.get("title") for c in draft.claims if c.field == "incident")
    return ReadNotice(
        draft.text,
        tuple(_read_claim(claim) for claim in draft.claims),
        title=str(next(filter(None, titles), None) or document.title or document.file or ""),
        facts=tuple((name, value) for name, value in found if value),
        is_incident=draft.is_incident,
        notes=tuple(note for note in draft.notes if not note.startswith(ORDERS)),
        warnings=tuple(note for note in draft.notes if note.startswith(ORDERS)),
        short=in_short(draft.claims) if draft.is_incident else (),
    )


_NO_DATA: Final = "personal data of any kind"


def in_short(claims: Sequence[Claim]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what stands of a notice by question; a question on which nothing was read is empty.

    Examples
    --------
    >>> [name for name, items in in_short(())][:2]
    ['Hit', 'Who supplies whom']
    """
    gone = {old for claim in claims for old in claim.supersedes}
    standing = [claim for claim in claims if claim.id not in gone]
    found: dict[str, dict[str, None]] = {name: {} for name, _, _ in _SHORT}
    for name, field, tell in _SHORT:
        for claim in sorted(standing, key=_first):
            if claim.field == field and (said := tell(claim)):
                found[name][said + _doubt(claim)] = None
    found["Affected"] = _reached(standing)
    found["Data"] = _by_status(standing)
    found["How many"] = found["How many"] or _not_affected_for_sure(standing)
    return tuple((name, tuple(items)) for name, items in found.items())


def _first(claim: Claim) -> tuple[int, str]:
    """Return what puts a claim in its place in a line: what is sure first, dates by the day."""
    when = str(claim.value.get("date") or "") if claim.field == "date" else ""
    return STATUSES.index(claim.status) if claim.status in STATUSES else 0, when


def _hit(claim: Claim) -> str:
    name = party_words(claim.value.get("organization"))
    return f"{name} (concluded, not said)" if claim.note == SURMISED else name


def _supply(claim: Claim) -> str:
    pair = " → ".join(party_words(claim.value.get(end)) for end in ("vendor", "customer"))
    return f"{pair} (concluded, not said)" if claim.note == CONCLUDED else pair


def _reached(claims: Sequence[Claim]) -> dict[str, None]:
    """Return each affected party once, with what of it was affected."""
    impacts: dict[str, list[str]] = {}
    for claim in claims:
        if claim.field == "affected":
            impact = str(claim.value.get("impact") or "unknown")
            what = "spared" if claim.value.get("spared") else impact.replace("unknown", "")
            name = party_words(claim.value.get("organization"))
            impacts.setdefault(name, []).append((what + _doubt(claim)).strip())
    out: dict[str, None] = {}
    for name, some in impacts.items():
        told = " and ".join(filter(None, some))
        out[f"{name}: {told}" if told else name] = None
    return out


def _by_status(claims: Sequence[Claim]) -> dict[str, None]:
    """Return the classes of data, those that share a status after one word for it."""
    out: dict[str, None] = {}
    last = ""
    for claim in sorted(claims, key=_first):
        if claim.field != "data_class":
            continue
        status = "encrypted" if claim.note == LOCKED else claim.status or "confirmed"
        named = claim.value.get("data_class")
        said = _NO_DATA if (named, status) == (GENERAL, "denied") else word(named)
        said = "sensitive personal data" if claim.note == SENSITIVE else said
        out[said if status == last else f"{status}: {said}"] = None
        last = status
    return out


def _not_affected_for_sure(claims: Sequence[Claim]) -> dict[str, None]:
    """Return the counts of a text that says of none that they were affected."""
    return {
        _plainly(claim): None
        for claim in claims
        if claim.field == "count" and claim.value.get("scope") in ("base", "unknown")
    }


def _plainly(claim: Claim) -> str:
    return claim_words(dataclasses.replace(claim, status=None))


def _doubt(claim: Claim) -> str:
    """Return what tells a suspected or denied claim from a confirmed one."""
    if claim.value.get("spared") or claim.status not in ("suspected", "denied"):
        return ""
    return f" ({claim.status})"


_SHORT: Final[Sequence[tuple[str, str, Callable[[Claim], str]]]] = (
    ("Hit", "vendor_hit", _hit),
    ("Who supplies whom", "serves", _supply),
    ("Affected", "affected", lambda _: ""),
    ("Data", "data_class", lambda _: ""),
    (
        "How many",
        "count",
        lambda claim: _plainly(claim) if claim.value.get("scope") == "affected" else "",
    ),
    ("Dates", "date", _plainly),
    (
        "Authorities told",
        "authority",
        lambda claim: str(claim.value["name"]) if claim.value.get("role") == "notified" else "",
    ),
)


def _read_claim(claim: Claim) -> ReadClaim:
    return ReadClaim(
        id=claim.id,
        field=claim.field,
        words=claim_words(dataclasses.replace(claim, status=None)),
        why=rule_words(claim.rule),
        spans=tuple((place.start, place.end) for place in claim.evidence),
        status=claim.status or "",
        confidence=claim.confidence,
        note=claim.note,
        asserted_by=claim.asserted_by or "",
        stated_on=claim.stated_on or "",
        supersedes=claim.supersedes,
    )


def with_explanation(answer: Answer, found: Triage, out: Path | None) -> Answer:
    """Write the page of a notice that was read; the answer says where it is.

    Parameters
    ----------
    out
        A file, or a folder in which the page gets the name of the notice; None writes nothing.

    Raises
    ------
    InputError
        It cannot be written there.
    """
    if out is None:
        return answer
    from graphrisk.view.explain_page import render_explain_page

    stem = Path(found.draft.document.file or found.draft.document.sha256[:12]).name
    path = out / f"{stem}.html" if out.is_dir() else out
    write_file(path, render_explain_page(read_notice(found.draft)))
    return dataclasses.replace(
        answer, footer=(*answer.footer, f"What was read, and why, word by word: {path}.")
    )
