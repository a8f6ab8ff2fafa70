"""Bytes -> text: which encoding a notice is in."""

from __future__ import annotations

import re
from typing import Final

LOST: Final = "\ufffd"
_IN_WORD: Final = re.compile("[a-z][àâäåæçèéêëîïñôöøùûüÿßœ]|[àâäåæçèéêëîïñôöøùûüÿßœ][a-z]", re.I)
_TWICE: Final = re.compile("[\u00c2\u00c3][\u0080-\u00bf\u0152-\u0161\u2018-\u203a\u20ac]")
_SEEN_TWICE: Final = 3
_WESTERN: Final = [
    "cp1252",
    "iso8859_1",
    "iso8859_15",
    "mac_roman",
    "cp850",
    "utf_16_le",
    "utf_16_be",
]


def decode(data: bytes) -> str:
    """Decode by byte order mark, UTF-8, then the most likely encoding."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if (wide := _wide(data[:4_000])) is not None:
        return data.decode(wide, "replace")
    try:
        return _decoded_once(data.decode("utf-8"))
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    broken = text.count(LOST)
    if sum(sign > "\x7f" for sign in text) - broken >= broken:
        return _decoded_once(text)  # UTF-8 but for a few damaged bytes
    from charset_normalizer import from_bytes as guess

    best = guess(data[:200_000], cp_isolation=_WESTERN).best()
    likely = [best.encoding if best is not None else "cp1252", "cp1252", "cp850", "mac_roman"]
    return max((data.decode(each, "replace") for each in likely), key=_letters_in_words)


def _wide(head: bytes) -> str | None:
    """Return UTF-16 without a mark: every second byte of plain letters is zero."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    most, none = 0.2 * len(head), 0.02 * len(head)
    if odd > most and even <= none:
        return "utf-16-le"
    return "utf-16-be" if even > most and odd <= none else None


def _letters_in_words(text: str) -> int:
    """Return how many letters of the north and west of Europe stand beside plain ones."""
    return len(_IN_WORD.findall(text[:200_000]))


def _decoded_once(text: str) -> str:
    """Return a text that was UTF-8, taken for Latin and saved again ("fÃ¶r") as it was written."""
    if len(_TWICE.findall(text[:200_000])) < _SEEN_TWICE:
        return text
    try:
        parts = (each.encode("latin-1" if ord(each) < 256 else "cp1252") for each in text)
        return b"".join(parts).decode("utf-8")
    except UnicodeError:
        return text


def declared(source: str) -> str | None:
    """Return the encoding that a web page says it is in."""
    match = re.search(r"charset=[\"']?([A-Za-z0-9_-]{3,20})", source[:2048])
    return match[1] if match else None


def decode_as(data: bytes, encoding: str | None) -> str | None:
    """Return the text in an encoding; None where there is no such encoding or it does not fit."""
    try:
        return data.decode(encoding or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return None
