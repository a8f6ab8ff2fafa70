"""What is known of organizations, indexed for look-up by id, LEI, name and folded name."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from graphrisk.model.identifiers import NameParts, check_lei, fold, parse_name
from graphrisk.model.tables import RecordTables
from graphrisk.model.vocabulary import vocabulary
from graphrisk.resolve.company_numbers import company_numbers

if TYPE_CHECKING:
    import pyarrow as pa

    from graphrisk.store.base import GraphStore

_LONGEST_SHORT_FORM = 4
GENERATED = "org-"
"""How ids made from names begin; such an id gives way to one that a person gave."""
LookUp = Callable[[str, Sequence[str]], "pa.Table"]
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One organization as far as names go."""

    id: str
    name: str
    country: str | None = None
    lei: str | None = None
    aliases: tuple[str, ...] = ()
    named: bool = True

    @property
    def generated(self) -> bool:
        """True when the id was made from the name, or is a bare code taken for an id."""
        return self.id.startswith(GENERATED) or self.id == self.name


@dataclass(slots=True)
class Directory:
    """Organizations and merges; names fold as `parts_of` says.

    Parameters
    ----------
    entries
        Organizations by id.
    merges
        What was decided: name or id as written -> id that it stands for.
    known_ids
        Ids of other node kinds that exist, by kind.
    parents
        Organization id -> (id of its parent, id of the PART_OF edge).
    look_up
        Reads current records by kind and ids, where there is a store behind.

    Examples
    --------
    >>> known = Directory()
    >>> known.add(Entry("V001", "Alfa AB"))
    >>> [(entry.id, forms) for entry, forms in known.with_core("alfa")]
    [('V001', {'ab-se'})]
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    merges: dict[str, str] = field(default_factory=dict)
    known_ids: dict[str, frozenset[str]] = field(default_factory=dict)
    parents: dict[str, tuple[str, str]] = field(default_factory=dict)
    look_up: LookUp | None = None
    _names: dict[str, list[str]] = field(default_factory=dict)
    _aliases: dict[str, list[str]] = field(default_factory=dict)
    _leis: dict[str, list[str]] = field(default_factory=dict)
    _numbers: dict[str, list[str]] = field(default_factory=dict)
    _cores: dict[str, dict[str, set[str]]] = field(default_factory=dict)

    @classmethod
    def from_tables(cls, tables: RecordTables) -> Directory:
        """Build from current records: organizations and merges, ids of the other nodes, parents."""
        made = cls()
        for row in _rows(tables.get("Merge"), "alias", "organization"):
            made.merges[row["alias"]] = row["organization"]
        wanted = ("id", "name", "country", "lei", "aliases", "named")
        for row in _rows(tables.get("Organization"), *wanted):
            aliases = tuple(row["aliases"] or ())
            named = row["named"] is not False
            country = known_country(row["country"])
            made.add(Entry(row["id"], row["name"], country, row["lei"], aliases, named))
        for alias, target in made.merges.items():
            made.add_writing(made.follow(target), alias)
        for kind in ("DataClass", "Incident", "Document", "Statement"):
            made.known_ids[kind] = frozenset(row["id"] for row in _rows(tables.get(kind), "id"))
        for row in _rows(tables.get("PART_OF"), "id", "from_id", "to_id"):
            made.parents[row["from_id"]] = (row["to_id"], row["id"])
        return made

    def copy(self) -> Directory:
        """Return a directory that can be added to without changing this one."""
        return Directory(
            dict(self.entries),
            dict(self.merges),
            dict(self.known_ids),
            dict(self.parents),
            self.look_up,
            {name: list(keys) for name, keys in self._names.items()},
            {name: list(keys) for name, keys in self._aliases.items()},
            {name: list(keys) for name, keys in self._leis.items()},
            {number: list(keys) for number, keys in self._numbers.items()},
            {core: {k: set(f) for k, f in keys.items()} for core, keys in self._cores.items()},
        )

    def add(self, entry: Entry) -> None:
        """Add an organization; one with the same id is added to, not replaced."""
        first = entry.id not in self.entries
        self.entries[entry.id] = entry
        if entry.lei and entry.id not in self._leis.setdefault(entry.lei.upper(), []):
            self._leis[entry.lei.upper()].append(entry.id)
        for writing in (entry.id, *entry.aliases):
            for number in company_numbers(writing, entry.country):
                self._numbers.setdefault(number, []).append(entry.id)
        if not entry.generated:
            self._aliases.setdefault(fold(entry.id), []).append(entry.id)
        if not entry.named:
            return
        if first or entry.id not in self._names.get(entry.name, ()):
            self._names.setdefault(entry.name, []).append(entry.id)
        self.add_writing(entry.id, entry.name)
        for alias in entry.aliases:
            self._aliases.setdefault(fold(alias), []).append(entry.id)
            self.add_writing(entry.id, alias)

    def follow(self, name_or_id: str) -> str:
        """Return what a name or id stands for after all recorded merges; itself without one."""
        seen = {name_or_id}
        while (target := self.merges.get(name_or_id)) is not None and target not in seen:
            seen.add(target)
            name_or_id = target
        return name_or_id

    def exact(self, text: str) -> str | None:
        """Return the id for a recorded merge, an id, a known LEI or company number; else None."""
        target = self.follow(text)
        if target != text or target in self.entries:
            return target
        found = self.with_lei(text) if check_lei(text) else self.with_number(text)
        return found[0] if len(found) == 1 else None

    def with_name(self, name: str) -> list[str]:
        """Return the ids of organizations written exactly so, merges followed."""
        return self._standing(self._names.get(name, ()))

    def with_alias(self, name: str) -> list[str]:
        """Return the ids of organizations that state this alias, merges followed."""
        return self._standing(self._aliases.get(fold(name), ()))

    def with_lei(self, lei: str) -> list[str]:
        """Return the ids of organizations with this LEI, merges followed."""
        return self._standing(self._leis.get(lei.strip().upper(), ()))

    def with_number(self, text: str) -> list[str]:
        """Return the ids of organizations with this company number as id or alias, however written.

        Only numbers whose check digit holds are compared so; of a register that the text does not
        tell, each that fits.
        """
        keys = [key for number in company_numbers(text) for key in self._numbers.get(number, ())]
        return self._standing(keys)

    def with_core(self, core: str) -> list[tuple[Entry, set[str]]]:
        """Return the organizations that go by a folded core name, with the legal forms seen."""
        found: dict[str, set[str]] = {}
        for key, forms in self._cores.get(core, {}).items():
            found.setdefault(self.follow(key), set()).update(forms)
        return [(self.entries[key], forms) for key, forms in found.items() if key in self.entries]

    def going_by(self, core: str) -> Iterator[tuple[Entry, set[str]]]:
        """Yield what `with_core` returns one by one, for those who need only the first."""
        seen: set[str] = set()
        for key, forms in self._cores.get(core, {}).items():
            target = self.follow(key)
            if target not in seen and target in self.entries:
                seen.add(target)
                yield self.entries[target], forms

    def cores(self) -> Iterator[str]:
        """Yield the folded names under which organizations are found."""
        return iter(self._cores)

    def standing(self) -> Iterator[Entry]:
        """Yield the organizations that no merge has given to another one."""
        return (entry for key, entry in self.entries.items() if self.follow(key) == key)

    def knows(self, kind: str, key: str) -> bool:
        """Return True when a record of a node kind other than organizations exists."""
        return key in self.known_ids.get(kind, frozenset())

    def add_writing(self, key: str, name: str) -> None:
        """Add a writing under whose core an organization is found."""
        parts = parts_of(name)
        forms = self._cores.setdefault(parts.core, {}).setdefault(key, set())
        if parts.form:
            forms.add(parts.form)

    def _standing(self, keys: Sequence[str]) -> list[str]:
        if not keys:
            return []
        found = dict.fromkeys(self.follow(key) for key in keys)
        return [key for key in found if key in self.entries]


def read_directory(store: GraphStore) -> Directory:
    """Read what names can be looked up in from a store.

    Notes
    -----
    O(n) for n organizations: about 15 microseconds each.
    """
    names: Mapping[str, tuple[str, ...]] = {
        "Organization": ("id", "name", "country", "lei", "aliases", "named"),
        "Merge": ("alias", "organization"),
        "PART_OF": ("id", "from_id", "to_id"),
    } | dict.fromkeys(("DataClass", "Incident", "Document", "Statement"), ("id",))
    made = Directory.from_tables({k: store.read(k, columns=list(c)) for k, c in names.items()})
    made.look_up = lambda kind, ids: store.read(kind, ids=ids)
    return made


def known_country(country: str | None) -> str | None:
    """Return a country's code; None for other words, which part nothing."""
    return country if country in vocabulary("country") else None


@lru_cache(maxsize=1 << 18)
def parts_of(name: str) -> NameParts:
    """Split a legal form off a name as `parse_name` does, in any capitals.

    A form that stands for two in other capitals (AB in Sweden, Ab in Finland) is split off, and
    nothing is said of which it is.

    Examples
    --------
    >>> parts_of("ALFA GMBH").form, parts_of("kaiku ab"), parts_of("Kaiku Ab").form
    ('gmbh', NameParts(core='kaiku', form=None, jurisdiction=None), 'oy')
    """
    parts = parse_name(name)
    if parts.form is not None:
        return parts
    head, _, tail = name.rpartition(" ")
    if not head or len(tail) > _LONGEST_SHORT_FORM:
        return parts
    tried = {parse_name(f"{head} {writing}") for writing in (tail.upper(), tail.capitalize())}
    found = {other for other in tried if other.form is not None}
    if len(found) == 1:
        return found.pop()
    return NameParts(found.pop().core, None, None) if found else parts


def clean_name(text: str) -> str:
    """Return a name without invisible signs, with single spaces; otherwise as written.

    Examples
    --------
    >>> clean_name("  Alfa \\n  AB\\u200b ")
    'Alfa AB'
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(unicodedata.normalize("NFC", text).translate(_INVISIBLE).split())


def is_bare_code(text: str) -> bool:
    """Return True for what reads as a register's own id: ASCII, a digit, no spaces, <= 64 signs.

    Examples
    --------
    >>> [is_bare_code(text) for text in ("V001", "site-00017", "Alfa", "Alfa 1", "2024")]
    [True, True, False, False, True]
    """
    if len(text) > 64 or not text.isascii():
        return False
    plain = text.translate(_CODE_MARKS)
    return plain.isalnum() and any(char.isdigit() for char in plain)


_CODE_MARKS = dict.fromkeys(map(ord, "-_.:/#"))


def _rows(table: pa.Table | None, *names: str) -> Iterator[dict[str, Any]]:
    if table is None:
        return
    have = [name for name in names if name in table.column_names]
    for row in table.select(have).to_pylist():
        yield {name: row.get(name) for name in names}
