"""Concentration: how few vendors how many customers rest on, direct and cascaded side by side.

Formulas and units: risk model, section 3. HHI 0..10,000, CR_k by union 0..1, Gini 0..1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.spread import spread
from graphrisk.model.graph import Ints, Mask, RiskGraph, one_chunk
from graphrisk.model.harm import HarmView, harm_view
from graphrisk.model.vocabulary import CRITICALITY_RANK, NO_DATA
from graphrisk.progress import SILENT, Progress

By = Literal["category", "sector", "country", "data_class"]
NOT_STATED = "not stated"
TOP = 3


@dataclass(frozen=True, slots=True)
class Share:
    """Concentration of one slice, direct or cascaded; ``top`` holds (id, name, users)."""

    vendors: int
    links: int
    hhi: float
    effective_number: float
    cr1: float
    cr3: float
    gini: float
    top: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Slice:
    """One category, sector, country or data class: its users, and who they rest on."""

    name: str
    users: int
    direct: Share
    cascaded: Share


@dataclass(frozen=True)
class Concentration:
    """Slices by falling users; edges without the attribute come last, outside the ranking."""

    by: str
    unit: str
    slices: tuple[Slice, ...]
    parameters: dict[str, Any]
    digest: str


def hhi(counts: Sequence[float] | npt.NDArray[Any]) -> float:
    """Return the Herfindahl-Hirschman index of amounts, 0..10,000.

    Examples
    --------
    >>> hhi([30, 30, 20, 20])
    2600.0
    """
    amounts = np.asarray(counts, dtype=np.float64)
    total = amounts.sum()
    return float(((100.0 * amounts / total) ** 2).sum()) if total > 0 else 0.0


def gini(counts: Sequence[float] | npt.NDArray[Any]) -> float:
    """Return the Gini coefficient of amounts, 0 (equal) to 1 - 1/n.

    Examples
    --------
    >>> round(gini([541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261]), 5)
    0.46209
    """
    amounts = np.sort(np.asarray(counts, dtype=np.float64))
    n, total = len(amounts), amounts.sum()
    if n == 0 or total <= 0:
        return 0.0
    return float(2 * (np.arange(1, n + 1) * amounts).sum() / (n * total) - (n + 1) / n)


def concentration(
    graph: RiskGraph,
    by: By = "category",
    *,
    as_of: str,
    min_criticality: str = "supporting",
    min_confidence: float = 0.0,
    progress: Progress = SILENT,
) -> Concentration:
    """Compute concentration per slice, direct and cascaded.

    Parameters
    ----------
    by
        category (of the edge), sector (of the customer), country (of the vendor) or data_class
        (on the edge).
    min_criticality
        Edges below are left out, directly and in the cascade.

    Notes
    -----
    Direct O(m log m); cascaded one cascade per vendor, so time grows with vendors times reach.
    """
    view = harm_view(graph, as_of=as_of, min_confidence=min_confidence)
    least = CRITICALITY_RANK[min_criticality]
    slices = [(name, edges) for name, edges in _slices(view, by) if len(edges)]
    serious = view.rank >= least
    slices = [(name, edges[serious[edges]]) for name, edges in slices]
    slices = [(name, edges) for name, edges in slices if len(edges)]
    users = np.zeros((len(slices), view.n), dtype=np.bool_)
    for k, (_, edges) in enumerate(slices):
        users[k, view.customer[edges]] = True
    cascaded = _cascaded(view, users, least, progress)
    found = [
        Slice(name, int(users[k].sum()), _direct(view, edges, users[k]), cascaded[k])
        for k, (name, edges) in enumerate(slices)
    ]
    found.sort(key=lambda s: (s.name == NOT_STATED, -s.users, s.name))
    return Concentration(
        by=by,
        unit="customers",
        slices=tuple(found),
        parameters={
            "as_of": as_of,
            "known_on": graph.known_on or "now",
            "min_criticality": min_criticality,
            "min_confidence": min_confidence,
        },
        digest=graph.digest,
    )


def _slices(view: HarmView, by: By) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    """Yield (name, edges of the view) of each slice, edges without the attribute last."""
    if by == "data_class":
        lists = one_chunk(view.graph.serves.column("data_classes")).take(pa.array(view.rows))
        edge = np.asarray(pc.list_parent_indices(lists), dtype=np.int64)
        words = pc.list_flatten(lists).to_pylist()
        rest = np.ones(view.n_edges, dtype=np.bool_)
        rest[edge] = False
    else:
        edge = np.arange(view.n_edges)
        words = _attribute(view, by).to_pylist()
        rest = np.array([not word for word in words], dtype=np.bool_)
    places: dict[str, list[int]] = {}
    for at, word in zip(edge.tolist(), words, strict=True):
        if word and word != NO_DATA:
            places.setdefault(str(word), []).append(at)
    for name in sorted(places):
        yield name, np.array(places[name], dtype=np.int64)
    yield NOT_STATED, np.flatnonzero(rest)


def _attribute(view: HarmView, by: By) -> pa.Array:
    if by == "category":
        return one_chunk(view.graph.serves.column("category")).take(pa.array(view.rows))
    end = view.customer if by == "sector" else view.vendor
    return one_chunk(view.graph.organizations.column(by)).take(pa.array(end))


def _direct(view: HarmView, edges: npt.NDArray[Any], users: Mask) -> Share:
    pairs = np.unique(view.vendor[edges].astype(np.int64) * view.n + view.customer[edges])
    vendor, customer = pairs // view.n, pairs % view.n
    rows, count = np.unique(vendor, return_counts=True)
    best = rows[np.lexsort((rows, -count))][:TOP]
    reached = [customer[vendor == row] for row in best]
    return _share(view, rows, count, reached, int(users.sum()))


def _cascaded(view: HarmView, users: Mask, least: int, progress: Progress) -> list[Share]:
    """Let each vendor fall alone; count the users of each slice that reach touches."""
    vendors = np.unique(view.vendor)
    counts = np.zeros((len(users), len(vendors)), dtype=np.int64)
    progress.start("cascade of each vendor", len(vendors))
    for k, vendor in enumerate(vendors):
        counts[:, k] = users[:, _reached(view, int(vendor), least)].sum(axis=1)
        progress.advance()
    progress.done()
    shares = []
    for k in range(len(users)):
        kept = counts[k] > 0
        rows, count = vendors[kept], counts[k][kept]
        best = rows[np.lexsort((rows, -count))][:TOP]
        reached = [_reached(view, int(row), least) for row in best]
        reached = [hit[users[k][hit]] for hit in reached]
        shares.append(_share(view, rows, count, reached, int(users[k].sum())))
    return shares


def _reached(view: HarmView, vendor: int, least: int) -> Ints:
    """Return the organizations that the fall of one vendor reaches, itself left out."""
    rounds = spread(view, np.array([vendor]), least, one_is_enough=True).first_round(view)
    return np.flatnonzero(rounds > 0).astype(np.int32)


def _share(
    view: HarmView,
    rows: npt.NDArray[Any],
    count: npt.NDArray[Any],
    reached: list[npt.NDArray[Any]],
    users: int,
) -> Share:
    best = rows[np.lexsort((rows, -count))][:TOP]
    by_row = dict(zip(rows.tolist(), count.tolist(), strict=True))
    union = [len(np.unique(np.concatenate(reached[:k]))) if reached[:k] else 0 for k in (1, TOP)]
    index = hhi(count)
    named = view.graph.organizations.take(pa.array(best, pa.int64())).select(["id", "name"])
    return Share(
        vendors=len(rows),
        links=int(count.sum()),
        hhi=index,
        effective_number=10_000 / index if index else 0.0,
        cr1=union[0] / users if users else 0.0,
        cr3=union[1] / users if users else 0.0,
        gini=gini(count),
        top=tuple(
            (found["id"], found["name"], by_row[int(row)])
            for row, found in zip(best, named.to_pylist(), strict=True)
        ),
    )
