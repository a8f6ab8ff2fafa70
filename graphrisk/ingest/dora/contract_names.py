"""What contracts are called in the graph: by their reference, which is unique in one register only.

Harm would leak between contracts of two registers that happen to bear one reference. Where that is
so, the LEI of whoever keeps the register is added.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from graphrisk.ingest.dora.organizations import Parties
from graphrisk.ingest.dora.register import Register
from graphrisk.store.base import GraphStore

Stored = Mapping[str, frozenset[str]]
"""Contract as stored -> ids of the organizations that are served under it."""


def stored_contracts(store: GraphStore) -> Stored:
    """Return the contracts of the direct links that a store holds."""
    table = store.read("SERVES", columns=["contract", "to_id", "rank"])
    found: dict[str, set[str]] = defaultdict(set)
    columns = (table.column(name).to_pylist() for name in ("contract", "to_id", "rank"))
    for contract, customer, rank in zip(*columns, strict=True):
        if contract is not None and rank in (None, 1):
            found[contract].add(customer)
    return {contract: frozenset(customers) for contract, customers in found.items()}


def contract_names(
    registers: Sequence[Register], parties: Parties, stored: Stored
) -> dict[int, dict[str, str]]:
    """Return other names for contracts, by the identity of their register.

    A reference is not plain when several of these registers use it, when the store has it for
    customers that are none of this register, or when an earlier load has named it so.
    """
    own = {id(register): _references(register) for register in registers}
    times = Counter(ref for refs in own.values() for ref in refs)
    names = {}
    for register in registers:
        entities = _entities(register, parties)
        keeper = register.maintainer or register.name
        full = {ref: f"{ref} ({keeper})" for ref in own[id(register)]}
        names[id(register)] = {
            ref: name
            for ref, name in full.items()
            if times[ref] > 1
            or name in stored
            or (ref in stored and entities.isdisjoint(stored[ref]))
        }
    return names


def _references(register: Register) -> set[str]:
    tables = ("b_02.01", "b_02.02", "b_05.02")
    found = {ref for name in tables for _, ref in register.table(name).each("c0010")}
    return {ref for ref in found if ref is not None}


def _entities(register: Register, parties: Parties) -> set[str]:
    leis = {lei for _, lei in register.table("b_01.02").each("c0010")}
    leis |= {lei for _, lei in register.table("b_02.02").each("c0020")}
    return {parties.id_of(lei) for lei in leis if lei is not None}
