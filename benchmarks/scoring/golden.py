"""Files of labels with their texts, and the floors that figures may not fall below."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from benchmarks.scoring.measures import FIELDS, RATES, Sheet

Floors = dict[str, dict[str, float]]

_KEPT_LANGUAGES = frozenset(["fi", "nl"])
_KEPT_INCIDENTS = frozenset(["bitmarck", "capita", "cultura", "sportadmin", "zellis"])
_KEPT_NOTICES = frozenset(["048", "105"])  # of no incident
_PLAIN_TAGS = frozenset(
    [
        "sv",
        "de",
        "en",
        "fr",
        "fi",
        "no",
        "da",
        "nl",
        "sv_fi",
        "seed",
        "unnamed_vendor",
        "denial",
        "update",
        "chain2",
        "chain3",
        "multi_vendor",
        "multi_customer",
        "multi_incident",
        "no_named_customer",
        "publisher_unnamed",
        "hard_negative",
        "fictional_case",
        "first_party",
        "misconfiguration",
        "scope_denial",
    ]
)


def read_labels(file: Path) -> list[dict[str, Any]]:
    """Return the labelled notices of a file, in its order."""
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    documents: list[dict[str, Any]] = content["documents"]
    return documents


def text_of(file: Path, identifier: str) -> Path | None:
    """Return the text of a labelled notice: beside its labels, or in the shared seeds."""
    beside = file.parent / "texts" / f"{identifier}.txt"
    if beside.is_file():
        return beside
    number = identifier.removeprefix("seed-")
    seeds = file.parent.parent / "seeds"
    return next(iter(seeds.glob(f"{number}_*.txt")), None) if number != identifier else None


def is_kept(label: Mapping[str, Any]) -> bool:
    """Whether a shared notice is kept from who writes rules: read by the scorer only.

    Kept are the notices in Finnish and Dutch, five incidents in other languages and two texts that
    tell of no incident: sixteen of 48, a third. Nobody opened them. The rest was read while rules
    were written, so its figures tell of memory.

    Examples
    --------
    >>> is_kept({"id": "1", "language": "fi", "tags": []})
    True
    """
    return (
        label["language"] in _KEPT_LANGUAGES
        or incident_of(label) in _KEPT_INCIDENTS
        or str(label["id"]) in _KEPT_NOTICES
    )


def incident_of(label: Mapping[str, Any]) -> str:
    """Return the first tag that names an incident, else the id of the notice.

    >>> incident_of({"id": "7", "language": "sv", "tags": ["sv", "denial"]})
    '7'
    """
    return next((t for t in label["tags"] if t not in _PLAIN_TAGS), str(label["id"]))


def kept_ids(labels: list[dict[str, Any]]) -> frozenset[str]:
    """Return the ids of the notices that are kept; none in a set without the kept incidents."""
    if not any(incident_of(x) in _KEPT_INCIDENTS for x in labels):
        return frozenset()
    return frozenset(str(x["id"]) for x in labels if is_kept(x))


def table(groups: Mapping[str, Sheet]) -> str:
    """Return the figures as lines: precision, recall, F1 and how many, group by group."""
    lines: list[str] = []
    for name, sheet in groups.items():
        lines += ["", f"{name}: {sheet.documents} notices"]
        lines.append(f"  {'':<34}{'P':>6}{'R':>7}{'F1':>7}   found invented missed")
        for key, words in FIELDS.items():
            tally = sheet.fields.get(key)
            if tally is not None:
                figures = f"{_figure(tally.precision)} {_figure(tally.recall)} {_figure(tally.f1)}"
                amounts = f"{tally.found:>5}{tally.invented:>9}{tally.missed:>7}"
                lines.append(f"  {words:<34}{figures}   {amounts}")
        for key, words in RATES.items():
            rate = sheet.rates.get(key)
            if rate is not None:
                lines.append(
                    f"  {words:<34}{_figure(rate.share)}{'':>16}{rate.right:>5} of {rate.of}"
                )
    return "\n".join(lines[1:])


def _figure(value: float | None) -> str:
    return "    - " if value is None else f"{value:6.3f}"


def figures(sheet: Sheet) -> dict[str, float]:
    """Return each figure of a sheet that there is, cut (not rounded) to three decimals."""
    found = {name: sheet.figure(name) for name in (*FIELDS, *RATES)}
    return {n: math.floor(f * 1000 + 1e-9) / 1000 for n, f in found.items() if f is not None}


def raised(floors: Floors, groups: Mapping[str, Sheet]) -> Floors:
    """Return floors with each figure that is now higher; none is ever lowered.

    >>> sheet = Sheet()
    >>> sheet.rate("1", "quiet", True, None)
    >>> raised({"sv": {"quiet": 0.5, "serves": 0.9}}, {"sv": sheet})
    {'sv': {'quiet': 1.0, 'serves': 0.9}}
    """
    out: Floors = {language: dict(values) for language, values in floors.items()}
    for language, sheet in groups.items():
        mine = out.setdefault(language, {})
        for name, value in figures(sheet).items():
            mine[name] = max(value, mine.get(name, 0.0))
    return out


def below(floors: Mapping[str, float], sheet: Sheet) -> list[str]:
    """Return, in words, each figure under its floor.

    >>> below({"quiet": 0.5}, Sheet())
    ['quiet: nothing to measure, the floor is 0.5']
    """
    now = figures(sheet)
    return [
        f"{name}: {now[name]} is under the floor {floor}"
        if name in now
        else f"{name}: nothing to measure, the floor is {floor}"
        for name, floor in sorted(floors.items())
        if name not in now or now[name] < floor
    ]
