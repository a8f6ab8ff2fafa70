"""The key that puts entities under codes: read from a private file, or made."""

from __future__ import annotations

import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from graphrisk.errors import InputError
from graphrisk.files import write_whole

_BYTES = 32
_LEAST = 32
_LARGEST = 4096
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class CodeKey:
    """A key, and what a person is to be told of it."""

    key: bytes
    said: str = ""


def code_key(path: Path | None) -> CodeKey:
    """Return the key of a file, a new one in a new file, or a new one that is told once.

    Raises
    ------
    InputError
        Others may read the file, it holds no key, or it cannot be read or written.
    """
    if path is None:
        made = secrets.token_hex(_BYTES)
        return CodeKey(
            made.encode(),
            f"Key of the codes, shown this once: {made}\n"
            "Keep it in a file that only you can read (chmod 600), and name that with --key: "
            "later registers need it. It stands nowhere else.",
        )
    try:
        if not path.exists():
            made = secrets.token_hex(_BYTES)
            write_whole(path, f"{made}\n".encode(), private=True)
            return CodeKey(made.encode(), f"A new key of the codes is in {path}; keep it.")
        return CodeKey(read_key(path))
    except OSError as error:
        raise InputError(
            f"the key cannot be kept there: {error.strerror or error}",
            where=str(path),
            fix="name another file",
        ) from None


def read_key(path: Path) -> bytes:
    """Return the key of a file.

    Raises
    ------
    InputError
        It is not there, others may read it, or it holds no key.
    """
    try:
        mode = path.stat().st_mode
        if mode & _OTHERS:
            raise InputError(
                f"others may read or write this key (mode {stat.S_IMODE(mode):o})",
                where=str(path),
                fix=f"chmod 600 {path}",
            )
        with path.open("rb") as file:
            found = file.read(_LARGEST + 1).strip()
    except OSError as error:
        raise InputError(
            f"the key cannot be read: {error.strerror or error}",
            where=str(path),
            fix="name the file that the registers were loaded with",
        ) from None
    if not _LEAST <= len(found) <= _LARGEST:
        raise InputError(
            f"no key: it has {len(found):,} bytes, and shorter ones than {_LEAST} can be guessed",
            where=str(path),
            fix="name a file that is not there yet, and a key is made",
        )
    return found
