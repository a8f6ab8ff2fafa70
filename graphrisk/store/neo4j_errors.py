"""Every error of the neo4j driver as one of ours: what happened, and what to do.

The driver is known here by the names of its exceptions and the codes of the server only: its one
door is `neo4j_store`.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass

from graphrisk.errors import (
    GraphRiskError,
    QueryFailed,
    StoreBusy,
    StoreError,
    StoreSchemaMismatch,
    StoreUnavailable,
    UsageError,
)

OLDEST = (5, 26)
BAD_VALUES = (ValueError, TypeError, OverflowError)
_STILL_CONNECTED = "still has relationships"
_REACH = (
    "see that it runs, that address and port are right, and that +s is there only if it encrypts"
)
_CERTIFICATE = "name the file of its certificate (setting neo4j_ca_file), or write +ssc to trust it"
_OTHER_NAME = "write the host as its certificate names it, or +ssc to trust any"
_PLAIN = "see that it encrypts; to one that does not, write bolt:// or neo4j:// without +s"
_ENCRYPTED = "if it wants encryption, write +s: bolt+s://HOST:PORT; else see that it is a Neo4j"
_CUT_OFF = "handshake response"
_LOOK_AT_LOG = "look at the server's log (logs/debug.log): is its disk full or read-only?"
_MAY_WRITE = "use a user that may write, or see the server's settings"
_AGAIN = "try again; what is written twice is there once"


@dataclass(frozen=True, slots=True)
class _Rule:
    """What an error becomes if its class or code has one of these words; {} is what it says."""

    words: tuple[str, ...]
    made: type[GraphRiskError]
    what: str
    fix: str


_RULES = (
    _Rule(
        ("CredentialsExpired",),
        StoreError,
        "the password of this user must be changed before the first use",
        "log in once with cypher-shell and change it, then set GRAPHRISK_NEO4J_PASSWORD",
    ),
    _Rule(
        ("AuthenticationRateLimit",),
        StoreError,
        "the server refuses this user after too many wrong passwords",
        "wait a few seconds, then mend GRAPHRISK_NEO4J_PASSWORD",
    ),
    _Rule(
        ("AuthError", "Unauthorized"),
        StoreError,
        "the server refuses user and password",
        "set GRAPHRISK_NEO4J_PASSWORD, and GRAPHRISK_NEO4J_USER unless it is neo4j",
    ),
    _Rule(
        ("AccessMode",), QueryFailed, "{}", "write nothing here: load files, or use undo and review"
    ),
    _Rule(
        ("ReadOnlyDatabase", "ReadOnlyAccessDatabase", "ForbiddenOnReadOnly"),
        StoreError,
        "the database is read-only: {}",
        "make it writable on the server, or name another (setting neo4j_database)",
    ),
    _Rule(("Forbidden",), StoreError, "this user may not do that: {}", _MAY_WRITE),
    _Rule(
        ("DatabaseNotFound",),
        StoreError,
        "there is no such database: {}",
        "create it on the server, or name another (setting neo4j_database)",
    ),
    _Rule(
        ("DatabaseUnavailable",),
        StoreUnavailable,
        "the database is not available now: {}",
        f"wait until it is started; {_LOOK_AT_LOG}",
    ),
    _Rule(
        ("MemoryPoolOutOfMemory", "OutOfMemory", "StackOverFlow"),
        StoreError,
        "the server has not enough memory for this",
        "give it more (server.memory.heap.max_size), or load in several files",
    ),
    _Rule(
        ("TransactionTimedOut", "TransactionTimedOutClientConfiguration"),
        QueryFailed,
        "took too long and was stopped",
        "ask for less, or raise the setting query_timeout_seconds (of queries) "
        "or neo4j_query_timeout_seconds (of all else)",
    ),
    _Rule(
        ("NotALeader", "WriteServiceUnavailable"),
        StoreUnavailable,
        "this member of the cluster cannot write: {}",
        "write neo4j:// instead of bolt://, so that the driver finds the one that can",
    ),
    _Rule(
        ("DeadlockDetected", "LockClientStopped", "LockAcquisitionTimeout", "Outdated"),
        StoreBusy,
        "the server is busy with other writers: {}",
        "try again in a moment",
    ),
    _Rule(("TransientError",), StoreUnavailable, "the server cannot do it now: {}", _AGAIN),
    _Rule(
        ("IncompleteCommit",),
        StoreUnavailable,
        "the connection was lost while the server was asked to commit",
        _AGAIN,
    ),
    _Rule(
        ("RoutingServiceUnavailable", "ReadServiceUnavailable"),
        StoreUnavailable,
        "the server does not answer, or no member of the cluster does: {}",
        f"{_REACH}; bolt:// asks one server only",
    ),
    _Rule(
        ("ServiceUnavailable", "SessionExpired"),
        StoreUnavailable,
        "the server does not answer: {}",
        _REACH,
    ),
    _Rule(
        ("ConnectionPoolError",),
        StoreUnavailable,
        "no connection to the server within the time allowed: {}",
        f"{_REACH}; or raise the setting neo4j_timeout_seconds",
    ),
    _Rule(
        ("UnsupportedServerProduct",),
        StoreSchemaMismatch,
        "this is no Neo4j server that can be used: {}",
        "use Neo4j 5.26 or newer",
    ),
    _Rule(("CertificateConfigurationError",), UsageError, "{}", _CERTIFICATE),
    _Rule(
        ("ConfigurationError",),
        UsageError,
        "not a way to reach a Neo4j server: {}",
        "write neo4j://HOST:PORT or bolt://HOST:PORT, and see the neo4j settings",
    ),
    _Rule(("DatabaseError",), StoreError, "the server failed: {}", _LOOK_AT_LOG),
    _Rule((".Statement.", "CypherTypeError"), QueryFailed, "{}", "check the query"),
    _Rule(("ClientError",), StoreError, "the server refuses: {}", "see the server's log"),
    _Rule(
        ("DriverError", "Neo4jError"),
        StoreError,
        "the connection was left in the middle of an answer: {}",
        "try again; if it stays so, report it",
    ),
)


def mapped(error: Exception, location: str) -> GraphRiskError:
    """Return our error for one of the driver's; what it says goes along, no secret is in it.

    Examples
    --------
    >>> print(mapped(ValueError("URI scheme 'x' is not supported"), "x://h"))
    x://h: not an address of a Neo4j server: URI scheme 'x' is not supported
    What to do: write neo4j://HOST:PORT or bolt://HOST:PORT
    """
    names = [each.__name__ for each in type(error).__mro__]
    code = str(getattr(error, "code", None) or "")
    said = _sentence(error)
    if "ConstraintError" in names or "ConstraintValidationFailed" in code:
        return _refused_by_constraint(said, location)
    if "too large to index" in said:
        what = "a text is longer than the server's index takes, 8,000 bytes; nothing was written"
        return StoreError(what, where=location, fix="shorten it")
    if (refusal := _of_encryption(error, location)) is not None:
        return refusal
    for rule in _RULES:
        if any(word in names or (code and word in code) for word in rule.words):
            return rule.made(rule.what.format(said), where=location, fix=rule.fix)
    if isinstance(error, ValueError | TypeError | OverflowError):
        return UsageError(
            f"not an address of a Neo4j server: {said}",
            where=location,
            fix="write neo4j://HOST:PORT or bolt://HOST:PORT",
        )
    return StoreError(said, where=location, fix="try again; if it stays so, report it")


def _of_encryption(error: Exception, location: str) -> StoreUnavailable | None:
    """Return our error for a failed TLS handshake, or a plain one with a server that wants TLS."""
    behind = list(_behind(error))
    for each in behind:
        if isinstance(each, ssl.SSLCertVerificationError):
            reason = each.verify_message.rstrip(".")
            what = f"the server's certificate is not trusted: {reason}"
            fix = _OTHER_NAME if "mismatch" in reason else _CERTIFICATE
            return StoreUnavailable(what, where=location, fix=fix)
        if isinstance(each, ssl.SSLError) and each is not error:
            what = "the server takes no part in an encrypted connection"
            return StoreUnavailable(what, where=location, fix=_PLAIN)
    if isinstance(error, ssl.SSLError):
        what = f"no encrypted connection to the server: {_sentence(error)}"
        return StoreUnavailable(what, where=location, fix=_CERTIFICATE)
    is_plain = "+s" not in location.partition(":")[0]
    if is_plain and any(_CUT_OFF in str(each) for each in behind):
        what = "the server ends the connection at its first word"
        return StoreUnavailable(what, where=location, fix=_ENCRYPTED)
    return None


def _behind(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and all that it was raised for; the driver hides a cause or two in groups."""
    yield error
    for each in (*getattr(error, "exceptions", ()), error.__cause__ or error.__context__):
        if each is not None:
            yield from _behind(each)


class CommitUnheard(StoreUnavailable):
    """The connection broke while the server was asked to commit: it may have, or not."""

    @classmethod
    def of(cls, error: Exception, location: str) -> CommitUnheard:
        """Return it in the words of what the driver raised."""
        said = mapped(error, location)
        return cls(said.what, where=said.where, fix=said.fix)


def of_a_value(error: Exception, location: str) -> Exception:
    """Return the error for what the driver refuses to send, else as mapped."""
    if not isinstance(error, BAD_VALUES):
        return mapped(error, location)
    said = str(error).partition("\n")[0]
    return QueryFailed(
        f"a value cannot be sent to the server: {said}", where=location, fix="check the values"
    )


def halted(location: str, seconds: float) -> StoreUnavailable:
    """Return the error for a server that took a query and then fell silent."""
    return StoreUnavailable(
        f"the server has halted: it has not said a word for {seconds:g} s",
        where=location,
        fix="see that it runs and that the network is there; then try again (the wait is the "
        "setting neo4j_timeout_seconds)",
    )


def too_old(agent: str, location: str) -> StoreError | None:
    """Return the error for a server of an old version; None for one that can be used.

    Versions are 5.26 and so on, then calendar versions such as 2026.09; what has no number passes.

    Examples
    --------
    >>> [too_old(f"Neo4j/{each}", "x") is None for each in ("5.25.1", "5.26.0", "2026.09.0")]
    [False, True, True]
    """
    _, _, version = agent.partition("/")
    numbers = version.split(".")[:2]
    if not all(number.isdigit() for number in numbers) or tuple(map(int, numbers)) >= OLDEST:
        return None
    return StoreSchemaMismatch(
        f"the server is Neo4j {version}; graphrisk needs 5.26 or newer",
        where=location,
        fix="update the server, or use the embedded store (--store ladybug:FILE)",
    )


def _sentence(error: Exception) -> str:
    *_, first = _behind(error)
    if isinstance(first, OSError) and first.strerror:
        return first.strerror  # such as "Connection refused", where the driver speaks of routing
    said = (getattr(error, "message", None) or str(error)).strip()
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[0].rstrip(".:") if lines else type(error).__name__


def _refused_by_constraint(said: str, location: str) -> StoreError:
    if _STILL_CONNECTED in said:
        return StoreError(
            "edges would end at records that are not there; nothing was written",
            where=location,
            fix="take the edges away first",
        )
    return StoreError(
        "an id to insert is there already; nothing was written",
        where=location,
        fix="see who else writes to this database, and try again",
    )
