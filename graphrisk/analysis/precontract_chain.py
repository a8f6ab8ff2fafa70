"""The chain behind a proposed vendor: shared sub-contractors, connections, third countries."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.evidence import Evidence
from graphrisk.analysis.legal_groups import top_companies
from graphrisk.analysis.result import ResultTable
from graphrisk.analysis.whatif import listed
from graphrisk.model.graph import Ints, one_chunk
from graphrisk.model.harm import HarmView
from graphrisk.model.ragged import ragged_by
from graphrisk.model.regions import is_third_country
from graphrisk.model.vocabulary import CRITICALITY_RANK

LAW = "critical or important"
"""Functions that the regulation speaks of; a link of no known criticality may support one."""


class ProposedChain:
    """What stands behind a proposed link, and behind the customer's other serious links.

    Parameters
    ----------
    view
        Harm view with the link in it.
    vendor, customer
        Rows of its ends.
    link
        Its id.
    threshold
        Criticality from which links count.
    """

    def __init__(
        self, view: HarmView, vendor: int, customer: int, link: str, threshold: str
    ) -> None:
        self.view, self.vendor, self.customer = view, vendor, customer
        self.evidence = Evidence(view)
        ids = one_chunk(view.graph.serves.column("id"))
        self.edge = int(np.flatnonzero(view.rows == ids.index(link).as_py())[0])
        self._serious = view.rank >= CRITICALITY_RANK[threshold]
        self.law = view.rank >= CRITICALITY_RANK["important"]
        self._threshold = threshold
        self.tops = top_companies(view.graph)
        kept = np.where(self._serious, view.customer, -1)
        self._by_customer = ragged_by(kept, view.n)

    def _behind(self, row: int) -> tuple[Ints, Ints]:
        """Return tier (0 for itself, -1 for not behind it) and next edge of everybody."""
        tier = np.full(self.view.n, -1, dtype=np.int32)
        through = np.full(self.view.n, -1, dtype=np.int32)
        tier[row] = 0
        front: npt.NDArray[Any] = np.array([row])
        while len(front):
            edges = np.sort(self._by_customer.of(front)[1])
            edges = edges[tier[self.view.vendor[edges]] < 0]
            found, first = np.unique(self.view.vendor[edges], return_index=True)
            tier[found] = tier[front[0]] + 1
            through[found] = edges[first]
            front = found
        return tier, through

    @cached_property
    def own(self) -> tuple[Ints, Ints]:
        """Tier and next edge of everybody behind the vendor; the customer is not one of them."""
        tier, through = self._behind(self.vendor)
        tier[self.customer] = -1
        return tier, through

    @cached_property
    def others(self) -> list[int]:
        """The customer's other serious links, as edges of the view."""
        edges = self._by_customer.of(np.array([self.customer]))[1]
        return [int(edge) for edge in edges if edge != self.edge]

    @cached_property
    def shared(self) -> list[tuple[int, int, tuple[int, ...]]]:
        """Return (organization, tier, present suppliers behind which it stands as well)."""
        suppliers = sorted({int(self.view.vendor[e]) for e in self.others} - {self.vendor})
        mine = self.own[0]
        behind: dict[int, list[int]] = {}
        for supplier in suppliers:
            for row in np.flatnonzero((self._behind(supplier)[0] >= 0) & (mine >= 0)).tolist():
                behind.setdefault(row, []).append(supplier)
        rows = sorted(behind, key=lambda row: (mine[row], row))
        return [(row, int(mine[row]), tuple(behind[row])) for row in rows]

    @cached_property
    def connected(self) -> list[tuple[int, str]]:
        """Return (edge, how) for other serious links with the vendor or its legal group."""
        edges = np.flatnonzero((self.view.customer == self.customer) & self.law)
        return [
            (edge, self._how(int(self.view.vendor[edge])))
            for edge in edges.tolist()
            if edge != self.edge and self.tops[self.view.vendor[edge]] == self.tops[self.vendor]
        ]

    @cached_property
    def in_group(self) -> list[tuple[int, str]]:
        """Return the same for other companies of the customer's legal group."""
        tops, view = self.tops, self.view
        own = (tops[view.customer] == tops[self.customer]) & (view.customer != self.customer)
        edges = np.flatnonzero(own & self.law & (tops[view.vendor] == tops[self.vendor]))
        outside = tops[self.vendor] != tops[self.customer]
        return [(e, self._how(int(view.vendor[e]))) for e in edges.tolist() if outside]

    def _how(self, supplier: int) -> str:
        if supplier == self.vendor:
            return "the same vendor"
        top = self.evidence.names([int(self.tops[supplier])])[0][1]
        return f"the same legal group: {top}"

    @cached_property
    def chain(self) -> list[int]:
        """The vendor and everybody behind it, nearest first."""
        tier = self.own[0]
        rows = np.flatnonzero(tier >= 0)
        return [int(row) for row in rows[np.lexsort((rows, tier[rows]))]]

    def countries(self) -> tuple[list[str], int]:
        """Return third countries in the chain, and how many parties have no country."""
        known = [self.evidence.organization(row)["country"] for row in self.chain]
        third = sorted({word for word in known if is_third_country(word)})
        return third, sum(word is None for word in known)

    # ------------------------------------------------------------------ what is printed

    def sentences(self) -> tuple[str, ...]:
        """Return what the chain says, in sentences."""
        lines = []
        if self.shared:
            names = [name for _, name in self.evidence.names(row for row, _, _ in self.shared)]
            others = f"present suppliers of {self._threshold} services"
            lines.append(f"Behind it and behind {others}: {listed(names, 3)}.")
        if self.connected:
            lines.append(
                f"{len(self.connected):,} other {LAW} "
                f"{'link is' if len(self.connected) == 1 else 'links are'} with the same or a "
                "closely connected provider."
            )
        third, unknown = self.countries()
        if third:
            lines.append(f"The chain runs through third countries: {', '.join(third)}.")
        if unknown:
            lines.append(f"The country of {unknown:,} of {len(self.chain):,} in it is not known.")
        return tuple(lines)

    def totals(self) -> dict[str, Any]:
        """Return what the chain says, in numbers."""
        third, unknown = self.countries()
        return {
            "shared_subcontractors": len(self.shared),
            "connected_links": len(self.connected),
            "connected_links_in_the_group": len(self.in_group),
            "chain": len(self.chain) - 1,
            "third_countries": third,
            "countries_unknown": unknown,
        }

    def shared_table(self) -> ResultTable:
        """Return the sub-contractors that stand behind present suppliers as well."""
        rows = []
        for row, tier, suppliers in self.shared:
            (key, name), country = self.evidence.names([row])[0], self._country(row)
            behind = tuple(n for _, n in self.evidence.names(suppliers))
            rows.append((name, tier, behind, country, key))
        title = "Shared with present suppliers (tier 0: the vendor itself)"
        columns = ("party", "tier", "shared", "country", "id")
        return ResultTable(columns, tuple(rows), title, frozenset(("id",)))

    def connected_table(self) -> ResultTable:
        """Return the customer's other links with the vendor or its legal group."""
        title = "Other links with the same or closely connected providers"
        columns = ("vendor", "service", "criticality", "why", "id")
        rows = tuple((row[0], *row[2:]) for row in self._links(self.connected))
        return ResultTable(columns, rows, title, frozenset(("id",)))

    def group_table(self) -> ResultTable:
        """Return the links of other companies of the customer's group with the vendor's group."""
        title = "Elsewhere in the customer's group, with the same or closely connected providers"
        columns = ("vendor", "customer", "service", "criticality", "why", "id")
        return ResultTable(columns, self._links(self.in_group), title, frozenset(("id",)))

    def _links(self, found: list[tuple[int, str]]) -> tuple[tuple[Any, ...], ...]:
        steps = [(self.evidence.step(edge), how) for edge, how in found]
        return tuple(
            (s.vendor, s.customer, s.service or s.category, s.criticality, how, s.edge_id)
            for s, how in steps
        )

    def evidence_table(self) -> ResultTable:
        """Return what says that the links are there which the answer rests on."""
        edges = [*self.connected, *self.in_group]
        behind = [int(self.own[1][row]) for row in self.chain[1:]]
        steps = [self.evidence.step(e) for e in dict.fromkeys([*(e for e, _ in edges), *behind])]
        rows = tuple(
            (s.vendor, s.customer, s.source_kind, s.source, s.seen_on, s.confidence, s.edge_id)
            for s in steps
        )
        columns = ("vendor", "customer", "kind", "source", "seen_on", "confidence", "id")
        return ResultTable(columns, rows, "Evidence", frozenset(("id",)))

    def chain_table(self) -> ResultTable:
        """Return everybody behind the vendor, with country and the link to the next one."""
        rows = []
        for row in self.chain[1:]:
            step = self.evidence.step(int(self.own[1][row]))
            third = is_third_country(self._country(row))
            rows.append(
                (
                    step.vendor,
                    int(self.own[0][row]),
                    step.customer,
                    step.service or step.category,
                    self._country(row),
                    "not known" if third is None else "yes" if third else "no",
                    step.vendor_id,
                )
            )
        title = "The chain behind the vendor"
        columns = ("party", "tier", "customer", "service", "country", "third_country", "id")
        return ResultTable(columns, tuple(rows), title, frozenset(("id",)))

    def _country(self, row: int) -> str | None:
        country: str | None = self.evidence.organization(row)["country"]
        return country
