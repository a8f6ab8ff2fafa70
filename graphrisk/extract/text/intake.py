"""Files to text: plain text, HTML, PDF and Word, with limits, encoding and metadata.

The only door to trafilatura, pypdfium2 and python-docx; all are imported when first needed.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graphrisk.errors import InputError, Unreadable
from graphrisk.extract.text.decoding import LOST, declared, decode, decode_as
from graphrisk.extract.text.file_kinds import kind_of
from graphrisk.extract.text.page_text import PageText

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_BYTES: Final = 20_000_000
MAX_CHARACTERS: Final = 2_000_000
_MIN_COVERAGE: Final = 0.8
_MAX_PAGES: Final = 2_000


@dataclass(frozen=True)
class Metadata:
    """What is known of a document besides its text; None where nothing says so."""

    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published_on: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class IntakeDocument:
    """A document as text. ``sha256`` is of the bytes; evidence offsets index ``text``."""

    text: str
    sha256: str
    metadata: Metadata = field(default_factory=Metadata)
    kind: str = "txt"
    notes: tuple[str, ...] = ()


def read_document(path: str | Path) -> IntakeDocument:
    """Read a file.

    Raises
    ------
    Unreadable
        The file is missing, too large, encrypted, scanned, damaged or of a kind that is not read;
        the message says what to do.
    """
    file = Path(path)
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            raise _too_large(str(file), size)
        data = file.read_bytes()
    except IsADirectoryError as error:
        raise Unreadable(
            "This is a folder.", where=str(file), fix="Name the files in it."
        ) from error
    except FileNotFoundError as error:
        raise Unreadable(
            "There is no such file.", where=str(file), fix="Check the path and the spelling."
        ) from error
    except OSError as error:
        raise Unreadable(
            f"The file cannot be opened ({error.strerror}).",
            where=str(file),
            fix="Check that you may read it.",
        ) from error
    return from_bytes(data, file.name)


def from_bytes(data: bytes, name: str = "document.txt") -> IntakeDocument:
    """Turn bytes into a document; the kind is told from the bytes, then from the name.

    Raises
    ------
    Unreadable
        As `read_document`.

    Examples
    --------
    >>> from_bytes(b"A notice.", "a.txt").text
    'A notice.'
    """
    if len(data) > MAX_BYTES:
        raise _too_large(name, len(data))
    if not data.strip(b"\x00 \r\n\t"):
        raise Unreadable("The file is empty.", where=name, fix="Save it again, or leave it out.")
    kind = kind_of(data, name)
    text, metadata, notes = _READERS[kind](data, name)
    text = text.replace("\x00", " ")
    if len(text) > MAX_CHARACTERS:
        text = text[:MAX_CHARACTERS]
        notes = (*notes, f"Only the first {MAX_CHARACTERS:,} characters were read.")
    if not text.strip():
        raise Unreadable(
            "The file holds no text.", where=name, fix="Paste its text into a .txt file."
        )
    return IntakeDocument(text, hashlib.sha256(data).hexdigest(), metadata, kind, notes)


def from_text(text: str, **metadata: str | None) -> IntakeDocument:
    """Make a document of a string; keywords are those of `Metadata`.

    >>> from_text("x", language="en").metadata.language
    'en'
    """
    data = text.encode("utf-8", "surrogatepass")
    return IntakeDocument(
        text[:MAX_CHARACTERS], hashlib.sha256(data).hexdigest(), Metadata(**metadata)
    )


def _too_large(name: str, size: int) -> InputError:
    return Unreadable(
        f"The file has {size / 1e6:.0f} MB; notices of up to {MAX_BYTES / 1e6:.0f} MB are read.",
        where=name,
        fix="Save the part that holds the notice as text.",
    )


def _read_text(data: bytes, name: str) -> tuple[str, Metadata, tuple[str, ...]]:
    text = decode(data)
    controls = sum(1 for c in text[:4000] if ord(c) < 32 and c not in "\n\r\t\x0c")
    if controls > 0.05 * min(len(text), 4000):
        raise Unreadable(
            "The file is not a text.", where=name, fix="Save it as plain text, HTML, PDF or .docx."
        )
    return text, Metadata(), (_SOME_LOST,) if LOST in text else ()


_SOME_LOST: Final = (
    "Some signs of the file are damaged and could not be read; they show as \ufffd. Numbers and "
    "names beside them may be wrong."
)

# ---------------------------------------------------------------------- HTML


def _read_html(data: bytes, name: str) -> tuple[str, Metadata, tuple[str, ...]]:
    """Read a page with trafilatura; fall back on all its text where list items went missing."""
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    source = decode(data)
    if not source.lstrip().startswith("<?xml") and declared(source):
        source = decode_as(data, declared(source)) or source
    plain = PageText()
    plain.feed(source)
    plain.close()
    raw = plain.text()
    extracted: str | None = None
    metadata = Metadata(title=plain.title or None, language=plain.language)
    try:
        extracted = trafilatura.extract(
            source,
            output_format="txt",
            include_tables=True,
            include_comments=False,
            include_formatting=False,
            favor_recall=True,
            deduplicate=False,
        )
        metadata = _html_metadata(trafilatura.extract_metadata(source), metadata)
    except Exception:
        extracted = None
    notes: tuple[str, ...] = ()
    if not extracted or not _covers(extracted, plain.cells):
        notes = ("The page was read whole, with its menus: its lists would have been lost.",)
        extracted = raw
    return extracted, metadata, notes


def _covers(text: str, cells: list[str]) -> bool:
    """Whether nearly all list items and table cells of the main part are in the extracted text."""
    have = " ".join(text.split())
    wanted = [c for c in cells if 3 < len(c) < 400]
    missing = sum(1 for c in wanted if c not in have)
    return missing <= (1 - _MIN_COVERAGE) * len(wanted)


def _html_metadata(found: object, fallback: Metadata) -> Metadata:
    def get(name: str) -> str | None:
        value = getattr(found, name, None)
        return str(value).strip() or None if value else None

    day = get("date")
    return replace(
        fallback,
        title=get("title") or fallback.title,
        url=get("url"),
        publisher=get("sitename"),
        published_on=day if day and re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) else None,
        language=(fallback.language or get("language") or "")[:2].lower() or None,
    )


def _read_pdf(data: bytes, name: str) -> tuple[str, Metadata, tuple[str, ...]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise Unreadable(
            "The PDF is encrypted." if locked else "The PDF is damaged and cannot be opened.",
            where=name,
            fix="Save a copy without password." if locked else "Get it again from its source.",
        ) from error
    try:
        pages: list[str] = []
        for index in range(min(len(document), _MAX_PAGES)):
            page = document[index]
            pages.append(page.get_textpage().get_text_range())
        meta = document.get_metadata_dict(skip_empty=True)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(
            "A page of the PDF cannot be read.", where=name, fix="Print it to a new PDF."
        ) from error
    finally:
        document.close()
    text = "\n\n".join(pages).replace("\r\n", "\n").replace("\ufffe", "-")
    if len(text.strip()) < 20:
        raise Unreadable(
            "The PDF holds pictures of pages, no text: it was scanned.",
            where=name,
            fix="Run text recognition (OCR) on it first, or type the notice into a .txt file.",
        )
    return text, Metadata(title=str(meta.get("Title") or "") or None), ()


def _read_docx(data: bytes, name: str) -> tuple[str, Metadata, tuple[str, ...]]:
    import docx
    from docx.table import Table

    try:
        document = docx.Document(io.BytesIO(data))
        blocks: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                blocks += [
                    "• "
                    + " – ".join(dict.fromkeys(c.text.strip() for c in row.cells if c.text.strip()))
                    for row in block.rows
                ]
                blocks.append("")
                continue
            style = (block.style.name if block.style is not None else "") or ""
            is_item = style.lower().startswith("list") or (
                block.paragraph_format.left_indent is not None
                and bool(block._p.pPr is not None and block._p.pPr.numPr is not None)
            )
            blocks.append(f"• {block.text}" if is_item and block.text.strip() else block.text)
            blocks.append("")
        core = document.core_properties
        title = core.title or None
    except Exception as error:
        raise Unreadable(
            "The Word document is damaged and cannot be opened.",
            where=name,
            fix="Open it in Word and save it again, or save it as plain text.",
        ) from error
    return "\n".join(blocks), Metadata(title=title), ()


_READERS: Final[dict[str, Callable[[bytes, str], tuple[str, Metadata, tuple[str, ...]]]]] = {
    "txt": _read_text,
    "html": _read_html,
    "pdf": _read_pdf,
    "docx": _read_docx,
}
