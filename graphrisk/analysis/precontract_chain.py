"""The chain behind a proposed vendor: shared sub-contractors, connected companies, third countries.

Words of the answers follow Regulation (EU) 2022/2554, Article 29.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.evidence import Evidence
from graphrisk.analysis.legal_groups import top_companies
from graphrisk.analysis.result import ResultTable
from graphrisk.analysis.whatif import listed
from graphrisk.analysis.wording import counted
from graphrisk.model.graph import Ints, one_chunk
from graphrisk.model.harm import HarmView
from graphrisk.model.ragged import ragged_by
from graphrisk.model.regions import is_third_country
from graphrisk.model.vocabulary import CRITICALITY_RANK

_HARD = ("hard", "not", "no", "impossible", "not substitutable", "highly complex")


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
        self._threshold = threshold
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
        tops = top_companies(self.view.graph)
        found = []
        for edge in self.others:
            supplier = int(self.view.vendor[edge])
            if supplier == self.vendor:
                found.append((edge, "the same vendor"))
            elif tops[supplier] == tops[self.vendor]:
                top = self.evidence.names([int(tops[supplier])])[0][1]
                found.append((edge, f"the same legal group: {top}"))
        return found

    @cached_property
    def chain(self) -> list[int]:
        """The vendor and everybody behind it, nearest first."""
        tier = self.own[0]
        rows = np.flatnonzero(tier >= 0)
        return [int(row) for row in rows[np.lexsort((rows, tier[rows]))]]

    def _countries(self) -> tuple[list[str], int]:
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
                f"{len(self.connected):,} other {self._threshold} "
                f"{'link is' if len(self.connected) == 1 else 'links are'} with the same or a "
                "closely connected provider."
            )
        third, unknown = self._countries()
        if third:
            lines.append(f"The chain runs through third countries: {', '.join(third)}.")
        if unknown:
            lines.append(f"The country of {unknown:,} of {len(self.chain):,} in it is not known.")
        return tuple(lines)

    def totals(self) -> dict[str, Any]:
        """Return what the chain says, in numbers."""
        third, unknown = self._countries()
        return {
            "shared_subcontractors": len(self.shared),
            "connected_links": len(self.connected),
            "chain": len(self.chain) - 1,
            "third_countries": third,
            "countries_unknown": unknown,
        }

    def articles(self, link: Mapping[str, Any]) -> ResultTable:
        """Return the questions of Article 29 with what the register answers."""
        third, unknown = self._countries()
        rank = int(self.view.rank[self.edge])
        serious = "yes" if self._serious[self.edge] else f"no: below {self._threshold}"
        stated = (link.get("criticality") or "unknown, read as critical") if rank else ""
        connected = [
            f"{self.evidence.step(edge).service or self.evidence.step(edge).category or 'a link'} "
            f"({how})"
            for edge, how in self.connected
        ]
        depth = max((int(self.own[0][row]) for row in self.chain), default=0)
        rows = (
            ("29(1)", "does it support a critical or important function?", f"{serious} ({stated})"),
            ("29(1)(a)", "is the provider hard to substitute?", self._substitutes(link)),
            (
                "29(1)(b)",
                "several such contracts with the same or closely connected providers?",
                f"yes: {listed(connected, 3)}" if connected else "none is recorded",
            ),
            (
                "29(2)",
                "how long is the chain of sub-contractors?",
                f"{len(self.chain) - 1:,} recorded, {counted(depth, 'tier')} deep; "
                f"{len(self.shared):,} behind present suppliers too",
            ),
            (
                "29(2)",
                "does it run through third countries?",
                (", ".join(third) if third else "none is recorded")
                + (f"; of {unknown:,} the country is not known" if unknown else ""),
            ),
        )
        return ResultTable(("article", "question", "answer"), rows, "Article 29, as recorded")

    def _substitutes(self, link: Mapping[str, Any]) -> str:
        """Return what is stated of substitutability, and who else supplies the category."""
        said = str(link.get("substitutability") or "").strip()
        start = f"stated as {said}" if said else "not stated"
        if said.casefold() in _HARD:
            start = f"yes, {start}"
        if not link.get("category"):
            return f"{start}; no category, so no others can be named"
        view = self.view
        column = one_chunk(view.graph.serves.column("category")).take(pa.array(view.rows))
        alike = np.asarray(pc.fill_null(pc.equal(column, link["category"]), False), dtype=np.bool_)
        rows = np.setdiff1d(view.vendor[alike], [self.vendor, self.customer])
        names = [name for _, name in self.evidence.names(rows.tolist())]
        if not names:
            return f"{start}; nobody else in the register supplies {link['category']}"
        return f"{start}; {len(names):,} others supply {link['category']}: {listed(names, 3)}"

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
        """Return the customer's other serious links with the vendor or its legal group."""
        rows = []
        for edge, how in self.connected:
            step = self.evidence.step(edge)
            service = step.service or step.category
            rows.append((step.vendor, service, step.criticality, how, step.edge_id))
        title = "Other links with the same or closely connected providers"
        columns = ("vendor", "service", "criticality", "why", "id")
        return ResultTable(columns, tuple(rows), title, frozenset(("id",)))

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
