"""What kind of file some bytes are, whatever their name says; what only pretends is refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Final

from graphrisk.errors import Unreadable

_MAX_UNPACKED: Final = 200_000_000
_MAX_RATIO: Final = 200


def kind_of(data: bytes, name: str) -> str:
    """Tell the kind from the first bytes; refuse kinds that only pretend."""
    suffix = Path(name).suffix.lower()
    head = data[:1024].lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith(b"%PDF-") or b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data, name)
    for mark, what in _FOREIGN:
        if head.startswith(mark):
            raise Unreadable(
                f"The file is {what}, whatever its name says.",
                where=name,
                fix="Save it as PDF, Word (.docx), HTML or plain text.",
            )
    if suffix in {".pdf", ".docx"}:
        raise Unreadable(
            f"The name ends in {suffix}, but the content is something else.",
            where=name,
            fix="Open it in the program that made it and save it again, or as plain text.",
        )
    lower = head[:512].lower()
    if lower.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or (
        suffix in {".html", ".htm", ".xhtml", ".mht"} or b"<html" in lower
    ):
        return "html"
    return "txt"


_FOREIGN: Final = (
    (b"{\\rtf", "an RTF text"),
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or Outlook file (.doc, .xls, .msg)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a packed archive"),
    (b"7z\xbc\xaf", "a packed archive"),
    (b"Rar!", "a packed archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format", "a database"),
)


def _zip_kind(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unreadable(
            "The file is damaged: it begins as a Word document but cannot be opened.",
            where=name,
            fix="Get it again from its source.",
        ) from error
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if unpacked > _MAX_UNPACKED or (unpacked > 20_000_000 and unpacked / packed > _MAX_RATIO):
        raise Unreadable(
            f"The file would unpack to {unpacked / 1e6:.0f} MB.",
            where=name,
            fix="Save its text as a plain text file; if it came by mail, be careful with it.",
        )
    names = {entry.filename for entry in entries}
    if "word/document.xml" in names:
        return "docx"
    what = "a spreadsheet" if "xl/workbook.xml" in names else "an archive or another kind of file"
    raise Unreadable(
        f"The file is {what}, not a Word document.",
        where=name,
        fix="Load registers with `graphrisk load`; save notices as .docx, .pdf, .html or .txt.",
    )
