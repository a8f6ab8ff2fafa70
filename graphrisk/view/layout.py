"""Places for marks: columns by hop, sections by state, rows ordered so that few lines cross."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import ceil, sqrt

from graphrisk.view.folding import Pairs
from graphrisk.view.marks import Column, Link, Mark, Picture, Section
from graphrisk.view.words import hop_title, states_of

ROW = 28
PITCH = 250
WAY = 180
ROWS = 30
SWEEPS = 3

Row = Mark | tuple[str, int]
"""A mark, or the heading of a section: its state and how many are in it (0: it goes on)."""


def arrange(
    mode: str,
    marks: Sequence[Mark],
    pairs: Pairs,
    weak: Mapping[str, bool],
    further: int | None = None,
) -> Picture:
    """Return the picture with every mark at a fixed place; column `further` holds all beyond it.

    A mean position of the neighbours, swept back and forth, orders the rows: time grows with
    marks and links, and nothing depends on chance.
    """
    links = _links(marks, pairs, weak)
    columns: dict[int, list[Mark]] = {}
    for mark in marks:
        columns.setdefault(mark.hop, []).append(mark)
    rank = {state: place for place, state in enumerate(("fallen", *states_of(mode), "on the way"))}
    order = _swept(columns, links, rank)
    placed: list[Mark] = []
    sections: list[Section] = []
    heads: list[Column] = []
    x = 0
    for hop in sorted(order):
        title = hop_title(mode, hop) + (" and more" if hop == further else "")
        heads.append(Column(hop, title, _members(order[hop]), x))
        ways = _ways(_rows(order[hop]), len(marks))
        for way, part in enumerate(ways):
            _place(part, x + way * WAY, hop, placed, sections)
        x += (len(ways) - 1) * WAY + PITCH
    height = max((abs(mark.y) for mark in placed), default=0) * 2 + 2 * ROW
    return Picture(tuple(placed), links, tuple(heads), tuple(sections), x, height)


def _members(marks: Iterable[Mark]) -> int:
    return sum(len(mark.members) for mark in marks)


def _links(marks: Iterable[Mark], pairs: Pairs, weak: Mapping[str, bool]) -> tuple[Link, ...]:
    home = {member: mark.id for mark in marks for member in mark.members}
    joined: dict[tuple[str, str], list[str]] = {}
    for (vendor, customer), edges in sorted(pairs.items()):
        ends = (home[vendor], home[customer])
        if ends[0] != ends[1]:
            joined.setdefault(ends, []).extend(edges)
    return tuple(
        Link(
            id=f"{source}>{target}",
            source=source,
            target=target,
            edges=tuple(sorted(edges)),
            weak=all(weak.get(edge, False) for edge in edges),
        )
        for (source, target), edges in sorted(joined.items())
    )


def _swept(
    columns: Mapping[int, Sequence[Mark]], links: Sequence[Link], rank: Mapping[str, int]
) -> dict[int, list[Mark]]:
    """Order each column by state, then by the mean row of its neighbours."""
    near: dict[str, list[str]] = {}
    for link in links:
        near.setdefault(link.source, []).append(link.target)
        near.setdefault(link.target, []).append(link.source)
    order = {
        hop: sorted(
            columns[hop], key=lambda mark: (_block(mark, rank), mark.label.casefold(), mark.id)
        )
        for hop in sorted(columns)
    }
    place = {
        mark.id: _share(row, len(col)) for col in order.values() for row, mark in enumerate(col)
    }
    hops = sorted(order)
    for sweep in range(SWEEPS):
        for hop in hops if sweep % 2 == 0 else reversed(hops):
            mean = {
                mark.id: _mean([place[other] for other in near.get(mark.id, ())], place[mark.id])
                for mark in order[hop]
            }
            order[hop].sort(
                key=lambda mark, mean=mean: (  # type: ignore[misc]
                    _block(mark, rank),
                    mean[mark.id],
                    mark.label.casefold(),
                    mark.id,
                )
            )
            for row, mark in enumerate(order[hop]):
                place[mark.id] = _share(row, len(order[hop]))
    return order


def _block(mark: Mark, rank: Mapping[str, int]) -> tuple[int, bool, bool]:
    return rank.get(mark.state, len(rank)), bool(mark.fold), mark.fold == "more"


def _share(row: int, rows: int) -> float:
    return (row + 0.5) / rows


def _mean(values: Sequence[float], otherwise: float) -> float:
    return round(sum(values) / len(values), 9) if values else otherwise


def _rows(marks: Sequence[Mark]) -> list[Row]:
    """Marks with a heading before each change of state."""
    counts: dict[str, int] = {}
    for mark in marks:
        counts[mark.state] = counts.get(mark.state, 0) + len(mark.members)
    rows: list[Row] = []
    last = ""
    for mark in marks:
        if mark.state != last and mark.state != "fallen":
            rows.append((mark.state, counts[mark.state]))
        last = mark.state
        rows.append(mark)
    return rows


def _ways(rows: Sequence[Row], marks: int) -> list[list[Row]]:
    """Split a long column into ways side by side; no heading stays alone at the end of one.

    The more marks, the longer the ways, so that the whole stays about as high as it is wide.
    """
    per = max(ROWS, ceil(sqrt(WAY / ROW / 1.6 * marks)))
    per = ceil(len(rows) / ceil(len(rows) / per))
    ways: list[list[Row]] = [[]]
    for row in rows:
        if len(ways[-1]) >= per:
            ways.append(_next_way(ways[-1], row))
        ways[-1].append(row)
    return ways


def _next_way(last: list[Row], row: Row) -> list[Row]:
    if not isinstance(last[-1], Mark):
        return [last.pop()]
    return [(row.state, 0)] if isinstance(row, Mark) and row.state != "fallen" else []


def _place(
    rows: Sequence[Row],
    x: int,
    hop: int,
    placed: list[Mark],
    sections: list[Section],
) -> None:
    top = -(len(rows) - 1) * ROW // 2
    for row, item in enumerate(rows):
        y = top + row * ROW
        if isinstance(item, Mark):
            placed.append(replace(item, x=x, y=y))
        else:
            sections.append(Section(hop, item[0], item[1], x, y))
