"""Published figures beside computed ones: what agrees, what is off.

A figure is kept as it is printed in its source, and agrees when the computed value rounds to that.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from graphrisk.analysis.result import AnalysisResult, Method, ResultTable

Value = float | int | str
AGREES, OFF = "agrees", "off"
_FRACTION = re.compile(r"^(\d+)/(\d+)$")
_NUMBER = re.compile(r"^-?[\d,]*\.?\d+( %)?$")
_UP_TO = "up to "
_EXACT = 1e-9
_LARGEST_DENOMINATOR = 1_000
COLUMNS = ("measure", "figure", "published", "computed", "verdict", "reference", "stands_on")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as its source prints it.

    Attributes
    ----------
    measure, what
        What is measured, and in which case.
    part
        Name of the computed value.
    published
        As printed: a number, a share in per cent, a fraction, ``a to b``, ``up to b``, or words.
    within
        How far a computed number may be off; default half a unit of the last printed decimal or
        per cent, nothing for whole numbers and fractions.
    sources, stands_on
        Keys of references, and what the figure rests on: paper, textbook, by hand, ...
    """

    measure: str
    what: str
    part: str
    published: str
    within: float | None = None
    sources: tuple[str, ...] = ()
    stands_on: str = "paper"


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure and what was computed; None where the computation did not give it."""

    figure: Figure
    computed: Value | None

    @property
    def verdict(self) -> str:
        """``agrees`` or ``off``."""
        return AGREES if agrees(self.figure, self.computed) else OFF


def agrees(figure: Figure, computed: Value | None) -> bool:
    """Return True when a computed value is the published one.

    Examples
    --------
    >>> agrees(Figure("Gini", "", "", "0.46209"), 0.462094), agrees(Figure("", "", "", "1/7"), 0.14)
    (True, False)
    >>> agrees(Figure("", "", "", "50 % to 70 %"), 0.705)
    True
    """
    if computed is None:
        return False
    bounds = limits(figure)
    if bounds is None or isinstance(computed, str):
        return str(computed) == figure.published
    low, high = bounds
    slack = 1e-12 * max(1.0, abs(low), abs(high))
    return math.isfinite(computed) and low - slack <= computed <= high + slack


def limits(figure: Figure) -> tuple[float, float] | None:
    """Return the least and the largest value that agree; None for words."""
    if figure.published.startswith(_UP_TO):
        last = figure.published.removeprefix(_UP_TO)
        return 0.0, number(last) + _half_a_unit(last)
    first, to, last = figure.published.partition(" to ")
    if not all(_NUMBER.match(each) or _FRACTION.match(each) for each in (first, last or "0")):
        return None
    low, high = number(first), number(last if to else first)
    if figure.within is not None:
        return low - figure.within, high + figure.within
    return low - _half_a_unit(first), high + _half_a_unit(last if to else first)


def number(printed: str) -> float:
    """Return a printed number.

    Examples
    --------
    >>> number("41,602"), number("54.0 %"), number("7/16")
    (41602.0, 0.54, 0.4375)
    """
    if found := _FRACTION.match(printed):
        return int(found[1]) / int(found[2])
    value = float(printed.removesuffix(" %").replace(",", ""))
    return value / 100 if printed.endswith(" %") else value


def _half_a_unit(printed: str) -> float:
    """Return half a unit of the last printed digit; fractions and whole numbers are exact."""
    decimals = len(printed.removesuffix(" %").partition(".")[2])
    if printed.endswith(" %"):
        return float(f"1e-{decimals}") / 200
    return float(f"1e-{decimals}") / 2 if decimals else _EXACT


def printed_like(computed: Value | None, figure: Figure) -> str:
    """Return a computed value as the source would print it; more digits where it is off.

    Examples
    --------
    >>> printed_like(0.54012, Figure("", "", "", "54.0 %"))
    '54.0 %'
    >>> printed_like(2611.04, Figure("", "", "", "2,600"))
    '2,611.04'
    """
    if computed is None:
        return "not computed"
    if isinstance(computed, str):
        return computed
    sample = figure.published.removeprefix(_UP_TO).partition(" to ")[0]
    if _FRACTION.match(sample):
        near = Fraction(computed).limit_denominator(_LARGEST_DENOMINATOR)
        return str(near) if abs(float(near) - computed) < _EXACT else f"{computed:.6g}"
    percent = sample.endswith(" %")
    value = computed * 100 if percent else computed
    is_range = " to " in figure.published
    decimals = len(sample.removesuffix(" %").partition(".")[2]) + (1 if is_range else 0)
    if not agrees(figure, computed) or figure.within is not None:
        decimals += 2 if isinstance(computed, float) else 0
    return f"{value:,.{decimals}f}" + (" %" if percent else "")


def compared_result(
    done: Mapping[str, Sequence[Compared]],
    *,
    digest: str,
    notes: Sequence[str] = (),
    short: Mapping[str, str],
) -> AnalysisResult:
    """Return all comparisons as a result: one table per collection of figures.

    Parameters
    ----------
    done
        Comparisons by title of their table.
    digest
        Digest of the table of published figures.
    short
        Sources in a word, by key.
    """
    every = [each for some in done.values() for each in some]
    off = [each for each in every if each.verdict == OFF]
    tables = tuple(
        ResultTable(COLUMNS, tuple(_row(each, short) for each in some), title)
        for title, some in done.items()
    )
    return AnalysisResult(
        name="verify",
        headline=_headline(every, off),
        tables=tables,
        digest=digest,
        totals={
            "figures": len(every),
            "off": len(off),
            "by_kind": _by_kind(every),
            "compared": [_data(each) for each in every],
        },
        notes=tuple(notes),
        method=Method(
            "Every figure is computed by the functions that answer all other questions, and set "
            "beside the one its source prints. It agrees when it rounds to what is printed; counts "
            "and fractions agree exactly",
            ("figures that need a data file are compared where the file is at hand",),
            tuple(sorted({key for each in every for key in each.figure.sources})),
        ),
    )


def _headline(every: Sequence[Compared], off: Sequence[Compared]) -> tuple[str, ...]:
    if not off:
        return (f"All {len(every)} figures agree with what is published.",)
    lines = [f"{len(off)} of {len(every)} figures {'is' if len(off) == 1 else 'are'} off."]
    for each in off[:10]:
        figure = each.figure
        lines.append(
            f"{figure.measure}, {figure.what}: published {figure.published}, computed "
            f"{printed_like(each.computed, figure)}."
        )
    return tuple(lines)


def _row(each: Compared, short: Mapping[str, str]) -> tuple[Any, ...]:
    figure = each.figure
    return (
        figure.measure,
        figure.what,
        figure.published,
        printed_like(each.computed, figure),
        each.verdict,
        "; ".join(short[key] for key in figure.sources) or "risk model, section 5",
        figure.stands_on,
    )


def _by_kind(every: Sequence[Compared]) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in every:
        found[each.figure.stands_on] = found.get(each.figure.stands_on, 0) + 1
    return found


def _data(each: Compared) -> dict[str, Any]:
    bounds = limits(each.figure)
    return {
        "measure": each.figure.measure,
        "figure": each.figure.what,
        "published": each.figure.published,
        "computed": each.computed,
        "agrees_from": bounds[0] if bounds else None,
        "agrees_to": bounds[1] if bounds else None,
        "verdict": each.verdict,
        "sources": list(each.figure.sources),
        "stands_on": each.figure.stands_on,
    }
