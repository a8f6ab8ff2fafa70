"""Dates as notices write them, kept as far as the text goes.

Values are ISO dates cut to what is stated, with ``XXXX`` for a year that is not there:
``2023-08-24``, ``XXXX-03-23``, ``2024-01``, ``XXXX-W36``, ``2017-05-12/2017-05-14``. A season is
its number in the extended date format of the Library of Congress (21 spring to 24 winter).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from graphrisk.extract.dates.date_ranges import joined, range_words
from graphrisk.extract.dates.date_years import lone_year

if TYPE_CHECKING:
    from graphrisk.extract.text.sentence_words import SentenceWords

_ISO: Final = re.compile(r"(20\d\d|19\d\d)-(\d{1,2})-(\d{1,2})")
_GLUED: Final = re.compile(r"^[^\W\d]{3,30}(?=20\d\d-\d\d-\d)")  # "Published2021-07-03"
_ISO_MONTH: Final = re.compile(r"(20\d\d)-(\d{2})")
_DOTTED: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(20\d\d|\d\d)?")
_DAY_MONTH: Final = re.compile(r"(\d{1,2})\.(\d{1,2})")
_DASHED: Final = re.compile(r"(\d{1,2})-(\d{1,2})-(20\d\d|[12]\d)")
_SLASHED: Final = re.compile(r"(\d{1,2})/(\d{1,2})(?:[/-](20\d\d|\d\d))?")
_DAY: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th|:[ae]|er|ère)?")
_DAYS: Final = re.compile(r"(\d{1,2})[-\u2013/](\d{1,2})")
_STOPS: Final = frozenset({".", ","})
_PLANNED: Final = 3  # months ahead within which a date is a plan, not last year's
_WEEK_YEAR: Final = re.compile(r"(\d{1,2})(?:/(20\d\d))?")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_CASED_MONTHS: Final = frozenset({"fi"})  # no other word is spelled like a month there
_SEASONS: Final = {"spring": "21", "summer": "22", "autumn": "23", "winter": "24"}


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a sentence: token positions, value, precision."""

    first: int
    last: int
    value: str
    precision: str
    inferred: bool = False


def find_dates(reading: SentenceWords) -> list[DateMention]:
    """Return the dates of one sentence, in order, as far as they are stated."""
    found: list[DateMention] = []
    at = 0
    while at < len(reading.words):
        mention = (
            _dotted_range(reading, at)
            or _spaced(reading, at)
            or _numeric(reading, at)
            or _month(reading, at)
            or _other(reading, at)
        )
        if mention is None:
            at += 1
            continue
        found.append(mention)
        at = max(mention.last, at + 1)
    return joined(reading, found)


def infer_years(mentions: Iterable[DateMention], published: str | None) -> str | None:
    """Return the year that year-less dates of a text may be given, or None.

    It is the year of the publication date, else the only year of the full dates in the text, or,
    where no date is full, of its months.
    """
    if published and _YEAR.match(published):
        return published[:4]
    stated = [m for m in mentions if m.value[:4].isdecimal()]
    days = {m.value[:4] for m in stated if m.precision == "day"}
    years = days or {m.value[:4] for m in stated if m.precision == "month"}
    return years.pop() if len(years) == 1 else None


def fill_year(mention: DateMention, year: str | None, latest: str | None) -> DateMention:
    """Give a year-less day or month the year, one earlier if it would lie after ``latest``.

    >>> fill_year(DateMention(0, 2, "XXXX-12-20", "day"), "2024", "2024-01-22").value
    '2023-12-20'
    """
    if year is None or not mention.value.startswith("XXXX-") or mention.precision == "season":
        return mention
    value = mention.value.replace("XXXX", year)
    if latest and len(latest) >= 7 and value[:7] > latest[:7] and value[5:7].isdecimal():
        ahead = int(value[5:7]) - int(latest[5:7])
        if value[:4] == latest[:4] and ahead <= _PLANNED:
            return replace(mention, value=value, inferred=True)  # a date to come
        value = mention.value.replace("XXXX", str(int(year) - 1))
    return replace(mention, value=value, inferred=True)


def _valid(year: str, month: int, day: int) -> str | None:
    try:
        date(int(year) if year.isdecimal() else 2024, month, day)
    except ValueError:
        return None
    return f"{year}-{month:02d}-{day:02d}"


def _numeric(reading: SentenceWords, at: int) -> DateMention | None:
    word = _GLUED.sub("", reading.words[at])
    if not word[0].isdecimal():
        return None
    value: str | None = None
    last = at + 1
    if match := _ISO.fullmatch(word):
        value = _valid(match[1], int(match[2]), int(match[3]))
    elif match := _DOTTED.fullmatch(word):
        value = _valid(_century(match[3]), int(match[2]), int(match[1])) if match[3] else None
    elif (match := _DASHED.fullmatch(word)) and reading.lexicon.language != "en":
        value = _valid(_century(match[3]), int(match[2]), int(match[1]))
    elif match := _SLASHED.fullmatch(word):
        first, second = int(match[1]), int(match[2])
        if match[3] or (reading.lexicon.language != "en" and first <= 31 and second <= 12):
            year = _century(match[3])
            if not match[3]:  # "13/5 2024"
                follows, last = _year_after(reading, last)
                year = follows or year
            value = _valid(year, second, first) or _valid(year, first, second)
    elif (match := _DAY_MONTH.fullmatch(word)) and _is_day_month(reading, at):
        value = _valid("XXXX", int(match[2]), int(match[1]))
        last += 1
    elif (match := _ISO_MONTH.fullmatch(word)) and 1 <= int(match[2]) <= 12:
        return DateMention(at, last, word, "month")
    return DateMention(at, last, value, "day") if value else None


def _spaced(reading: SentenceWords, at: int) -> DateMention | None:
    """Read a line that is but "2024 05 06"."""
    words = reading.words[at:]
    if at or len(words) != 3 or not _YEAR.fullmatch(words[0]):
        return None
    if not all(len(word) == 2 and word.isdecimal() for word in words[1:]):
        return None
    value = _valid(words[0], int(words[1]), int(words[2]))
    return DateMention(at, at + 3, value, "day") if value else None


def _dotted_range(reading: SentenceWords, at: int) -> DateMention | None:
    """Read "3.-4.3.2025": two days before one month in figures."""
    words = reading.words[at : at + 4]
    if len(words) < 4 or words[1] != "." or words[2] not in {"-", "\u2013"}:
        return None
    day, end = (
        _DAY.fullmatch(words[0]),
        _DOTTED.fullmatch(words[3] + ".") or _DOTTED.fullmatch(words[3]),
    )
    if not day or not end:
        return None
    values = [_valid(_century(end[3]), int(end[2]), int(d)) for d in (day[1], end[1])]
    if None in values:
        return None
    return DateMention(at, at + 4, "/".join(v for v in values if v), "day")


def _is_day_month(reading: SentenceWords, at: int) -> bool:
    """Whether "12.3" with a full stop right after it is a day and a month, as in Finnish.

    Elsewhere only where it opens an entry of a log: "03.11. 09:15 No phones".
    """
    if at + 1 >= len(reading.words) or (reading.lexicon.language not in _CASED_MONTHS and at):
        return False
    stop, number = reading.token(at + 1), reading.token(at)
    before = reading.words[at - 1] if at else ""
    closes = stop.text == "." and stop.start == number.end
    return closes and before not in reading.lexicon.word_set("clock")


def _century(year: str | None) -> str:
    if not year:
        return "XXXX"
    return year if len(year) == 4 else f"20{year}"


def _month(reading: SentenceWords, at: int) -> DateMention | None:
    """Read a date around the name of a month at ``at`` or up to three tokens after it."""
    months = reading.lexicon.months
    name_at = _month_position(reading, at)
    if name_at is None:
        return None
    month = months[reading.words[name_at].removeprefix("mid-")]
    days = _days_before(reading, at, name_at)
    last = name_at + 1
    if last < len(reading.words) and reading.words[last] == ".":
        last += 1
    if not days and name_at == at:
        days, last = _day_after(reading, last)
    year, last = _year_after(reading, last)
    if not days:
        if name_at != at or not _is_month_name(reading, name_at, year):
            return None
        return DateMention(at, last, f"{year or 'XXXX'}-{month:02d}", "month")
    values = [_valid(year or "XXXX", month, day) for day in days]
    if None in values:
        return None
    return DateMention(at, last, "/".join(v for v in values if v), "day")


def _month_position(reading: SentenceWords, at: int) -> int | None:
    """Where the month of a date that begins at ``at`` stands."""
    months = reading.lexicon.months
    words = reading.words
    if words[at].removeprefix("mid-") in months:
        return at
    if not _DAY.fullmatch(words[at]) and not _DAYS.fullmatch(words[at]):
        return None
    joining = range_words(reading.lexicon)
    between = joining | _STOPS | reading.lexicon.word_set("day_to_month")
    for name_at in range(at + 1, min(at + 7, len(words))):
        word = words[name_at]
        if word in months:
            return name_at
        if word not in between and not _DAY.fullmatch(word):
            return None
    return None


def _days_before(reading: SentenceWords, at: int, name_at: int) -> list[int]:
    days: list[int] = []
    for word in reading.words[at:name_at]:
        if match := _DAYS.fullmatch(word):
            days += [int(match[1]), int(match[2])]
        elif match := _DAY.fullmatch(word):
            days.append(int(match[1]))
    return days[:1] + days[-1:] if len(days) > 1 else days


def _day_after(reading: SentenceWords, last: int) -> tuple[list[int], int]:
    """English order: "March 23", "May 12-14"; also "toukokuun 3. päivänä" in Finnish."""
    if reading.lexicon.language not in {"en", "fi"} or last >= len(reading.words):
        return [], last
    word = reading.words[last]
    if reading.lexicon.language == "fi":
        ends = reading.words[last + 1 : last + 3]
        match = _DAY.fullmatch(word)
        if match and ends[:1] == ["."] and ends[1:] and ends[1].startswith("päivä"):
            return [int(match[1])], last + 3
        return [], last
    if match := _DAYS.fullmatch(word):
        return [int(match[1]), int(match[2])], last + 1
    match = _DAY.fullmatch(word)
    if match and 1 <= int(match[1]) <= 31:
        return [int(match[1])], last + 1
    return [], last


def _year_after(reading: SentenceWords, last: int) -> tuple[str | None, int]:
    for skip in (0, 1):
        at = last + skip
        near = skip == 0 or (last < len(reading.words) and reading.words[last] in {",", "of", "."})
        if near and at < len(reading.words) and _YEAR.fullmatch(reading.words[at]):
            return reading.words[at], at + 1
    return None, last


def _is_month_name(reading: SentenceWords, at: int, year: str | None) -> bool:
    """Whether a month without a day is really a month ("may", "mars" can be other words)."""
    word = reading.words[at]
    if (
        year
        or word.startswith("mi-")
        or (reading.lexicon.language in _CASED_MONTHS and len(word) > 3)
    ):
        return True
    lexicon = reading.lexicon
    if len(word) <= 3 and word not in lexicon.word_set("short_month"):
        return False
    before = "mi-" if word.startswith("mi-") else reading.words[at - 1] if at else ""
    if before not in lexicon.word_set("before_month"):
        return False
    if word in lexicon.word_set("month_or_word") or lexicon.language == "en":
        capital = reading.sentence.tokens[at].text[0].isupper()
        return capital == (lexicon.language in {"en", "de"})
    return True


def _other(reading: SentenceWords, at: int) -> DateMention | None:
    """Weeks, lone years and seasons."""
    words = reading.words
    if words[at] in reading.lexicon.word_set("week") and at + 1 < len(words):
        start = at + 1 + (words[at + 1] == "." and at + 2 < len(words))  # "v. 12"
        match = _WEEK_YEAR.fullmatch(words[start])
        if match and 1 <= int(match[1]) <= 53:
            year, last = (match[2], start + 1) if match[2] else _week_year(reading, start + 1)
            return DateMention(at, last, f"{year or 'XXXX'}-W{int(match[1]):02d}", "week")
    if lone_year(reading, at):
        return DateMention(at, at + 1, words[at], "year")
    season = reading.lexicon.data.seasons.get(words[at])
    if season is None:
        return None
    year, last = _year_after(reading, at + 1)
    before = words[at - 1] if at else ""
    if year is None and before not in reading.lexicon.word_set("before_season"):
        return None
    return DateMention(at, last, f"{year or 'XXXX'}-{_SEASONS[season]}", "season")


def _week_year(reading: SentenceWords, last: int) -> tuple[str | None, int]:
    """Read the year after a week: "uke 12 i 2024", "Kalenderwoche 12 des Jahres 2024"."""
    before = reading.lexicon.word_set("before_year")
    for at in range(last, min(last + 3, len(reading.words))):
        if _YEAR.fullmatch(reading.words[at]):
            return reading.words[at], at + 1
        if reading.words[at] not in before and reading.words[at] != ",":
            break
    return None, last
