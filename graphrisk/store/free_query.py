"""Free Cypher that may only read: refused by its words, then by the engine's plan for it.

The engine has the last word: the store runs it with access mode READ, or on a file opened for
reading. What is refused here is what an engine would do all the same: read files or the network,
change settings, stop the work of others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graphrisk.store.base import Dialect, Plan
from graphrisk.store.cypher_words import Word, words
from graphrisk.store.query_check import plug_ins

_STARTS = ("MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN", "CALL")
_WRITES = ("CREATE", "MERGE", "INSERT", "SET", "DELETE", "DETACH", "REMOVE", "FOREACH")
_REACHES_OUT = {
    "LOAD": "LOAD reads files or the network",
    "USE": "USE asks another database",
    "TRANSACTIONS": "IN TRANSACTIONS commits on its own",
}
_AFTER_A_NAME = ("ORDER", "LIMIT", "SKIP", "WHERE", "RETURN", "AS", "IN", "IS", "AND", "OR")
_SHOWS = (
    *("INDEX", "INDEXES", "CONSTRAINT", "CONSTRAINTS"),
    *("FUNCTION", "FUNCTIONS", "PROCEDURE", "PROCEDURES"),
)
_PROCEDURES: dict[Dialect, frozenset[str]] = {
    "neo4j": frozenset(
        {
            "db.labels",
            "db.relationshiptypes",
            "db.propertykeys",
            "db.schema.visualization",
            "db.schema.nodetypeproperties",
            "db.schema.reltypeproperties",
        }
    ),
    "ladybug": frozenset(
        {"show_tables", "table_info", "show_connection", "show_functions", "db_version"}
    ),
}
_INTERNAL = frozenset({"read_ftable"})  # how ladybug hands rows from one part of a plan to the next
_STEPS_REFUSED = (
    *("LoadCSV", "Transaction", "Administration", "Show(Setting|User|Transaction|Database|Role)"),
    *("COPY", "EXPORT", "IMPORT", "EXTENSION", "DATABASE", "STANDALONE", "CHECKPOINT", "MACRO"),
)
_REFUSED_STEP = re.compile("|".join(_STEPS_REFUSED))
_FUNCTION = re.compile(r"Function: (\w+)")
_ESCAPE = re.compile(r"\\u+([0-9a-fA-F]{4})")


def check_free_query(query: str, dialect: Dialect) -> list[str]:
    """Return why a query is refused before an engine sees it, in words; nothing when it is not.

    Examples
    --------
    >>> check_free_query("MATCH (n) RETURN n LIMIT 1", "neo4j")
    []
    >>> check_free_query("MATCH (n) DETACH DELETE n", "neo4j")
    ['DETACH writes', 'DELETE writes']
    """
    found = words(_as_read(query, dialect))
    while found and found[-1].text == ";":
        found.pop()
    if not found:
        return ["there is no query"]
    faults = []
    if any(word.sort == "sign" and word.text == ";" for word in found):
        faults.append("one statement at a time")
    if any(word.sort == "sign" and word.text == "\\" for word in found):
        faults.append("a backslash stands outside of a text")
    faults += _check_start(found, dialect)
    for word in _clauses(found):
        name = word.text.upper()
        faults.append(f"{name} writes" if name in _WRITES else _REACHES_OUT[name])
    faults += [
        f"{name} is not on the list of procedures that may be called"
        for name in _called(found)
        if name.lower() not in _PROCEDURES[dialect]
    ]
    faults += [f"{name}() is a function of a plug-in" for name in plug_ins(found)]
    return list(dict.fromkeys(faults))


def check_plan(plan: Plan, dialect: Dialect) -> list[str]:
    """Return why a query is refused by what the engine says it would do."""
    faults = ["the server says that it does not only read"] if plan.only_reads is False else []
    for step, on in plan.steps:
        if _REFUSED_STEP.search(step):
            faults.append(f"the engine would do this for it: {step}")
        called = [on.partition("(")[0]] if step == "ProcedureCall" else []
        called += _FUNCTION.findall(on) if step == "TABLE_FUNCTION_CALL" else []
        faults += [
            f"{name} is not on the list of procedures that may be called"
            for name in called
            if name.strip().lower() not in _PROCEDURES[dialect] | _INTERNAL
        ]
    return faults


def _as_read(query: str, dialect: Dialect) -> str:
    """Return the text as the engine reads it: Neo4j replaces unicode escapes before all else."""
    if dialect != "neo4j":
        return query
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), query)


def _check_start(found: list[Word], dialect: Dialect) -> list[str]:
    first = found[0]
    if first.is_word("EXPLAIN", "PROFILE"):
        return [f"write --explain instead of {first.text.upper()}"]
    if dialect == "neo4j" and first.is_word("SHOW"):
        shown = any(word.is_word(*_SHOWS) for word in found[1:5])
        return [] if shown else ["SHOW shows indexes, constraints, functions and procedures here"]
    if not first.is_word(*_STARTS, *_WRITES, *_REACHES_OUT):
        return [f"a reading query begins with {', '.join(_STARTS)}, not with {first.text!r}"]
    return []


def _clauses(found: list[Word]) -> Iterator[Word]:
    """Yield words that are clauses that do more than read, where they are not names."""
    for before, word, after in zip([None, *found], found, [*found[1:], None], strict=False):
        if word.is_word(*_WRITES, *_REACHES_OUT) and not _is_name(before, word, after):
            yield word


def _is_name(before: Word | None, word: Word, after: Word | None) -> bool:
    """Return True for n.create, :Create, AS create, {create: 1}, (load:Load) and a bare load."""
    if before is not None and (before.text in (".", ":", "|") or before.is_word("AS")):
        return True
    if after is not None and after.text == ":":
        return True  # no clause goes on with a colon
    is_used = after is None or after.sort == "sign" or after.is_word(*_AFTER_A_NAME)
    return before is not None and word.is_word("LOAD") and is_used


def _called(found: list[Word]) -> Iterator[str]:
    """Yield the names of procedures; a subquery, CALL {..} or CALL (x) {..}, is none."""
    for place, word in enumerate(found):
        if not word.is_word("CALL") or (place and found[place - 1].text in (".", ":")):
            continue
        name = ""
        for each in found[place + 1 :]:
            if each.sort not in ("word", "name") and each.text != ".":
                break
            if name and not name.endswith(".") and each.text != ".":
                break
            name += each.text
        after = found[place + 1].text if place + 1 < len(found) else ""
        if name or after not in ("{", "("):
            yield name or after
