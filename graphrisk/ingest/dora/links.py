"""Contracts and chains of registers -> SERVES edges: who serves whom, and for which function.

The rules, so that two careful readers agree:

* Rows of b_02.02 equal in contract, user, provider and service are one edge; their functions are
  joined in ``supports``, and one row without a function makes it rest on everything.
* A row of b_05.02 with rank above 1 is an edge from the sub-contractor to the recipient. It
  carries the contract in ``contract`` and in ``supports``, so that harm stays within the contract.
* A link of b_02.03 adds the internal contract to ``supports`` of the external edge. That is then
  all that rests on it, where the user has no functions of its own and the row names none.
* The cost of a contract stands on one of its edges.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphrisk.ingest.dora.cells import Finding
from graphrisk.ingest.dora.code_lists import service_name
from graphrisk.ingest.dora.functions import Functions
from graphrisk.ingest.dora.organizations import Parties
from graphrisk.ingest.dora.register import Register
from graphrisk.ingest.dora.tables import RegisterTable

_HIGHEST = ("critical", "unknown", "supporting")
"""Criticality, highest first; unknown is read as critical, and yields to what is stated."""
_MOST_ROWS = 5


@dataclass(slots=True)
class Link:
    """One edge, with the rows that state it."""

    vendor: str
    customer: str
    contract: str | None
    category: str | None
    rank: int | None
    table: RegisterTable
    positions: list[int] = field(default_factory=list)
    criticality: str = "supporting"
    supports: list[str] = field(default_factory=list)
    everything: bool = False
    facts: dict[str, Any] = field(default_factory=dict)

    def source(self) -> str:
        """Return file and rows."""
        rows = [str(self.table.rows[at]) for at in self.positions[:_MOST_ROWS]]
        more = ", ..." if len(self.positions) > _MOST_ROWS else ""
        file = self.table.shown or self.table.file
        return f"{file}:row{'s' if len(rows) > 1 else ''} {', '.join(rows)}{more}"

    def columns(self) -> dict[str, Any]:
        """Return the properties of the edge."""
        return {
            "vendor": self.vendor,
            "customer": self.customer,
            "contract": self.contract,
            "category": self.category,
            "service": service_name(self.category or "") or self.category,
            "rank": self.rank,
            "criticality": self.criticality,
            "supports": None if self.everything else sorted(set(self.supports)) or None,
            "source": self.source(),
            **self.facts,
        }


def links_of(
    register: Register, parties: Parties, functions: Functions, names: Mapping[str, str]
) -> list[Link]:
    """Return the edges of a register.

    Parameters
    ----------
    names
        Contract -> what to call it, where several registers have one of this reference.
    """
    direct = _direct(register, parties, functions)
    _add_internal(register, parties, direct)
    links = [*direct, *_chain(register, parties, direct)]
    _assess(register, parties, links)
    _put_costs(register, direct)
    for link in links:
        if link.contract is not None:
            link.contract = names.get(link.contract, link.contract)
        link.supports = [names.get(each, each) for each in link.supports]
    return links


def _direct(register: Register, parties: Parties, functions: Functions) -> list[Link]:
    table = register.table("b_02.02")
    found: dict[tuple[Any, ...], Link] = {}
    columns = ("c0010", "c0020", "c0030", "c0050", "c0060")
    for position, ref, user, provider, function, service in table.each(*columns):
        ends = parties.id_of(provider), parties.id_of(user)
        key = (ref, *ends, service)
        link = found.setdefault(key, Link(*ends, ref, service, 1, table))
        link.positions.append(position)
        if function is None:
            link.everything = True
            criticality = "unknown"
        else:
            stated = functions.of(function, user)
            link.supports.append(stated.label)
            criticality = stated.criticality
        link.criticality = _higher(link.criticality, criticality)
    for link in found.values():
        link.facts = _facts(table, link.positions)
    return list(found.values())


def _higher(one: str, other: str) -> str:
    return min(one, other, key=_HIGHEST.index)


def _facts(table: RegisterTable, positions: list[int]) -> dict[str, Any]:
    """Return dates, notice, places, sensitivity and reliance of the rows of one edge."""

    def stated(code: str) -> list[Any]:
        column = table.column(code)
        return list(dict.fromkeys(column[at] for at in positions if column[at] is not None))

    starts, ends = _term(table, positions)
    return {
        "starts_on": starts,
        "ends_on": ends,
        "notice_days": min(stated("c0100"), default=None),
        "vendor_notice_days": min(stated("c0110"), default=None),
        "data_location": ", ".join(sorted(stated("c0150"))) or None,
        "processing_location": ", ".join(sorted(stated("c0160"))) or None,
        "data_sensitivity": _gravest(stated("c0170"), ("high", "medium", "low")),
        "reliance": _gravest(stated("c0180"), ("full", "material", "low", "not significant")),
    }


def _term(table: RegisterTable, positions: list[int]) -> tuple[str | None, str | None]:
    """Return first and last day over rows: one without an end is open."""
    first, last = table.column("c0070"), table.column("c0080")
    starts = [first[at] for at in positions]
    ends: list[Any] = [None if _is_before(last[at], first[at]) else last[at] for at in positions]
    start = None if None in starts else min(starts)
    end = None if None in ends else max(ends)
    if len(set(starts)) > 1 or len(set(ends)) > 1:
        said = f"from {start or 'ever'} to {end or 'open'}"
        message = f"rows of one contract and service have different dates; read {said}"
        finding = Finding("dates and links", message, "give them the same dates")
        table.say(positions[-1], "c0070", finding, family="rows of one contract differ in dates")
    return start, end


def _is_before(one: Any, other: Any) -> bool:
    return bool(one and other and one < other)


def _gravest(words: list[str], order: tuple[str, ...]) -> str | None:
    known = [word for word in order if word in words]
    return known[0] if known else (words[0] if words else None)


def _add_internal(register: Register, parties: Parties, direct: list[Link]) -> None:
    """Let internal contracts rest on the external edges that b_02.03 links them to."""
    by_contract: dict[str | None, list[Link]] = defaultdict(list)
    inside: dict[str | None, set[str]] = defaultdict(set)
    for link in direct:
        by_contract[link.contract].append(link)
        inside[link.contract].add(link.vendor)
    for _, ref, provider in register.table("b_03.03").each("c0010", "c0020"):
        if provider is not None:
            inside[ref].add(parties.id_of(provider))
    owners = {parties.id_of(lei) for _, lei in register.table("b_06.01").each("c0040")}
    table = register.table("b_02.03")
    for position, internal, external in table.each("c0010", "c0020"):
        own = [link for link in by_contract[external] if link.customer in inside[internal]]
        for link in own:
            link.supports.append(internal)
            link.everything &= link.customer in owners
        if not own:
            message = f"nobody who serves under {internal} is served under {external}: no effect"
            finding = Finding("dates and links", message, "correct one of the two contracts")
            table.say(position, "c0020", finding)


def _chain(register: Register, parties: Parties, direct: list[Link]) -> Iterator[Link]:
    above: dict[str | None, list[Link]] = defaultdict(list)
    for link in direct:
        above[link.contract].append(link)
    table = register.table("b_05.02")
    found: dict[tuple[Any, ...], Link] = {}
    contracts: dict[str | None, tuple[str, dict[str, Any]]] = {}
    columns = ("c0010", "c0020", "c0030", "c0050", "c0060")
    for position, ref, service, provider, rank, recipient in table.each(*columns):
        if rank < 2:
            continue
        ends = parties.id_of(provider), parties.id_of(recipient)
        key = (ref, *ends, service)
        if key not in found:
            if ref not in contracts:
                contracts[ref] = _of_contract(above[ref])
            made = Link(*ends, ref, service, rank, table, supports=[ref])
            made.criticality, facts = contracts[ref]
            made.facts = dict(facts)
            found[key] = made
        link = found[key]
        link.positions.append(position)
        link.rank = min(rank, link.rank or rank)
    yield from found.values()


def _of_contract(direct: list[Link]) -> tuple[str, dict[str, Any]]:
    """Return the highest criticality and the dates of a contract, for its sub-contractors."""
    if not direct:
        return "unknown", {}
    starts = [each.facts["starts_on"] for each in direct]
    ends = [each.facts["ends_on"] for each in direct]
    return min((each.criticality for each in direct), key=_HIGHEST.index), {
        "starts_on": None if None in starts else min(starts),
        "ends_on": None if None in ends else max(ends),
    }


def _assess(register: Register, parties: Parties, links: list[Link]) -> None:
    """Keep what b_07.01 says of a service on its edges; it makes nobody replaceable."""
    table = register.table("b_07.01")
    columns = ("c0010", "c0020", "c0040", "c0050", "c0070", "c0080", "c0090", "c0110")
    said: dict[tuple[Any, ...], dict[str, Any]] = {}
    for _, ref, provider, service, hard, audit, plan, back, others in table.each(*columns):
        facts = {
            "substitutability": hard,
            "last_audit_on": audit,
            "exit_plan": plan,
            "reintegration": back,
            "alternatives": others,
        }
        said.setdefault((ref, parties.id_of(provider), service), facts)
    for link in links:
        link.facts |= said.get((link.contract, link.vendor, link.category), {})


def _put_costs(register: Register, direct: list[Link]) -> None:
    """Put the cost of each contract on one edge, whatever the order of rows."""
    costs: dict[str, tuple[float, str | None]] = {}
    for _, ref, currency, cost in register.table("b_02.01").each("c0010", "c0040", "c0050"):
        if cost is not None:
            costs.setdefault(ref, (cost, currency))
    first: dict[str, Link] = {}
    for link in direct:
        if link.contract in costs:
            known = first.get(link.contract)
            if known is None or _order(link) < _order(known):
                first[link.contract] = link
    for ref, link in first.items():
        link.facts["annual_cost"], link.facts["currency"] = costs[ref]


def _order(link: Link) -> tuple[int, str, str, str]:
    return _HIGHEST.index(link.criticality), link.vendor, link.customer, link.category or ""
