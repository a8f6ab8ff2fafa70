"""``graphrisk triage --explain``: the reasoning of a notice, written as a page."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from graphrisk.errors import UsageError
from graphrisk.extract.claim_words import claim_words
from graphrisk.extract.rule_words import rule_words
from graphrisk.view.explained import ReadClaim, ReadNotice
from graphrisk.workspace.pictures import write_file

if TYPE_CHECKING:
    from graphrisk.extract.claims import Claim
    from graphrisk.extract.draft import Draft
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
        notes=draft.notes,
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
