"""The audit log: who decided what, when, what was written; lines of JSON, only appended."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

from graphrisk.errors import InputError, Unreadable
from graphrisk.extract.claims import Claim, claim_to_dict
from graphrisk.extract.review.decisions import Decision, decided_claim, now
from graphrisk.extract.review.draft import Draft

AUDIT_FILE: Final = "audit.jsonl"


@dataclass(frozen=True)
class AuditEntry:
    """One line of the log.

    Attributes
    ----------
    at, by
        When (UTC) and who.
    what
        ``accept``, ``correct``, ``refuse``, ``take back``, ``apply`` or ``undo load``.
    document, claim
        The document's SHA-256 and the claim's id, where the entry is about one.
    before, after
        Value and status of the claim as it was read, and as decided; None for a refused one.
    load
        Number of the load written or undone.
    """

    at: str
    by: str
    what: str
    document: str | None = None
    claim: str | None = None
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    load: int | None = None
    note: str = ""


def decision_entry(draft: Draft, claim: Claim, decision: Decision) -> AuditEntry:
    """Return the entry of one decision."""
    after = decided_claim(claim, decision)
    return AuditEntry(
        at=decision.at,
        by=decision.by,
        what=decision.action,
        document=draft.document.sha256,
        claim=claim.id,
        before=_state(claim),
        after=None if after is None else _state(after),
        note=decision.note or ("with all that was open" if decision.at_once else ""),
    )


def decision_entries(draft: Draft, decisions: Iterable[Decision]) -> tuple[AuditEntry, ...]:
    """Return the entries of decisions on claims of a draft."""
    claims = {claim.id: claim for claim in draft.claims}
    return tuple(decision_entry(draft, claims[item.claim], item) for item in decisions)


def take_back_entry(
    draft: Draft, claim: Claim, decision: Decision, *, by: str, at: str
) -> AuditEntry:
    """Return the entry of a decision that was taken back."""
    was = decided_claim(claim, decision)
    return AuditEntry(
        at=at,
        by=by,
        what="take back",
        document=draft.document.sha256,
        claim=claim.id,
        before=None if was is None else _state(was),
        after=None,
        note=f"{decision.action} of {decision.at} is open again",
    )


def apply_entry(draft: Draft, load: int | None, *, by: str, note: str = "") -> AuditEntry:
    """Return the entry of a review that was written to the graph; no load when nothing changed."""
    return AuditEntry(now(), by, "apply", document=draft.document.sha256, load=load, note=note)


def undo_entry(load: int, undone_by: int | None, *, by: str) -> AuditEntry:
    """Return the entry of a load that was undone."""
    note = "" if undone_by is None else f"undone by load {undone_by}"
    return AuditEntry(now(), by, "undo load", load=load, note=note)


def append_entries(folder: Path, entries: Sequence[AuditEntry]) -> None:
    """Append entries to the log of a folder of drafts, durably.

    Raises
    ------
    InputError
        The log cannot be written to: a decision that cannot be logged must not count.
    """
    if not entries:
        return
    path = folder / AUDIT_FILE
    lines = "".join(json.dumps(asdict(entry), ensure_ascii=False) + "\n" for entry in entries)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as file:
            if file.tell() and not _ends_with_newline(file):
                file.write(b"\n")  # a process was killed in mid-line: leave its line, start anew
            file.write(lines.encode("utf-8", "replace"))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise InputError(
            f"the audit log cannot be written: {error.strerror or error}",
            where=str(path),
            fix="set 'drafts' to a folder you may write to",
        ) from None


def _ends_with_newline(file: Any) -> bool:
    file.seek(-1, os.SEEK_END)
    return bool(file.read(1) == b"\n")


def read_entries(
    folder: Path, *, document: str | None = None, load: int | None = None
) -> tuple[tuple[AuditEntry, ...], tuple[int, ...]]:
    """Return the entries of a log in order, and the numbers of lines that cannot be read.

    Raises
    ------
    Unreadable
        The file is there but cannot be read.
    """
    path = folder / AUDIT_FILE
    if not path.exists():
        return (), ()
    try:
        lines = path.read_bytes().decode("utf-8", "replace").split("\n")
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror or error}", where=str(path)) from None
    entries: list[AuditEntry] = []
    broken: list[int] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        entry = _entry(line)
        if entry is None:
            broken.append(number)
        elif document in (None, entry.document) and load in (None, entry.load):
            entries.append(entry)
    return tuple(entries), tuple(broken)


def _entry(line: str) -> AuditEntry | None:
    names = {entry.name for entry in fields(AuditEntry)}
    try:
        loaded = json.loads(line)
        return AuditEntry(**{key: item for key, item in loaded.items() if key in names})
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


def _state(claim: Claim) -> dict[str, Any]:
    plain = claim_to_dict(claim)
    return {"field": claim.field, "value": plain["value"], "status": claim.status}
