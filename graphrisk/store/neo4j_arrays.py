"""Arrays kept in a Neo4j database, beside the records: one reader makes them, all read them.

They lie compressed in nodes of a few megabytes. One property of one node, the contents, says to
which state they belong and what each node must hold; it is written last, so that what a dead
writer leaves counts for nothing, and is removed by a later one.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow as pa

from graphrisk.errors import StoreError
from graphrisk.model.schema import SCHEMA_VERSION
from graphrisk.model.tables import RecordTables
from graphrisk.store import neo4j_rows as rows
from graphrisk.store import neo4j_text as text
from graphrisk.store.arrays import (
    ENDS,
    NOT_OURS,
    ROWS_OF,
    Column,
    columns_of,
    counted,
    tables_from,
)
from graphrisk.store.neo4j_rows import Link, Transaction
from graphrisk.store.neo4j_state import State

CONTENTS = "arrays"
PIECE_BYTES = 2_000_000
MOST_BYTES = 400_000_000
"""Some 15,000,000 links. Larger graphs are not kept: they would fill the server's page cache."""
_FORMAT = 1
_DEAD_MILLISECONDS = 600_000
"""What a writer has written for so long without letting it count, it has left."""
_FETCHED_AT_ONCE = 4
_CONNECTIONS = 2
_FEW_WORDS = 0.1
"""Of all rows; a column of so few different words is kept as a list of words and their places."""
_SAME = ("format", "schema", "digest")
_COMPRESSED = pa.ipc.IpcWriteOptions(compression=pa.Codec("zstd", 1))


class Neo4jArrays:
    """Arrays of the store in a database."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._broken = ""

    def holds(self, digest: str) -> bool:
        """Return True where the arrays of a state are kept."""
        return self._contents(digest) is not None

    def read(self, digest: str) -> RecordTables | None:
        """Return the tables of a state; None when a piece is not there, or not as it was."""
        try:
            for _ in range(2):  # they may just have been written anew by somebody else
                contents = self._contents(digest)
                if contents is None:
                    return None
                self._broken = str(contents["writing"])
                if (pieces := self._pieces(contents)) is not None:
                    return _unpacked(contents, b"".join(pieces))
        except NOT_OURS:
            return None
        return None

    def _contents(self, digest: str) -> dict[str, Any] | None:
        contents = self._link.read(_contents)
        wanted = {"format": _FORMAT, "schema": SCHEMA_VERSION, "digest": digest}
        return contents if wanted.items() <= contents.items() else None

    def _pieces(self, contents: Mapping[str, Any]) -> list[bytes] | None:
        sums = contents["sums"]
        groups = [
            list(range(first, min(first + _FETCHED_AT_ONCE, len(sums))))
            for first in range(0, len(sums), _FETCHED_AT_ONCE)
        ]

        def fetched(places: list[int]) -> list[bytes] | None:
            given = {"writing": contents["writing"], "places": places}
            found = self._link.read(lambda tx: dict(rows.values(tx, text.ARRAY_PIECES, given)))
            pieces = [bytes(found.get(place) or b"") for place in places]
            is_right = all(_sum(p) == sums[n] for p, n in zip(pieces, places, strict=True))
            return pieces if is_right else None

        with ThreadPoolExecutor(_CONNECTIONS) as pool:
            found = list(pool.map(fetched, groups))
        whole = [group for group in found if group is not None]
        return [piece for group in whole for piece in group] if len(whole) == len(found) else None

    def may_keep(self) -> bool:
        """Return whether this user may write: asked by writing the node that is needed anyway."""
        try:
            self._link.write(partial(_sent, text.MAKE_STATE, {"key": CONTENTS}))
        except StoreError:
            return False
        return True

    def prepare(self, digest: str, tables: Mapping[str, pa.Table]) -> _Packed | None:
        """Compress the arrays of a state; None for those that are too large."""
        try:
            return self._prepared(digest, tables)
        except pa.ArrowException:
            return None

    def _prepared(self, digest: str, tables: Mapping[str, pa.Table]) -> _Packed | None:
        names: list[tuple[str, str, int]] = []
        packed, size = [], 0
        for kind, name, values in _without_names_of_ends(columns_of(tables)):
            packed.append(_pack(values))
            names.append((kind, name, packed[-1].size))
            size += packed[-1].size
            if size > MOST_BYTES:
                return None
        contents = {
            "format": _FORMAT,
            "schema": SCHEMA_VERSION,
            "digest": digest,
            "writing": uuid.uuid4().hex,
            "rows": counted(tables),
            "columns": names,
        }
        return _Packed(self._link, contents, packed, self._broken)


@dataclass(frozen=True, slots=True)
class _Packed:
    """Compressed arrays that are not in the database yet."""

    link: Link
    contents: dict[str, Any]
    packed: list[pa.Buffer]
    broken: str
    """The writing that could not be read, if there was one: it may be replaced by the same."""

    def put(self) -> bool:
        """Write the pieces, then the contents; remove what does not count any more."""
        try:
            return self._put()
        except StoreError:
            return False

    def drop(self) -> None:
        """Forget them: nothing was written."""

    def _put(self) -> bool:
        if not self.link.read(self._is_wanted):
            return False
        whole = memoryview(b"".join(self.packed))
        sums, writing = [], self.contents["writing"]
        for place, first in enumerate(range(0, len(whole), PIECE_BYTES)):
            piece = bytes(whole[first : first + PIECE_BYTES])
            given = {"writing": writing, "place": place, "bytes": piece}
            self.link.write(partial(_sent, text.SET_ARRAY_PIECE, given))
            sums.append(_sum(piece))
        contents = json.dumps({**self.contents, "sums": sums})
        before, counts = self.link.write(lambda tx, again: self._let_count(tx, contents))
        given = {"writing": counts, "gone": [before, writing], "milliseconds": _DEAD_MILLISECONDS}
        while self.link.write(partial(_removed, given)):
            continue
        return bool(counts == writing)

    def _is_wanted(self, transaction: Transaction) -> bool:
        """Return True while the store is in this state and nobody has written its arrays."""
        contents = _contents(transaction)
        is_there = all(contents.get(name) == self.contents[name] for name in _SAME)
        is_whole = bool(contents.get("writing") != self.broken)
        state = State.read(rows.state_text(transaction))
        return bool(state.digest == self.contents["digest"]) and not (is_there and is_whole)

    def _let_count(self, transaction: Transaction, contents: str) -> tuple[str, str]:
        """Write the contents, unless we come too late; return whose pieces counted and count."""
        rows.send(transaction, text.MAKE_STATE, key=CONTENTS)
        rows.send(transaction, text.LOCK_META, key=CONTENTS)
        before = _writing(transaction)
        if self._is_wanted(transaction):
            rows.send(transaction, text.SET_META, key=CONTENTS, value=contents)
        return before, _writing(transaction)


def _writing(transaction: Transaction) -> str:
    return str(_contents(transaction).get("writing", ""))


def _contents(transaction: Transaction) -> dict[str, Any]:
    """Return what is said of the arrays; nothing where somebody else has changed it."""
    found = rows.values(transaction, text.META_VALUE, {"key": CONTENTS})
    try:
        contents = json.loads(found[0][0] or "{}") if found else {}
    except (TypeError, ValueError):
        return {}
    return contents if isinstance(contents, dict) else {}


def _sent(query: str, given: dict[str, Any], transaction: Transaction, again: bool) -> None:
    rows.send(transaction, query, **given)


def _removed(given: dict[str, Any], transaction: Transaction, again: bool) -> int:
    return int(rows.values(transaction, text.DROP_ARRAY_PIECES, given)[0][0])


def _sum(piece: bytes) -> str:
    return hashlib.sha256(piece).hexdigest()[:32]


def _without_names_of_ends(columns: Iterable[Column]) -> Iterator[Column]:
    """Leave the names of the ends of links out where their rows are kept."""
    has_rows = False
    for kind, name, values in columns:
        has_rows |= kind == ENDS
        if not (has_rows and kind == "SERVES" and name in ROWS_OF.values()):
            yield kind, name, values


def _pack(values: pa.Array) -> pa.Buffer:
    if pa.types.is_string(values.type):
        coded = values.dictionary_encode()
        if len(coded.dictionary) < _FEW_WORDS * len(coded):
            values = coded
    batch = pa.record_batch({"": values})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema, options=_COMPRESSED) as writer:
        writer.write_batch(batch)
    return sink.getvalue()


def _unpacked(contents: Mapping[str, Any], whole: bytes) -> RecordTables | None:
    """Return the tables that bytes hold."""
    view, first = memoryview(whole), 0
    places = []
    for kind, name, size in contents["columns"]:
        places.append((kind, name, view[first : first + size]))
        first += size
    with ThreadPoolExecutor(_CONNECTIONS) as pool:
        columns = list(pool.map(_column, places))
    return tables_from(contents["rows"], iter(_with_names_of_ends(columns)))


def _column(place: tuple[str, str, memoryview]) -> Column:
    kind, name, packed = place
    values = pa.ipc.open_stream(pa.py_buffer(packed)).read_next_batch().column(0)
    values.validate(full=True)
    return kind, name, values.dictionary_decode() if pa.types.is_dictionary(values.type) else values


def _with_names_of_ends(columns: list[Column]) -> list[Column]:
    found = {(kind, name): values for kind, name, values in columns}
    if (ENDS, "source") not in found:
        return columns
    ids = found["Organization", "id"]
    named = [("SERVES", end, ids.take(found[ENDS, name])) for name, end in ROWS_OF.items()]
    return [*columns, *named]
