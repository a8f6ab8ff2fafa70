"""Records of a notice against those of other sources: which one stands; both stay readable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphrisk.extract.records.incident_record import is_first_hand, merged_incident
from graphrisk.extract.records.known import Known
from graphrisk.extract.records.notice import Made, document_of
from graphrisk.model.records import Record, record
from graphrisk.model.schema import BOOKKEEPING_NAMES

Row = Mapping[str, Any]

_WORDS = {"HITS": ("role",), "AFFECTS": ("impact", "status"), "EXPOSES": ("status", "condition")}


@dataclass(frozen=True)
class Speaker:
    """Who tells a version, for weighing it against another one."""

    document: str | None
    first_hand: bool
    stated_on: str


def settle(
    made: Sequence[Made], known: Known, speaker: Speaker, concerned: Sequence[str]
) -> tuple[list[Record], list[Record], list[str]]:
    """Return what becomes current, what goes to the history at once, and remarks in words.

    Of two sources an explicit correction wins; then first-hand sources over others; then the
    later statement; else what stands already.
    """
    current: list[Record] = []
    archive: list[Record] = []
    remarks: list[str] = []
    for one in made:
        old = known.get(one.record.kind, one.record.id)
        if one.withdrawn:
            archive.append(one.record)
        elif old is None or document_of(old.get("source")) == speaker.document:
            current.append(_with_what_others_told(one.record, old, known, speaker))
        elif one.record.kind in ("SERVES", "Incident"):
            current.append(_filled(one.record, old))
            archive.append(one.record)
        elif _wins(one, old, known, speaker, concerned):
            current.append(one.record)
            remarks += _remark(one.record, old, "takes the place of")
        else:
            archive.append(one.record)
            remarks += _remark(one.record, old, "is kept beside")
    return current, archive, remarks


def _wins(one: Made, old: Row, known: Known, speaker: Speaker, concerned: Sequence[str]) -> bool:
    document = known.get("Document", document_of(old.get("source"))) or {}
    theirs = (
        known.is_correction(one.record.kind, old),
        is_first_hand(document.get("publisher"), concerned),
        str(old.get("seen_on") or document.get("published_on") or ""),
    )
    return (one.correcting, speaker.first_hand, speaker.stated_on) > theirs


def _with_what_others_told(new: Record, old: Row | None, known: Known, speaker: Speaker) -> Record:
    """Return an incident with what other documents on it told; any other record as it is."""
    if old is None or new.kind != "Incident":
        return new
    documents = {row["to_id"] for row in known.where("REPORTED_IN", from_id=new.id)}
    if documents <= {speaker.document}:
        return new
    told = {name: item for name, item in old.items() if name not in BOOKKEEPING_NAMES}
    return record("Incident", **merged_incident(new.values(), told))


def _filled(new: Record, old: Row) -> Record:
    """Return the known record with its gaps filled; an edge that two sources state is one edge."""
    kept = {
        key: value
        for key, value in old.items()
        if value is not None and key not in BOOKKEEPING_NAMES
    }
    if new.kind == "Incident":
        return record("Incident", **merged_incident(kept, new.values()))
    values = {**{key: item for key, item in new.values().items() if key not in kept}, **kept}
    classes = [*(kept.get("data_classes") or ()), *(new.values().get("data_classes") or ())]
    if new.values().get("data_classes"):
        told = {word for word in classes if word != "none"}
        values["data_classes"] = tuple(sorted(told))
    return record(new.kind, **values)


def _remark(new: Record, old: Row, how: str) -> list[str]:
    words = _WORDS.get(new.kind, ())
    values = new.values()
    differing = [name for name in words if values.get(name) != old.get(name)]
    if not differing:
        return []
    says = ", ".join(f"{name} {values.get(name)}" for name in differing)
    was = ", ".join(f"{name} {old.get(name)}" for name in differing)
    return [f"{new.kind} of {values['to_id']}: '{says}' {how} '{was}' of {old.get('source')}"]
