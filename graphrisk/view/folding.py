"""Which organizations share one mark, so that a person can read the picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from graphrisk.view.marks import Actor, Fold, Mark
from graphrisk.view.words import number, plural, states_of

FOLD_FROM = 3
"""Smallest group that becomes one mark."""

COLUMN_FULL = 26
"""Most marks in one hop column of the folded picture."""

COLUMN_KEPT = 16
"""Marks that stay alone in a column that is too full: those that carry most parties."""

LAST_COLUMN = 24
"""Column of the folded picture that takes every hop from there on."""

Pairs = Mapping[tuple[str, str], tuple[str, ...]]


def single_marks(actors: Mapping[str, Actor]) -> tuple[Mark, ...]:
    """Return one mark for each organization.

    Examples
    --------
    >>> single_marks({"a": Actor("a", "Acme", "fallen", 0, "fallen", "", False)})[0].label
    'Acme'
    """
    return tuple(_single(actors[org_id]) for org_id in sorted(actors))


def within_columns(actors: Mapping[str, Actor], last: int) -> dict[str, Actor]:
    """Return the actors with every hop beyond the last column put into it."""
    return {
        org_id: actor if actor.hop <= last else replace(actor, hop=last)
        for org_id, actor in actors.items()
    }


def fold_marks(
    actors: Mapping[str, Actor],
    pairs: Pairs,
    behind: Mapping[str, int],
    mode: str,
    *,
    max_marks: int,
) -> tuple[tuple[Mark, ...], tuple[Fold, ...]]:
    """Return the marks of the folded picture and what was folded.

    Customers of one sector, hop and state, and vendors with no route onward of one hop and state,
    become one mark from three up. A column that is still too full keeps the marks that carry most.
    """
    carriers = {vendor for vendor, _ in pairs}
    groups: dict[tuple[int, str, str, str], list[Actor]] = {}
    alone: list[Mark] = []
    for org_id in sorted(actors):
        actor = actors[org_id]
        if actor.kind == "fallen" or org_id in carriers:
            alone.append(_single(actor))
        else:
            sector = actor.sector or "sector not stated" if actor.kind == "customer" else ""
            key = (actor.hop, actor.state, actor.kind, sector)
            groups.setdefault(key, []).append(actor)
    marks = list(alone)
    for key, members in sorted(groups.items()):
        marks.extend(_group(key, members))
    columns = len({actor.hop for actor in actors.values()})
    limit = min(COLUMN_FULL, max(2, max_marks // max(1, columns)))
    thinned = _thin(marks, behind, mode, limit)
    return thinned, tuple(_fold(mark, behind) for mark in thinned if mark.fold)


def _single(actor: Actor) -> Mark:
    return Mark(actor.id, actor.kind, actor.name, actor.hop, actor.state, (actor.id,))


def _group(key: tuple[int, str, str, str], members: list[Actor]) -> list[Mark]:
    hop, state, kind, sector = key
    if len(members) < FOLD_FROM:
        return [_single(actor) for actor in members]
    size = len(members)
    label = f"{number(size)} × {sector}" if sector else f"{number(size)} vendors"
    return [
        Mark(
            id="|".join(("group", str(hop), state, kind, sector)),
            kind=kind,
            label=label,
            hop=hop,
            state=state,
            members=_by_name(members),
            fold="sector" if sector else "end of route",
        )
    ]


def _by_name(members: Iterable[Actor]) -> tuple[str, ...]:
    ordered = sorted(members, key=lambda actor: (actor.name.casefold(), actor.id))
    return tuple(actor.id for actor in ordered)


def _thin(marks: list[Mark], behind: Mapping[str, int], mode: str, limit: int) -> tuple[Mark, ...]:
    """Keep each column below its limit: the marks that carry most stay, the rest share a mark."""
    columns: dict[int, list[Mark]] = {}
    for mark in marks:
        columns.setdefault(mark.hop, []).append(mark)
    kept: list[Mark] = []
    for hop in sorted(columns):
        column = columns[hop]
        if len(column) <= limit:
            kept.extend(column)
            continue
        ranked = sorted(column, key=lambda mark: (-_weight(mark, behind), mark.id))
        room = min(COLUMN_KEPT, max(1, limit - (FOLD_FROM - 1) * (len(states_of(mode)) + 1)))
        kept.extend(ranked[:room])
        kept.extend(_rest(hop, ranked[room:], behind))
    return tuple(kept)


def _rest(hop: int, marks: list[Mark], behind: Mapping[str, int]) -> list[Mark]:
    by_state: dict[str, list[Mark]] = {}
    for mark in marks:
        by_state.setdefault(mark.state, []).append(mark)
    folded = []
    for state, group in sorted(by_state.items()):
        members = tuple(sorted(member for mark in group for member in mark.members))
        if len(members) < FOLD_FROM:
            folded.extend(group)
            continue
        passed = max((behind.get(member, 0) for member in members), default=0)
        total = sum(behind.get(member, 0) for member in members)
        label = f"+{number(len(members))} more"
        if passed:
            label += f", {number(total)} routes"
        kind = "vendor" if any(mark.kind != "customer" for mark in group) else "customer"
        mark_id = "|".join(("more", str(hop), state))
        folded.append(Mark(mark_id, kind, label, hop, state, members, "more"))
    return folded


def _carried(mark: Mark, behind: Mapping[str, int]) -> int:
    return sum(behind.get(member, 0) for member in mark.members)


def _weight(mark: Mark, behind: Mapping[str, int]) -> int:
    """Groups count with their members, so that a large group is not hidden in a larger one."""
    return _carried(mark, behind) + (len(mark.members) if mark.fold else 0)


def _fold(mark: Mark, behind: Mapping[str, int]) -> Fold:
    size = len(mark.members)
    if mark.fold == "sector":
        why = f"{plural(size, 'customer')} of one sector in one hop and state"
    elif mark.fold == "more":
        carried = plural(_carried(mark, behind), "drawn route")
        why = f"{plural(size, 'party', 'parties')} that carry least, {carried} behind them"
    else:
        why = f"{plural(size, 'vendor')} through which no drawn route goes on"
    return Fold(mark.id, why, size)
