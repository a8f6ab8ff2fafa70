"""Does a query hold what its header says? Every fault is found, none is run into."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from graphrisk.model.schema import KINDS, NODE_KINDS
from graphrisk.model.tables import arrow_schema
from graphrisk.store.cypher_words import Word, words

LONGEST_PATH = 15
_CHANGING = ("CREATE", "MERGE", "SET", "DELETE", "DETACH", "REMOVE", "DROP", "ALTER", "RENAME")
_REACHING_OUT = ("COPY", "LOAD", "FOREACH", "CALL", "INSTALL", "IMPORT", "EXPORT", "ATTACH", "USE")
_WRITING = frozenset(_CHANGING + _REACHING_OUT)
_AFTER_RETURN = ("ORDER", "SKIP", "LIMIT", "UNION")
_LABELS = frozenset(kind.name for kind in NODE_KINDS)
_RELATIONS = frozenset(KINDS) - _LABELS
_BUILT_IN_SPACES = (
    *("date.", "datetime.", "time.", "localtime.", "localdatetime.", "duration."),
    *("point.", "vector."),
)


def check_query(
    query: str, *, parameters: Collection[str], returns: Sequence[str], order: Sequence[str]
) -> list[str]:
    """Return every fault of a reading query beside its header, in words.

    Parameters
    ----------
    parameters
        Names declared.
    returns
        Columns declared, in order.
    order
        Columns that the rows are ordered by, each with " desc" where it falls.

    Examples
    --------
    >>> check_query("MATCH (n:Person) RETURN n.id AS id", parameters=[], returns=["id"], order=[])
    ["no such node kind: 'Person'"]
    """
    found = words(query)
    faults = _check_parameters(found, set(parameters))
    faults += [f"a reading query does not {w.text.upper()}" for w in _writing(found)]
    if any(word.sort == "sign" and word.text == "\\" for word in found):
        faults.append("a backslash stands outside of a text")
    faults += [f"{name}() is no function that every engine has" for name in plug_ins(found)]
    faults += _check_names(found)
    faults += _check_lengths(found)
    faults += _check_quantifiers(found)
    faults += _check_returns(found, list(returns))
    faults += _check_order(found, list(order))
    return faults


def _check_parameters(found: list[Word], declared: set[str]) -> list[str]:
    used = {word.text for word in found if word.sort == "parameter"}
    faults = [f"${name} is used but not declared" for name in sorted(used - declared)]
    return faults + [f"${name} is declared but not used" for name in sorted(declared - used)]


def _writing(found: list[Word]) -> Iterator[Word]:
    for before, word in zip([None, *found], found, strict=False):
        is_name = before is not None and before.sort == "sign" and before.text in ":.|"
        if word.is_word(*_WRITING) and not is_name:
            yield word


def plug_ins(found: list[Word]) -> list[str]:
    """Return the names of functions of plug-ins, such as apoc.text.join, in order."""
    names = []
    for place, word in enumerate(found):
        if word.text != "(" or place == 0 or found[place - 1].sort not in ("word", "name"):
            continue
        start = place - 1
        while _sign(found, start - 1) == "." and start > 1:
            start -= 2
        if start and found[start - 1].is_word("CALL"):
            continue
        name = "".join(each.text for each in found[start:place])
        if "." in name and not name.lower().startswith(_BUILT_IN_SPACES):
            names.append(name)
    return list(dict.fromkeys(names))


def _check_names(found: list[Word]) -> list[str]:
    faults: list[str] = []
    kinds = _kinds_of_variables(found)
    keys = {word.text for place, word in _keys(found) if not _is_of_pattern(found, place)}
    for place, word in enumerate(found):
        if word.sort not in ("word", "name"):
            continue
        before = _sign(found, place - 1)
        if before in (":", "|") and not _is_map_value(found, place):
            if before == "|" and word.is_word("WHERE"):  # the filter of a relation of any length
                continue
            known, what = (_RELATIONS, "relation") if word.inside == "[" else (_LABELS, "node kind")
            if word.text not in known:
                faults.append(f"no such {what}: {word.text!r}")
        elif before == "." and _sign(found, place - 3) != "." and word.text not in keys:
            variable = found[place - 2].text if place > 1 else ""
            faults += _check_property(word.text, kinds.get(variable))
    for place, word in _keys(found):
        if _is_of_pattern(found, place):
            faults += _check_property(word.text, None)
    return faults


def _keys(found: list[Word]) -> Iterator[tuple[int, Word]]:
    """Yield the keys of maps, those of patterns among them, with their places."""
    for place, word in enumerate(found):
        named = word.sort in ("word", "name") and word.inside == "{"
        if named and _sign(found, place + 1) == ":" and _sign(found, place - 1) in ("{", ","):
            yield place, word


def _is_of_pattern(found: list[Word], place: int) -> bool:
    """Return True for a key of ``(n {key: ..})``, False for one of a map such as collect({..})."""
    depth = found[place].depth
    while found[place].text != "{" or found[place].depth != depth - 1:
        place -= 1
    before = found[place - 1]
    return found[place].inside in "([" and before.sort != "sign" and not before.is_word("DISTINCT")


def _kinds_of_variables(found: list[Word]) -> dict[str, str]:
    """Return the kind that each variable is bound to by a pattern, where there is one."""
    kinds = {}
    for place, word in enumerate(found[:-2]):
        opened = _sign(found, place - 1) in ("(", "[")
        if opened and word.sort == "word" and _sign(found, place + 1) == ":":
            kinds[word.text] = found[place + 2].text
    return kinds


def _check_property(name: str, kind: str | None) -> list[str]:
    among = [kind] if kind in KINDS else list(KINDS)
    if any(name in arrow_schema(each).names and name not in ("from_id", "to_id") for each in among):
        return []
    return [f"{kind or 'no kind'} has no property {name!r}" if kind else f"no property {name!r}"]


def _is_map_value(found: list[Word], place: int) -> bool:
    return found[place].inside == "{" and _sign(found, place - 1) == ":"


def _check_lengths(found: list[Word]) -> list[str]:
    """A relation of any length must say how long it may be."""
    faults = []
    for place, word in enumerate(found):
        if word.text != "*" or word.inside != "[" or not _in_relation(found, place):
            continue
        numbers = []
        for later in found[place + 1 :]:
            if later.sort == "number":
                numbers.append(int(later.text) if later.text.isdigit() else LONGEST_PATH + 1)
            elif later.text not in (".",) and not later.is_word("SHORTEST", "ALL", "TRAIL"):
                break
            last = later.text
        bounded = bool(numbers) and last != "."
        if not bounded or max(numbers) > LONGEST_PATH:
            faults.append(f"a path of variable length must end at {LONGEST_PATH} or before")
    return faults


def _check_quantifiers(found: list[Word]) -> list[str]:
    """A pattern that repeats, ``-[..]->+`` or ``((a)--(b))*``, has no bound that we know of."""
    for place, word in enumerate(found[:-1]):
        arrow = word.text == ">" and _sign(found, place - 1) == "-"
        if (arrow or _closes_pattern(found, place)) and _sign(found, place + 1) in ("+", "*", "{"):
            return ["a pattern that repeats by + or * or {} is not for every engine: write *1..5"]
    return []


def _closes_pattern(found: list[Word], place: int) -> bool:
    """Return True for the end of a bracket with a relation in it."""
    if found[place].text != ")":
        return False
    depth = found[place].depth
    for earlier in range(place - 1, -1, -1):
        word = found[earlier]
        if word.depth == depth and word.text == "(":
            return False
        if word.depth == depth + 1 and word.text == "[" and _sign(found, earlier - 1) == "-":
            return True
    return False


def _in_relation(found: list[Word], place: int) -> bool:
    """True when the bracket around a word is a relation's: it follows a dash."""
    depth = found[place].depth
    for earlier in range(place - 1, -1, -1):
        if found[earlier].text == "[" and found[earlier].depth == depth - 1:
            return _sign(found, earlier - 1) == "-"
    return False


def _check_returns(found: list[Word], declared: list[str]) -> list[str]:
    starts = [n for n, word in enumerate(found) if word.is_word("RETURN") and not word.depth]
    if not starts:
        return ["the query returns nothing"]
    faults = []
    for start in starts:
        aliases, unnamed = [], 0
        for item in _items(found[start + 1 :]):
            bare = len(item) == 1 and item[0].sort in ("word", "name")
            named = bare or (len(item) > 2 and item[-2].is_word("AS"))
            unnamed += not named
            aliases.append(item[-1].text if named else "?")
        if unnamed:
            faults.append("every column returned needs a name: AS name")
        elif aliases != declared:
            faults.append(f"returns {', '.join(aliases)}; the header says {', '.join(declared)}")
    return faults


def _check_order(found: list[Word], declared: list[str]) -> list[str]:
    place = max((n for n, w in enumerate(found) if w.is_word("ORDER") and not w.depth), default=-1)
    last = max((n for n, w in enumerate(found) if w.is_word("RETURN") and not w.depth), default=-1)
    total = any(name.removesuffix(" desc").endswith("id") for name in declared)
    limited = any(word.is_word("LIMIT", "SKIP") for word in found)
    if place < last or place < 0:
        if limited:
            return ["LIMIT needs ORDER BY"]
        return [f"the header says ordered by {', '.join(declared)}"] if declared else []
    orders = []
    for item in _items(found[place + 2 :]):
        falls = item[-1].is_word("DESC", "DESCENDING")
        names = [w for w in item if not w.is_word("DESC", "DESCENDING", "ASC", "ASCENDING")]
        orders.append("".join(w.text for w in names) + (" desc" if falls else ""))
    if orders != declared:
        said = ", ".join(declared) or "nothing"
        return [f"ordered by {', '.join(orders)}; the header says {said}"]
    if limited and not total:
        return ["LIMIT needs an order that leaves nothing open: order by an id at the end"]
    return []


def _items(found: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield what stands between the commas, up to the next clause."""
    item: list[Word] = []
    for word in found:
        if not word.depth and word.is_word(*_AFTER_RETURN):
            break
        if not word.depth and word.text == ",":
            yield item
            item = []
        elif not (word.is_word("DISTINCT") and not item):
            item.append(word)
    if item:
        yield item


def _sign(found: list[Word], place: int) -> str:
    """Return the sign at a place, or nothing."""
    if 0 <= place < len(found) and found[place].sort == "sign":
        return found[place].text
    return ""
