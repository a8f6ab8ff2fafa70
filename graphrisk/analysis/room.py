"""Room in memory: what a query takes is known before it starts, and refused if it is not there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from graphrisk.errors import TooLarge

_UNKNOWN = 4 << 30
"""Bytes taken for free where the system does not say."""
_GROUP_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
_SHARE = 0.8
"""Part of the free memory that one query may take."""
_ON_LARGER = "ask for less at a time, or run it on a machine with more memory"
_OR_SAY = (
    "run it on a machine with more memory, or, where this is wrong, set memory_limit_mb "
    "(GRAPHRISK_MEMORY_LIMIT_MB) to the MB that there are"
)
_LINK = 250
"""Bytes that stay of a bare link when a graph is read; with services and criticality 600."""
_SMALL = 64 << 20
"""Bytes of links that are read anyway: whoever started Python has them."""
MOST_WORDS = 48
"""Words of a block: rows of 10,000 scenarios on two threads come out at 40, and fit the cache."""


def free_memory() -> int:
    """Return the bytes that can be had now without swapping, within the limits set for us."""
    return min(_free_in_system(), _free_in_process(), _limit_of_group())


def _free_in_system() -> int:
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


def _free_in_process() -> int:
    """Return what ``ulimit -v`` leaves of addresses."""
    try:
        import resource

        limit = resource.getrlimit(resource.RLIMIT_AS)[0]
        if limit in (resource.RLIM_INFINITY, -1):
            return sys.maxsize
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        return max(0, limit - pages * os.sysconf("SC_PAGE_SIZE"))
    except (ImportError, OSError, ValueError, IndexError):
        return sys.maxsize


def _limit_of_group() -> int:
    """Return the most that a container may have; what is in use of it may be given back."""
    limits = [sys.maxsize]
    for path in _GROUP_LIMITS:
        try:
            limits.append(int(Path(path).read_text(encoding="ascii")))
        except (OSError, ValueError):  # no such limit, or "max"
            continue
    return min(limits)


def check_room(size: int, what: str, *, limit: int | None = None, fix: str = _ON_LARGER) -> None:
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
            fix=fix,
        )


def check_reading(links: int, most_mb: float = 0.0) -> None:
    """Refuse to read a graph that surely will not fit: what stays of its links alone is too much.

    Parameters
    ----------
    most_mb
        Memory that there is, in MB; 0: what is free.

    Raises
    ------
    TooLarge
        It would not fit; carries both numbers.

    Examples
    --------
    >>> check_reading(1_000_000, most_mb=1_000)
    """
    size = links * _LINK
    if size > _SMALL:
        limit = int(min(most_mb, 1e9) * (1 << 20)) if most_mb > 0 else free_memory()
        check_room(size, f"the {links:,} links of this graph alone", limit=limit, fix=_OR_SAY)


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
