"""How often a claim is right that says it is right 9 times of 10: bins of confidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.scoring.measures import Sheet, score

_TALLY = {
    "incident": "incident",
    "vendor_hit": "vendors",
    "serves": "serves",
    "affected": "orgs",
    "data_class": "classes",
    "count": "counts",
    "date": "dates_what",
    "authority": "authorities",
}
"""Fields of claims that labels tell of, and the tally that judges each."""

_EDGES = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)


@dataclass(frozen=True, slots=True)
class Judged:
    """One claim beside its label: of which notices and kind, how sure it is, whether right."""

    group: str
    field: str
    confidence: float
    right: bool


def is_right(label: Mapping[str, Any], field: str, read: Mapping[str, Any]) -> bool | None:
    """Return whether one claim is right; None where labels do not tell.

    Parameters
    ----------
    label
        One labelled notice.
    field
        Of the claim; what no label tells of is None.
    read
        What would be predicted if the notice made this claim alone.

    Examples
    --------
    >>> label = {"id": "1", "is_incident": False}
    >>> is_right(label, "date", {}), is_right(label, "consequence", {})
    (False, None)
    """
    if field not in _TALLY:
        return None
    if not label["is_incident"]:
        return None if label.get("is_incident_optional") else False
    sheet = score(label, read)
    if field == "incident":
        told = sheet.rates.get("attack")
        return bool(told.right) if told else None
    return _of_field(sheet, field)


def _of_field(sheet: Sheet, field: str) -> bool | None:
    tallies = [sheet.fields[name] for name in _names(field) if name in sheet.fields]
    if any(tally.invented for tally in tallies):
        return False
    if not any(tally.found for tally in tallies):
        return None
    status = sheet.rates.get("status") if field == "data_class" else None
    return status is None or status.right == status.of


def _names(field: str) -> tuple[str, ...]:
    return ("vendors", "unnamed") if field == "vendor_hit" else (_TALLY[field],)


def calibration_error(judged: Sequence[Judged]) -> float:
    """Return the expected calibration error: mean distance of confidence and share, by bins.

    >>> calibration_error([Judged("golden", "date", 0.75, right) for right in (True, False)])
    0.25
    """
    bins = _bins(judged)
    return sum(len(b) * abs(_mean(b) - _share(b)) for b in bins.values()) / max(len(judged), 1)


def reliability_table(judged: Sequence[Judged], *, by: Callable[[Judged], str]) -> str:
    """Return lines: for each group and bin how many claims, their confidence, how many right."""
    lines = [f"{'':<34}{'confidence':>12}{'claims':>8}{'mean':>7}{'right':>7}"]
    for name in [*sorted({by(each) for each in judged}), ""]:
        group = [each for each in judged if by(each) == name or not name]
        for number, (bounds, some) in enumerate(sorted(_bins(group).items())):
            low, high = _EDGES[bounds], min(_EDGES[bounds + 1], 1.0)
            lines.append(
                f"{(name or 'all') if number == 0 else '':<34}{low:>6.2f}-{high:.2f}"
                f"{len(some):>8}{_mean(some):>7.2f}{_share(some):>7.2f}"
            )
        if group:
            error = calibration_error(group)
            lines.append(
                f"{'':<34}{'together':>12}{len(group):>8}{_mean(group):>7.2f}"
                f"{_share(group):>7.2f}   calibration error {error:.3f}"
            )
    return "\n".join(lines)


def counts_by_score(
    judged: Iterable[Judged],
) -> dict[tuple[str, float], dict[str, tuple[int, int]]]:
    """Return how many claims of each kind and score are right, and of how many, by notices."""
    out: dict[tuple[str, float], dict[str, tuple[int, int]]] = {}
    for each in judged:
        counts = out.setdefault((each.field, round(each.confidence, 2)), {})
        right, of = counts.get(each.group, (0, 0))
        counts[each.group] = (right + each.right, of + 1)
    return dict(sorted(out.items()))


def _bins(judged: Iterable[Judged]) -> dict[int, list[Judged]]:
    out: dict[int, list[Judged]] = {}
    for each in judged:
        place = max(i for i, low in enumerate(_EDGES[:-1]) if low <= each.confidence + 1e-9)
        out.setdefault(place, []).append(each)
    return out


def _mean(judged: Sequence[Judged]) -> float:
    return sum(each.confidence for each in judged) / len(judged)


def _share(judged: Sequence[Judged]) -> float:
    return sum(each.right for each in judged) / len(judged)
