"""What the embedded engine says when it fails, in words of ours."""

from __future__ import annotations

from pathlib import Path

from graphrisk.errors import StoreError, StoreSchemaMismatch
from graphrisk.store.file_lock import busy


def plain(error: Exception) -> str:
    """Return the engine's sentence without the name of its exception."""
    sentence = str(error).strip() or type(error).__name__
    head, colon, rest = sentence.partition("exception: ")
    return rest if colon and len(head) < 30 else sentence


def opening_error(error: Exception, path: Path) -> StoreError:
    """Return our error for one that the engine raises when it opens a file."""
    sentence = str(error)
    _, held, rest = sentence.partition("held by PID ")
    if held or "Could not set lock" in sentence:
        digits = rest.partition(")")[0]
        return busy(path, int(digits) if digits.isdigit() else None)
    if "not a valid" in sentence or "cannot be a directory" in sentence:
        return StoreSchemaMismatch(
            "not a store of graphrisk", where=str(path), fix="name another file"
        )
    if "Mmap" in sentence or "mmap" in sentence:
        return StoreError(
            "the embedded engine could not reserve address space",
            where=str(path),
            fix="run without 'ulimit -v': the engine maps up to 8 TiB without using it",
        )
    return StoreError(f"cannot be opened: {plain(error)}", where=str(path))
