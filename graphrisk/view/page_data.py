"""What the page's template and script are given: plain values derived from a scene."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote

from graphrisk.view import palette, words
from graphrisk.view.marks import Link, Mark, Picture
from graphrisk.view.reported import ReportedLine, reported_about
from graphrisk.view.scene import Evidence, Party, Scene
from graphrisk.view.text import file_stem, shorten

WEAK_BELOW = 0.7
TABLE_ROWS = 10_000
"""Most parties that a page lists, gravest first; the picture counts all of them."""

CARRIERS = 6
CARDS = 7
SECTORS = 8

QUOTED_PARTIES = 200
"""Most parties whose routes are printed with their quotes; the table lists all."""

PRINTED_ROWS = 5_000
"""Most rows of the printed table."""


@dataclass(frozen=True)
class HopCard:
    """One card of the strip: legend and filter in one."""

    hop: int
    title: str
    detail: str


@dataclass(frozen=True)
class SectorBar:
    """How many of a sector are exposed, by state, as parts of the longest bar."""

    sector: str
    count: int
    parts: tuple[tuple[str, int, float, float], ...]


@dataclass(frozen=True)
class Carrier:
    """A party through which the drawn routes of others pass."""

    id: str
    name: str
    hop: int
    state: str
    count: int


@dataclass(frozen=True)
class Route:
    """The evidence of one party: its chain of links, and the branches that are lost with it."""

    party: Party
    chains: tuple[tuple[Evidence, ...], ...]


def about(scene: Scene) -> str:
    """Return who falls, in words."""
    return words.names_line([name for _, name in scene.fallen])


def routes(scene: Scene, most: int = QUOTED_PARTIES) -> tuple[Route, ...]:
    """Return the evidence chains of the first parties, gravest first."""
    known = {item.edge_id: item for item in scene.evidence}

    def chain(edges: Iterable[str]) -> tuple[Evidence, ...]:
        return tuple(known[edge] for edge in edges if edge in known)

    return tuple(
        Route(party, (chain(party.steps), *map(chain, party.branches)))
        for party in scene.parties[:most]
    )


def hop_cards(scene: Scene) -> tuple[HopCard, ...]:
    """Return the cards of the strip, the fallen first."""
    names = words.names_line([shorten(name, 40) for _, name in scene.fallen], most=2)
    cards = [HopCard(0, words.hop_title(scene.mode, 0), names)]
    last = last_card(scene)
    near = [item for item in scene.hop_counts if item[0] < last]
    far = [item for item in scene.hop_counts if item[0] >= last]
    if far:
        near.append((last, sum(item[1] for item in far), sum(item[2] for item in far)))
    for hop, customers, vendors in near:
        detail = f"{words.plural(customers, 'customer')}, {words.plural(vendors, 'vendor')}"
        title = words.hop_title(scene.mode, hop) + (" and more" if far[1:] and hop == last else "")
        cards.append(HopCard(hop, title, detail))
    return tuple(cards)


def last_card(scene: Scene) -> int:
    """Return the hop whose card stands for all beyond it too."""
    deepest = max((hop for hop, _, _ in scene.hop_counts), default=1)
    return min(deepest, CARDS)


def sector_bars(scene: Scene) -> tuple[SectorBar, ...]:
    """Return the sectors of the exposed customers (of all, if nobody is a mere customer)."""
    counted: dict[str, dict[str, int]] = {}
    ends = [party for party in scene.parties if not party.is_vendor] or list(scene.parties)
    for party in ends:
        states = counted.setdefault(party.sector or "not stated", {})
        states[party.state] = states.get(party.state, 0) + 1
    ranked = sorted(counted.items(), key=lambda item: (-sum(item[1].values()), item[0]))[:SECTORS]
    longest = max((sum(states.values()) for _, states in ranked), default=1)
    bars = []
    for sector, states in ranked:
        parts, start = [], 0.0
        for state in (*words.states_of(scene.mode), *sorted(set(states) - _known(scene))):
            if states.get(state):
                wide = round(140 * states[state] / longest, 2)
                parts.append((state, states[state], start, wide))
                start = round(start + wide, 2)
        bars.append(SectorBar(sector, sum(states.values()), tuple(parts)))
    return tuple(bars)


def _known(scene: Scene) -> set[str]:
    return set(words.states_of(scene.mode))


def carriers(scene: Scene) -> tuple[Carrier, ...]:
    """Return the parties through which most drawn routes pass, the fallen left out."""
    ends = {item.edge_id: item.vendor_id for item in scene.evidence}
    count: dict[str, int] = {}
    for party in scene.parties:
        edges = (*party.steps, *(edge for way in party.branches for edge in way))
        for vendor in sorted({ends[edge] for edge in edges if edge in ends}):
            count[vendor] = count.get(vendor, 0) + 1
    found = [
        Carrier(party.id, party.name, party.hop, party.state, count[party.id])
        for party in scene.parties
        if party.id in count
    ]
    return tuple(sorted(found, key=lambda one: (-one.count, one.name, one.id))[:CARRIERS])


def weak_count(scene: Scene) -> int:
    """Return how many exposed parties hang on a link of weak evidence."""
    return sum(party.weak for party in scene.parties)


def address(party_id: str) -> str:
    """Return the part of an address after # that chooses a party.

    Examples
    --------
    >>> address('a"b c')
    'p=a%22b%20c'
    """
    return "p=" + quote(party_id, safe="")


def file_name(scene: Scene) -> str:
    """Return a plain file name without its ending: graphrisk, who falls, as of when."""
    return file_stem("graphrisk", scene.fallen[0][1] if scene.fallen else "", scene.as_of)


def vis_nodes(picture: Picture) -> list[dict[str, Any]]:
    """Return the marks as nodes of the carrier: places given, drawn by our own script."""
    return [_node(mark) for mark in picture.marks]


def _node(mark: Mark) -> dict[str, Any]:
    return {
        "id": mark.id,
        "x": mark.x,
        "y": mark.y,
        "shape": "custom",
        "kind": mark.kind,
        "name": mark.label,
        "hop": mark.hop,
        "state": mark.state,
        "fold": mark.fold,
        "members": list(mark.members) if mark.fold else [],
    }


def evidence_rows(scene: Scene) -> dict[str, int]:
    """Return the place of each supply link in the page's list of evidence."""
    return {item.edge_id: row for row, item in enumerate(scene.evidence)}


def vis_edges(links: Iterable[Link], rows: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the links as edges of the carrier; supply links by their place in the evidence."""
    return [
        {
            "id": link.id,
            "from": link.source,
            "to": link.target,
            "dashes": [5, 4] if link.weak else False,
            "weak": link.weak,
            "links": [rows[edge] for edge in link.edges],
        }
        for link in links
    ]


def page_payload(scene: Scene) -> dict[str, Any]:
    """Return what the script needs beside the carrier's nodes and edges."""
    single = scene.single
    rows = evidence_rows(scene)
    said = reported_about(scene.reported)
    return {
        "version": 1,
        "mode": scene.mode,
        "title": scene.title,
        "file": file_name(scene),
        "opens_grouped": scene.opens_grouped,
        "total": len(scene.parties),
        "last_card": last_card(scene),
        "fallen": [list(pair) for pair in scene.fallen],
        "states": [[state, words.MEANINGS.get(state, "")] for state in _states(scene)],
        "fills": dict(words.FILLS),
        "colours": {
            "hops": list(palette.HOP_COLOURS),
            "digits": list(palette.DIGIT_COLOURS),
            "light": palette.LIGHT,
            "dark": palette.DARK,
        },
        "parties": [_party(party, rows) for party in scene.parties[:TABLE_ROWS]],
        "said": {
            party.id: [_reported(line) for line in said[party.id]]
            for party in scene.parties
            if party.id in said
        },
        "evidence": [_evidence(item) for item in scene.evidence],
        "grouped": _frame(scene.grouped),
        "single": None
        if single is None
        else {**_frame(single), "nodes": vis_nodes(single), "edges": vis_edges(single.links, rows)},
    }


def _states(scene: Scene) -> tuple[str, ...]:
    return tuple(state for state, _ in scene.state_counts)


def _frame(picture: Picture) -> dict[str, Any]:
    return {
        "width": picture.width,
        "height": picture.height,
        "columns": [asdict(column) for column in picture.columns],
        "sections": [asdict(section) for section in picture.sections],
    }


def _party(party: Party, rows: Mapping[str, int]) -> dict[str, Any]:
    """All facts of a party; empty ones are left out to keep the file small."""
    facts = asdict(party)
    del facts["through"]
    facts["steps"] = [rows[edge] for edge in party.steps]
    facts["branches"] = [[rows[edge] for edge in way] for way in party.branches]
    return {key: value for key, value in facts.items() if value not in ("", (), [], None, False)}


def _reported(line: ReportedLine) -> dict[str, str]:
    facts = asdict(line)
    del facts["about"]
    return {key: value for key, value in facts.items() if value}


def _evidence(item: Evidence) -> dict[str, Any]:
    return {key: value for key, value in asdict(item).items() if value not in ("", (), None, False)}
