"""The organizations of all files at once: stated in rows, mentioned in cells, each with one id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.ingest.again import HeldRows
from graphrisk.ingest.columns import Checked, each_complaint, party_columns
from graphrisk.ingest.unnamed import (
    OTHER_CELL,
    SUPPOSED,
    unnamed_id,
    unnamed_records,
    unnamed_words,
)
from graphrisk.ingest.values import Complaint
from graphrisk.model.identifiers import content_hash
from graphrisk.model.tables import arrow_schema, conform
from graphrisk.resolve.claimed import Claimed
from graphrisk.resolve.directory import Directory, is_bare_code, known_country
from graphrisk.resolve.identify import Candidate, Identified, identify, unclear_words

REGISTER = "register"
_UNSTATED_CODE = Complaint(
    "looks like an id, but no organization has it; kept as one of this name",
    "check it for a slip, or load the organization with this id",
    "warning",
)


@dataclass(slots=True)
class Parties:
    """What became of every name in the files."""

    identified: Identified
    places: dict[str, str]
    _claimed_ids: dict[int, pa.Array]
    _used: set[str] = field(default_factory=set)
    _unnamed: dict[str, tuple[str, str]] = field(default_factory=dict)

    def ids(self, names: pa.Array) -> pa.Array:
        """Return the id of each name of a column, null for null and for words that name nobody."""
        encoded = names.dictionary_encode()
        mentions = self.identified.mentions
        found = [mentions.get(name) for name in encoded.dictionary.to_pylist()]
        return pa.array(found, pa.string()).take(encoded.indices)

    def choices(self, directory: Directory) -> dict[str, list[str]]:
        """Return what each name that fits several may have been given to: its own id first.

        Only bodies of this very name or alias: of any other writing a merge was recorded.
        """
        found = self.identified
        choices = {}
        for text, candidates in found.unclear.items():
            plain = {*directory.with_name(text), *directory.with_alias(text)}
            own = found.mentions[text]
            choices[text] = [own, *(item.id for item in candidates if item.id in plain)]
        return choices

    def use(self, ids: pa.Array | pa.ChunkedArray) -> None:
        """Note organizations that records refer to: of the unclear ones only they are made."""
        if self.identified.unclear:
            self._used.update(pc.unique(ids).to_pylist())

    def fill_in_unnamed(
        self, table: Checked, columns: dict[str, pa.Array], directory: Directory
    ) -> None:
        """Fill in the suppliers that are not named: one for each customer and words."""
        empty = np.flatnonzero(np.asarray(pc.is_null(columns["from_id"])))
        if not len(empty):
            return
        vendors, customers = columns["from_id"].to_pylist(), columns["to_id"].to_pylist()
        for place in empty.tolist():
            text = table.columns["vendor"][place].as_py()
            key = unnamed_id(unnamed_words(text) or "", customers[place])
            vendors[place] = key
            if key not in directory.entries:
                name = f"{text} of {table.columns['customer'][place].as_py()}"
                source = f"{table.file}:row {table.rows[place].as_py()}"
                self._unnamed.setdefault(key, (name, source))
        columns["from_id"] = pa.array(vendors, pa.string())

    def unnamed(self) -> pa.Table:
        """Return the suppliers that are not named."""
        return unnamed_records(self._unnamed)

    def claimed_ids(self, table: Checked) -> pa.Array:
        """Return the id of each row of a table that states organizations."""
        return self._claimed_ids[id(table)]

    def fresh(self) -> pa.Table:
        """Return the organizations that are mentioned only and were not known: name, no more."""
        found = self.identified
        own = {found.mentions[text] for text in found.unclear} - self._used
        fresh = {key: name for key, name in found.fresh.items() if key not in own}
        count = len(fresh)
        sources = [self.places.get(name) for name in fresh.values()]
        table = pa.table(
            {
                "id": pa.array(fresh.keys(), pa.string()),
                "name": pa.array(fresh.values(), pa.string()),
                "source_kind": pa.repeat(REGISTER, count),
                "source": pa.array(sources, pa.string()),
            }
        )
        return conform("Organization", table)

    def merges(self) -> pa.Table:
        """Return the merges to record; the id of one is made from what was written."""
        rows = [
            {
                "id": merge_id(merge.alias),
                "alias": merge.alias,
                "organization": merge.organization,
                "reason": merge.reason,
                "source_kind": REGISTER,
                "source": self.places.get(merge.alias),
            }
            for merge in self.identified.merges
        ]
        return pa.Table.from_pylist(rows, arrow_schema("Merge"))


def merge_id(alias: str) -> str:
    """Return the id of the merge of a name or id: a new decision about it supersedes the old."""
    return "merge-" + content_hash("Merge", alias)


def find_parties(tables: Sequence[Checked], directory: Directory) -> Parties:
    """Identify all organizations of all tables, and report what could not be told apart."""
    claimed: list[Claimed] = []
    owners: list[tuple[Checked, int]] = []
    places: dict[str, str] = {}
    for table in tables:
        if table.kind.name == "Organization":
            for position, row in enumerate(_claimed_rows(table)):
                claimed.append(row)
                owners.append((table, position))
    counts = _mentions(tables, places)
    known = _with_stated_merges(tables, directory, claimed)
    identified = identify(known, claimed, counts, HeldRows(owners, directory.look_up))
    for (table, position), row in zip(owners, claimed, strict=True):
        source = f"{table.file}:row {table.rows[position].as_py()}"
        for key in (row.id, row.name):
            if key:
                places.setdefault(key, source)
    _report(tables, owners, claimed, directory, identified)
    by_table: dict[int, list[str]] = {}
    for (table, _), key in zip(owners, identified.claimed, strict=True):
        by_table.setdefault(id(table), []).append(key)
    ids = {key: pa.array(found, pa.string()) for key, found in by_table.items()}
    empty = pa.array([], pa.string())
    for table in tables:
        ids.setdefault(id(table), empty)
    return Parties(identified, places, ids)


def _claimed_rows(table: Checked) -> list[Claimed]:
    nothing = pa.nulls(len(table.rows))
    names = ("id", "name", "country", "lei", "aliases", "named")
    columns = zip(*(table.columns.get(n, nothing).to_pylist() for n in names), strict=True)
    return [
        Claimed(
            key, name or "", known_country(country), lei, tuple(others or ()), named is not False
        )
        for key, name, country, lei, others, named in columns
    ]


def _mentions(tables: Sequence[Checked], places: dict[str, str]) -> Counter[str]:
    """Count the names in all cells; note where each stands first."""
    counts: Counter[str] = Counter()
    for table in tables:
        for column in party_columns(table.kind):
            if column not in table.columns:
                continue
            encoded = table.columns[column].dictionary_encode()
            codes = np.asarray(encoded.indices.drop_null(), dtype=np.int64)
            positions = np.flatnonzero(np.asarray(pc.is_valid(encoded)))
            found, first, times = np.unique(codes, return_index=True, return_counts=True)
            names = encoded.dictionary.take(pa.array(found)).to_pylist()
            numbers = table.rows.take(pa.array(positions[first])).to_pylist()
            for name, number, count in zip(names, numbers, times.tolist(), strict=True):
                if _names_nobody(table, column, name):
                    continue
                counts[name] += count
                places.setdefault(name, f"{table.file}:row {number}")
    return counts


def _with_stated_merges(
    tables: Sequence[Checked], directory: Directory, claimed: Sequence[Claimed]
) -> Directory:
    """Return the directory with the merges that the files themselves state."""
    stated = [table for table in tables if table.kind.name == "Merge"]
    if not stated:
        return directory
    directory = directory.copy()
    given = {row.id for row in claimed}
    for table in stated:
        pairs = zip(
            table.columns["alias"].to_pylist(),
            table.columns["organization"].to_pylist(),
            strict=True,
        )
        for alias, organization in pairs:
            target = directory.exact(organization)
            same = directory.with_name(organization)
            if target is None and len(same) == 1:
                target = same[0]
            if target is None and organization in given:
                target = organization
            if target is not None:
                directory.merges.setdefault(alias, target)
    return directory


def _report(
    tables: Sequence[Checked],
    owners: Sequence[tuple[Checked, int]],
    claimed: Sequence[Claimed],
    directory: Directory,
    identified: Identified,
) -> None:
    for note in identified.notes:
        table, position = owners[note.index]
        shown = claimed[note.index].name
        number = table.rows[position].as_py()
        table.log.row(number, note.column, shown, note.message, note.fix, "warning")
    said = {
        text: _unclear_complaint(found, directory.look_up is not None)
        for text, found in identified.unclear.items()
    }
    if any(row.id for row in claimed) or any(not e.generated for e in directory.entries.values()):
        codes = [text for text in identified.fresh.values() if is_bare_code(text)]
        said |= dict.fromkeys(codes, _UNSTATED_CODE)
    _report_mentions(tables, said)


def _names_nobody(table: Checked, column: str, text: str) -> bool:
    """Return True for words in place of a supplier, who is then another one for each customer."""
    is_supplier = table.kind.name == "SERVES" and column == "vendor"
    return is_supplier and unnamed_words(text) is not None


def _complaint(
    table: Checked, column: str, text: str, said: Mapping[str, Complaint]
) -> Complaint | None:
    if unnamed_words(text) is None:
        return said.get(text)
    return SUPPOSED if _names_nobody(table, column, text) else OTHER_CELL


def _report_mentions(tables: Sequence[Checked], said: Mapping[str, Complaint]) -> None:
    """Report every cell that holds one of these names, or words that name nobody."""
    for table in tables:
        for column in party_columns(table.kind):
            if column not in table.columns:
                continue
            encoded = table.columns[column].dictionary_encode()
            texts = encoded.dictionary.to_pylist()
            said_of = {
                code: _complaint(table, column, text, said) for code, text in enumerate(texts)
            }
            found = {code: (item,) for code, item in said_of.items() if item is not None}
            for position, text, complaints in each_complaint(encoded, texts, found):
                number = table.rows[position].as_py()
                for item in complaints:
                    table.log.row(number, column, text, item.message, item.fix, "warning")


def _unclear_complaint(candidates: tuple[Candidate, ...], is_stored: bool) -> Complaint:
    fix = "write its id" if len(candidates) == 1 else "write one of these ids"
    stays = " (a row that was loaded before stays as it is)" if is_stored else ""
    return Complaint(unclear_words(candidates) + stays, fix, "warning")
