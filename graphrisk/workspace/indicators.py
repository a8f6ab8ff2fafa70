"""Indicators of Delegated Regulation (EU) 2024/1502, as asked: which providers, which lists."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graphrisk.errors import InputError
from graphrisk.workspace.code_keys import read_key
from graphrisk.workspace.designated import designated_words

if TYPE_CHECKING:
    from graphrisk.analysis.indicators import Systemic
    from graphrisk.analysis.params import ExposedParams
    from graphrisk.analysis.result import AnalysisResult
    from graphrisk.ingest.dora.entity_codes import Coder
    from graphrisk.model.graph import RiskGraph
    from graphrisk.resolve.directory import Directory
    from graphrisk.workspace.workspace import Workspace

_HEADERS = {
    "lei": ("lei", "id"),
    "name": ("name", "entity"),
    "kind": ("kind", "list", "type"),
    "score": ("score",),
}
_KINDS = {"gsii": "G-SII", "osii": "O-SII", "other": "other"}
_FIX = "write a CSV with the columns lei (or name), kind (G-SII, O-SII, other) and score"


def indicators_result(
    work: Workspace,
    graph: RiskGraph,
    params: ExposedParams,
    *,
    only: Sequence[str] = (),
    systemic_file: Path | None = None,
    key_file: Path | None = None,
    by_group: bool = False,
) -> AnalysisResult:
    """Return the indicators of all providers, or of those with the ids ``only``.

    Parameters
    ----------
    systemic_file
        List of systemic entities for 2.1 and 2.2.
    key_file
        Key that the store's entities were put under codes with, so that LEIs of the list fit.

    Raises
    ------
    InputError
        A list or key cannot be read.
    AnalysisError
        The store holds no entities.
    """
    from graphrisk.analysis.indicator_tables import indicators

    systemic = None
    if systemic_file is not None:
        systemic = read_systemic(work, graph, systemic_file, key_file)
    designated = designated_words(work, graph)
    return indicators(
        graph, params, systemic=systemic, designated=designated, only=only, by_group=by_group
    )


def read_systemic(
    work: Workspace, graph: RiskGraph, path: Path, key_file: Path | None
) -> dict[str, Systemic]:
    """Return what a list says of entities, by id; those the store lacks keep what they are called.

    Raises
    ------
    InputError
        The list cannot be read, or a row of it is not one.
    """
    from graphrisk.analysis.indicators import Systemic
    from graphrisk.ingest.dora.entity_codes import Coder
    from graphrisk.ingest.grid import read_grids

    if not path.is_file():
        raise InputError("there is no such file", where=str(path), fix="check the spelling")
    coder = None if key_file is None else Coder(read_key(key_file))
    directory = work.directory(graph)
    _refuse_other_key(directory, coder)
    rows = [row for grid in read_grids(path)[:1] for row in grid.rows]
    columns = _columns(path, rows[0][1] if rows else ())
    found: dict[str, Systemic] = {}
    for number, cells in rows[1:]:
        said = {name: (cells[at] or "").strip() for name, at in columns.items() if at < len(cells)}
        where = f"{path}:row {number}"
        lei, name = said.get("lei", "").upper(), said.get("name", "")
        if not lei and not name:
            continue
        stated = Systemic(_kind(said.get("kind", ""), where), _score(said.get("score"), where))
        key = _entity(directory, coder, lei, name)
        found[key] = found[key].also(stated) if key in found else stated
    return found


def _entity(directory: Directory, coder: Coder | None, lei: str, name: str) -> str:
    """Return the id of an entity, under its code or by name; else what the list calls it."""
    if coder is not None and lei and coder.entity(lei) in directory.entries:
        return coder.entity(lei)
    named = directory.exact(lei) if lei else None
    return named or next(iter(directory.with_name(name)), None) or lei or name


def _refuse_other_key(directory: Directory, coder: Coder | None) -> None:
    """Refuse a list that could fit nobody: every entity would look as if it were not on it."""
    from graphrisk.ingest.dora.entity_codes import is_coded

    coded = next((entry.id for entry in directory.entries.values() if is_coded(entry.id)), None)
    if coded is None or (coder is not None and coded.startswith(coder.mark)):
        return
    what = "need the key of them" if coder is None else "were made with another key"
    raise InputError(
        f"the store has entities under codes, and these {what}: the list would fit nobody",
        fix="name the file of the key that they were loaded with: --key FILE",
    )


def _columns(path: Path, header: Sequence[str | None]) -> dict[str, int]:
    words = [(cell or "").strip().casefold() for cell in header]
    found = {
        name: next(words.index(word) for word in known if word in words)
        for name, known in _HEADERS.items()
        if set(known) & set(words)
    }
    if "kind" not in found or not {"lei", "name"} & set(found):
        raise InputError("this is no list of systemic entities", where=str(path), fix=_FIX)
    return found


def _kind(text: str, where: str) -> str:
    word = _KINDS.get("".join(char for char in text.casefold() if char.isalpha()))
    if word is None:
        raise InputError(f"not a kind of systemic entity: {text[:40]!r}", where=where, fix=_FIX)
    return word


def _score(text: str | None, where: str) -> float | None:
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number < math.inf:
        raise InputError(f"not a score: {text[:40]!r}", where=where, fix="write 3200")
    return number
