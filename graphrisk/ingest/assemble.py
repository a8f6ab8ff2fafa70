"""Checked tables -> records: ends become ids, ids are made, what is referred to comes to exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.ingest.again import Choices, ends_as_before, parent_as_before
from graphrisk.ingest.columns import Checked
from graphrisk.ingest.edge_ids import edge_ids
from graphrisk.ingest.families import Families
from graphrisk.ingest.parties import REGISTER, Parties, find_parties, merge_id
from graphrisk.ingest.repeats import collapse_repeats, report_contradictions
from graphrisk.ingest.stubs import Stubs
from graphrisk.model.identifiers import content_hash, edge_id
from graphrisk.model.schema import KINDS
from graphrisk.model.tables import arrow_schema, conform
from graphrisk.resolve.directory import Directory

Batch = tuple[str, pa.Table, frozenset[str] | None]
"""Rows of one kind, and the columns that their file has (None: all)."""

_GROUP = ["to_id", "group"]
_PARTY_PROPERTIES = {"EXPOSES": "holder", "Statement": "about", "Merge": "organization"}


@dataclass(slots=True)
class Assembled:
    """Records of all files, ready to be written."""

    batches: list[Batch] = field(default_factory=list)
    withdraw: dict[str, list[str]] = field(default_factory=dict)
    parties: Parties | None = None


def assemble(
    tables: Sequence[Checked], directory: Directory, choices: Choices | None = None
) -> Assembled:
    """Turn checked tables into records, with everything that their edges end at.

    Parameters
    ----------
    tables
        All tables of one load; their order matters only where two state one thing differently.
    directory
        What the store knows.
    choices
        Ids under which links of an organization may be stored already: its own first.
    """
    return _Assembly(tables, directory, choices or {}).run()


class _Assembly:
    def __init__(self, tables: Sequence[Checked], directory: Directory, choices: Choices) -> None:
        self.tables = tables
        self.directory = directory
        self.parties = find_parties(tables, directory)
        self.stubs = Stubs(directory)
        self.families = Families(directory.parents)
        self.batches: list[Batch] = []
        self.by_kind: dict[str, list[pa.Table]] = {}
        self.choices = {**choices, **self.parties.choices(directory)}
        self.ends: dict[int, tuple[pa.Array, pa.Array]] = {}

    def run(self) -> Assembled:
        extra: list[Batch] = []
        for table in sorted(self.tables, key=lambda table: table.kind.is_edge):
            if table.kind.name == "PART_OF":
                self._part_of(table)
                continue
            if table.kind.name == "ABOUT":
                self._refuse_unknown_statements(table)
            records = self._records(table)
            for former in self.by_kind.get(table.kind.name, []):
                report_contradictions(table.kind.name, former, records, table)
            self.by_kind.setdefault(table.kind.name, []).append(records)
            self.batches.append((table.kind.name, records, table.stated))
        for table in self.tables:
            extra += self._links(table)
        self._count_suppliers()
        extra += self.stubs.finish(self.tables)
        families = self.families.finish()
        self.parties.use(families.column("from_id"))
        self.parties.use(families.column("to_id"))
        made = [
            ("Organization", self.parties.fresh(), None),
            ("Organization", self.parties.unnamed(), None),
            ("Merge", self.parties.merges(), None),
            ("PART_OF", families, None),
        ]
        batches = [batch for batch in [*self.batches, *extra, *made] if batch[1].num_rows]
        withdraw = {"PART_OF": self.families.withdraw} if self.families.withdraw else {}
        return Assembled(batches, withdraw, self.parties)

    def _records(self, table: Checked) -> pa.Table:
        """Return the rows of a table as records: one row per id."""
        kind = table.kind
        columns = self._with_parties(table)
        if kind.is_edge:
            columns["from_id"] = self._ends(table, kind.from_kind, kind.from_column)
            columns["to_id"] = self._ends(table, kind.to_kind, kind.to_column)
            ends_as_before(table, columns, self.choices, self.directory.look_up)
            if kind.name == "SERVES":
                self.parties.fill_in_unnamed(table, columns, self.directory)
                self.ends[id(table)] = (columns["from_id"], columns["to_id"])
            self.parties.use(columns["from_id"])
            self.parties.use(columns["to_id"])
        columns["source_kind"] = _filled(columns.get("source_kind"), len(table.rows), REGISTER)
        columns["source"] = _coalesced(columns.get("source"), table.sources())
        columns["id"] = self._record_ids(table, columns)
        names = set(arrow_schema(kind.name).names)
        kept = {name: column for name, column in columns.items() if name in names}
        records = conform(kind.name, pa.table(kept))
        if kind.name == "SERVES":
            _report_loops(table, records)
        if not kind.is_edge:
            self.stubs.exists(kind.name, records.column("id"))
        return collapse_repeats(kind.name, records, table)

    def _ends(self, table: Checked, kind: str | None, column: str | None) -> pa.Array:
        cells = table.columns[column or ""]
        if kind == "Organization":
            return self.parties.ids(cells)
        self.stubs.refer(kind or "", cells, table, column or "")
        return cells

    def _record_ids(self, table: Checked, columns: dict[str, pa.Array]) -> pa.Array:
        kind = table.kind
        given = columns.get("id")
        if kind.name == "Organization":
            return self.parties.claimed_ids(table)
        if kind.name == "Merge":
            made = [merge_id(alias) for alias in columns["alias"].to_pylist()]
            return pa.array(made, pa.string())
        if kind.name == "DataClass":
            return _coalesced(given, columns["name"])
        if given is not None and given.null_count == 0:
            return given
        made_ids = edge_ids(kind.name, columns) if kind.is_edge else _node_ids(kind.name, columns)
        return _coalesced(given, made_ids)

    def _links(self, table: Checked) -> list[Batch]:
        """Return the edges that columns of node tables state."""
        kind = table.kind.name
        if kind == "Organization" and "parent_id" in table.columns:
            shown = table.columns["parent_id"].to_pylist()
            children = self.parties.claimed_ids(table).to_pylist()
            parents = self.parties.ids(table.columns["parent_id"]).to_pylist()
            for position, (child, parent) in enumerate(zip(children, parents, strict=True)):
                if parent is not None:
                    may_be = self.choices.get(shown[position], [parent])
                    _, parent = parent_as_before(self.directory, [child], may_be)
                    self.families.add(child, parent, shown[position], table, position)
        if kind in ("Document", "Statement") and "incident" in table.columns:
            return self._incident_links(table)
        return []

    def _incident_links(self, table: Checked) -> list[Batch]:
        incidents = table.columns["incident"]
        self.stubs.refer("Incident", incidents, table, "incident")
        nodes = self._record_ids(table, self._with_parties(table))
        name = "REPORTED_IN" if table.kind.name == "Document" else "ABOUT"
        ends = (incidents, nodes) if name == "REPORTED_IN" else (nodes, incidents)
        columns = {"from_id": ends[0], "to_id": ends[1], "source": table.sources()}
        links = pa.table(columns).filter(pc.is_valid(incidents))
        if not links.num_rows:
            return []
        links = links.append_column("source_kind", pa.repeat(REGISTER, links.num_rows))
        pairs = zip(links["from_id"].to_pylist(), links["to_id"].to_pylist(), strict=True)
        links = links.append_column("id", pa.array([edge_id(name, *pair) for pair in pairs]))
        _, first = np.unique(np.asarray(links["id"].to_pylist(), dtype=str), return_index=True)
        return [(name, conform(name, links.take(pa.array(np.sort(first)))), None)]

    def _with_parties(self, table: Checked) -> dict[str, pa.Array]:
        columns = dict(table.columns)
        party = _PARTY_PROPERTIES.get(table.kind.name)
        if party in columns:
            columns[party] = self.parties.ids(columns[party])
            self.parties.use(columns[party])
        return columns

    def _part_of(self, table: Checked) -> None:
        children = self.parties.ids(table.columns["organization"]).to_pylist()
        parents = self.parties.ids(table.columns["parent"]).to_pylist()
        names_of_children = table.columns["organization"].to_pylist()
        shown = table.columns["parent"].to_pylist()
        names = [n for n in table.columns if n in arrow_schema("PART_OF").names and n != "id"]
        values = pa.table({name: table.columns[name] for name in names}) if names else None
        rows = values.to_pylist() if values is not None else [None] * len(children)
        for position, child in enumerate(children):
            may_be = self.choices.get(names_of_children[position], [child])
            parent_may_be = self.choices.get(shown[position], [parents[position]])
            one, other = parent_as_before(self.directory, may_be, parent_may_be)
            self.families.add(one, other, shown[position], table, position, rows[position])

    def _refuse_unknown_statements(self, table: Checked) -> None:
        statements = table.columns["statement"]
        known = np.asarray(self.stubs.are_known("Statement", statements))
        for position in np.flatnonzero(~known).tolist():
            message, fix = "there is no statement with this id", "load the statements too"
            value, row = statements[position].as_py(), table.rows[position].as_py()
            table.log.row(row, "statement", value, message, fix)
        table.keep(known)

    def _count_suppliers(self) -> None:
        """Report groups that require more suppliers than all files together have."""
        parts = [part for table in self.tables if (part := self._grouped(table)) is not None]
        if not parts:
            return
        whole = pa.concat_tables([part for _, part in parts])
        counted = whole.group_by(_GROUP).aggregate([("from_id", "count_distinct")])
        for table, part in parts:
            asked = part.filter(pc.is_valid(part["required"])).join(counted, _GROUP)
            short = asked.filter(pc.greater(asked["required"], asked["from_id_count_distinct"]))
            for row in short.sort_by("row").to_pylist():
                have, group = row["from_id_count_distinct"], row["group"]
                message = f"more than the number of suppliers of group {group!r} here ({have})"
                value = str(row["required"])
                table.log.row(row["row"], "required", value, message, "check both", "warning")

    def _grouped(self, table: Checked) -> tuple[Checked, pa.Table] | None:
        columns = table.columns
        if table.kind.name != "SERVES" or not {"group", "required"} <= columns.keys():
            return None
        vendors, customers = self.ends[id(table)]
        rows = {
            "from_id": vendors,
            "to_id": customers,
            "group": columns["group"],
            "required": columns["required"],
            "row": table.rows,
        }
        return table, pa.table(rows).filter(pc.is_valid(columns["group"]))


def _node_ids(kind: str, columns: dict[str, pa.Array]) -> pa.Array:
    """Return ids from content: for an incident title and day, else everything stated."""
    if kind == "Incident":
        names = ["title", "occurred_on"]
    elif kind == "Document" and "url" in columns:
        names = ["url", "title", "published_on"]
    else:
        apart = {"id", "source", "source_kind", "quote", "seen_on", "confidence"}
        names = [prop.name for prop in KINDS[kind].properties if prop.name not in apart]
    used = [columns[name].to_pylist() for name in names if name in columns]
    made = [
        f"{kind.lower()}-"
        + content_hash(kind, *("" if cell is None else str(cell) for cell in row))
        for row in zip(*used, strict=True)
    ]
    return pa.array(made, pa.string())


def _report_loops(table: Checked, records: pa.Table) -> None:
    loops = pc.equal(records.column("from_id"), records.column("to_id"))
    for position in np.flatnonzero(np.asarray(loops)).tolist():
        value = table.columns["vendor"][position].as_py()
        message = "vendor and customer are one organization; kept, but harm does not travel it"
        table.log.row(table.rows[position].as_py(), "vendor", value, message, "", "warning")


def _filled(column: pa.Array | None, count: int, word: str) -> pa.Array:
    return pa.repeat(word, count) if column is None else pc.fill_null(column, word)


def _coalesced(column: pa.Array | None, other: pa.Array) -> pa.Array:
    return other if column is None else pc.coalesce(column, other)
