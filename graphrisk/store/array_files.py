"""Arrays kept in a folder beside the file of a store, and mapped into memory when they are read."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from graphrisk.model.schema import SCHEMA_VERSION
from graphrisk.model.tables import RecordTables
from graphrisk.store.arrays import NOT_OURS, Column, columns_of, counted, tables_from

_SUFFIX = ".snapshot"
_FORMAT = 2
_ENDING = ".arrow"
_CONTENTS = "contents.json"


class ArrayFiles:
    """Arrays of the store in a file.

    Parameters
    ----------
    store_file
        What is kept lies beside it; the folder is made when it is needed.
    """

    def __init__(self, store_file: Path) -> None:
        self._place = Path(f"{store_file}{_SUFFIX}")

    def folder(self, digest: str) -> Path:
        """Return where the arrays of one state lie.

        Examples
        --------
        >>> ArrayFiles(Path("g.lbdb")).folder("ab" * 32).name
        '3.2-abababababababababababababababab'
        """
        return self._place / f"{SCHEMA_VERSION}.{_FORMAT}-{digest[:32]}"

    def holds(self, digest: str) -> bool:
        """Return True where the arrays of a state are kept."""
        return self.folder(digest).is_dir()

    def read(self, digest: str) -> RecordTables | None:
        """Return the tables of a state without copying them."""
        folder = self.folder(digest)
        if not folder.is_dir():
            return None
        try:
            found = json.loads((folder / _CONTENTS).read_text(encoding="utf-8"))
            return tables_from(found["rows"], _mapped(folder, found["columns"]))
        except (OSError, *NOT_OURS):
            return None

    def may_keep(self) -> bool:
        """Return True: where nothing can be written, `prepare` ends at once."""
        return True

    def prepare(self, digest: str, tables: Mapping[str, pa.Table]) -> _Fresh | None:
        """Write the arrays of a state, without letting them count yet."""
        fresh: Path | None = None
        try:
            self._place.mkdir(parents=True, exist_ok=True)
            fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=self._place))
            names = []
            for kind, name, values in columns_of(tables):
                _write(fresh / f"{kind}.{name}{_ENDING}", values)
                names.append((kind, name))
            contents = json.dumps({"rows": counted(tables), "columns": names})
            (fresh / _CONTENTS).write_text(contents, encoding="utf-8")
        except (OSError, pa.ArrowException):
            if fresh is not None:
                shutil.rmtree(fresh, ignore_errors=True)
            return None
        return _Fresh(fresh, self.folder(digest))


@dataclass(frozen=True, slots=True)
class _Fresh:
    """A folder that is written, and the name that makes it count."""

    written: Path
    folder: Path

    def put(self) -> bool:
        try:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.written.rename(self.folder)
            for other in self.folder.parent.iterdir():
                if other != self.folder:
                    shutil.rmtree(other, ignore_errors=True)
        except OSError:
            self.drop()
            return False
        return True

    def drop(self) -> None:
        shutil.rmtree(self.written, ignore_errors=True)


def _write(path: Path, values: pa.Array) -> None:
    """Write a column; it is on the disk before the folder gets its name."""
    batch = pa.record_batch({"": values})
    with path.open("wb") as file:
        with pa.ipc.new_file(file, batch.schema) as writer:
            writer.write_batch(batch)
        file.flush()
        os.fsync(file.fileno())


def _mapped(folder: Path, names: list[tuple[str, str]]) -> Iterator[Column]:
    for kind, name in names:
        mapped = pa.memory_map(str(folder / f"{kind}.{name}{_ENDING}"))
        yield kind, name, pa.ipc.open_file(mapped).get_batch(0).column(0)
