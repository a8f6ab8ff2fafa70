"""Making a Neo4j database a store: constraints and indexes, versions, and emptying it again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from graphrisk.errors import StoreError, StoreSchemaMismatch
from graphrisk.model.schema import EDGE_KINDS, KINDS, NODE_KINDS, SCHEMA_VERSION
from graphrisk.model.tables import arrow_schema
from graphrisk.store import neo4j_rows as rows
from graphrisk.store import neo4j_text as text
from graphrisk.store.base import EMPTY_DIGEST, STORE_FORMAT
from graphrisk.store.neo4j_rows import STATE, Link, Transaction
from graphrisk.store.neo4j_state import State

LAYOUT = 3
"""How records lie in the database; 1 had its digest in a node of its own and no state."""
_CAN_BE_READ = 2
"""The oldest layout that a reader can use as it is; it only had two indexes more."""


def prepare(
    link: Link, location: str, run_alone: Callable[[str], None], *, read_only: bool
) -> None:
    """Make what is missing, bring an older store up to date, refuse all others.

    Raises
    ------
    StoreSchemaMismatch
        Made by a newer graphrisk, or not by graphrisk.
    StoreError
        Only reading is wanted, and there is something to make.
    """
    schema, layout = link.read(lambda tx: _versions(tx, location))
    enough = _CAN_BE_READ if read_only else LAYOUT
    if schema == SCHEMA_VERSION and enough <= layout <= LAYOUT:
        return
    if schema > SCHEMA_VERSION or layout > LAYOUT:
        raise StoreSchemaMismatch(
            f"the store has schema version {schema}.{layout}, this graphrisk knows "
            f"{SCHEMA_VERSION}.{LAYOUT}",
            where=location,
            fix="use a newer graphrisk, or another database (setting neo4j_database)",
        )
    if read_only:
        raise StoreError(
            "there is no store here yet, or an older one",
            where=location,
            fix="load something first: 'graphrisk load FILE'",
        )
    for statement in (*text.constraints(), *text.DROP_OLD_INDEXES):
        run_alone(statement)
    run_alone(text.AWAIT_INDEXES)
    link.write(lambda tx, again: _make(tx))


def _versions(transaction: Transaction, location: str) -> tuple[int, int]:
    """Return the versions of schema and layout; zeros for a database without anything of ours."""
    meta = rows.meta(transaction)
    if meta.get("format") == STORE_FORMAT and meta.get("schema_version", "").isdigit():
        return int(meta["schema_version"]), int(meta.get("layout_version") or 1)
    if rows.values(transaction, text.ANY_OF_OURS):
        raise StoreSchemaMismatch(
            "the database holds nodes with our labels that graphrisk did not write",
            where=location,
            fix="name another database (setting neo4j_database) or empty this one",
        )
    return 0, 0


def _make(transaction: Transaction) -> None:
    """Write the versions and, where there is none, the state."""
    rows.send(transaction, text.MAKE_STATE, key=STATE)
    rows.send(transaction, text.LOCK_META, key=STATE)
    meta = rows.meta(transaction)
    state = meta.get(STATE)
    if not state:
        state = _counted(transaction, meta.get("digest", EMPTY_DIGEST)).text()
        rows.send(transaction, text.DROP_META, key="digest")
    for key, value in meta_values(State.read(state)).items():
        rows.send(transaction, text.SET_META, key=key, value=value)


def meta_values(state: State) -> dict[str, str]:
    """Return what the `Meta` nodes of a store say, by key: all that it knows of itself.

    Examples
    --------
    >>> sorted(meta_values(State(last=3)))
    ['format', 'layout_version', 'schema_version', 'state']
    """
    return {
        "format": STORE_FORMAT,
        "schema_version": str(SCHEMA_VERSION),
        "layout_version": str(LAYOUT),
        STATE: state.text(),
    }


def _counted(transaction: Transaction, digest: str) -> State:
    """Return the state of a store that keeps none yet; every property may be in use."""
    counts = {
        kind.name: int(rows.values(transaction, text.count_rows(kind))[0][0])
        for kind in NODE_KINDS + EDGE_KINDS
    }
    last = int(rows.values(transaction, text.LAST_NUMBER)[0][0])
    used = {kind: tuple(arrow_schema(kind).names) for kind in KINDS if counts[kind]}
    return State(last=last, digest=digest, counts=counts, columns=used if last else {})


def emptied(link: Link, batch_rows: int) -> None:
    """Remove everything of ours, in batches: edges, then nodes."""
    for statement in text.REMOVALS:
        while link.write(partial(_removed, statement, batch_rows)):
            continue


def _removed(query: str, most: int, transaction: Transaction, again: bool) -> int:
    return int(rows.values(transaction, query, {"most": most})[0][0])
