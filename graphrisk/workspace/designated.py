"""Designated critical providers in answers: a flag beside a name, from a dated list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphrisk.resources import data_folder
from graphrisk.view.answer import Answer, Table

if TYPE_CHECKING:
    from graphrisk.analysis.exposed_result import Exposed
    from graphrisk.model.graph import RiskGraph
    from graphrisk.resolve.designated import DesignatedList, Flag
    from graphrisk.workspace.workspace import Workspace

SHIPPED = ("designated", "eu-2025-11-18.toml")
_COLUMNS = ("party", "state", "listed_as", "match", "list_date", "id")


def designated_list(work: Workspace) -> DesignatedList:
    """Return the list that the setting ``designated_providers`` names, or the one that ships.

    Raises
    ------
    InputError
        It cannot be read.
    """
    from graphrisk.resolve.designated import read_designated

    own = work.settings.text("designated_providers").strip()
    path = Path(own).expanduser() if own else data_folder().joinpath(*SHIPPED)
    return read_designated(path)


def flags(work: Workspace, graph: RiskGraph) -> dict[str, Flag]:
    """Return the flags of the organizations of a graph by their id."""
    from graphrisk.resolve.designated import flags_of

    return flags_of(graph.organizations, designated_list(work))


def designated_words(
    work: Workspace, graph: RiskGraph, more: Sequence[Mapping[str, Any]] = ()
) -> dict[str, str]:
    """Return what the list says of organizations of a graph and of some others, by id."""
    import pyarrow as pa

    from graphrisk.model.tables import arrow_schema
    from graphrisk.resolve.designated import flags_of

    listed = designated_list(work)
    found = flags_of(graph.organizations, listed)
    if more:
        schema = arrow_schema("Organization")
        found |= flags_of(pa.Table.from_pylist([dict(row) for row in more], schema), listed)
    return {key: flag.words() for key, flag in found.items()}


def with_designated(
    work: Workspace, graph: RiskGraph, answer: Answer, answers: Sequence[Exposed]
) -> Answer:
    """Return the answer of ``exposed`` with the designated providers that it names, if any."""
    found = flags(work, graph)
    rows = list(dict.fromkeys(row for each in answers for row in _rows(each, found)))
    if not rows:
        return answer
    fallen = [row for row in rows if row[1] == "fallen"]
    lines = [f"{name} is a {found[key].words()}." for name, *_, key in fallen]
    table = Table(_COLUMNS, tuple(rows), "Designated critical providers here", frozenset(("id",)))
    result = answer.result
    if isinstance(result, Mapping):
        result = {**result, "designated": [dict(zip(_COLUMNS, row, strict=True)) for row in rows]}
    return replace(
        answer,
        headline=(*answer.headline, *lines),
        tables=(*answer.tables, table),
        result=result,
    )


def _rows(exposed: Exposed, found: Mapping[str, Flag]) -> list[tuple[str, str, str, str, str, str]]:
    named = [(key, name, "fallen") for key, name in exposed.fallen]
    named += [(party.id, party.name, party.state) for party in exposed.parties]
    return [
        (name, state, flag.listed_as, flag.how, flag.date, key)
        for key, name, state in named
        if (flag := found.get(key)) is not None
    ]
