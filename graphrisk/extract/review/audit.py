"""The audit log: who decided what, when, what was written; lines of JSON, only appended."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from graphrisk.errors import InputError
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


def _state(claim: Claim) -> dict[str, Any]:
    plain = claim_to_dict(claim)
    return {"field": claim.field, "value": plain["value"], "status": claim.status}
