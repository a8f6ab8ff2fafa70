"""How to reach a Neo4j server: user, password, certificates, times, as the settings have them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from graphrisk.errors import UsageError
from graphrisk.settings import Settings


@dataclass(frozen=True)
class Access:
    """How to reach a server; the password is never shown.

    Attributes
    ----------
    ca_file
        Certificates to trust on an encrypted connection; those of the system when empty.
    timeout_seconds
        Longest wait for a connection, and for a server that is gone for a moment.
    query_seconds
        Longest time of one transaction on the server; 0 sets no bound.
    fetch_size
        Rows that the server sends at once.
    """

    user: str = "neo4j"
    password: str = field(default="", repr=False)
    database: str = "neo4j"
    ca_file: str = ""
    timeout_seconds: float = 30.0
    query_seconds: float = 0.0
    fetch_size: int = 1000


def access_of(settings: Settings) -> Access:
    """Return the way to a server that the settings describe.

    Raises
    ------
    UsageError
        The file of the password cannot be read.
    """
    return Access(
        user=settings.text("neo4j_user"),
        password=settings.text("neo4j_password") or _password_in(settings),
        database=settings.text("neo4j_database"),
        ca_file=settings.text("neo4j_ca_file"),
        timeout_seconds=settings.number("neo4j_timeout_seconds"),
        query_seconds=settings.number("neo4j_query_timeout_seconds"),
        fetch_size=int(settings.number("neo4j_fetch_size")),
    )


def _password_in(settings: Settings) -> str:
    name = settings.text("neo4j_password_file")
    if not name:
        return ""
    try:
        return Path(name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise UsageError(
            "the file of the Neo4j password cannot be read",
            where=name,
            fix="set GRAPHRISK_NEO4J_PASSWORD or mend the setting neo4j_password_file",
        ) from None
