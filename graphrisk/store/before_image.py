"""The file as it was before a write, kept until the write is whole.

Ladybug 0.22 logs what SET and DELETE do, but not the rows that COPY brings: they become durable
with the checkpoint after the commit. A process killed between the two leaves, after recovery,
changes and removals without the new rows. So a copy of the file is put beside it first
(``PATH.before``); whoever finds one there knows that a writer died, and puts it back.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from graphrisk.errors import StoreError

_LEFT_BEHIND = (".wal", ".wal.checkpoint", ".shadow", ".tmp")


def keep(store: Path) -> None:
    """Copy a closed store file, whole or not at all, and let the copy count from now on.

    Raises
    ------
    StoreError
        There is no room for it.
    """
    aside = _beside(store, ".before.part")
    try:
        shutil.copyfile(store, aside)
        with aside.open("rb+") as copy:
            os.fsync(copy.fileno())
        aside.replace(_beside(store, ".before"))
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise StoreError(
            f"the copy that a write needs cannot be made: {error.strerror}; nothing was written",
            where=str(store),
            fix="make room: a write needs as much again as the file has",
        ) from None


def drop(store: Path) -> None:
    """Forget the copy: the write is whole."""
    _beside(store, ".before").unlink(missing_ok=True)


def is_kept(store: Path) -> bool:
    """Return True when a writer died before its write was whole."""
    return _beside(store, ".before").exists()


def put_back(store: Path) -> None:
    """Make the store what it was before the write that died; the file must be closed and locked.

    Raises
    ------
    StoreError
        The files cannot be changed.
    """
    try:
        for ending in _LEFT_BEHIND:
            _beside(store, ending).unlink(missing_ok=True)
        for file in store.parent.glob(f"{_plain(store.name)}.checkpoint.*"):
            file.unlink()
        _beside(store, ".before").replace(store)
    except OSError as error:
        raise StoreError(
            f"a write that was cut off cannot be taken back: {error.strerror}",
            where=str(store),
            fix="make the folder writable and open the store once more",
        ) from None


def _beside(store: Path, ending: str) -> Path:
    return store.with_name(store.name + ending)


def _plain(name: str) -> str:
    """Return a file name with the signs of patterns quoted."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)
