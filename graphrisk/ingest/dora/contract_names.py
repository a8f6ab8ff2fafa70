"""What contracts are called in the graph: by their reference, which is unique in one register only.

Harm would leak between contracts of two registers that happen to bear one reference. Where that is
so, the LEI of whoever keeps the register is added. Two registers speak of one contract where one
entity keeps both, or where both say of it that the same provider serves the same entity, each known
by its LEI.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from graphrisk.ingest.dora.organizations import Parties
from graphrisk.ingest.dora.register import Register
from graphrisk.model.identifiers import check_lei
from graphrisk.store.base import GraphStore

Stored = Mapping[str, frozenset[str]]
"""Contract as stored -> ids of the organizations that are served under it."""
Names = dict[int, dict[str, str]]
"""Other names of contracts, by the identity of their register."""


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
    registers: Sequence[Register], parties: Parties, stored: Stored, *, always: bool = False
) -> Names:
    """Return other names for contracts, by the identity of their register.

    A reference is not plain when several of these registers use it for contracts of their own,
    when the store has it for customers that are none of this register, or when an earlier load has
    named it so. One that the store has for this register's customers keeps its name.

    Parameters
    ----------
    always
        Name every contract so, whatever else is loaded.
    """
    groups = contract_groups(registers)
    shared = _stored_as(stored)
    names: Names = {}
    for register in registers:
        entities = _entities(register, parties)
        names[id(register)] = named = {}
        for ref in _references(register):
            group = groups.get((id(register), ref))
            keeper = group[0] if group else keeper_of(register)
            full = f"{ref} ({keeper})"
            before = next((n for n, at in shared.get(ref, ()) if entities & at), None)
            if before is not None and not always:
                named[ref] = before
            elif not always and not entities.isdisjoint(stored.get(ref, ())):
                continue  # the store has it as it is called here: it stays one contract
            elif always or full in stored or (group is not None and group[1]) or ref in stored:
                named[ref] = full
    return names


def keeper_of(register: Register) -> str:
    """Return who keeps a register: its LEI, else the name of the register."""
    return register.maintainer or register.name


def contract_groups(registers: Sequence[Register]) -> dict[tuple[int, str], tuple[str, bool]]:
    """Return, for references of several registers, by whom the contract is named.

    The key is the identity of a register and a reference; the value is the keeper that names the
    contract, and whether some other register uses the reference for another contract.
    """
    users: dict[str, list[Register]] = defaultdict(list)
    for register in registers:
        for ref in _references(register):
            users[ref].append(register)
    several = {ref for ref, found in users.items() if len(found) > 1}
    pairs = {id(register): _pairs(register, several) for register in registers}
    groups = {}
    for ref in several:
        clusters: list[tuple[list[Register], set[tuple[str, str]]]] = []
        for register in users[ref]:
            members, known = [register], set(pairs[id(register)].get(ref, ()))
            if register.maintainer is not None:  # one keeper, one way to number contracts
                known.add(("", register.maintainer))
            for cluster in [each for each in clusters if each[1] & known]:
                clusters.remove(cluster)
                members, known = [*cluster[0], *members], cluster[1] | known
            clusters.append((members, known))
        for members, _ in clusters:
            keeper = min(keeper_of(register) for register in members)
            for register in members:
                groups[id(register), ref] = (keeper, len(clusters) > 1)
    return groups


def _pairs(register: Register, refs: set[str]) -> dict[str, set[tuple[str, str]]]:
    """Return who serves whom under a contract, where both have an LEI."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    if refs:
        for _, ref, user, provider in register.table("b_02.02").each("c0010", "c0020", "c0030"):
            if ref in refs and user and provider and check_lei(user) and check_lei(provider):
                found[ref].add((provider, user))
    return found


def _stored_as(stored: Stored) -> dict[str, list[tuple[str, frozenset[str]]]]:
    """Return the longer names that the store has for contracts, by their reference."""
    found: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for name, customers in sorted(stored.items()):
        ref, _, keeper = name.removesuffix(")").rpartition(" (")
        if check_lei(keeper):
            found[ref].append((name, customers))
    return found


def _references(register: Register) -> set[str]:
    tables = ("b_02.01", "b_02.02", "b_05.02")
    found = {ref for name in tables for _, ref in register.table(name).each("c0010")}
    return {ref for ref in found if ref is not None}


def _entities(register: Register, parties: Parties) -> set[str]:
    leis = {lei for _, lei in register.table("b_01.02").each("c0010")}
    leis |= {lei for _, lei in register.table("b_02.02").each("c0020")}
    return {parties.id_of(lei) for lei in leis if lei is not None}
