"""What a spreadsheet calls its columns and ranges, and where those are."""

from __future__ import annotations

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column; rows as a person counts, columns from 0."""


def letter(column: int) -> str:
    """Return how a spreadsheet calls a column, counted from 0.

    Examples
    --------
    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def range_of(ref: str) -> Range | None:
    """Return the range that a reference means; None for a single cell, or for no reference.

    Examples
    --------
    >>> range_of("B2:AA3"), range_of("B2"), range_of("B:C")
    ((2, 1, 3, 26), None, None)
    """
    first, colon, last = ref.partition(":")
    if not colon:
        return None
    try:
        (left, top), (right, bottom) = _address(first), _address(last)
    except ValueError:
        return None
    return top, left, bottom, right


def _address(ref: str) -> tuple[int, int]:
    """Return column from 0 and row from 1."""
    letters = ref.rstrip("0123456789")
    column = 0
    for sign in letters:
        column = column * 26 + ord(sign) - 64
    return column - 1, int(ref[len(letters) :])
