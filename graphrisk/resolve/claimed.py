"""Rows that state an organization by an id or LEI: theirs, or that of a body known by name.

An id that comes after the name does not make a second organization: the one that is known under a
made-up id keeps it, and a merge says that the given id stands for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from graphrisk.model.identifiers import check_lei, fold, organization_id
from graphrisk.resolve.clusters import Known, Variant
from graphrisk.resolve.directory import GENERATED, Directory, Entry, parts_of


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a row states of an organization, as far as names go."""

    id: str | None
    name: str
    country: str | None = None
    lei: str | None = None
    aliases: tuple[str, ...] = ()
    named: bool = True

    def variant(self) -> Variant:
        """Return what the name and country state."""
        return Variant(parts_of(self.name).form, self.country)

    def sound_lei(self) -> str | None:
        """Return the LEI when its check digits hold."""
        return self.lei.strip().upper() if self.lei and check_lei(self.lei) else None


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on one row that states an organization."""

    index: int
    column: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class MergeMade:
    """A decision to record: this name or id stands for that organization."""

    alias: str
    organization: str
    reason: str


class StatedRows:
    """Gives rows with an id or a sound LEI, and unnamed ones, their organization.

    Parameters
    ----------
    work
        What is known so far; the rows' organizations are added to it.
    """

    def __init__(self, work: Directory, claimed: Sequence[Claimed]) -> None:
        self.work = work
        self.claimed = claimed
        self.ids: dict[int, str] = {}
        self.notes: list[Note] = []
        self._stated: set[str] = set()
        self._rivals: dict[str, dict[Variant, set[str]]] = {}
        self._writings: dict[str, list[str]] = {}
        for alias in work.merges:
            self._writings.setdefault(work.follow(alias), []).append(alias)
        for row in claimed:
            if key := row.id or row.sound_lei():
                rivals = self._rivals.setdefault(parts_of(row.name).core, {})
                rivals.setdefault(row.variant(), set()).add(key)

    def settle(self) -> Iterator[MergeMade]:
        """Settle all of them: rows with an id first. Yields the merges to record."""
        for index, row in enumerate(self.claimed):
            if row.id:
                yield from self._settle_id(index, row, row.id)
        for index, row in enumerate(self.claimed):
            if not row.id and (lei := row.sound_lei()):
                self._put(index, row, self._key_for_lei(row, lei))
        for index, row in enumerate(self.claimed):
            if not row.named and index not in self.ids:
                # "our IT supplier": one body within these rows, and never one known from elsewhere.
                self._put(index, row, organization_id(row.name, "unnamed"))

    def _key_for_lei(self, row: Claimed, lei: str) -> str:
        same = self.work.with_lei(lei)
        if len(same) == 1:
            return same[0]
        nameless = [entry for entry in self._namesakes(row) if entry.lei is None]
        return nameless[0].id if len(nameless) == 1 and not same else lei

    def _settle_id(self, index: int, row: Claimed, given: str) -> Iterator[MergeMade]:
        work = self.work
        key = work.follow(given)
        known = key in work.entries
        twins = [
            entry
            for entry in self._namesakes(row)
            if entry.generated and entry.id != key and self._is_free(entry, key, given)
        ]
        if not known and (same := self._adoptable(row, given, twins)) is not None:
            key, known = same.id, True
            work.merges[given] = key
            yield MergeMade(given, key, "id given to an organization that was known by its name")
        elif len(twins) == 1:
            twin = twins[0].id
            work.merges[twin] = key
            yield MergeMade(twin, key, "both go by this name, and a row gives the name its id")
        if not known:
            self._warn_of_namesakes(index, row, key)
        self._put(index, row, key)

    def _adoptable(self, row: Claimed, given: str, twins: Sequence[Entry]) -> Entry | None:
        work = self.work
        lei = row.sound_lei()
        by_lei = [work.entries[key] for key in (work.with_lei(lei) if lei else [])]
        same_core = work.with_core(parts_of(given).core)
        by_code = [entry for entry, _ in same_core if fold(entry.name) == fold(given)]
        for entry in by_lei + by_code:
            if entry.generated or entry.id == entry.lei:
                return entry
        return twins[0] if len(twins) == 1 else None

    def _namesakes(self, row: Claimed) -> list[Entry]:
        """Return known organizations of this name that no other row could also mean."""
        core, lei, variant = parts_of(row.name).core, row.sound_lei(), row.variant()
        rivals = self._rivals.get(core, {})
        if len(rivals.get(variant, ())) > 1:
            return []  # whatever fits this row fits those rows too
        found = []
        for entry, forms in self.work.with_core(core):
            item = Known(entry, frozenset(forms))
            if not item.fits(variant) or _differ(entry.lei, lei):
                continue
            meant: set[str] = set().union(*(ids for v, ids in rivals.items() if item.fits(v)))
            if len(meant) == 1:
                found.append(entry)
        return found

    def _is_free(self, entry: Entry, key: str, given: str) -> bool:
        """Return False for what another given id stands for already, or may stand for as well."""
        core = parts_of(entry.name).core
        writings = self._writings.get(entry.id, ())
        ids = (a for a in writings if a not in (key, given) and not a.startswith(GENERATED))
        if any(parts_of(alias).core != core for alias in ids):
            return False
        variant = Variant(parts_of(entry.name).form, entry.country)
        return not any(
            other.id not in (entry.id, key) and Known(other, frozenset(forms)).fits(variant)
            for other, forms in self.work.with_core(core)
        )

    def _warn_of_namesakes(self, index: int, row: Claimed, key: str) -> None:
        variant = row.variant()
        others = (
            entry
            for entry, forms in self.work.going_by(parts_of(row.name).core)
            if entry.id != key and Known(entry, frozenset(forms)).fits(variant)
        )
        if first := list(islice(others, 3)):
            names = ", ".join(f"{entry.name} ({entry.id})" for entry in first)
            message = f"another id has this name: {names}; ids that are given stay apart"
            fix = "if they are one organization, give both the same id"
            self.notes.append(Note(index, "name", message, fix))

    def _put(self, index: int, row: Claimed, key: str) -> None:
        """Add what a row states; of several rows about one organization the first names it."""
        old = self.work.entries.get(key)
        name = old.name if old and key in self._stated else row.name
        country = row.country or (old.country if old else None)
        lei = row.sound_lei() or (old.lei if old else None)
        aliases = row.aliases + (old.aliases if old else ())
        self.work.add(Entry(key, name, country, lei, tuple(dict.fromkeys(aliases))))
        self.work.add_writing(key, row.name)
        self._stated.add(key)
        self.ids[index] = key


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one.upper() != other.upper()
