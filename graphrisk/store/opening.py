"""The address of a store -> the store, opened and prepared."""

from __future__ import annotations

from pathlib import Path

from graphrisk.errors import UsageError
from graphrisk.settings import Settings
from graphrisk.store.base import GraphStore


def open_store(
    address: str, *, read_only: bool = False, settings: Settings | None = None
) -> GraphStore:
    """Open and prepare the store at an address.

    Parameters
    ----------
    address
        ``memory:``, ``ladybug:PATH``, a path ending in ``.lbdb``, ``neo4j://HOST:PORT``,
        ``bolt://HOST:PORT``, or one of these two with ``+s`` for an encrypted connection.
    read_only
        Only read: several processes may do so at once.
    settings
        Where user, database and password of a Neo4j store come from; read when left out.

    Raises
    ------
    UsageError
        The address has none of these forms, or holds a password or the name of a database.
    StoreError
        The store cannot be opened; `StoreBusy` names the process that holds it.

    Examples
    --------
    >>> store = open_store("memory:")
    >>> store.info().counts["Organization"]
    0
    """
    scheme, colon, rest = address.partition(":")
    if address in ("memory:", "memory"):
        from graphrisk.store.memory_store import MemoryStore

        return MemoryStore()
    if (colon and scheme == "ladybug" and rest) or (address.endswith(".lbdb")):
        from graphrisk.store.ladybug_store import LadybugStore

        path = rest if scheme == "ladybug" and colon else address
        return LadybugStore(Path(path), read_only=read_only)
    if scheme in ("neo4j", "bolt", "neo4j+s", "bolt+s", "neo4j+ssc", "bolt+ssc"):
        from graphrisk.store.neo4j_store import open_neo4j

        _check_server_address(address)
        return open_neo4j(address, settings or Settings.read(), read_only=read_only)
    raise UsageError(
        f"not the address of a store: {address!r}",
        fix="write memory:, ladybug:PATH, neo4j://HOST:PORT or bolt://HOST:PORT",
    )


def _check_server_address(address: str) -> None:
    """Refuse a password, which every answer would print, and a database, which the driver skips."""
    if "@" in address:
        raise UsageError(
            "the address of a server holds no user and no password: every answer prints it",
            fix="write neo4j://HOST:PORT; set GRAPHRISK_NEO4J_USER and GRAPHRISK_NEO4J_PASSWORD",
        )
    _, _, path = address.partition("://")[2].partition("/")
    if path or "database=" in address:
        raise UsageError(
            f"the address of a server names no database: {address!r}",
            fix="write neo4j://HOST:PORT and name the database in the setting neo4j_database",
        )
