"""The Cypher that reads parts of a Neo4j store, made from the schema and the columns in use.

A column that no record has is not asked for: the engine takes as long for a null as for a value.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from graphrisk.model.schema import KINDS

NAMED = (
    "MATCH (n:`Organization` {id: $text}) RETURN n.id AS id "
    "UNION MATCH (n:`Organization` {name: $text}) RETURN n.id AS id"
)
_ENDS = {"from_id": "v.id", "to_id": "c.id"}
_BETWEEN = "(v:`Organization`)-[r:`SERVES`]->(c:`Organization`)"


@dataclass(frozen=True, slots=True)
class LinkText:
    """Queries about links in force.

    Parameters
    ----------
    used
        Columns of SERVES that some record has.
    sure
        True where links below ``$min_confidence`` are left out.
    """

    used: Collection[str]
    sure: bool

    def _holds(self, link: str) -> str:
        """Return when a link is in force and sure enough, as the harm view reads it."""
        found = []
        if "starts_on" in self.used:
            found.append(f"coalesce(left({link}.starts_on, 10), '') <= $as_of")
        if "ends_on" in self.used:
            last = f"{link}.ends_on"
            found.append(f"coalesce({last} IN $cut OR left({last}, 10) >= $as_of, true)")
        if self.sure:
            found.append(f"{self._confidence(link)} >= $min_confidence")
        return "".join(f" AND {each}" for each in found)

    def _confidence(self, link: str) -> str:
        parts = []
        if "confidence" in self.used:
            parts.append(f"{link}.confidence")
        if "source_kind" in self.used:
            parts.append(f"$confidence[{link}.source_kind]")
        return f"coalesce({', '.join([*parts, '$least'])})"

    def _value(self, column: str) -> str:
        return _ENDS.get(column) or (f"r.`{column}`" if column in self.used else "null")

    def _values(self, columns: Sequence[str]) -> str:
        return f"[{', '.join(self._value(column) for column in columns)}]"

    def out(self, columns: Sequence[str]) -> str:
        """Return the query for links out of ``$ids``, those of one vendor in one list."""
        return (
            f"UNWIND $ids AS id MATCH {_BETWEEN} WHERE v.id = id AND v <> c{self._holds('r')} "
            f"RETURN id, collect({self._values(columns)}) AS links"
        )

    def at(self, end: str, columns: Sequence[str]) -> str:
        """Return the query for links at one end of which ``$ids`` stand, each one's in a list."""
        which = f"{_ENDS[end]} = id AND v <> c{self._holds('r')}"
        values = self._values(columns)
        return (
            f"UNWIND $ids AS id MATCH {_BETWEEN} WHERE {which} RETURN collect({values}) AS rows, id"
        )

    def vendors(self) -> str:
        """Return the query for those of ``$ids`` that supply somebody."""
        return (
            "UNWIND $ids AS id MATCH (v:`Organization` {id: id}) WHERE EXISTS { "
            f"MATCH (v)-[r:`SERVES`]->(c) WHERE v <> c{self._holds('r')} }} RETURN id"
        )

    def link_figures(self) -> str:
        """Return the query for figures of all links: one pass, and a look at each vendor.

        Without labels the engine goes through links as they lie on the disk.
        """
        weight = "coalesce($weights[r.criticality], $unknown)"
        if "criticality" not in self.used:
            weight = "$unknown"
        return (
            f"MATCH (v)-[r:`SERVES`]->(c) WHERE v <> c{self._holds('r')} "
            f"WITH v, count(r) AS links, sum({weight}) AS weight "
            "RETURN sum(links), sum(weight), sum(CASE WHEN weight > 0 AND EXISTS { "
            f"MATCH (w)-[s:`SERVES`]->(v) WHERE w <> v{self._holds('s')} "
            "} THEN weight ELSE 0 END)"
        )

    def several(self) -> str:
        """Return the query for customers of links that require more than one supplier."""
        return f"{self._links('r.required > 1')} RETURN DISTINCT c.id AS id"

    def weak(self) -> str:
        """Return the query for one link whose evidence is less than strong."""
        return self._one_link(f"{self._confidence('r')} < $strong")

    def timed(self) -> str:
        """Return the query for one link that states its recovery."""
        return self._one_link("r.recovery_hours IS NOT NULL")

    def _one_link(self, condition: str) -> str:
        apart = "AND NOT v.id IN $merged AND NOT c.id IN $merged"
        return f"{self._links(condition)} {apart} RETURN 1 AS found LIMIT 1"

    def _links(self, condition: str) -> str:
        """Return a match of links of a kind that are in force.

        Nothing but the condition is looked at first: the engine goes through links, not parties.
        """
        return (
            f"MATCH ()-[r:`SERVES`]->() WHERE {condition} "
            f"WITH r, startNode(r) AS v, endNode(r) AS c WHERE v <> c{self._holds('r')}"
        )

    def over_required(self, *, assume: bool) -> str:
        """Return the query for groups of ``$ids`` that require more suppliers than they have."""
        return (
            f"UNWIND $ids AS id MATCH {_BETWEEN} WHERE c.id = id AND v <> c{self._holds('r')} "
            f"WITH c, {self._group(assume)} AS shared, max(r.required) AS asked, "
            "count(DISTINCT v) AS suppliers WHERE asked > suppliers RETURN count(*) AS number"
        )

    def _group(self, assume: bool) -> str:
        cases = []
        if "group" in self.used:
            cases.append("WHEN r.`group` <> '' THEN 'g:' + r.`group`")
        if assume and "category" in self.used:
            cases.append("WHEN r.category <> '' THEN 'c:' + r.category")
        return f"CASE {' '.join(cases)} ELSE 'e:' + r.id END" if cases else "r.id"

    def bearing(self) -> str:
        """Return the query for one customer that states what it can bear."""
        return (
            "MATCH (c:`Organization`) WHERE c.tolerance_hours IS NOT NULL "
            "AND NOT c.id IN $merged AND EXISTS { "
            f"MATCH (v:`Organization`)-[r:`SERVES`]->(c) WHERE v <> c{self._holds('r')} }} "
            "RETURN 1 AS found LIMIT 1"
        )

    def stated_in(self, columns: Sequence[str]) -> str:
        """Return the query for links, in force or not, whose source is one of ``$sources``."""
        return (
            "MATCH ()-[r:`SERVES`]->() WHERE r.source IN $sources "
            "OR any(place IN $places WHERE r.source STARTS WITH place) "
            "WITH r, startNode(r) AS v, endNode(r) AS c "
            f"RETURN collect({self._values(columns)}) AS rows"
        )


def degree(end: str) -> str:
    """Return the query that counts the links at one end of which ``$ids`` stand."""
    pattern = "(n)-[:`SERVES`]->()" if end == "from_id" else "(n)<-[:`SERVES`]-()"
    return (
        "UNWIND $ids AS id MATCH (n:`Organization` {id: id}) "
        f"RETURN coalesce(sum(COUNT {{ {pattern} }}), 0) AS number"
    )


def edges_at(kind: str, end: str, columns: Sequence[str]) -> str:
    """Return the query for edges of a kind at one end of which ``$ids`` stand."""
    found = KINDS[kind]
    ends = {"from_id": "a.id", "to_id": "b.id"}
    values = ", ".join(ends.get(column) or f"r.`{column}`" for column in columns)
    return (
        f"UNWIND $ids AS id MATCH (a:`{found.from_kind}`)-[r:`{kind}`]->(b:`{found.to_kind}`) "
        f"WHERE {ends[end]} = id RETURN collect([{values}]) AS rows, id"
    )
