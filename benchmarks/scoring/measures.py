"""One notice scored: found, invented and missed for each field, and how often a detail is right.

What a label calls optional is neutral: neither a miss nor an invention.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.scoring.names import is_one_of, is_unnamed, same_authority, same_name

Label = Mapping[str, Any]
Read = Mapping[str, Any]

FIELDS = {
    "incident": "incident detection",
    "vendors": "vendors hit (named)",
    "unnamed": "vendors hit (unnamed)",
    "serves": "serves edges",
    "orgs": "affected organisations",
    "classes": "data classes",
    "counts": "affected counts",
    "dates": "dates (value)",
    "dates_what": "dates (value and kind)",
    "authorities": "authorities notified",
}
RATES = {
    "quiet": "non-incidents left empty",
    "status": "data class status",
    "denied": "denied classes kept as denied",
    "attack": "attack type",
    "attack_strict": "attack type, first choice only",
    "depth": "chain depth",
    "qualifier": "count qualifier",
}


@dataclass(slots=True)
class Tally:
    """How many of one field were found, invented and missed."""

    found: int = 0
    invented: int = 0
    missed: int = 0

    @property
    def precision(self) -> float | None:
        """Share of what was read that is right; None where nothing was read."""
        read = self.found + self.invented
        return self.found / read if read else None

    @property
    def recall(self) -> float | None:
        """Share of what there is that was found; None where there is nothing."""
        there = self.found + self.missed
        return self.found / there if there else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; None where one of them is.

        >>> Tally(found=1, invented=1).f1
        0.6666666666666666
        """
        precision, recall = self.precision, self.recall
        if precision is None or recall is None:
            return None
        both = precision + recall
        return 2 * precision * recall / both if both else 0.0


@dataclass(slots=True)
class Rate:
    """How often a detail was right."""

    right: int = 0
    of: int = 0

    @property
    def share(self) -> float | None:
        """Right ones among all; None where there are none."""
        return self.right / self.of if self.of else None


@dataclass(slots=True)
class Sheet:
    """Figures added up over notices, and what went wrong where."""

    documents: int = 0
    fields: dict[str, Tally] = field(default_factory=dict)
    rates: dict[str, Rate] = field(default_factory=dict)
    faults: list[tuple[str, str, str, object]] = field(default_factory=list)

    def figure(self, name: str) -> float | None:
        """Return F1 of a field or the share of a rate."""
        if name in self.fields:
            return self.fields[name].f1
        return self.rates[name].share if name in self.rates else None

    def add(self, document: str, name: str, outcome: Outcome) -> None:
        """Add what was found, invented and missed of a field of one notice."""
        tally = self.fields.setdefault(name, Tally())
        tally.found += len(outcome.pairs)
        tally.invented += len(outcome.invented)
        tally.missed += len(outcome.missed)
        self.faults += [(document, name, "missed", item) for item in outcome.missed]
        self.faults += [(document, name, "invented", item) for item in outcome.invented]

    def rate(self, document: str, name: str, right: bool, what: object) -> None:
        """Count one detail as right or wrong."""
        rate = self.rates.setdefault(name, Rate())
        rate.right += right
        rate.of += 1
        if not right:
            self.faults.append((document, name, "wrong", what))

    def merge(self, other: Sheet) -> None:
        """Add the figures of another sheet."""
        self.documents += other.documents
        self.faults += other.faults
        for name, tally in other.fields.items():
            mine = self.fields.setdefault(name, Tally())
            mine.found += tally.found
            mine.invented += tally.invented
            mine.missed += tally.missed
        for name, rate in other.rates.items():
            own = self.rates.setdefault(name, Rate())
            own.right += rate.right
            own.of += rate.of


@dataclass(slots=True)
class Outcome:
    """One field of one notice: required labels with what was read for them, and the rest."""

    pairs: list[tuple[Any, Any]]
    invented: list[Any]
    missed: list[Any]


def compare(
    labels: Sequence[Any],
    read: Sequence[Any],
    fits: Callable[[Any, Any], bool],
    neutral: Callable[[Any], bool] = lambda _: False,
) -> Outcome:
    """Assign what was read to labels, one to one, required labels first.

    A second reading of a label that has one already is neutral, as is an optional label.
    """
    order = [x for x in labels if not _optional(x)] + [x for x in labels if _optional(x)]
    used: set[int] = set()
    pairs: list[tuple[Any, Any]] = []
    missed: list[Any] = []
    for label in order:
        at = next((i for i, r in enumerate(read) if i not in used and fits(label, r)), None)
        if at is not None:
            used.add(at)
        if _optional(label):
            continue
        if at is None:
            missed.append(label)
        else:
            pairs.append((label, read[at]))
    invented = [
        r
        for i, r in enumerate(read)
        if i not in used and not any(fits(label, r) for label in labels) and not neutral(r)
    ]
    return Outcome(pairs, invented, missed)


def _optional(label: object) -> bool:
    return isinstance(label, Mapping) and bool(label.get("optional"))


def score(label: Label, read: Read) -> Sheet:
    """Score what was read of one notice.

    Parameters
    ----------
    label
        One entry of a file of labels.
    read
        What was read, in the shape of `benchmarks.extraction.prediction`; an empty mapping for
        nothing.
    """
    sheet = Sheet(documents=1)
    for part in (_incident, _vendors, _edges, _organizations, _classes, _counts, _dates, _offices):
        part(sheet, label, read)
    return sheet


def _incident(sheet: Sheet, label: Label, read: Read) -> None:
    name = label["id"]
    is_one, seen = bool(label["is_incident"]), bool(read.get("is_incident"))
    open_question = bool(label.get("is_incident_optional"))
    if not open_question and label.get("third_party") is not False:
        labels, found = (["incident"] if is_one else []), (["incident"] if seen else [])
        sheet.add(name, "incident", compare(labels, found, lambda a, b: a == b))
    if not is_one:
        noise = [k for k in ("is_incident", "vendors", "serves", "data_classes") if read.get(k)]
        sheet.rate(name, "quiet", not noise, noise)
    elif not open_question:
        attack = label["attack_type"]
        said = read.get("attack_type")
        allowed = [attack["primary"], *attack.get("acceptable", [])]
        sheet.rate(name, "attack", said in allowed, (attack["primary"], said))
        sheet.rate(name, "attack_strict", said == attack["primary"], (attack["primary"], said))


def _names(label: Label) -> list[str]:
    return [label["name"], *label.get("aliases", [])]


def _vendors(sheet: Sheet, label: Label, read: Read) -> None:
    named = [v for v in label["vendors"] if v.get("named", True)]
    unnamed = [v for v in label["vendors"] if not v.get("named", True)]
    words = [word for v in unnamed for word in v.get("aliases", [])]
    said = [name_of(v) for v in read.get("vendors") or []]
    without = [n for n in said if is_unnamed(n) or any(same_name(w, n) for w in words)]
    with_name = [n for n in said if n not in without]
    outcome = compare(named, with_name, lambda v, n: is_one_of(_names(v), n))
    sheet.add(label["id"], "vendors", outcome)
    sheet.add(label["id"], "unnamed", compare(unnamed, without, lambda _v, _n: True))


def _edges(sheet: Sheet, label: Label, read: Read) -> None:
    other: dict[str, list[str]] = {}
    for vendor in label["vendors"]:
        for name in _names(vendor):
            other.setdefault(name, []).extend(_names(vendor))

    def fits(edge: Label, said: Read) -> bool:
        vendors = [edge["vendor"], *edge.get("vendor_aliases", []), *other.get(edge["vendor"], [])]
        customers = [edge["customer"], *edge.get("customer_aliases", [])]
        customers += other.get(edge["customer"], [])
        return is_one_of(
            vendors, said.get("vendor"), may_be_unnamed=not edge.get("vendor_named", True)
        ) and is_one_of(
            customers, said.get("customer"), may_be_unnamed=not edge.get("customer_named", True)
        )

    outcome = compare(label["serves"], read.get("serves") or [], fits)
    sheet.add(label["id"], "serves", outcome)
    for edge, said in outcome.pairs:
        depth = said.get("depth")
        if depth is not None:
            allowed = [edge.get("depth", 1), *edge.get("alt_depth", [])]
            what = (edge["vendor"], edge["customer"], depth)
            sheet.rate(label["id"], "depth", depth in allowed, what)


def _organizations(sheet: Sheet, label: Label, read: Read) -> None:
    said = read.get("affected_orgs")
    if said is None:
        return
    hit = [o for o in label["affected_orgs"] if o["impact"] != "none"]
    spared = [o for o in label["affected_orgs"] if o["impact"] == "none" and o.get("optional")]
    names = [name_of(o) for o in said if not _is_spared(o)]
    outcome = compare(
        hit,
        names,
        lambda o, n: is_one_of(_names(o), n),
        lambda n: any(is_one_of(_names(o), n) for o in spared),
    )
    sheet.add(label["id"], "orgs", outcome)


def _is_spared(said: object) -> bool:
    return isinstance(said, Mapping) and said.get("impact") == "none"


def _classes(sheet: Sheet, label: Label, read: Read) -> None:
    said: Mapping[str, str] = read.get("data_classes") or {}
    labels = label["data_classes"]
    outcome = compare(labels, list(said), lambda c, name: c["class"] == name)
    sheet.add(label["id"], "classes", outcome)
    for entry, name in outcome.pairs:
        allowed = [entry["status"], *entry.get("alt", [])]
        what = (name, "label " + entry["status"], f"read {said[name]}")
        sheet.rate(label["id"], "status", said[name] in allowed, what)
    for entry in labels:
        if entry["status"] == "denied" and not entry.get("optional") and not entry.get("alt"):
            got = said.get(entry["class"])
            sheet.rate(label["id"], "denied", got == "denied", (entry["class"], f"read {got}"))


def _counts(sheet: Sheet, label: Label, read: Read) -> None:
    said = read.get("affected_counts") or []
    outcome = compare(label["counts"], said, _same_count)
    sheet.add(label["id"], "counts", outcome)
    for entry, count in outcome.pairs:
        if count.get("qualifier"):
            right = count["qualifier"] == entry["qualifier"]
            sheet.rate(label["id"], "qualifier", right, (entry["value"], count["qualifier"]))


def _same_count(label: Label, said: Read) -> bool:
    value = said.get("value")
    if not isinstance(value, (int, float)):
        return False
    if float(value) not in [float(v) for v in (label["value"], *label.get("alt_value", []))]:
        return False
    kinds = (label["what"], *label.get("alt_what", []))
    return said.get("what") in kinds or label.get("unit") == "percent" or not said.get("what")


def _dates(sheet: Sheet, label: Label, read: Read) -> None:
    said = read.get("dates") or []
    value = compare(label["dates"], said, _same_day)
    sheet.add(label["id"], "dates", value)
    kind = compare(label["dates"], said, lambda a, b: _same_day(a, b) and _same_event(a, b))
    sheet.add(label["id"], "dates_what", kind)


def _same_day(label: Label, said: Read) -> bool:
    got = str(said.get("date") or "")
    for option in (label["date"], *label.get("alt", [])):
        want = str(option)
        if want == got:
            return True
        first, mine = want.split("/")[0], got.split("/")[0].strip()
        if first.startswith("XXXX"):
            if first[4:] == mine[4:] and len(first) == len(mine):
                return True
        elif first == mine:
            return True
    return False


def _same_event(label: Label, said: Read) -> bool:
    return said.get("what") in (label["what"], *label.get("alt_what", []))


def _offices(sheet: Sheet, label: Label, read: Read) -> None:
    labels = [
        {**a, "optional": a.get("optional") or a["role"] != "notified"}
        for a in label["authorities"]
    ]
    said = [
        a
        for a in read.get("authorities") or []
        if not (isinstance(a, Mapping) and a.get("role") in {"involved", "mentioned"})
    ]
    outcome = compare(labels, said, lambda a, n: same_authority(_names(a), name_of(n)))
    sheet.add(label["id"], "authorities", outcome)


def name_of(entry: Any) -> Any:
    """Return the name of an entry that may be a bare name."""
    return entry.get("name") if isinstance(entry, Mapping) else entry
