"""Concentration as a result: a line per slice, direct beside cascaded, with every index."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.concentration import Concentration, Share, Slice
from graphrisk.analysis.inequality import HIGH, MODERATE, guideline_word
from graphrisk.analysis.result import AnalysisResult, Method, ResultTable
from graphrisk.errors import InputError

_OF_SHARE = ("vendors", "hhi", "guideline", "effective", "cr1", "cr3", "cr5", "cr10", "gini")
_COLUMNS = (
    *("slice", "users", "total", *_OF_SHARE, "largest"),
    *(f"cascaded_{name}" for name in (*_OF_SHARE, "largest")),
    "unit",
)
_NARROW = ("slice", "users", "hhi", "guideline", "cr3", "largest")
_SHOWN = frozenset((*_NARROW, "cascaded_hhi", "cascaded_cr3", "cascaded_largest"))
METHOD = Method(
    "Per slice, customers with a supplier in it are its users. Direct: a vendor's share is what it "
    "has of the unit over the sum of what all vendors have. Cascaded: every organization falls "
    "alone, over all tiers (one lost supplier is enough), and counts what is within reach. HHI is "
    "the sum of squared shares in per cent; 10,000 / HHI is how many equal vendors would give it. "
    "CR is what the largest have together, each item once, over all there is in the slice. Gini is "
    "over vendors that have something",
    (
        "parallel contracts of one pair are one link",
        "an unknown criticality counts as critical",
        "a link that is not recorded is not there: see the coverage",
        "links that do not state the attribute are a line of their own",
    ),
    ("rhoades1993", "merger_guidelines2023", "ineq", "lorenz1905", "kashaf2020"),
)


def concentration_result(
    found: Concentration,
    *,
    coverage: Mapping[str, Any] | None = None,
    lorenz_of: str | None = None,
) -> AnalysisResult:
    """Return the result of a concentration.

    Parameters
    ----------
    coverage
        How much of the chain is known (`graphrisk.analysis.coverage.coverage_of`).
    lorenz_of
        Slice whose Lorenz points are printed; ``totals`` holds those of all.

    Raises
    ------
    InputError
        There is no such slice.
    """
    plain = found.unit == "customers"
    wide = frozenset(_COLUMNS) - _SHOWN - (frozenset() if plain else frozenset(("total",)))
    word = found.by.replace("_", " ")
    lines = [f"Concentration by {word}, counted in {found.unit}; * is cascaded over all tiers."]
    lines += _hidden(found.slices)
    tables = [
        ResultTable(_COLUMNS, tuple(_row(each, found.unit) for each in found.slices), wide=wide)
    ]
    if lorenz_of is not None:
        tables.insert(0, _lorenz_table(found, lorenz_of))
    return AnalysisResult(
        name="concentration",
        headline=tuple(lines),
        tables=tuple(tables),
        parameters=found.parameters,
        digest=found.digest,
        totals={
            "unit": found.unit,
            "slices": [_data(each) for each in found.slices],
            **({"coverage": dict(coverage)} if coverage else {}),
        },
        notes=(
            *found.notes,
            f"an HHI above {HIGH:,} is called highly concentrated in the US merger guidelines of "
            f"2023; {MODERATE:,} is the older line below which a market was called unconcentrated: "
            "context for markets, no verdict on a register",
        ),
        method=METHOD,
    )


def _hidden(slices: tuple[Slice, ...]) -> list[str]:
    """Return the slice in which the cascade adds most to what the largest one has directly."""
    stated = [each for each in slices if each.direct.top and each.cascaded.top]
    if not stated:
        return []
    most = max(stated, key=lambda each: (each.cascaded.cr1 - each.direct.cr1, each.total))
    if most.cascaded.cr1 <= most.direct.cr1:
        return []
    return [
        f"Most hidden in {most.name}: {most.direct.top[0][1]} has {most.direct.cr1:.0%} directly, "
        f"the fall of {most.cascaded.top[0][1]} reaches {most.cascaded.cr1:.0%}."
    ]


def _row(each: Slice, unit: str) -> tuple[Any, ...]:
    sides = (*_cells(each.direct), *_cells(each.cascaded))
    return (each.name, each.users, each.total, *sides, unit)


def _cells(share: Share) -> tuple[Any, ...]:
    largest = f"{share.top[0][1]} ({_amount(share.top[0][2])})" if share.top else None
    return (
        share.vendors,
        share.hhi,
        guideline_word(share.hhi) if share.vendors else None,
        share.effective_number,
        *(share.share_of(count) for count in (1, 3, 5, 10)),
        share.gini,
        largest,
    )


def _amount(amount: float) -> str:
    return f"{amount:,}" if isinstance(amount, int) else f"{amount:,.1f}"


def _data(each: Slice) -> dict[str, Any]:
    return {
        "slice": each.name,
        "users": each.users,
        "total": each.total,
        "direct": _share_data(each.direct),
        "cascaded": _share_data(each.cascaded),
    }


def _share_data(share: Share) -> dict[str, Any]:
    return {
        "vendors": share.vendors,
        "sum": share.links,
        "hhi": share.hhi,
        "effective_number": share.effective_number,
        "cr": list(share.cr),
        "gini": share.gini,
        "top": [{"id": key, "name": name, "amount": n} for key, name, n in share.top],
        "lorenz": [list(point) for point in share.lorenz],
    }


def _lorenz_table(found: Concentration, name: str) -> ResultTable:
    """Return both curves at every twentieth of the vendors."""
    chosen = next((each for each in found.slices if each.name == name), None)
    if chosen is None:
        names = ", ".join(each.name for each in found.slices[:20])
        raise InputError(
            f"there is no slice {name!r} by {found.by.replace('_', ' ')}",
            fix=f"write one of {names}" if names else "there are no links here",
        )
    grid = np.linspace(0.0, 1.0, 21)
    curves = [_curve(grid, side) for side in (chosen.direct, chosen.cascaded)]
    return ResultTable(
        ("vendor_share", "direct_share", "cascaded_share"),
        tuple(zip(grid.tolist(), *curves, strict=True)),
        f"Lorenz curve of {name}: vendors with least first",
    )


def _curve(grid: npt.NDArray[np.float64], share: Share) -> list[float | None]:
    if not share.lorenz:
        return [None] * len(grid)
    places, values = np.array(share.lorenz).T
    return list(np.interp(grid, places, values).tolist())
