"""Two graphs compared record by record: organizations and links added, ended, changed.

Records are matched by id; what is left by what they say, for an id made from content changes with
the content.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.overlay import overlay
from graphrisk.model.graph import Mask, RiskGraph, one_chunk
from graphrisk.model.identifiers import fold
from graphrisk.model.scenario import Scenario
from graphrisk.model.schema import KINDS, ORGANIZATION, SERVES

CHANGES = ("added", "begins", "changed", "expired", "ended", "withdrawn")
"""What becomes of a link, in the order shown."""
_ORGANIZATION = tuple(prop.name for prop in ORGANIZATION.properties if prop.name != "aliases")
_LINK = (*(prop.name for prop in SERVES.properties), "confidence")
_TELLING = (
    ("service", "category", "group", "contract", "starts_on"),
    ("contract", "service"),
    ("service", "category"),
    ("contract",),
    (),
)
"""Properties by which links of one pair are matched, all of them first."""


@dataclass(frozen=True, slots=True)
class LinkChange:
    """A link that the two sides treat differently; ``what`` says how.

    ``before`` and ``after`` are its rows in the graphs, -1 where it is not there.
    """

    change: str
    before: int
    after: int
    what: str


@dataclass(frozen=True, slots=True)
class OrganizationChange:
    """An organization that is on one side only, or that is stated differently."""

    change: str
    id: str
    name: str
    what: str


@dataclass(frozen=True)
class Compared:
    """Two graphs, those that are one organization under two ids brought under the later one."""

    before: RiskGraph
    after: RiskGraph
    renamed: Mapping[str, str]


def compare_names(before: RiskGraph, after: RiskGraph) -> Compared:
    """Find organizations that changed their id only: same LEI, or same name and no other country.

    Notes
    -----
    O(n). A name that several organizations of a side have is matched with none.
    """
    known = set(after.organization_ids.to_pylist())
    former = set(before.organization_ids.to_pylist())
    old = _by_name(before, former - known)
    new = _by_name(after, known - former)
    renamed: dict[str, str] = {}
    taken: set[str] = set()
    for key, was in old.items():
        now = new.get(key)
        if was is None or now is None or was["id"] in renamed or now["id"] in taken:
            continue
        countries = {each["country"] for each in (was, now) if each["country"]}
        if len(countries) < 2:
            renamed[str(was["id"])] = str(now["id"])
            taken.add(now["id"])
    if not renamed:
        return Compared(before, after, renamed)
    own = before.organizations.take(pa.array(before.rows_of(renamed))).to_pylist()
    moved = [{**row, "id": renamed[row["id"]]} for row in own]
    laid = overlay(before, Scenario(organizations=tuple(moved), merges=renamed))
    return Compared(laid, after, renamed)


def organization_changes(compared: Compared) -> list[OrganizationChange]:
    """Return organizations added, gone and changed, by name."""
    before, after = compared.before, compared.after
    sides = [_organizations(graph) for graph in (before, after)]
    ids = {new: old for old, new in compared.renamed.items()}
    found = []
    for key in sides[0].keys() | sides[1].keys():
        old, new = sides[0].get(key), sides[1].get(key)
        name = str((new or old or {})["name"])
        if old is None:
            found.append(OrganizationChange("added", key, name, ""))
        elif new is None:
            found.append(OrganizationChange("gone", key, name, ""))
        else:
            parts = [(f"id {ids[key]} → {key}")] if key in ids else []
            parts += differences(old, new)
            if parts:
                found.append(OrganizationChange("changed", key, name, "; ".join(parts)))
    return sorted(found, key=lambda each: (each.change, each.name.casefold(), each.id))


def link_changes(compared: Compared, force: tuple[Mask, Mask], as_of: str) -> list[LinkChange]:
    """Return what became of every link that the two sides treat differently.

    Parameters
    ----------
    force
        For each side, which rows of its links are in force.
    as_of
        Day of the later side: a link that is gone had ended by then, or was withdrawn.

    Notes
    -----
    O(m) in columns, and Python time in the number of links that changed.
    """
    before, after = compared.before.serves, compared.after.serves
    ids = [one_chunk(table.column("id")) for table in (before, after)]
    place = np.asarray(pc.fill_null(pc.index_in(ids[0], value_set=ids[1]), -1), dtype=np.int64)
    here = np.flatnonzero(place >= 0)
    differ = _differing(before.take(pa.array(here)), after.take(pa.array(place[here])))
    differ |= force[0][here] != force[1][place[here]]
    pairs = [(int(row), int(place[row])) for row in here[differ]]
    lost = np.flatnonzero(place < 0)
    new = np.setdiff1d(np.arange(after.num_rows), place[here])
    matched, lost_rows, new_rows = _match(compared, lost, new)
    found = [_changed(compared, force, *pair) for pair in (*pairs, *matched)]
    found += [_gone(before, row, as_of) for row in lost_rows]
    found += [LinkChange("added", -1, row, _not_yet(force[1], row)) for row in new_rows]
    kept = [each for each in found if each is not None]
    return sorted(kept, key=lambda each: (CHANGES.index(each.change), each.after, each.before))


def other_changes(compared: Compared) -> list[tuple[str, int, int, int]]:
    """Return kind, added, withdrawn and changed for all records but organizations and links.

    Notes
    -----
    O(records) in Python for kinds that differ.
    """
    found = []
    for kind in KINDS.values():
        if kind.name in ("Organization", "SERVES", "PART_OF"):
            continue
        names = [prop.name for prop in kind.properties]
        columns = ["id", *(["from_id", "to_id"] if kind.is_edge else []), *names]
        old, new = (
            {row["id"]: row for row in graph.table(kind.name).select(columns).to_pylist()}
            for graph in (compared.before, compared.after)
        )
        changed = sum(old[key] != new[key] for key in old.keys() & new.keys())
        counts = (len(new.keys() - old.keys()), len(old.keys() - new.keys()), changed)
        if any(counts):
            found.append((kind.table, *counts))
    return found


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Return the properties that differ, with both values.

    Examples
    --------
    >>> differences({"criticality": "important"}, {"criticality": "critical"})
    ['criticality important → critical']
    """
    return [
        f"{name.replace('_', ' ')} {_said(old.get(name))} → {_said(value)}"
        for name, value in new.items()
        if _plain(old.get(name)) != _plain(value)
    ]


def _said(value: object) -> str:
    if value is None or value == []:
        return "not stated"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _plain(value: object) -> object:
    return None if value in ("", []) else value


def _by_name(graph: RiskGraph, ids: Iterable[str]) -> dict[tuple[str, str], dict[str, Any] | None]:
    """Return the organizations of some ids by LEI and by folded name, None for several."""
    found: dict[tuple[str, str], dict[str, Any] | None] = {}
    rows = graph.rows_of(sorted(ids))
    columns = graph.organizations.select(["id", "name", "country", "lei"])
    for each in columns.take(pa.array(rows)).to_pylist():
        keys = [("lei", each["lei"])] if each["lei"] else []
        keys.append(("name", fold(each["name"])))
        for key in keys:
            found[key] = None if key in found else each
    return {key: found[key] for key in sorted(found)}


def _organizations(graph: RiskGraph) -> dict[str, dict[str, Any]]:
    rows = graph.organizations.select(["id", *_ORGANIZATION]).to_pylist()
    parents = _parents(graph)
    return {
        str(row["id"]): {
            **{name: row[name] for name in _ORGANIZATION},
            "parent": parents.get(row["id"]),
        }
        for row in rows
    }


def _parents(graph: RiskGraph) -> dict[str, str]:
    """Return organization -> name of its parent."""
    table = graph.table("PART_OF").select(["from_id", "to_id"])
    ends = table.to_pylist()
    rows = graph.rows_of([end["to_id"] for end in ends])
    names = graph.organizations.column("name")
    return {
        end["from_id"]: end["to_id"] if row < 0 else names[int(row)].as_py()
        for end, row in zip(ends, rows, strict=True)
    }


def _differing(before: pa.Table, after: pa.Table) -> Mask:
    """Return which rows of two tables of the same length differ in a property of a link."""
    differ = np.zeros(before.num_rows, dtype=np.bool_)
    for name in _LINK:
        old, new = (one_chunk(table.column(name)) for table in (before, after))
        if pa.types.is_list(old.type):
            old, new = (pc.binary_join(each, ";") for each in (old, new))
        same = pc.fill_null(pc.equal(old, new), False)
        both = pc.and_(pc.is_null(old), pc.is_null(new))
        differ |= ~np.asarray(pc.or_(same, both), dtype=np.bool_)
    return differ


def _match(
    compared: Compared, lost: npt.NDArray[Any], new: npt.NDArray[Any]
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Return pairs of links under two ids that are one, and those that are left on both sides."""
    sides = (compared.before.serves, compared.after.serves)
    columns = ["from_id", "to_id", "service", "category", "group", "contract", "starts_on"]
    rows = [
        dict(zip(map(int, at), side.select(columns).take(pa.array(at)).to_pylist(), strict=True))
        for side, at in zip(sides, (lost, new), strict=True)
    ]
    pairs: list[tuple[int, int]] = []
    for names in _TELLING:
        keyed = [_keyed(found, names) for found in rows]
        for key, old in keyed[0].items():
            others = keyed[1].get(key, [])
            if len(old) == len(others) and (len(old) == 1 or names == _TELLING[0]):
                pairs += zip(old, others, strict=True)
                for row, other in zip(old, others, strict=True):
                    del rows[0][row], rows[1][other]
    return pairs, list(rows[0]), list(rows[1])


def _keyed(rows: Mapping[int, Mapping[str, Any]], names: Sequence[str]) -> dict[Any, list[int]]:
    found: dict[Any, list[int]] = defaultdict(list)
    for row, said in rows.items():
        told = tuple(said[name] for name in names)
        if not names or any(told):
            found[(said["from_id"], said["to_id"], told)].append(row)
    return found


def _changed(
    compared: Compared, force: tuple[Mask, Mask], before: int, after: int
) -> LinkChange | None:
    """Return how one link differs, None where it does not."""
    old = compared.before.serves.slice(before, 1).select(_LINK).to_pylist()[0]
    new = compared.after.serves.slice(after, 1).select(_LINK).to_pylist()[0]
    parts = differences(old, new)
    was, now = bool(force[0][before]), bool(force[1][after])
    if was and not now:
        parts.append(f"in force until {new['ends_on']}" if new["ends_on"] else "no longer in force")
    elif now and not was:
        parts.append("in force now")
    if was == now and not parts:
        return None
    change = "expired" if was and not now else "begins" if now and not was else "changed"
    return LinkChange(change, before, after, "; ".join(parts))


def _gone(before: pa.Table, row: int, as_of: str) -> LinkChange:
    ends_on = before.column("ends_on")[row].as_py()
    if ends_on and str(ends_on) < as_of:
        return LinkChange("ended", row, -1, f"ended on {ends_on}")
    said = f"would have ended on {ends_on}" if ends_on else ""
    return LinkChange("withdrawn", row, -1, said)


def _not_yet(force: Mask, row: int) -> str:
    return "" if force[row] else "not in force on that day"


def counted(words: Iterable[str], order: Sequence[str]) -> dict[str, int]:
    """Return how often each word occurs, in an order."""
    counts = Counter(words)
    return {word: counts[word] for word in order if counts[word]}
