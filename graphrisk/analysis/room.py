"""Room in memory: what a query takes is known before it starts, and refused if it is not there."""

from __future__ import annotations

import os
from pathlib import Path

from graphrisk.errors import TooLarge

_UNKNOWN = 4 << 30
"""Bytes taken for free where the system does not say."""
_SHARE = 0.8
"""Part of the free memory that one query may take."""
MOST_WORDS = 48
"""Words of a block: rows of 10,000 scenarios on two threads come out at 40, and fit the cache."""


def free_memory() -> int:
    """Return the bytes that can be had now without swapping."""
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return _UNKNOWN


def check_room(size: int, what: str, *, limit: int | None = None) -> None:
    """Refuse a query that would not fit.

    Parameters
    ----------
    size
        Bytes that it would take.
    limit
        Bytes that there are; default: what is free now, less a fifth.

    Raises
    ------
    TooLarge
        It would not fit; carries both numbers.

    Examples
    --------
    >>> check_room(2 << 30, "10,000 worlds", limit=1 << 30)
    Traceback (most recent call last):
    graphrisk.errors.TooLarge: 10,000 worlds would take 2,048 MB of memory, and 1,024 MB are free
    What to do: ask for less at a time, or run it on a machine with more memory
    """
    limit = int(free_memory() * _SHARE) if limit is None else limit
    if size > limit:
        raise TooLarge(
            f"{what} would take {size >> 20:,} MB of memory, and {limit >> 20:,} MB are free",
            limit=limit,
            size=size,
            fix="ask for less at a time, or run it on a machine with more memory",
        )


def block_width(words: int, slots: int) -> int:
    """Return the words of a block: wide (long rows stream), and every thread has as many blocks.

    Examples
    --------
    >>> block_width(157, 2), block_width(157, 1), block_width(3, 2)
    (40, 40, 8)
    """
    each = -(-words // slots)
    blocks = -(-each // MOST_WORDS)
    return -(-each // (8 * blocks)) * 8
