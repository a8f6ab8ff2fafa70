"""Numbers as a sentence says them: one world, two worlds."""

from __future__ import annotations


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun, singular or plural.

    Examples
    --------
    >>> counted(1, "world"), counted(1200, "pair"), counted(0, "company", "companies")
    ('1 world', '1,200 pairs', '0 companies')
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
