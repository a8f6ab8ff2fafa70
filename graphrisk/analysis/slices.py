"""Slices of the links: per category, sector, country, data class or legal group.

Which end an attribute is read from: category and data class from the link, sector from the
customer, country and legal group from the vendor (risk model, section 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.legal_groups import top_companies
from graphrisk.model.graph import Ints, RiskGraph, one_chunk
from graphrisk.model.harm import HarmView
from graphrisk.model.ragged import distinct
from graphrisk.model.redundancy import blank_to_null
from graphrisk.model.vocabulary import NO_DATA

By = Literal["category", "sector", "country", "data_class", "tier", "group"]
DIMENSIONS: tuple[By, ...] = ("category", "sector", "country", "data_class", "tier", "group")
NOT_STATED = "not stated"
Edges = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Slices:
    """Named sets of links: entry k says that ``edge[k]`` of the view is in slice ``of[k]``.

    Entries are sorted by slice. A link with two data classes is in two slices; one that is stated
    to carry no data is in none.
    """

    names: tuple[str, ...]
    of: Ints
    edge: Edges


def slices_of(view: HarmView, by: By, least: int) -> Slices:
    """Return the slices of the links of at least a criticality; links without the attribute last.

    Raises
    ------
    KeyError
        ``by`` is tier, which is no attribute of a link, or nothing known.
    """
    serious = np.flatnonzero(view.rank >= least)
    if by == "data_class":
        lists = one_chunk(view.graph.serves.column("data_classes")).take(pa.array(view.rows))
        place = np.asarray(pc.list_parent_indices(lists), dtype=np.int64)
        words = pc.list_flatten(lists)
        silent = np.ones(view.n_edges, dtype=np.bool_)
        silent[place] = False
        kept = np.asarray(pc.not_equal(words, NO_DATA), dtype=np.bool_) & (
            view.rank[place] >= least
        )
        return _gathered(words.filter(pa.array(kept)), place[kept], serious[silent[serious]])
    words = attribute_of_edges(view, by).take(pa.array(serious))
    silent = np.asarray(pc.is_null(words), dtype=np.bool_)
    return _gathered(words.drop_null(), serious[~silent], serious[silent])


def attribute_of_edges(view: HarmView, by: By) -> pa.Array:
    """Return the word that puts each link of a view into a slice, null where it is not stated."""
    if by == "category":
        words = one_chunk(view.graph.serves.column("category")).take(pa.array(view.rows))
    elif by == "sector":
        words = one_chunk(view.graph.organizations.column("sector")).take(pa.array(view.customer))
    elif by == "country":
        words = one_chunk(view.graph.organizations.column("country")).take(pa.array(view.vendor))
    elif by == "group":
        words = group_names(view.graph).take(pa.array(view.vendor))
    else:
        raise KeyError(by)
    return blank_to_null(words)


def group_names(graph: RiskGraph) -> pa.Array:
    """Return for each organization its legal group: name and id of the top company, or null.

    An organization that is alone belongs to no group. The id tells groups of one name apart.
    """
    top = top_companies(graph)
    alone = np.bincount(top, minlength=graph.n_organizations)[top] == 1
    tops = graph.organizations.select(["name", "id"]).take(pa.array(top))
    name, key = (one_chunk(tops.column(word)) for word in ("name", "id"))
    said = pc.binary_join_element_wise(name, pc.binary_join_element_wise(" (", key, ")", ""), "")
    return pc.if_else(pa.array(alone), pa.scalar(None, pa.string()), said)


def _gathered(words: pa.Array, edge: Edges, silent: Edges) -> Slices:
    """Return slices by name, each entry once; links without a word are the last one."""
    coded = words.dictionary_encode()
    names = [str(word) for word in coded.dictionary.to_pylist()]
    order = sorted(range(len(names)), key=names.__getitem__)
    rank = np.empty(len(names), dtype=np.int64)
    rank[order] = np.arange(len(names))
    of = rank[np.asarray(coded.indices, dtype=np.int64)]
    width = int(edge.max(initial=0)) + 1
    keys = distinct(of * width + edge)
    named = tuple(names[code] for code in order)
    if not len(silent):
        return Slices(named, (keys // width).astype(np.int32), keys % width)
    last = np.full(len(silent), len(names))
    return Slices(
        (*named, NOT_STATED),
        np.concatenate((keys // width, last)).astype(np.int32),
        np.concatenate((keys % width, silent)),
    )
