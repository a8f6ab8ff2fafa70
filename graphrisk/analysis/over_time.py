"""Who stops after some hours: recovery of links against the outage that customers can bear.

Risk model, section 2 ("Time"). At hour h a link is lost when its vendor is down, its customer can
bear no more (tolerance < h) and it has not recovered (recovery > h). So a link that recovers within
the tolerance of its customer is never lost. Tolerances are read as running from the fall itself,
also further down the chain: the answer errs to the early side.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.spread import spread
from graphrisk.model.graph import Floats, Ints, Mask, one_chunk
from graphrisk.model.harm import HarmView

HOURS = (4.0, 24.0, 72.0)


@dataclass(frozen=True, slots=True)
class Moment:
    """Who is stopped, and partly, that many hours after the fall; ``ids`` of those that stop."""

    hours: float
    stops: int
    partly: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OverTime:
    """Moments by hours, and how much of what they rest on is not known.

    Links counted are those lost when nothing recovers, parties those that stop or stop partly then.
    """

    moments: tuple[Moment, ...]
    links: int
    unknown_recovery: int
    parties: int
    unknown_tolerance: int

    def note(self) -> str:
        """Return what is not known, in a sentence."""
        return (
            f"recovery is not stated for {self.unknown_recovery:,} of {self.links:,} lost links "
            f"(read as never recovering), tolerance not for {self.unknown_tolerance:,} of "
            f"{self.parties:,} parties that stop (read as none)"
        )


def over_time(
    view: HarmView,
    fallen: npt.NDArray[np.int32],
    threshold: int,
    hours: tuple[float, ...] = HOURS,
) -> OverTime | None:
    """Return who stops at each of the hours; None where no link and no party states a time.

    Parameters
    ----------
    fallen
        Rows of the fallen organizations.
    threshold
        Criticality rank from which a lost group takes its scope down.
    hours
        Hours after the fall.

    Notes
    -----
    One cascade for each of the hours and one more.
    """
    recovery = _numbers(view.graph.serves, "recovery_hours")[view.rows]
    bears = _numbers(view.graph.organizations, "tolerance_hours")
    tolerance = bears[view.customer]
    whole = view.graph.whole
    if not (whole.has_times if whole else _any_known(recovery) or _any_known(tolerance)):
        return None
    worst = spread(view, fallen, threshold)
    lost = worst.edge >= 0
    stopped = _stopped(worst.first_round(view) >= 0, fallen)
    return OverTime(
        moments=tuple(
            _moment(view, fallen, threshold, hour, _held(recovery, tolerance, hour))
            for hour in sorted(hours)
        ),
        links=int(lost.sum()),
        unknown_recovery=int((lost & np.isnan(recovery)).sum()),
        parties=len(stopped),
        unknown_tolerance=int(np.isnan(bears[stopped]).sum()),
    )


def _held(recovery: Floats, tolerance: Floats, hour: float) -> Mask:
    """Edges that are not lost at that hour: borne still, or recovered; not known is neither."""
    with np.errstate(invalid="ignore"):
        found: Mask = (tolerance >= hour) | (recovery <= hour) | (recovery <= tolerance)
    return found


def _moment(
    view: HarmView, fallen: npt.NDArray[np.int32], threshold: int, hour: float, held: Mask
) -> Moment:
    found = spread(view, fallen, threshold, held=held)
    down = _stopped(found.down(view), fallen)
    partly = _stopped(found.partly(view), fallen)
    return Moment(hour, len(down), len(partly), tuple(view.graph.ids_of(down)))


def _stopped(mask: Mask, fallen: npt.NDArray[np.int32]) -> Ints:
    kept = mask.copy()
    kept[fallen] = False
    return np.flatnonzero(kept).astype(np.int32)


def _any_known(numbers: Floats) -> bool:
    return not np.isnan(numbers).all()


def _numbers(table: pa.Table, name: str) -> Floats:
    column = one_chunk(table.column(name)).cast(pa.float64())
    return np.asarray(pc.fill_null(column, float("nan")), dtype=np.float64)
