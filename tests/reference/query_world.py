"""A small world of records as plain dictionaries, and walks over its links, for query oracles."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True)
class World:
    """Records by kind, as dictionaries of their properties (``id``, ``from_id``, ``to_id``)."""

    organizations: list[Row]
    links: list[Row]
    incidents: list[Row] = field(default_factory=list)
    hits: list[Row] = field(default_factory=list)
    affects: list[Row] = field(default_factory=list)
    holds: list[Row] = field(default_factory=list)
    data_classes: list[Row] = field(default_factory=list)
    documents: list[Row] = field(default_factory=list)
    part_of: list[Row] = field(default_factory=list)

    def by_id(self, name: str) -> dict[str, Row]:
        """Return the rows of a kind by id."""
        return {row["id"]: row for row in getattr(self, name)}

    def name(self, key: str) -> str:
        """Return the name of an organization."""
        return str(self.by_id("organizations")[key]["name"])

    def in_force(self, as_of: str) -> list[Row]:
        """Return links in force on a day, self loops left out."""
        return [
            each
            for each in self.links
            if is_in_force(each, as_of) and each["from_id"] != each["to_id"]
        ]


def is_in_force(link: Row, as_of: str) -> bool:
    """First and last day count; a date cut to month or year ends with the last day of it."""
    first, last = link.get("starts_on") or "", link.get("ends_on")
    return first[:10] <= as_of and (not last or last[:10] >= as_of or as_of.startswith(last))


def steps_from(links: list[Row], start: str, *, back: bool = False) -> dict[str, int]:
    """Return the least number of links from a party (or back to it), itself left out."""
    one, other = ("to_id", "from_id") if back else ("from_id", "to_id")
    steps, front = {start: 0}, [start]
    while front:
        found = [e[other] for e in links if e[one] in front and e[other] not in steps]
        steps |= dict.fromkeys(found, steps[front[0]] + 1)
        front = list(dict.fromkeys(found))
    return {key: hops for key, hops in steps.items() if key != start}
