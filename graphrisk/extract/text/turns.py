"""What a line begins with that is no part of what it says: who speaks, when, which part it is.

"[10:06] Agent: We have told the ICO.", "HOST: Welcome back.", "3/6 Passwords are safe."
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Final

from graphrisk.extract.text.any_language import any_language

_TIME: Final = r"\[?(?:[01]?\d|2[0-3])[:.][0-5]\d(?::[0-5]\d)?\]?"
_SPEAKER: Final = re.compile(
    rf"(?:{_TIME}[ \t]{{1,8}})?"
    r"(?P<who>[^\W\d][\w.'-]{0,24}(?: [\w.'-]{1,24}){0,2}(?: \([\w .'-]{2,24}\))?)[ \t]?:[ \t]+"
)
_PART: Final = re.compile(r"(?:\W{1,3}[ \t]{0,4})?(?P<number>\d{1,2})/(?P<of>\d{1,2})[ \t]+(?=\S)")
_QUOTE: Final = re.compile(r"[ \t]*>[> \t]*")
_FEWEST: Final = 2
_TURNS: Final = 4


def line_openings(plain: str) -> dict[int, int]:
    """Return, by the start of a line, where what is said on it begins.

    Only where a text is written so: two speakers with four turns, parts counted to the same number.

    Examples
    --------
    >>> chat = "Anna: Who was hit?\\nBot: Our supplier X.\\nAnna: And my card?\\nBot: Not that."
    >>> [chat[at:][:8] for at in line_openings(chat).values()]
    ['Who was ', 'Our supp', 'And my c', 'Not that']
    """
    lines = _lines(plain)
    return {**_parts(plain, lines), **_turns(plain, lines)}


def _lines(plain: str) -> list[tuple[int, int]]:
    """Return start and end of each line that is not blank."""
    found = []
    start = 0
    for line in plain.split("\n"):
        if line.strip():
            found.append((start, start + len(line)))
        start += len(line) + 1
    return found


def _word(plain: str, start: int) -> int:
    """Return where the first sign of a line stands that is no space."""
    while plain[start] in " \t":
        start += 1
    return start


def _parts(plain: str, lines: list[tuple[int, int]]) -> dict[int, int]:
    """Lines of a thread, "2/6", where two of them count to the same number."""
    found = [
        (start, m)
        for start, end in lines
        for m in [_PART.match(plain, _word(plain, start), end)]
        if m
    ]
    of = Counter(m.group("of") for _, m in found if int(m.group("number")) <= int(m.group("of")))
    return {start: m.end() for start, m in found if of[m.group("of")] >= _FEWEST}


def _turns(plain: str, lines: list[tuple[int, int]]) -> dict[int, int]:
    """Lines of a talk: labels that come again, at least two of them, on most of the lines."""
    found = [
        (start, m)
        for start, end in lines
        for m in [_SPEAKER.match(plain, _word(plain, start), end)]
        if m
    ]
    fields = any_language("mail_field")
    found = [(start, m) for start, m in found if m.group("who").lower() not in fields]
    who = Counter(m.group("who").lower() for _, m in found)
    again = {name for name, times in who.items() if times >= _FEWEST}
    turns = [(start, m) for start, m in found if m.group("who").lower() in again]
    if len(again) < _FEWEST or len(turns) < _TURNS or 2 * len(turns) < len(found):
        return {}
    return {start: m.end() for start, m in turns}


@cache
def _forwarded() -> re.Pattern[str]:
    """Return what a forwarded mail says of itself: "Subject: Fwd: ...", "Forwarded message"."""
    short, whole = (
        "|".join(re.escape(word) for word in any_language(name))
        for name in ("forwarded_as", "forwarded_message")
    )
    return re.compile(
        rf"^[^\n:]{{2,12}}[ \t]?:[ \t]*(?:{short})[ \t]?:|(?:{whole})", re.IGNORECASE | re.MULTILINE
    )


def quote_marks(plain: str) -> dict[int, int]:
    """Return, by the start of a line of a forwarded mail, where it goes on after its ">".

    A mail that is answered is another's, and its marks stay.
    """
    if ">" not in plain or not _forwarded().search(plain):
        return {}
    found = ((start, _QUOTE.match(plain, start, end)) for start, end in _lines(plain))
    return {start: m.end() for start, m in found if m is not None}
