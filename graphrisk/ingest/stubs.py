"""Records that edges end at and no file states: incidents, documents, data classes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.ingest.columns import Checked
from graphrisk.model.tables import arrow_schema
from graphrisk.model.vocabulary import data_class_facts
from graphrisk.resolve.directory import Directory

REGISTER = "register"
_STATED_ONLY = {
    "Incident": "no table states this incident; it is kept with its id alone",
    "Document": "no table states this document; it is kept with its id alone",
}


class Stubs:
    """Remembers what is referred to, and makes what is missing at the end."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self._exists: dict[str, set[str]] = {}
        self._referred: dict[str, dict[str, tuple[Checked, int, str]]] = {}

    def exists(self, kind: str, ids: pa.ChunkedArray) -> None:
        """Note records that a file states."""
        self._exists.setdefault(kind, set()).update(ids.to_pylist())

    def are_known(self, kind: str, ids: pa.Array) -> pa.Array:
        """Return which ids a file states or the store has."""
        known = self._exists.get(kind, set()) | self.directory.known_ids.get(kind, frozenset())
        return pc.is_in(ids, value_set=pa.array(sorted(known), pa.string()))

    def refer(self, kind: str, ids: pa.Array, origin: Checked, column: str) -> None:
        """Note references, each with its first place."""
        encoded = ids.dictionary_encode()
        codes = np.asarray(encoded.indices.fill_null(len(encoded.dictionary)), dtype=np.int64)
        found, first = np.unique(codes, return_index=True)
        texts = encoded.dictionary.to_pylist()
        referred = self._referred.setdefault(kind, {})
        for code, position in zip(found.tolist(), first.tolist(), strict=True):
            if code < len(texts):
                referred.setdefault(texts[code], (origin, position, column))

    def finish(self, tables: Sequence[Checked]) -> list[tuple[str, pa.Table, None]]:
        """Return the records that must come to exist; all but data classes are reported."""
        made = []
        for kind, referred in self._referred.items():
            rows = []
            for key, (origin, position, column) in sorted(referred.items()):
                if key in self._exists.get(kind, ()) or self.directory.knows(kind, key):
                    continue
                number = origin.rows[position].as_py()
                source = f"{origin.file}:row {number}"
                row: dict[str, object] = {"id": key, "source_kind": REGISTER, "source": source}
                if kind == "DataClass":
                    row |= _data_class(key)
                else:
                    message = _STATED_ONLY[kind]
                    fix = f"load it too, or correct the id (known ids: {self._shown(kind)})"
                    origin.log.row(number, column, key, message, fix, "warning")
                rows.append(row)
            made.append((kind, pa.Table.from_pylist(rows, arrow_schema(kind)), None))
        return made

    def _shown(self, kind: str) -> str:
        known = sorted(self._exists.get(kind, set()) | self.directory.known_ids.get(kind, set()))
        return ", ".join(known[:5]) + (", ..." if len(known) > 5 else "") if known else "none"


def _data_class(name: str) -> dict[str, object]:
    facts = data_class_facts().get(name)
    if facts is None:
        return {"name": name}
    return {"name": name, "category": facts[0], "sensitivity": facts[1]}
