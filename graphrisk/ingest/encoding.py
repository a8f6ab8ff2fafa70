"""Bytes -> text: which encoding a file is in, and how sure that is."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from graphrisk.errors import Unreadable

_BLOCK = 1 << 20
_SAMPLE = 1 << 18
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LIKELY = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "cp850", "mac_roman"]
_LIKELY += ["gb18030", "shift_jis", "euc_kr", "big5"]
_WESTERN_SIGNS = frozenset("€\xa0–’§°½²")
"""Signs of Windows-1252 that tables hold beside letters, and that are rare letters elsewhere."""
_FIX = "save the file as UTF-8"


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to decode a file; ``remark`` says what a person should know about it."""

    name: str
    errors: str = "strict"
    remark: str | None = None


def find_encoding(path: Path) -> Encoding:
    """Return the encoding of a text file.

    Raises
    ------
    Unreadable
        The bytes are no text, or break off within a sign.
    """
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    for mark, name in _MARKS:
        if head.startswith(mark):
            if not _decodes(path, name):
                raise Unreadable(f"not sound {name.upper()[:6]} text", where=path.name, fix=_FIX)
            return Encoding(name)
    wide = _wide_without_mark(head)
    if wide and _decodes(path, wide) and not _is_binary(head.decode(wide, "ignore").encode()):
        return Encoding(wide)
    if _is_binary(head[:65536]):
        raise Unreadable(
            "not a table of text", where=path.name, fix="give a CSV, XLSX or JSON Lines file"
        )
    if _decodes(path, "utf-8"):
        return Encoding("utf-8")
    return _guess(path)


def _is_binary(sample: bytes) -> bool:
    controls = sum(byte < 32 and byte not in b"\t\n\r\x0c" for byte in sample)
    return controls > max(2, len(sample) // 20)


def _decodes(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)("strict")
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except (UnicodeDecodeError, UnicodeError):
        return False
    return True


def _wide_without_mark(head: bytes) -> str | None:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _guess(path: Path) -> Encoding:
    sample = _telling_lines(path)
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(char > "\x7f" for char in text) - broken
    if sound > 4 * broken:
        remark = "read as UTF-8, but some bytes are not UTF-8; rows that hold them are refused"
        return Encoding("utf-8", "replace", remark)
    name = "cp1252" if _looks_western(sample) else _ask(sample)
    return Encoding(name, "replace", f"not UTF-8; read as {_shown(name)}")


def _telling_lines(path: Path) -> bytes:
    """Return lines with bytes beyond ASCII, up to the size of a sample."""
    found: list[bytes] = []
    size = 0
    with path.open("rb") as file:
        while size < _SAMPLE and (line := file.readline(_BLOCK)):
            if not line.isascii():
                found.append(line)
                size += len(line)
    return b"".join(found)[:_SAMPLE]


def _looks_western(sample: bytes) -> bool:
    text = sample.decode("cp1252", "replace")
    beyond = [char for char in text if char > "\x7f" and char not in _WESTERN_SIGNS]
    letters = sum("À" <= char <= "ÿ" for char in beyond)
    plain = sum(char.isascii() and char.isalpha() for char in text)
    return letters >= 0.8 * len(beyond) and len(beyond) < 0.7 * max(1, plain)


def _ask(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=_LIKELY).best()
    return best.encoding if best is not None else "cp1252"


def _shown(name: str) -> str:
    return name.replace("cp125", "Windows-125").replace("mac_roman", "Mac Roman")
