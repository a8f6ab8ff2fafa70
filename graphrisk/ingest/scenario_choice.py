"""What an entry of a scenario means: organizations by id or name, links by id or by their ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.errors import UnknownName
from graphrisk.model.graph import RiskGraph, one_chunk
from graphrisk.model.ragged import Ragged, ragged_by

LINK_FILTERS = ("service", "category", "contract", "group")


class Unclear(Exception):
    """An entry that cannot be understood: what is wrong, and what to do.

    It is caught where the entry stands and becomes a problem with its place.
    """

    def __init__(self, key: str, value: str | None, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.key, self.value, self.message, self.fix = key, value, message, fix


class Chooser:
    """Looks up organizations and links of one graph for many entries; remembers names.

    Parameters
    ----------
    find
        Returns the id that a name means; raises UnknownName.
    """

    def __init__(self, graph: RiskGraph, find: Callable[[str], str]) -> None:
        self.graph = graph
        self._find = find
        self._known: dict[str, str] = {}

    def organization(self, key: str, text: object, new: Mapping[str, str] | None = None) -> str:
        """Return the id of an organization; ``new`` holds those that the scenario adds, by name.

        Raises
        ------
        Unclear
            It is no text, or nobody is known by it, or several are.
        """
        if not isinstance(text, str) or not text.strip():
            raise Unclear(key, None, "not a name", "write the name or id of an organization")
        if new and text in new:
            return new[text]
        if text not in self._known:
            try:
                self._known[text] = self._find(text)
            except UnknownName as error:
                fix = error.fix or ""
                raise Unclear(key, text, error.what, fix) from None
        return self._known[text]

    def name_of(self, key: str) -> str:
        """Return the name of an organization by its id."""
        row = int(self.graph.rows_of([key])[0])
        return key if row < 0 else str(self.graph.organization(row)["name"])

    def links(self, entry: Mapping[str, Any]) -> list[str]:
        """Return the ids of the links that an entry chooses.

        Raises
        ------
        Unclear
            It chooses none, or does not say which.
        """
        if "link" in entry:
            return [self._link(entry["link"])]
        rows = self._by_ends(entry)
        for name in LINK_FILTERS:
            if name in entry:
                wanted = pa.scalar(str(entry[name]), pa.string())
                column = one_chunk(self.graph.serves.column(name)).take(pa.array(rows))
                rows = rows[np.asarray(pc.fill_null(pc.equal(column, wanted), False))]
        if not len(rows):
            raise Unclear(
                "", None, f"no link {self._described(entry)} is stored", self._others(entry)
            )
        ids = one_chunk(self.graph.serves.column("id")).take(pa.array(rows))
        return [str(key) for key in ids.to_pylist()]

    def properties(self, link: str) -> dict[str, Any]:
        """Return what is stored of a link."""
        row = pc.index(one_chunk(self.graph.serves.column("id")), link).as_py()
        found: dict[str, Any] = self.graph.serves.slice(row, 1).to_pylist()[0]
        return found

    def has_link(self, key: str) -> bool:
        """Return True when a link of that id is stored."""
        return bool(pc.index(one_chunk(self.graph.serves.column("id")), key).as_py() >= 0)

    def _link(self, key: object) -> str:
        if not isinstance(key, str) or not self.has_link(key):
            raise Unclear(
                "link",
                str(key),
                "no link has this id",
                "name vendor and customer, or see graphrisk path VENDOR CUSTOMER --format csv",
            )
        return key

    def _by_ends(self, entry: Mapping[str, Any]) -> np.ndarray[Any, Any]:
        rows = None
        for end, lists in (("vendor", "_by_vendor"), ("customer", "_by_customer")):
            if end in entry:
                place = self.graph.rows_of([self.organization(end, entry[end])])
                found = getattr(self, lists).of(place)[1]
                rows = found if rows is None else np.intersect1d(rows, found)
        if rows is None:
            raise Unclear(
                "", None, "no link is chosen", "name vendor and customer, or a link by id"
            )
        return np.sort(rows).astype(np.int64)

    def _described(self, entry: Mapping[str, Any]) -> str:
        words = [f"from {entry['vendor']}"] if "vendor" in entry else []
        words += [f"to {entry['customer']}"] if "customer" in entry else []
        filters = [f"{name} {entry[name]}" for name in LINK_FILTERS if name in entry]
        return " ".join(words) + (f" with {', '.join(filters)}" if filters else "")

    def _others(self, entry: Mapping[str, Any]) -> str:
        """Return what to write instead: the links that the same ends do have."""
        rows = self._by_ends(entry)[:5]
        if not len(rows):
            return "graphrisk vendors CUSTOMER shows who serves whom"
        columns = self.graph.serves.select([*LINK_FILTERS, "id"]).take(pa.array(rows)).to_pylist()
        said = [
            ", ".join(f"{name} {row[name]}" for name in LINK_FILTERS if row[name]) or row["id"]
            for row in columns
        ]
        return f"choose one of: {'; '.join(said)}"

    @cached_property
    def _by_vendor(self) -> Ragged:
        return ragged_by(self.graph.source, self.graph.n_organizations)

    @cached_property
    def _by_customer(self) -> Ragged:
        return ragged_by(self.graph.target, self.graph.n_organizations)

    @cached_property
    def words(self) -> dict[str, frozenset[str]]:
        """Countries and sectors of organizations, and categories of links, in small letters."""
        columns = {
            "country": self.graph.organizations.column("country"),
            "sector": self.graph.organizations.column("sector"),
            "category": self.graph.serves.column("category"),
        }
        return {
            name: frozenset(str(w).lower() for w in pc.unique(column).to_pylist() if w)
            for name, column in columns.items()
        }
