"""One file -> its tables as they lie there: CSV, XLSX or JSON Lines, told by content."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from graphrisk.errors import Unreadable
from graphrisk.ingest.delimited import read_delimited
from graphrisk.ingest.json_lines import read_json_lines
from graphrisk.ingest.raw import RawTable
from graphrisk.model.schema import Kind
from graphrisk.progress import SILENT, Progress

LARGEST_TEXT = 2 << 30
LARGEST_WORKBOOK = 200 << 20
_BLANK = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "an old or encrypted Excel file", "save it as .xlsx without a password"),
    (b"%PDF", "a PDF file", "give the table as CSV or XLSX; read a notice with graphrisk triage"),
    (b"\x1f\x8b", "a gzip file", "unpack it first"),
    (b"BZh", "a bzip2 file", "unpack it first"),
    (b"\xfd7zXZ", "an xz file", "unpack it first"),
    (b"PAR1", "a Parquet file", "save it as CSV; graphrisk export parquet makes ones that load"),
)


def read_tables(
    path: Path,
    *,
    kind: Kind | None = None,
    hide: Callable[[str], str] = str,
    progress: Progress = SILENT,
) -> list[RawTable]:
    """Read the tables of one file; every cell is text, with the row a person sees.

    Parameters
    ----------
    hide
        Hides personal data in the free text of incident feeds.

    Raises
    ------
    Unreadable
        The file is missing, too large, of another format, or holds no known table.
    """
    head = checked_head(path)
    if head.startswith(b"PK"):
        from graphrisk.ingest.workbook import read_workbook

        return read_workbook(path, kind=kind, progress=progress)
    return _read_feed(path, head, hide) or [_read_text(path, head, kind, progress)]


def checked_head(path: Path) -> bytes:
    """Return the first bytes of a file that is a workbook or text, and not too large.

    Raises
    ------
    Unreadable
        The file is missing, empty, too large, or of another format.
    """
    head = _head(path)
    page = head.lstrip(_BLANK)[:100].lower()
    if page.startswith((b"<!doctype html", b"<html", b"<table", b"mime-version")):
        fix = "open it in a spreadsheet program and save it as .xlsx, or copy its table there"
        raise Unreadable("a web page, not a table, cannot be read", where=path.name, fix=fix)
    for mark, what, fix in _FOREIGN:
        if head.startswith(mark):
            raise Unreadable(f"{what} cannot be read", where=path.name, fix=fix)
    _check_size(path, LARGEST_WORKBOOK if head.startswith(b"PK") else LARGEST_TEXT)
    return head


def _read_feed(path: Path, head: bytes, hide: Callable[[str], str]) -> list[RawTable] | None:
    """Return the tables of an incident feed; None for all other files."""
    plain = head.lstrip(_BLANK)
    if plain.startswith(b"{") or (plain.startswith(b"[") and path.suffix.casefold() == ".json"):
        from graphrisk.ingest.feeds.reading import read_feed

        return read_feed(path, hide)
    from graphrisk.ingest.feeds.breach_portal import is_portal, read_portal

    return read_portal(path, hide) if is_portal(head) else None


def _read_text(path: Path, head: bytes, kind: Kind | None, progress: Progress) -> RawTable:
    plain = head.lstrip(_BLANK)
    if plain.startswith(b"{") or (plain.startswith(b"[") and path.suffix.casefold() == ".json"):
        return read_json_lines(path, progress=progress)
    return read_delimited(path, kind=kind, progress=progress)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(512)
    except FileNotFoundError as error:
        raise Unreadable("there is no such file", where=str(path)) from error
    except IsADirectoryError as error:
        raise Unreadable("this is a folder", where=str(path), fix="give the files in it") from error
    except PermissionError as error:
        raise Unreadable("reading it is not permitted", where=str(path)) from error
    except (OSError, ValueError) as error:
        raise Unreadable(f"it cannot be opened: {error}", where=path.name) from error


def _check_size(path: Path, largest: int) -> None:
    size = path.stat().st_size
    if size == 0:
        raise Unreadable("the file is empty", where=path.name)
    if size > largest:
        raise Unreadable(
            f"{size / 1e6:,.0f} MB; at most {largest / 1e6:,.0f} MB are read",
            where=path.name,
            fix="split it, or save it as CSV",
        )
