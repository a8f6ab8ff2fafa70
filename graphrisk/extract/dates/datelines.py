"""Lines that say when a text was written: datelines, "Updated:", "Sent 3 May to all staff"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.dates.dates import DateMention
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page

_TOLD: Final = ("noted", "report", "published", "press_meeting")
EVENTS: Final = ("discovered", "leaked", "restored", "occurred", *_TOLD)
TOP: Final = 6
_UPPER: Final = 12
_LINE: Final = 10
_FEW: Final = 4
_STARTS: Final = 4
_SENT_WITHIN: Final = 3
_LABEL: Final = 8
_APART: Final = frozenset(["\u2013", "\u2014", "-", ":", "|"])


def is_dateline(page: Page, number: int, mention: DateMention, position: int) -> bool:
    """A short line near the top that holds little beside a date, or a label such as "Updated:"."""
    reading = page.readings[number]
    rest = len([w for w in reading.words if w[0].isalnum()]) - (mention.last - mention.first)
    if mention.precision not in {"day", "month"}:
        return False
    if labels(page, number) and rest <= 5:
        return not is_label(reading, mention)
    if position <= _SENT_WITHIN and _is_sent(reading, mention):
        return True
    if is_label(reading, mention):
        return False
    if rest == 0 and reading.sentence.kind == "heading" and position <= _UPPER:
        return True  # a line that is but a day, under the title
    if position <= _UPPER and _is_as_of(reading, mention):
        return True
    if position == 1 and reading.sentence.kind == "heading" and _stands_apart(reading, mention):
        return True
    ends = position <= TOP or number == page.live[-1]
    if _closes_line(reading, mention, rest, ends=ends, above=position <= TOP):
        return True
    if mention.first <= _STARTS and position <= TOP and _opens_line(reading, mention, rest):
        return True
    return reading.words[0] == "date" and mention.first <= 2


def _closes_line(
    reading: Reading, mention: DateMention, rest: int, *, ends: bool, above: bool
) -> bool:
    """Whether a day ends a line: "X announces, 14 May", "By our newsdesk | 2024-05-14 08:12"."""
    words = reading.words
    if reading.cues(*({*EVENTS} - ({"noted", "published"} if rest <= _FEW else set()))):
        return False
    place = _place(reading, mention)
    closes = mention.last == len(words) and words[place - 1 : place] == [","]
    short = rest + mention.last - mention.first <= _LINE
    return (closes and ends and short) or (above and "|" in words)


def _opens_line(reading: Reading, mention: DateMention, rest: int) -> bool:
    """Whether a day opens a line, maybe after a town: "Town - 19 June 2021 at 04.45 by ..."."""
    words = reading.words
    sentence = (
        mention.precision == "month" and words[-1] == "." and reading.sentence.kind != "heading"
    )
    if rest <= 3 and not sentence and not reading.cues(*EVENTS):
        return True
    place = _place(reading, mention)
    before = words[place - 1] if place >= 1 else ""
    dash = any(w in {"\u2013", "-", ":"} for w in words[mention.last : mention.last + 4])
    early = dash and before in {"\u2013", "-", ",", "("}
    at_clock = reading.lexicon.word_set("at_clock") & set(words[mention.last : mention.last + 1])
    clock = before in {"\u2013", "-"} and bool(at_clock)
    return early or clock


def _place(reading: Reading, mention: DateMention) -> int:
    """Where a date begins, its article counted in."""
    return mention.first - (
        reading.words[mention.first - 1] in reading.lexicon.word_set("day_article")
    )


def _is_as_of(reading: Reading, mention: DateMention) -> bool:
    """Whether a line ends in how fresh it is: "Questions and answers (as of 6 May 2024)"."""
    words = reading.words
    within = words[max(0, mention.first - _STARTS) : mention.first]
    if "(" not in within or words[mention.last : mention.last + 1] != [")"]:
        return False
    said = [w for w in within[within.index("(") + 1 :] if w[0].isalpha()]
    closes = not any(w[0].isalnum() for w in words[mention.last :])
    if not closes or not said or reading.cues(*EVENTS):
        return False
    return said[0] in reading.lexicon.word_set("as_of")


def _stands_apart(reading: Reading, mention: DateMention) -> bool:
    """Whether a day is set apart in a title: "3 May 2026: X", "Notice of X - 3 May 2026"."""
    words = reading.words
    beside = words[mention.last : mention.last + 1] if mention.first == 0 else []
    if mention.last == len(words):
        beside = words[mention.first - 1 : mention.first]
    return bool(_APART & set(beside))


def labels(page: Page, number: int) -> bool:
    """Whether a line begins with a label such as "Updated" or "Published"."""
    reading = page.readings[number]
    return any(h.first <= 3 for h in reading.cues("published"))


def is_label(reading: Reading, mention: DateMention) -> bool:
    """Whether a label tells what was on that day: "Date of discovery: 6 May"."""
    colon = mention.first - 1
    if colon < 1 or colon > _LABEL or reading.words[colon] not in {":", "|"}:
        return False
    cues = reading.cues("incident", "discovered", "report", "leaked", "restored", "occurred")
    return any(h.last <= colon for h in cues)


def _is_sent(reading: Reading, mention: DateMention) -> bool:
    """Whether a letter says at its top when it was sent: "Sent 3 May 2024 to all staff"."""
    opens = mention.first <= _SENT_WITHIN and reading.words[0] in reading.lexicon.word_set("sent")
    return opens and len(reading.words) <= _LINE + (mention.last - mention.first)
