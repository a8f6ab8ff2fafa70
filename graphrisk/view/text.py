"""Strings from outside made safe to look at: nothing unseen, no line turned around."""

from __future__ import annotations

import unicodedata

from graphrisk.model.identifiers import without_marks

_BIDI = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SHORT = {
    "hr": "HR",
    "ict": "ICT",
    "id": "ID",
    "it": "IT",
    "ip": "IP",
    "lei": "LEI",
    "iban": "IBAN",
}
_LINES = frozenset("\u2028\u2029")
_ZERO_WIDTH = frozenset("\u200b\u2060\ufeff\u00ad")


def _shown(char: str) -> str:
    code = ord(char)
    if 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF):
        return "\ufffd"
    if (
        code < 0x20
        or 0x7F <= code <= 0x9F
        or char in _BIDI
        or char in _LINES
        or char in _ZERO_WIDTH
    ):
        return f"\u27e8U+{code:04X}\u27e9"
    return char


def visible(text: object) -> str:
    """Return `text` with every control and direction character shown as a visible sign.

    Half surrogates and characters that XML forbids become U+FFFD, so that the result can be
    written as UTF-8, HTML, SVG and JSON alike.

    Examples
    --------
    >>> visible("Acme" + chr(0x202E) + "dtL" + chr(10))
    'Acme\u27e8U+202E\u27e9dtL\u27e8U+000A\u27e9'
    """
    return "".join(_shown(char) for char in str(text))


def flattened(text: object) -> str:
    """Return text with every line end and tab as one blank, the rest as `visible`.

    Examples
    --------
    >>> flattened("a" + chr(10) + "  b")
    'a   b'
    """
    return visible("".join(" " if char in "\n\r\t\u00a0\u202f" else char for char in str(text)))


def one_line(text: object) -> str:
    """Return a quote on one line: white space of any kind becomes one blank, the rest as `visible`.

    Examples
    --------
    >>> one_line("our  supplier" + chr(10) + "was hit")
    'our supplier was hit'
    """
    return visible(" ".join(str(text).split()))


def plain_word(word: object) -> str:
    """Return a word of a vocabulary as people write it; any other text as `visible`.

    Examples
    --------
    >>> plain_word("public_administration"), plain_word("A_b")
    ('public administration', 'A_b')
    >>> plain_word("payroll_hr")
    'payroll HR'
    """
    text = visible(word)
    snake = text.replace("_", "a")
    if "_" in text.strip("_") and snake.isascii() and snake.isalnum() and snake.islower():
        return " ".join(_SHORT.get(part, part) for part in text.split("_"))
    return text


def shorten(text: str, limit: int) -> str:
    """Return at most `limit` characters, cut with an ellipsis, never inside a combined character.

    Examples
    --------
    >>> shorten("Kappaledger Limited", 10)
    'Kappaledg…'
    """
    if len(text) <= limit:
        return text
    end = limit - 1
    while end > 1 and (unicodedata.combining(text[end]) or text[end] == "\u200d"):
        end -= 1
    return text[:end].rstrip() + "\u2026"


def file_stem(*words: str) -> str:
    """Return a plain file name from words: ASCII letters, digits and hyphens only.

    Examples
    --------
    >>> file_stem("graphrisk", "Kappaledger Ltd <b>", "2026-11-15")
    'graphrisk-kappaledger-ltd-b-2026-11-15'
    """
    plain = without_marks("-".join(words)).casefold()
    kept = "".join(char if char.isascii() and char.isalnum() else "-" for char in plain)
    return "-".join(part for part in kept.split("-") if part)[:80] or "graphrisk"
