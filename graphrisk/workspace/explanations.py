"""``graphrisk triage --explain``: the reasoning of a notice, written as a page."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graphrisk.errors import UsageError
from graphrisk.extract.claims import Party
from graphrisk.extract.review.claim_words import claim_words, plain_words, word
from graphrisk.extract.review.rule_words import rule_meaning, rule_words
from graphrisk.extract.text.orders import ORDERS
from graphrisk.extract.words.lexicon import is_supported
from graphrisk.model.date_words import date_words
from graphrisk.view.explained import Loose, ReadClaim, ReadNotice
from graphrisk.view.text import shorten
from graphrisk.view.words import names_line
from graphrisk.workspace.pictures import write_file
from graphrisk.workspace.short_answers import in_short, is_concluded

if TYPE_CHECKING:
    from graphrisk.extract.claims import Claim
    from graphrisk.extract.review.draft import Draft
    from graphrisk.view.answer import Answer
    from graphrisk.workspace.notices import Triage

_NO_INCIDENT: Final = "This text was not read as a report of an incident: "
_OPENING: Final = 2_000
_NOBODY: Final = "a party without a name"
_LONGEST_TITLE: Final = 140


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
    from graphrisk.extract.review.unplaced import unplaced

    document = draft.document
    found = (
        ("publisher", document.publisher),
        ("published", document.published_on and date_words(document.published_on[:10])),
        ("language", document.language and _language(document.language)),
        ("file", document.file),
        ("address", document.url),
        ("SHA-256", document.sha256[:16]),
    )
    titles = (c.value.get("title") for c in draft.claims if c.field == "incident")
    return ReadNotice(
        draft.text,
        tuple(_read_claim(claim) for claim in draft.claims),
        title=str(next(filter(None, titles), None) or document.title or _made_title(draft)),
        facts=tuple((name, value) for name, value in found if value),
        language=document.language or "",
        is_incident=draft.is_incident,
        has_lexicon=document.language is None or is_supported(document.language),
        notes=tuple(_plainer(note) for note in draft.notes if not note.startswith(ORDERS)),
        warnings=tuple(note for note in draft.notes if note.startswith(ORDERS)),
        short=in_short(draft.claims) if draft.is_incident else (),
        open=tuple(_open_questions(draft)) if draft.is_incident else (),
        loose=tuple(
            Loose(each.kind, each.words, (each.start, each.end)) for each in unplaced(draft)
        ),
    )


def _plainer(note: str) -> str:
    """Return a note without what the verdict above it says already."""
    rest = note.removeprefix(_NO_INCIDENT)
    return note if rest == note else rest[:1].upper() + rest[1:]


def _language(code: str) -> str:
    from graphrisk.extract.words.lexicon import load_lexicon

    name = load_lexicon(code).data.name if is_supported(code) else ""
    return f"{name.partition(' (')[0]} ({code})" if name else code


def _made_title(draft: Draft) -> str:
    """Return a title for a notice without one: what happened at whom, else how it begins."""
    hit = [c for c in draft.claims if c.field == "vendor_hit"]
    hurt = [c for c in draft.claims if c.field == "affected" and not c.value.get("spared")]
    names = list(dict.fromkeys(_title_words(c.value.get("organization")) for c in hit or hurt))
    kinds = (c.value.get("attack_type") for c in draft.claims if c.field == "incident")
    kind = str(next(filter(None, kinds), None) or "unknown")
    if not names:
        lines = filter(None, map(str.strip, draft.text[:_OPENING].split("\n")))
        return shorten(next(lines, ""), _LONGEST_TITLE) or draft.document.file or ""
    what = "incident" if kind in ("unknown", "none") else word(kind)
    return f"{what[:1].upper()}{what[1:]} at {names_line(names)}"


def _title_words(party: object) -> str:
    if not isinstance(party, Party):
        return _NOBODY
    words = plain_words(party)  # the author has words of its own
    return words if party.named or words != party.name else _NOBODY


def _open_questions(draft: Draft) -> Iterator[tuple[str, str]]:
    """Yield what is not known of a document, and the option by which a person says it."""
    if not draft.document.publisher:
        yield "whose notice it is", "--publisher"
    dates = (c.value.get("what") for c in draft.claims if c.field == "date")
    if not draft.document.published_on and "published" not in dates:
        yield "the day it was published", "--published-on"


def _read_claim(claim: Claim) -> ReadClaim:
    concluded = is_concluded(claim)
    told_above = {"title": None} if claim.field == "incident" else {}
    plain = dataclasses.replace(claim, status=None, value={**claim.value, **told_above})
    return ReadClaim(
        id=claim.id,
        field=claim.field,
        words=claim_words(plain).removeprefix("data: "),
        why=rule_meaning(claim.rule),
        rule=rule_words(claim.rule),
        spans=tuple((place.start, place.end) for place in claim.evidence),
        status="concluded" if concluded else claim.status or "",
        confidence=claim.confidence,
        note=claim.note,
        asserted_by=claim.asserted_by or "",
        stated_on=date_words(claim.stated_on[:10]) if claim.stated_on else "",
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
