"""Which entities use which provider for critical or important functions, as registers state it.

Entities are organizations with a category (`entity_type`) of a financial entity. Where nobody
states one, those who are served and serve nobody are taken, by sector.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.legal_groups import top_companies
from graphrisk.model.graph import Ints, Mask, one_chunk
from graphrisk.model.harm import HarmView

NO_ENTITIES = ("intra-group ICT provider", "non-financial entity")
"""Types of ITS (EU) 2024/2956 that are no categories of DORA, Article 2(1)."""
NOT_STATED = "not stated"
_SERIOUS = pa.array(["critical", "important"])
_NO_WAY_OUT = pa.array(["not substitutable"])
_HARD = pa.array(["not substitutable", "highly complex"])


@dataclass(frozen=True)
class Entities:
    """The entities of a store.

    Attributes
    ----------
    rows
        Their organizations, ascending.
    category
        Category of each, as a place in ``names``.
    assets
        Value of all assets of each; NaN where it is not known.
    currency
        Its currency, "" where there is none.
    stated
        False when nobody states a category, and sectors are taken.
    """

    rows: Ints
    category: Ints
    names: tuple[str, ...]
    assets: npt.NDArray[np.float64]
    currency: npt.NDArray[np.object_]
    stated: bool

    def of(self, category: int) -> npt.NDArray[np.intp]:
        """Return the places of the entities of a category."""
        return np.flatnonzero(self.category == category)


def entities_of(view: HarmView) -> Entities:
    """Return who counts as an entity, by category."""
    table = view.graph.organizations
    types = one_chunk(table.column("entity_type"))
    left_out = pc.is_in(types, value_set=pa.array(NO_ENTITIES))
    is_entity = np.asarray(pc.and_(pc.is_valid(types), pc.invert(left_out)), dtype=np.bool_)
    stated = bool(np.asarray(pc.is_valid(types)).any())
    if not stated:
        serves, served = np.zeros(view.n, np.bool_), np.zeros(view.n, np.bool_)
        serves[view.vendor], served[view.customer] = True, True
        is_entity = served & ~serves
        types = pc.fill_null(one_chunk(table.column("sector")), NOT_STATED)
    rows = np.flatnonzero(is_entity).astype(np.int32)
    taken = pa.array(rows)
    coded = types.take(taken).dictionary_encode()
    order = pc.array_sort_indices(coded.dictionary)
    place = np.empty(len(order), dtype=np.int32)
    place[np.asarray(order)] = np.arange(len(order))
    return Entities(
        rows,
        place[np.asarray(coded.indices)] if len(rows) else np.zeros(0, np.int32),
        tuple(coded.dictionary.take(order).to_pylist()),
        _numbers(one_chunk(table.column("total_assets")).take(taken)),
        np.array(pc.fill_null(one_chunk(table.column("assets_currency")).take(taken), "")),
        stated,
    )


def _numbers(column: pa.Array) -> npt.NDArray[np.float64]:
    return np.asarray(pc.fill_null(column, float("nan")), dtype=np.float64)


class Uses:
    """Direct links of entities that support, or may support, a critical or important function.

    Parameters
    ----------
    view
        Harm view.
    by_group
        Count the companies of a provider's legal group as one.

    Attributes
    ----------
    vendor
        Organization of each link, or the top company of its group.
    entity
        Place of the customer among the entities.
    sure
        The link is stated to be critical or important; otherwise that is not known.
    """

    def __init__(self, view: HarmView, entities: Entities, *, by_group: bool = False) -> None:
        self.view, self.entities = view, entities
        tops = top_companies(view.graph)
        self.company = tops if by_group else np.arange(view.n, dtype=np.int32)
        place = np.full(view.n, -1, dtype=np.int32)
        place[entities.rows] = np.arange(len(entities.rows))
        words = self._column("criticality")
        sure = _is_in(words, _SERIOUS)
        known = np.asarray(pc.fill_null(pc.not_equal(words, "unknown"), False), dtype=np.bool_)
        rank = np.asarray(pc.fill_null(self._column("rank"), 1))
        is_used = (rank == 1) & (place[view.customer] >= 0) & (sure | ~known)
        self._serious = np.flatnonzero(is_used & sure)
        # A company of the entity's own group is no third party; under codes its group is not known.
        is_used &= tops[view.vendor] != tops[view.customer]
        types = one_chunk(view.graph.organizations.column("entity_type"))
        is_used &= ~_is_in(types, pa.array(NO_ENTITIES[:1]))[view.vendor]
        self.edges = np.flatnonzero(is_used)
        self.vendor: Ints = self.company[view.vendor[self.edges]]
        self.entity: Ints = place[view.customer[self.edges]]
        self.sure: Mask = sure[self.edges]
        self._place = place

    def _column(self, name: str) -> pa.Array:
        return one_chunk(self.view.graph.serves.column(name)).take(pa.array(self.view.rows))

    def of_edges(self, name: str) -> pa.Array:
        """Return a property of the links."""
        return self._column(name).take(pa.array(self.edges))

    def pairs(self, mask: Mask) -> tuple[Ints, Ints]:
        """Return each (provider, entity) of some links once, by provider."""
        width = max(len(self.entities.rows), 1)
        keys = np.unique(self.vendor[mask].astype(np.int64) * width + self.entity[mask])
        return (keys // width).astype(np.int32), (keys % width).astype(np.int32)

    @cached_property
    def no_alternative(self) -> tuple[Mask, Mask]:
        """Return (no alternative, assessed) of the links: sub-criterion 4.1."""
        hard, others = self.of_edges("substitutability"), self.of_edges("alternatives")
        found = _is_in(hard, _NO_WAY_OUT) | _is_in(others, pa.array(["no"]))
        return found, _is_known(hard) | _is_in(others, pa.array(["yes", "no"]))

    @cached_property
    def hard_to_move(self) -> tuple[Mask, Mask]:
        """Return (highly difficult to migrate, assessed) of the links: sub-criterion 4.2."""
        hard, back = self.of_edges("substitutability"), self.of_edges("reintegration")
        found = _is_in(hard, _HARD) | _is_in(back, pa.array(["highly complex"]))
        return found, _is_known(hard) | _is_known(back)

    def behind(self) -> dict[int, set[int]]:
        """Return the entities in whose declared chains for such functions a provider stands.

        Chains are followed from contract to contract, by what rests on each link; direct use is
        not counted.
        """
        view = self.view
        of_contract: dict[int, set[int]] = {}
        entities = self._place[view.customer[self._serious]]
        for edge, entity in zip(self._serious.tolist(), entities.tolist(), strict=True):
            if (contract := int(view.contract[edge])) >= 0:
                of_contract.setdefault(contract, set()).add(entity)
        found: dict[int, set[int]] = {}
        inner = self._internal(of_contract)
        for edge in np.flatnonzero(view.supports.lengths() > 0).tolist():
            first, last = view.supports.starts[edge], view.supports.starts[edge + 1]
            vendor = int(self.company[view.vendor[edge]])
            for contract in view.supports.values[first:last].tolist():
                if (users := inner.get(contract)) is not None:
                    found.setdefault(vendor, set()).update(users)
        return found

    def _internal(self, of_contract: dict[int, set[int]]) -> dict[int, set[int]]:
        """Return entities by contract, also of contracts that others' contracts rest on."""
        view = self.view
        users = {contract: set(found) for contract, found in of_contract.items()}
        own = np.flatnonzero((self._place[view.customer] < 0) & (view.supports.lengths() > 0))
        passes = [edge for edge in own.tolist() if view.contract[edge] >= 0]
        for _ in range(3):  # frame, group and internal contract: no register goes deeper
            for edge in passes:
                contract = int(view.contract[edge])
                first, last = view.supports.starts[edge], view.supports.starts[edge + 1]
                for above in view.supports.values[first:last].tolist():
                    if above != contract and above in users:
                        users.setdefault(contract, set()).update(users[above])
        return users


def _is_in(column: pa.Array, words: pa.Array) -> Mask:
    return np.asarray(pc.fill_null(pc.is_in(column, value_set=words), False), dtype=np.bool_)


def _is_known(column: pa.Array) -> Mask:
    return np.asarray(pc.is_valid(column), dtype=np.bool_)
