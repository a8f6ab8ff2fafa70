"""A query with its values as a person pastes it into a Neo4j console: ``:param`` lines first."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from typing import Any

from graphrisk.errors import UsageError
from graphrisk.store.query_files import QueryFile

_SHORT = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def cypher_literal(value: Any) -> str:
    """Return a value as Cypher writes it; what cannot be seen is written as its number.

    Examples
    --------
    >>> print(cypher_literal("O'Neill" + chr(10)), cypher_literal([1, True, "a"]))
    'O\\'Neill\\n' [1, true, 'a']

    Raises
    ------
    UsageError
        Cypher has no way to write it.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise UsageError(f"not a number that Cypher can write: {value}", fix="write a number")
        return repr(value)
    if isinstance(value, str):
        return "'" + "".join(map(_sign, value)) + "'"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(k)}: {cypher_literal(v)}" for k, v in value.items()) + "}"
    return "[" + ", ".join(map(cypher_literal, value)) + "]"


def _sign(char: str) -> str:
    if char in _SHORT:
        return _SHORT[char]
    if unicodedata.category(char) not in _UNSEEN:
        return char
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def _key(name: str) -> str:
    return "`" + str(name).replace("`", "``") + "`"


def console_text(query: QueryFile, values: Mapping[str, Any]) -> str:
    """Return ``:param`` lines and the whole file, ready to be pasted.

    Parameters
    ----------
    values
        By name of the parameter, in their types. One without a value becomes a comment that says
        what to write.
    """
    params = query.header.params
    # Nothing may stand before the lines that begin with a colon: an older cypher-shell would take
    # them for Cypher. Browser wants the semicolons, cypher-shell does not mind them.
    lines = [f":param {n} => {cypher_literal(values[n])};" for n in params if n in values]
    lines += [
        f"// First write  :param {n} => ...;  {params[n].help}" for n in params if n not in values
    ]
    return "\n".join([*lines, query.source.strip().rstrip(";") + ";", ""])
