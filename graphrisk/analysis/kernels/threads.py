"""Running one kernel in several threads: plain threads, no parallel regions of a compiler.

Kernels let go of the interpreter while they run. A thread per call costs about 50 microseconds and
leaves nothing behind: no pool that a fork breaks, no threading layer that two callers trip over.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def usable_cores() -> int:
    """Return the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def slots_for(threads: int | None, work: int, worth_a_thread: int) -> int:
    """Return the number of threads: as asked for, else what there is, as far as it pays.

    Examples
    --------
    >>> slots_for(3, work=1, worth_a_thread=100), slots_for(None, work=99, worth_a_thread=100)
    (3, 1)
    """
    if threads is not None:
        return threads
    return max(1, min(usable_cores(), work // worth_a_thread))


def in_threads(work: Callable[[int], Result], slots: int) -> list[Result]:
    """Return ``[work(0), ..., work(slots - 1)]``, each in a thread of its own.

    The last one runs in the caller's thread. An error of any of them is raised here, after all
    have ended.
    """
    results: dict[int, Result] = {}
    errors: list[BaseException] = []

    def one(slot: int) -> None:
        try:
            results[slot] = work(slot)
        except BaseException as error:
            errors.append(error)

    others = [threading.Thread(target=one, args=(slot,)) for slot in range(slots - 1)]
    for thread in others:
        thread.start()
    one(slots - 1)
    for thread in others:
        thread.join()
    if errors:
        raise errors[0]
    return [results[slot] for slot in range(slots)]
