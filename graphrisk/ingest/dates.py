"""Text -> date: ISO, day.month.year, day/month/year where only one reading is possible."""

from __future__ import annotations

import calendar

from graphrisk.ingest.numbers import Refused
from graphrisk.model.records import is_date, is_full_date

_FIX = "write YYYY-MM-DD"


def read_date(text: str, *, full: bool) -> str:
    """Return a date as ISO text.

    Parameters
    ----------
    full
        Only a whole day will do; else the date may be cut (2024, 2024-05) or lack its year.

    Raises
    ------
    Refused
        No date, or two possible ones.

    Examples
    --------
    >>> read_date("1.5.2024", full=True), read_date("25/04/2024", full=True)
    ('2024-05-01', '2024-04-25')
    >>> read_date("2024-05", full=False)
    '2024-05'
    """
    day = _without_time(text)
    if not is_date(day):
        day = _converted(day)
    if full and not is_full_date(day):
        raise Refused("not a whole day", _FIX)
    return day


def read_term(text: str, *, last: bool) -> str | tuple[str, str, str]:
    """Return a whole day for one that may be cut: its first or its last day, with a remark.

    Raises
    ------
    Refused
        No date, or one without a year.

    Examples
    --------
    >>> read_term("2026", last=True)[0], read_term("2024-02", last=True)[0]
    ('2026-12-31', '2024-02-29')
    >>> read_term("2026", last=False)[0], read_term("1.5.2024", last=True)
    ('2026-01-01', '2024-05-01')
    """
    day = text.strip()
    if not (len(day) in (4, 7) and day.isascii() and day[:4].isdigit() and is_date(day)):
        return read_date(text, full=True)
    year, month = int(day[:4]), int(day[5:] or (12 if last else 1))
    number = calendar.monthrange(year, month)[1] if last and year else 1
    whole = _checked(year, month, number)
    return whole, f"read as {whole}, the {'last' if last else 'first'} day of it", _FIX


def _without_time(text: str) -> str:
    if len(text) > 10 and text[10] in "T " and "/" not in text and is_full_date(text[:10]):
        return text[:10]
    return text


def _converted(text: str) -> str:
    text = text.rstrip(".") if text.count(".") == 3 else text
    for sign in ".", "/", "-":
        parts = [part.strip() for part in text.split(sign)]
        if len(parts) == 3 and all(part.isascii() and part.isdigit() for part in parts):
            return _from_parts(parts, sign)
    if len(text) == 8 and text.isascii() and text.isdigit():
        return _checked(int(text[:4]), int(text[4:6]), int(text[6:]))
    if text.replace(".", "", 1).isdigit() and text.isascii() and len(text.split(".")[0]) == 5:
        raise Refused("looks like a spreadsheet's day number", "format the column as a date")
    raise Refused("not a date", _FIX)


def _from_parts(parts: list[str], sign: str) -> str:
    first, second, third = (int(part[:5]) for part in parts)
    if len(parts[0]) == 4:
        return _checked(first, second, third)
    if len(parts[2]) != 4:
        raise Refused("the year needs four digits", _FIX)
    if sign == ".":
        return _checked(third, second, first)
    if first <= 12 and second <= 12 and first != second:
        raise Refused("the day could be the month and the month the day", _FIX)
    return _checked(third, first, second) if second > 12 else _checked(third, second, first)


def _checked(year: int, month: int, day: int) -> str:
    made = f"{year:04d}-{month:02d}-{day:02d}"
    if not is_full_date(made):
        raise Refused("no such day", _FIX)
    return made
