"""A scenario: what is laid over the graph for one question; stored records are never touched.

Every entry speaks of the graph as it is stored, so their order does not matter: links are chosen,
then removed, changed and moved; organizations are merged; new ones come last; then some fall.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

FallKind = Literal["organization", "country", "sector", "category", "legal_group"]
FALL_KINDS: tuple[FallKind, ...] = (
    "organization",
    "country",
    "sector",
    "category",
    "legal_group",
)


@dataclass(frozen=True, slots=True)
class Fall:
    """What falls: an organization or the legal group of one (by id), or all vendors of a kind."""

    kind: FallKind
    value: str


@dataclass(frozen=True)
class Scenario:
    """Changes that are laid over a graph, names resolved to ids; and who falls in the end.

    Attributes
    ----------
    title
        What a person calls it.
    falls
        Who falls.
    organizations, links
        New ones: properties by name, ``id`` among them, ``from_id`` and ``to_id`` for a link.
    removed_organizations, removed_links
        Ids; an organization goes with all its links.
    changed_organizations, changed_links
        Id -> properties that get another value; None makes one unknown.
    parents
        Organization id -> id of its parent company, None for none.
    merges
        Organization id -> id of the organization that it becomes one with.
    moves
        Link id -> id of the vendor that serves it from now on.

    Examples
    --------
    >>> Scenario("a fall", falls=(Fall("organization", "v"),)).changes_the_graph
    False
    """

    title: str = ""
    falls: tuple[Fall, ...] = ()
    organizations: tuple[Mapping[str, Any], ...] = ()
    links: tuple[Mapping[str, Any], ...] = ()
    removed_organizations: frozenset[str] = frozenset()
    removed_links: frozenset[str] = frozenset()
    changed_organizations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    changed_links: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    parents: Mapping[str, str | None] = field(default_factory=dict)
    merges: Mapping[str, str] = field(default_factory=dict)
    moves: Mapping[str, str] = field(default_factory=dict)

    @property
    def changes_the_graph(self) -> bool:
        """True when more happens than falls."""
        return any(self._changes().values())

    def digest_over(self, digest: str) -> str:
        """Return the digest of a graph with this laid over it; falls do not change a graph.

        Examples
        --------
        >>> Scenario().digest_over("d1")
        'd1'
        """
        if not self.changes_the_graph:
            return digest
        text = json.dumps(self._changes(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(f"{digest}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()

    def _changes(self) -> dict[str, Any]:
        """Return what changes the graph as plain data in one order."""
        return {
            "organizations": sorted((dict(each) for each in self.organizations), key=_by_id),
            "links": sorted((dict(each) for each in self.links), key=_by_id),
            "removed_organizations": sorted(self.removed_organizations),
            "removed_links": sorted(self.removed_links),
            "changed_organizations": {k: dict(v) for k, v in self.changed_organizations.items()},
            "changed_links": {k: dict(v) for k, v in self.changed_links.items()},
            "parents": dict(self.parents),
            "merges": dict(self.merges),
            "moves": dict(self.moves),
        }


def _by_id(row: Mapping[str, Any]) -> str:
    return str(row["id"])
