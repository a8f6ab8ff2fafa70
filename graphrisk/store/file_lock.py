"""Who may use a store file: many readers or one writer, over processes, freed when one dies.

Ladybug locks its file against a second writer only; a reader beside a writer would see pages that
are half written. So a small file beside the store (``PATH.lock``) is locked, and in it stand the
numbers of the processes that hold it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from graphrisk.errors import StoreBusy, StoreError

_PLACES = 64  # on Windows: a reader locks one byte, a writer all; at most so many readers at once
_AWAY = 1 << 20  # on Windows locked bytes cannot be read, so they lie behind the text


class FileLock:
    """Hold the lock of a store file until closed.

    Parameters
    ----------
    store
        The store file; the lock is beside it.
    shared
        True for reading.

    Raises
    ------
    StoreBusy
        Another process holds the store.
    """

    def __init__(self, store: Path, *, shared: bool) -> None:
        self._store = store
        self._path = store.with_name(store.name + ".lock")
        self._handle = self._opened(shared)
        if self._handle is None:
            return
        if not _lock(self._handle, shared):
            holder = self._holder()
            os.close(self._handle)
            self._handle = None
            raise busy(store, holder)
        try:
            if not shared:
                os.ftruncate(self._handle, 0)
            os.write(self._handle, f"{os.getpid()}\n".encode())
        except OSError:  # a full disk takes the name of the holder, not the lock
            pass

    def _opened(self, shared: bool) -> int | None:
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND
        try:
            return os.open(self._path, flags, 0o666)
        except OSError as error:
            if shared:  # a folder that cannot be written to has no writers either
                return None
            raise StoreError(
                f"cannot be written: {error.strerror}",
                where=str(self._store),
                fix="check that the folder exists and may be written to",
            ) from None

    def _holder(self) -> int | None:
        try:
            lines = self._path.read_text("ascii", "replace").split()
        except OSError:
            return None
        alive = [int(line) for line in lines if line.isdigit() and _is_alive(int(line))]
        return alive[-1] if alive else None

    def close(self) -> None:
        """Let others in; harmless when done twice."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def busy(store: Path, process_id: int | None) -> StoreBusy:
    """Return the error for a store that another process holds."""
    holder = f"process {process_id}" if process_id else "another process"
    return StoreBusy(
        f"the store is in use by {holder}",
        process_id=process_id,
        where=str(store),
        fix="wait until it is done, or end it, and try again",
    )


def _is_alive(process_id: int) -> bool:
    if sys.platform == "win32":
        return True
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int, shared: bool) -> bool:
        places = range(_PLACES) if shared else range(1)
        for place in places:
            os.lseek(handle, _AWAY + place, os.SEEK_SET)
            try:
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1 if shared else _PLACES)
            except OSError:
                continue
            return True
        return False

else:
    import fcntl

    def _lock(handle: int, shared: bool) -> bool:
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
