"""Answers written to the file that ``--output`` names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from graphrisk.errors import InputError, UsageError

if TYPE_CHECKING:
    from graphrisk.view.answer import Answer

_ENDINGS = "csv, xlsx, json, md, parquet or html"


def checked_output(path: Path | None) -> Path | None:
    """Return a file that an answer can be written to; checked before anything is computed.

    Raises
    ------
    UsageError
        Its ending names no format.
    InputError
        Its folder is not there, or cannot be written.
    """
    if path is None:
        return None
    from graphrisk.view.answer_file import ENDINGS

    if path.suffix.lower() not in ENDINGS:
        ending = repr(path.suffix) if path.suffix else "a file without ending"
        raise UsageError(
            f"no answer is written as {ending}",
            where=str(path),
            fix=f"end its name in {_ENDINGS}",
        )
    if path.is_dir():
        raise InputError("this is a folder", where=str(path), fix="name a file in it")
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise InputError(
            "cannot be written: its folder is not there, or not yours to write to",
            where=str(path),
            fix="name a file in a folder that exists and that you may write to",
        )
    return path


def write_answer(answer: Answer, path: Path) -> None:
    """Write an answer whole, in the format that the ending names.

    Raises
    ------
    InputError
        It cannot be written there.
    TooLarge
        It does not fit the format.
    """
    from graphrisk import __version__
    from graphrisk.files import write_for_person
    from graphrisk.view.answer_file import answer_bytes

    data = answer_bytes(answer, path.suffix.lower(), program_version=__version__)
    write_for_person(path, data)
