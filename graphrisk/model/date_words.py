"""Dates as people read them, whole or in part."""

from __future__ import annotations

from typing import Final

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_SEASONS: Final = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_NO_YEAR: Final = "XXXX"


def date_words(date: str) -> str:
    """Return a date in words: its month and season by name, a missing year as not stated.

    What is no date comes back as it is.

    Examples
    --------
    >>> [date_words(text) for text in ("2024-12-28", "2024-05", "2024", "2024-23", "2024-W36")]
    ['28 December 2024', 'May 2024', '2024', 'autumn 2024', 'week 36 of 2024']
    >>> [date_words(text) for text in ("XXXX-05-02", "XXXX-21", "XXXX-W36")]
    ['2 May, year not stated', 'spring, year not stated', 'week 36, year not stated']
    >>> date_words("2017-05-12/2017-05-14"), date_words("2017-05-30/2017-06-02"), date_words("soon")
    ('12 to 14 May 2017', '30 May 2017 to 2 June 2017', 'soon')
    """
    first, slash, last = date.partition("/")
    if slash:
        same = first[:7] == last[:7] and len(first) == len(last) == 10
        start = str(int(first[8:])) if same and first[8:].isdecimal() else date_words(first)
        return f"{start} to {date_words(last)}"
    year, _, rest = date.partition("-")
    if len(year) != 4 or not (year.isdecimal() or year == _NO_YEAR):
        return date
    part = _part_of_year(rest)
    if part is None:
        return date
    if year == _NO_YEAR:
        return f"{part}, year not stated" if part else "year not stated"
    return f"{part} {'of ' if part.startswith('week') else ''}{year}" if part else year


def _part_of_year(rest: str) -> str | None:
    """Return "12 May", "May", "spring" or "week 3"; None where it is none of these."""
    if rest in _SEASONS:
        return _SEASONS[rest]
    if rest[:1] == "W" and rest[1:].isdecimal():
        return f"week {int(rest[1:])}"
    if not rest:
        return ""
    month, dash, day = rest.partition("-")
    if not month.isdecimal() or not 1 <= int(month) <= len(_MONTHS):
        return None
    if dash and not day.isdecimal():
        return None
    return f"{int(day)} {_MONTHS[int(month) - 1]}" if dash else _MONTHS[int(month) - 1]
