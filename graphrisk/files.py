"""Files written whole: a reader sees the old one or the new one, never a part."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from graphrisk.errors import InputError


def write_whole(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file by way of a temporary one beside it, and wait until it is on the disk.

    Parameters
    ----------
    private
        Let nobody but its owner read it.

    Raises
    ------
    OSError
        It cannot be written; the old file stays, nothing is left behind.
    """
    with whole_file(path, private=private) as file:
        file.write(data)


@contextmanager
def whole_file(path: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """Hand out a file to write; it gets its name when all of it is on the disk.

    Raises
    ------
    OSError
        It cannot be written; the old file stays, nothing is left behind.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.stem[:40]}-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o600 if private else 0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Hand out a folder to fill; it gets its name, in place of an older one, when it is full.

    Raises
    ------
    OSError
        It cannot be written; an older folder stays, nothing is left behind.
    """
    fresh = Path(tempfile.mkdtemp(prefix=f".{path.name[:40]}-", suffix=".tmp", dir=path.parent))
    older = fresh.with_suffix(".old")
    try:
        fresh.chmod(0o755)
        yield fresh
        if path.exists():
            path.rename(older)
        fresh.rename(path)
    except BaseException:
        if older.exists():
            older.rename(path)
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    shutil.rmtree(older, ignore_errors=True)


def write_for_person(path: Path, data: bytes) -> None:
    """Write a file that a person named, whole.

    Raises
    ------
    InputError
        It cannot be written there.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(21, "this is a folder")
        write_whole(path, data)
    except OSError as error:
        raise InputError(
            f"cannot be written: {error.strerror or error}",
            where=str(path),
            fix="name a file in a folder that exists and that you may write to",
        ) from None
