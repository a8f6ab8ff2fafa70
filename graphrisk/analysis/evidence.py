"""Rows of arrays -> parties, steps and people with names and the evidence they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.exposed_result import ExposedParty, People, Step, Witness
from graphrisk.analysis.people import PeopleCounts
from graphrisk.model.graph import Mask
from graphrisk.model.harm import HarmView

_STEP_COLUMNS = (
    "id",
    "service",
    "category",
    "criticality",
    "contract",
    "supports",
    "data_classes",
    "source_kind",
    "source",
    "quote",
    "seen_on",
)
_KEPT = {
    # What a register states of a link and no analysis uses: shown where a path is.
    "notice_days": "notice of the customer, days",
    "vendor_notice_days": "notice of the vendor, days",
    "data_location": "data at rest in",
    "processing_location": "data processed in",
    "data_sensitivity": "sensitivity of data",
    "reliance": "reliance",
    "substitutability": "substitutability",
    "exit_plan": "exit plan",
    "reintegration": "reintegration",
    "alternatives": "other providers found",
    "last_audit_on": "last audit",
}
_PARTY_COLUMNS = ("id", "name", "country", "sector")


class Evidence:
    """Looks up names, edges and counts of one harm view, each row once."""

    def __init__(self, view: HarmView) -> None:
        self.view = view
        self._steps: dict[int, Step] = {}
        self._organizations: dict[int, dict[str, Any]] = {}

    def names(self, rows: Iterable[int]) -> tuple[tuple[str, str], ...]:
        """Return (id, name) of organizations."""
        return tuple((o["id"], o["name"]) for o in map(self.organization, rows))

    def organization(self, row: int) -> dict[str, Any]:
        """Return what is stored of an organization."""
        if row not in self._organizations:
            self._fetch_organizations([row])
        return self._organizations[row]

    def folded_names(self, rows: npt.NDArray[Any]) -> pa.ChunkedArray:
        """Return names in small letters, in the order of rows."""
        names = self.view.graph.organizations.column("name").take(pa.array(rows, pa.int64()))
        return pc.utf8_lower(names)

    def step(self, edge: int) -> Step:
        """Return an edge of the view as a step of a path."""
        if edge not in self._steps:
            self.fetch([edge])
        return self._steps[edge]

    def fetch(self, edges: Iterable[int], rows: Iterable[int] = ()) -> None:
        """Look up edges and organizations at once: far quicker than one by one."""
        view = self.view
        wanted = np.array(sorted(set(edges) - self._steps.keys()), dtype=np.int64)
        ends = np.concatenate((view.vendor[wanted], view.customer[wanted])).tolist()
        self._fetch_organizations([*ends, *rows])
        columns = view.graph.serves.select([*_STEP_COLUMNS, *_KEPT])
        found = columns.take(pa.array(view.rows[wanted], pa.int64())).to_pylist()
        for edge, facts in zip(wanted.tolist(), found, strict=True):
            self._steps[edge] = self._make_step(edge, facts)

    def _fetch_organizations(self, rows: Iterable[int]) -> None:
        wanted = sorted(set(rows) - self._organizations.keys())
        table = self.view.graph.organizations.select(list(_PARTY_COLUMNS))
        found = table.take(pa.array(wanted, pa.int64())).to_pylist()
        self._organizations.update(zip(wanted, found, strict=True))

    def _make_step(self, edge: int, found: dict[str, Any]) -> Step:
        view = self.view
        vendor = self.organization(int(view.vendor[edge]))
        customer = self.organization(int(view.customer[edge]))
        return Step(
            edge_id=found["id"],
            vendor_id=vendor["id"],
            vendor=vendor["name"],
            customer_id=customer["id"],
            customer=customer["name"],
            service=found["service"],
            category=found["category"],
            criticality=found["criticality"] or "unknown",
            contract=found["contract"],
            supports=tuple(found["supports"] or ()),
            data_classes=tuple(found["data_classes"] or ()),
            source_kind=found["source_kind"],
            source=found["source"],
            quote=found["quote"],
            seen_on=found["seen_on"],
            confidence=float(view.confidence[edge]),
            stated=tuple(
                f"{word}: {found[name]}" for name, word in _KEPT.items() if found[name] is not None
            ),
        )

    def witness(self, edges: list[int], branches: list[list[int]], rule: str) -> Witness:
        """Return a path of edges, and its branches, with evidence."""
        return Witness(
            steps=tuple(self.step(edge) for edge in edges),
            branches=tuple(tuple(self.step(edge) for edge in branch) for branch in branches),
            rule=rule,
        )

    def party(self, row: int, **facts: Any) -> ExposedParty:
        """Return an organization as a party of the answer; ``facts`` are its other fields."""
        known = self.organization(row)
        return ExposedParty(
            id=known["id"],
            name=known["name"],
            country=known["country"],
            sector=known["sector"],
            is_vendor=bool(self._roles[0][row]),
            is_customer=bool(self._roles[1][row]),
            **{"hop": None, "wave": None, "parts": (), **facts},
        )

    @cached_property
    def _roles(self) -> tuple[Mask, Mask]:
        vendor = np.zeros(self.view.n, dtype=np.bool_)
        customer = np.zeros(self.view.n, dtype=np.bool_)
        vendor[self.view.vendor] = True
        customer[self.view.customer] = True
        if (whole := self.view.graph.whole) is not None:
            vendor[self.view.graph.rows_of(sorted(whole.vendors))] = True
        return vendor, customer

    def people(self, row: int, classes: Iterable[str]) -> tuple[People, ...]:
        """Return the people of an organization per class: held, else as incidents state them."""
        key = self.organization(row)["id"]
        counts = ((word, self._people.of(key, word)) for word in sorted(set(classes)))
        return tuple(People(word, *count) for word, count in counts if count)

    @cached_property
    def _people(self) -> PeopleCounts:
        return PeopleCounts(self.view.graph)
