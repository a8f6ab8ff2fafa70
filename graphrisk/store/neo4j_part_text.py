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
            first = f"{link}.starts_on"
            found.append(f"({first} IS NULL OR left({first}, 10) <= $as_of)")
        if "ends_on" in self.used:
            last = f"{link}.ends_on"
            found.append(f"({last} IS NULL OR {last} IN $cut OR left({last}, 10) >= $as_of)")
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
        ends = {"from_id": "v.id", "to_id": "c.id"}
        return ends.get(column) or (f"r.`{column}`" if column in self.used else "null")

    def _values(self, columns: Sequence[str]) -> str:
        return f"[{', '.join(self._value(column) for column in columns)}]"

    def out(self, columns: Sequence[str]) -> str:
        """Return the query for links out of ``$ids``, those of one vendor in one list."""
        return (
            f"UNWIND $ids AS id MATCH {_BETWEEN} WHERE v.id = id AND v <> c{self._holds('r')} "
            f"RETURN id, collect({self._values(columns)}) AS links"
        )

    def into(self, columns: Sequence[str]) -> str:
        """Return the query for links into ``$ids``, those of one customer in one list."""
        return (
            f"UNWIND $ids AS id MATCH {_BETWEEN} WHERE c.id = id AND v <> c{self._holds('r')} "
            f"RETURN collect({self._values(columns)}) AS rows, id"
        )

    def vendors(self) -> str:
        """Return the query for those of ``$ids`` that supply somebody."""
        return (
            "UNWIND $ids AS id MATCH (v:`Organization` {id: id}) WHERE EXISTS { "
            f"MATCH (v)-[r:`SERVES`]->(c) WHERE v <> c{self._holds('r')} }} RETURN id"
        )

    def figures(self) -> str:
        """Return the query for figures of all links: a pass over them, and one over suppliers."""
        weight = f"CASE WHEN {self._word('$below')} THEN 0 ELSE 1 END"
        unknown = f"CASE WHEN {self._word('$known')} THEN 0 ELSE 1 END"
        weak = f"CASE WHEN {self._confidence('r')} < $strong THEN 1 ELSE 0 END"
        several = "null"
        if "required" in self.used:
            several = "CASE WHEN r.required > 1 THEN c.id END"
        return (
            f"MATCH {_BETWEEN} WHERE v <> c{self._holds('r')} "
            f"WITH v, count(r) AS links, sum({weight}) AS serious, sum({unknown}) AS unknown, "
            f"sum({weak}) AS weak, count({self._value('recovery_hours')}) AS timed, "
            f"collect({several}) AS several "
            "RETURN sum(links), sum(serious), sum(CASE WHEN EXISTS { "
            f"MATCH (w:`Organization`)-[s:`SERVES`]->(v) WHERE w <> v{self._holds('s')} "
            "} THEN serious ELSE 0 END), sum(unknown), sum(weak), sum(timed), "
            "collect(CASE WHEN size(several) > 0 THEN several END)"
        )

    def _word(self, words: str) -> str:
        word = "coalesce(r.criticality, 'unknown')" if "criticality" in self.used else "'unknown'"
        return f"{word} IN {words}"

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
            "MATCH (c:`Organization`) WHERE c.tolerance_hours IS NOT NULL AND EXISTS { "
            f"MATCH (v:`Organization`)-[r:`SERVES`]->(c) WHERE v <> c{self._holds('r')} }} "
            "RETURN 1 AS found LIMIT 1"
        )

    def stated_in(self, columns: Sequence[str]) -> str:
        """Return the query for links, in force or not, whose source is one of ``$sources``."""
        return (
            f"MATCH {_BETWEEN} WHERE r.source IN $sources "
            "OR any(place IN $places WHERE r.source STARTS WITH place) "
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
