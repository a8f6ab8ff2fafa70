"""Mapping files: where they lie, and opening one."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from graphrisk.errors import Unreadable
from graphrisk.ingest.mapping import RegisterMapping
from graphrisk.ingest.mapping_entries import mapping_of
from graphrisk.resources import data_folder

MOST_BYTES = 1 << 20


def find_mapping(name: str) -> Path:
    """Return the file that a person names: a path, or a mapping that ships with graphrisk.

    Raises
    ------
    Unreadable
        There is no such file, and no mapping of that name.

    Examples
    --------
    >>> find_mapping("contracts").name
    'contracts.toml'
    """
    path = Path(name)
    if path.is_file():
        return path
    folder = data_folder() / "mappings"
    shipped = folder / f"{name.removesuffix('.toml')}.toml"
    known = sorted(each.stem for each in folder.glob("*.toml"))
    if shipped.stem in known:
        return shipped
    fix = f"name a TOML file, or one of {', '.join(known)}; graphrisk map FILE proposes one"
    raise Unreadable("there is no such mapping", where=name, fix=fix)


def read_mapping(path: Path) -> RegisterMapping:
    """Read and check a mapping file.

    Raises
    ------
    Unreadable
        It is not there, too large, or no TOML.
    RecordsRefused
        Entries cannot be used; ``problems`` names place, what is wrong, what to do.
    """
    return mapping_of(_toml(path), path.name)


def _toml(path: Path) -> dict[str, Any]:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            fix = "give a mapping, as graphrisk map writes it"
            raise Unreadable(f"{size:,} bytes; at most {MOST_BYTES:,}", where=path.name, fix=fix)
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise Unreadable("this is not UTF-8", where=path.name, fix="save it as UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        said = str(error) if str(error) else "nested too deeply"
        fix = 'mend that line; texts stand in quotes: vendor = "Leverantör"'
        raise Unreadable(f"not TOML: {said}", where=path.name, fix=fix) from None
    except (OSError, ValueError) as error:
        raise Unreadable(f"cannot be read: {error}", where=str(path), fix="check it") from None
