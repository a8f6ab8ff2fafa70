"""A dated list of designated critical providers, and which organizations of a graph are on it.

An LEI decides first, then the name without its legal form. Being on the list is a flag beside a
name; nothing is merged.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.errors import InputError
from graphrisk.model.graph import one_chunk
from graphrisk.model.identifiers import NameParts, check_lei
from graphrisk.resolve.directory import parts_of

_LARGEST = 1 << 20
_MOST = 2_000
BY_LEI, BY_NAME = "by LEI", "by name"
OTHER_FORM = "by name, with another legal form: confirm it"


@dataclass(frozen=True, slots=True)
class Provider:
    """One entry of a list."""

    name: str
    also: tuple[str, ...] = ()
    lei: str | None = None


@dataclass(frozen=True, slots=True)
class DesignatedList:
    """A list as of a day."""

    date: str
    title: str
    sources: tuple[str, ...]
    providers: tuple[Provider, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """An organization that a list names: as what, how it was known, and the day of the list."""

    listed_as: str
    how: str
    date: str

    def words(self) -> str:
        """Return the flag as it stands beside a name.

        Examples
        --------
        >>> Flag("Alfa SE", "by LEI", "2025-11-18").words()
        'designated critical provider (list of 2025-11-18, by LEI)'
        """
        return f"designated critical provider (list of {self.date}, {self.how})"


def read_designated(path: Path) -> DesignatedList:
    """Read a list from a TOML file.

    Raises
    ------
    InputError
        It cannot be read, or an entry is not what a list holds.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise InputError("a list has at most 1 MiB", where=str(path), fix="shorten it")
        found = tomllib.loads(data.decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        said = getattr(error, "strerror", None) or str(error).partition("\n")[0]
        raise InputError(
            f"the list of designated providers cannot be read: {said}",
            where=str(path),
            fix="mend it, or take the setting designated_providers away",
        ) from None
    entries = found.get("provider")
    if not isinstance(entries, list) or len(entries) > _MOST:
        raise _wrong(path, "[[provider]] entries are missing, or more than 2,000")
    return DesignatedList(
        _day(path, found.get("date")),
        _text(path, "title", found.get("title", "")),
        _texts(path, "sources", found.get("sources", [])),
        tuple(_provider(path, place, each) for place, each in enumerate(entries, 1)),
    )


def _provider(path: Path, place: int, entry: Any) -> Provider:
    if not isinstance(entry, dict):
        raise _wrong(path, f"provider {place} is no table")
    name = _text(path, f"name of provider {place}", entry.get("name", "")).strip()
    if not name:
        raise _wrong(path, f"provider {place} has no name")
    lei = _text(path, f"lei of {name}", entry.get("lei", "")).strip().upper()
    if lei and not check_lei(lei):
        raise _wrong(path, f"the lei of {name} has wrong check digits: {lei[:40]!r}")
    return Provider(name, _texts(path, f"also of {name}", entry.get("also", [])), lei or None)


def _day(path: Path, value: Any) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise _wrong(path, f"its date is not a day: {str(value)[:40]!r}") from None


def _text(path: Path, what: str, value: Any) -> str:
    if not isinstance(value, str):
        raise _wrong(path, f"{what} is not a text: {str(value)[:40]!r}")
    return value


def _texts(path: Path, what: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _wrong(path, f"{what} is not a list of texts")
    return tuple(value)


def _wrong(path: Path, what: str) -> InputError:
    return InputError(
        what, where=str(path), fix='write date = "YYYY-MM-DD" and [[provider]] with name and lei'
    )


def flags_of(organizations: pa.Table, listed: DesignatedList) -> dict[str, Flag]:
    """Return the flags of organizations by their id.

    Parameters
    ----------
    organizations
        Columns id, name, lei and aliases.

    Notes
    -----
    O(n), a few hundredths of a second for 100,000: only names that share a first word with the
    list are looked at one by one.

    Examples
    --------
    >>> listed = DesignatedList("2025-11-18", "", (), (Provider("Alfa Data SE"),))
    >>> columns = {"id": ["a", "b"], "name": ["ALFA DATA", "Beta SE"], "lei": [None, None]}
    >>> table = pa.table({**columns, "aliases": pa.array([[], []], pa.list_(pa.string()))})
    >>> flags_of(table, listed)["a"].how
    'by name'
    """
    by_lei = {each.lei: each for each in listed.providers if each.lei}
    by_name = _by_name(listed)
    ids = one_chunk(organizations.column("id"))
    leis = pc.utf8_upper(one_chunk(organizations.column("lei")).cast(pa.string()))
    known = pc.is_in(leis, value_set=pa.array(sorted(by_lei), pa.string()))
    found = {
        key: Flag(by_lei[lei].name, BY_LEI, listed.date)
        for key, lei in zip(
            ids.filter(known).to_pylist(), leis.filter(known).to_pylist(), strict=True
        )
    }
    for key, lei, name in _likely(organizations, ids, leis, by_name):
        parts = parts_of(name)
        for provider, form in by_name.get(_squashed(parts), ()):
            if key in found or (provider.lei and lei):
                continue  # two different LEIs are two companies, whatever they are called
            is_other = bool(form and parts.form and form != parts.form)
            found[key] = Flag(provider.name, OTHER_FORM if is_other else BY_NAME, listed.date)
    return found


def _by_name(listed: DesignatedList) -> dict[str, list[tuple[Provider, str | None]]]:
    found: dict[str, list[tuple[Provider, str | None]]] = {}
    for provider in listed.providers:
        form = parts_of(provider.name).form
        for name in (provider.name, *provider.also):
            if key := _squashed(parts_of(name)):
                found.setdefault(key, []).append((provider, form))
    return found


def _likely(
    organizations: pa.Table,
    ids: pa.Array,
    leis: pa.Array,
    by_name: dict[str, list[tuple[Provider, str | None]]],
) -> Iterator[tuple[str, str | None, str]]:
    """Yield id, LEI and a name or alias of organizations that may be on the list."""
    starts = sorted({key[:3] for key in by_name})
    if not starts:
        return
    pattern = r"^\W*(" + "|".join(r"\W*".join(map(re.escape, start)) for start in starts) + ")"
    aliases = one_chunk(organizations.column("aliases"))
    columns = (
        (pa.array(range(len(ids))), one_chunk(organizations.column("name"))),
        (pc.list_parent_indices(aliases), pc.list_flatten(aliases)),
    )
    for rows, names in columns:
        lower = pc.utf8_lower(names.cast(pa.string()))
        likely = pc.fill_null(pc.match_substring_regex(lower, pattern=pattern), False)
        for row, name in zip(
            rows.filter(likely).to_pylist(), names.filter(likely).to_pylist(), strict=True
        ):
            yield ids[row].as_py(), leis[row].as_py(), name


def _squashed(parts: NameParts) -> str:
    return "".join(char for char in parts.core if char.isalnum())
