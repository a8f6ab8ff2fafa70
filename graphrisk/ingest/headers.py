"""Which table a header belongs to, and which of its columns the model has."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

from graphrisk.errors import Unreadable, UsageError
from graphrisk.model.schema import BOOKKEEPING_NAMES, KINDS, TABLES, Kind

_NEEDED: dict[str, tuple[frozenset[str], ...]] = {
    # any one of these sets makes a header that of the table
    "Organization": (frozenset({"name"}),),
    "DataClass": (frozenset({"name", "category"}), frozenset({"name", "sensitivity"})),
    "Incident": (frozenset({"id"}), frozenset({"title"})),
    "Document": (frozenset({"id"}), frozenset({"url"}), frozenset({"title"})),
    "Statement": (frozenset({"field"}),),
    "Merge": (frozenset({"alias", "organization"}),),
}
_EXTRA = {"Organization": ("parent_id",), "Document": ("incident",)}
_TELLING: dict[str, frozenset[str]] = {
    # kinds that need little: one of these must be there unless the kind is named
    "Incident": frozenset({"attack_type", "state", "occurred_on", "discovered_on", "disclosed_on"}),
    "Document": frozenset({"url", "publisher", "published_on", "language"}),
}


def fold_header(cell: str) -> str:
    """Return a header cell as the model would write it.

    Examples
    --------
    >>> fold_header(" Data Class"), fold_header("starts-on")
    ('data_class', 'starts_on')
    """
    text = unicodedata.normalize("NFKC", cell).casefold().strip().strip("\ufeff*")
    return "_".join(text.replace("-", " ").replace("_", " ").split())


@cache
def column_names(kind: str) -> tuple[str, ...]:
    """Return the columns that a table of the kind may have."""
    made = KINDS[kind]
    ends = (made.from_column, made.to_column) if made.is_edge else ()
    own = [p.name for p in made.all_properties() if p.name not in BOOKKEEPING_NAMES]
    return ("id", *(end for end in ends if end), *own, *_EXTRA.get(kind, ()))


def named_kind(name: str) -> Kind:
    """Return the kind that a person names, by its table or its own name.

    Raises
    ------
    UsageError
        There is no such kind.
    """
    wanted = fold_header(name)
    for kind in KINDS.values():
        if wanted in (kind.table, kind.name.casefold()):
            return kind
    raise UsageError(f"no such table: {name!r}", fix=f"one of {', '.join(TABLES)}")


def lacking(kind: Kind, header: Iterable[str]) -> tuple[str, ...]:
    """Return the needed columns that a folded header does not have; empty when all are there."""
    have = set(header)
    choices: tuple[frozenset[str], ...]
    if kind.is_edge:
        choices = (frozenset({kind.from_column or "", kind.to_column or ""}),)
    else:
        choices = _NEEDED[kind.name]
    fewest = min((sorted(choice - have) for choice in choices), key=len)
    return tuple(fewest)


def kinds_of(header: Sequence[str], hint: str = "") -> list[Kind]:
    """Return the kinds that a folded header fits best; several when it cannot tell.

    Parameters
    ----------
    header
        Folded header cells.
    hint
        Name of the file or sheet: decides between kinds that fit alike.

    Examples
    --------
    >>> [kind.table for kind in kinds_of(["vendor", "customer", "price"])]
    ['serves']
    >>> [kind.table for kind in kinds_of(["incident", "organization"])]
    ['hits', 'affects']
    >>> [kind.table for kind in kinds_of(["incident", "organization"], "Hits 2024.csv")]
    ['hits']
    """
    have = set(header)
    scores: dict[str, int] = {}
    for kind in KINDS.values():
        hinted = _is_hinted(kind, hint)
        telling = _TELLING.get(kind.name)
        if not lacking(kind, have) and (hinted or telling is None or have & telling):
            scores[kind.name] = len(have & set(column_names(kind.name)))
    best = max(scores.values(), default=0)
    found = [KINDS[name] for name, score in scores.items() if score == best]
    hinted_ones = [kind for kind in found if _is_hinted(kind, hint)]
    return hinted_ones if len(found) > 1 and hinted_ones else found


def known_cells(header: Iterable[str]) -> int:
    """Return how many folded cells are columns of some table."""
    return sum(cell in _every_column() for cell in header)


def nearest_column(kind: str, cell: str) -> str | None:
    """Return the column that an unknown one may mean."""
    found = difflib.get_close_matches(cell[:80], column_names(kind), n=1, cutoff=0.8)
    return found[0] if found else None


@cache
def _every_column() -> frozenset[str]:
    return frozenset(name for kind in KINDS for name in column_names(kind))


def _is_hinted(kind: Kind, hint: str) -> bool:
    folded = fold_header(hint.rsplit(".", 1)[0] if "." in hint else hint)
    return folded == kind.table or folded.startswith(kind.table + "_")


def find_header(rows: Sequence[Sequence[str | None]], kind: Kind | None, hint: str) -> int | None:
    """Return which of the first rows is the header: the first that makes a table known."""
    for place, cells in enumerate(rows):
        folded = [fold_header(cell or "") for cell in cells]
        if (kind and not lacking(kind, folded)) or (kind is None and kinds_of(folded, hint)):
            return place
    return None


def no_table(where: str, rows: Sequence[Sequence[str | None]], kind: Kind | None) -> Unreadable:
    """Return the error for a table without a known header: what was seen, what is lacking."""
    seen = [cell.strip() for cell in (rows[0] if rows else ()) if cell and cell.strip()]
    shown = ", ".join(name[:40] for name in seen[:8]) + (", ..." if len(seen) > 8 else "")
    if kind is not None:
        needed = " and ".join(lacking(kind, map(fold_header, seen)))
        what = f"no row is a header of the table {kind.table}; the first row is: {shown}"
        return Unreadable(what, where=where, fix=f"add a column {needed} to the first row")
    what = f"the header is that of no known table: {shown}"
    folded = set(map(fold_header, seen))
    nearly = [
        f"{near.table} needs {' and '.join(missing)} too"
        for near in KINDS.values()
        if near.is_edge
        and folded & {near.from_column, near.to_column}
        and (missing := lacking(near, folded))
    ]
    hint = "; ".join(nearly[:3]) or "serves, for instance, needs vendor and customer"
    fix = f"name the columns as the model does ({hint}), or say with --kind which table it is; "
    fix += "graphrisk map proposes how to read other headers"
    return Unreadable(what, where=where, fix=fix)
