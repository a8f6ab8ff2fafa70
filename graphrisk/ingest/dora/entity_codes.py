"""Entities of pooled registers under codes: whose registers they are is not kept.

A code is the beginning of an HMAC-SHA-256 over an LEI (or a function, a contract) with a secret
key. The same key gives the same code, so that the next quarter's registers are those of the same
entities; without the key nobody can try out LEIs. Providers keep their names.

Of an entity the category stays, its functions and contracts under codes, and its assets rounded to
two digits. Name, LEI, other names, country, parent and branches are left out, and so are the names
of its files. Companies of its own group that provide services to it are coded as it is.
"""

from __future__ import annotations

import base64
import hmac
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graphrisk.errors import InputError
from graphrisk.ingest.dora.contract_names import Names, keeper_of
from graphrisk.ingest.dora.links import Link
from graphrisk.ingest.dora.organizations import INDIVIDUAL, Parties, Party, individual_name
from graphrisk.ingest.dora.register import Register
from graphrisk.resolve.directory import Directory

PREFIX = "entity-"
_BYTES = 10
_MARK = 4
_DIGITS = 2
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Coder:
    """Makes codes with one key; ``mark`` tells keys apart and gives none away."""

    key: bytes

    def code(self, *parts: str) -> str:
        """Return 16 letters and digits.

        Examples
        --------
        >>> Coder(b"k" * 32).code("entity", "X") == Coder(b"k" * 32).code("entity", "X")
        True
        >>> Coder(b"k" * 32).code("entity", "X") == Coder(b"l" * 32).code("entity", "X")
        False
        """
        text = "".join(f"{len(part)}:{part}" for part in parts).encode("utf-8", "surrogatepass")
        found = hmac.digest(self.key, text, "sha256")[:_BYTES]
        return base64.b32encode(found).decode("ascii").lower()

    @property
    def mark(self) -> str:
        """Start of every code of this key."""
        return f"{PREFIX}{self.code('mark')[:_MARK]}-"

    def entity(self, key: str) -> str:
        """Return the id of an entity by its LEI, or by the id that it would have."""
        return self.mark + self.code("entity", key)


@dataclass(frozen=True, slots=True)
class Coded:
    """Organizations and links with entities under codes; ``hidden`` are their real ids."""

    parties: Parties
    links: list[Link]
    hidden: frozenset[str]


def is_coded(key: str) -> bool:
    """Return True for the id of an entity under a code."""
    return key.startswith(PREFIX)


def code_entities(
    registers: Sequence[Register],
    parties: Parties,
    links: Sequence[Link],
    names: Names,
    directory: Directory,
    coder: Coder,
) -> Coded:
    """Return organizations and links with every entity under its code.

    Parameters
    ----------
    names
        What every contract is called, by the identity of its register.
    directory
        What the store knows.

    Raises
    ------
    InputError
        An entity would stand under its name as well, or the store's codes have another key.
    """
    hidden = _hidden(registers, parties)
    _refuse_both(registers, parties, hidden)
    _refuse_stored(parties, hidden, directory, coder)
    _refuse_named(parties, hidden, directory, coder)
    for register in registers:
        code = coder.code("register", keeper_of(register))
        for table in register.tables.values():
            table.shown = f"register-{code}/{table.template.name}"
    contracts = {name for each in names.values() for name in each.values()}
    ids = {key: coder.entity(key) for key in hidden}
    people = {key: _person(key, coder) for key in parties.by_id if key.startswith(INDIVIDUAL)}
    made = [_coded_link(link, {**people, **ids}, contracts, coder) for link in links]
    used = {end for link in made for end in (link.vendor, link.customer)}
    found = Parties(codes=parties.codes)
    for key, party in parties.by_id.items():
        if key not in ids:
            parent = None if party.parent in ids else people.get(party.parent or "", party.parent)
            name = individual_name(people[key]) if key in people else party.name
            key = people.get(key, key)
            found.by_id[key] = replace(party, id=key, name=name, parent=parent)
        elif not party.is_branch and (party.entity_type is not None or ids[key] in used):
            found.by_id[ids[key]] = _coded_party(party, ids[key], coder)
    found.merges = [m for m in parties.merges if not {m.alias, m.organization} & hidden]
    return Coded(found, made, hidden)


def refuse_uncoded(directory: Directory) -> None:
    """Refuse a load by name where entities stand under codes.

    Raises
    ------
    InputError
        The store holds entities under codes.
    """
    if any(is_coded(entry.id) for entry in directory.entries.values()):
        raise InputError(
            "the store holds entities under codes; the same contracts by name would give them away",
            fix="load it with --codes and the same --key, or into another store",
        )


def _hidden(registers: Sequence[Register], parties: Parties) -> frozenset[str]:
    """Return the ids of entities, of what stands above them, and of their groups' providers."""
    branches = {party.id for party in parties.by_id.values() if party.is_branch}
    return frozenset(branches.union(*(_own(register, parties) for register in registers)))


def _own(register: Register, parties: Parties) -> set[str]:
    """Return who belongs to the group whose register it is."""
    own = (
        *(("b_01.01", "c0010"), ("b_01.02", "c0010"), ("b_01.02", "c0060")),
        *(("b_01.03", "c0020"), ("b_02.02", "c0020")),
        *(("b_03.01", "c0020"), ("b_03.03", "c0020"), ("b_04.01", "c0020"), ("b_06.01", "c0040")),
    )
    found = {
        parties.id_of(code)
        for name, column in own
        for _, code in register.table(name).each(column)
        if code is not None
    }
    return found | _their_groups(register, parties, found)


def _their_groups(register: Register, parties: Parties, own: set[str]) -> set[str]:
    """Return who belongs to a group of one of these by b_05.01, from company to parent."""
    tied: dict[str, set[str]] = defaultdict(set)
    for _, code, parent in register.table("b_05.01").each("c0010", "c0110"):
        if code is not None and parent is not None:
            ends = parties.id_of(code), parties.id_of(parent)
            tied[ends[0]].add(ends[1])
            tied[ends[1]].add(ends[0])
    found: set[str] = set()
    ahead = [key for key in own if key in tied]
    while ahead:
        new = tied[ahead.pop()] - found
        found |= new
        ahead += new
    return found


def _providers(register: Register, parties: Parties) -> set[str]:
    columns = (("b_05.01", "c0010"), ("b_02.02", "c0030"), ("b_05.02", "c0030"))
    return {
        parties.id_of(code)
        for name, column in columns
        for _, code in register.table(name).each(column)
        if code is not None
    }


def _refuse_both(registers: Sequence[Register], parties: Parties, hidden: frozenset[str]) -> None:
    found: dict[str, str] = {}
    for register in registers:
        others = (_providers(register, parties) & hidden) - _own(register, parties)
        found |= dict.fromkeys(sorted(others), register.name)
    if found:
        shown = [
            f"{_called(parties, key)} (in {name})" for key, name in list(found.items())[:_SHOWN]
        ]
        more = f" and {len(found) - _SHOWN:,} more" if len(found) > _SHOWN else ""
        raise InputError(
            "an entity of one register is a provider in another, so that it would stand both "
            f"under a code and by name: {', '.join(shown)}{more}",
            fix="leave out one of the registers, or load without --codes",
        )


def _refuse_stored(
    parties: Parties, hidden: Iterable[str], directory: Directory, coder: Coder
) -> None:
    for key in sorted(hidden):
        if directory.exact(key) is not None:
            raise InputError(
                f"the store holds {_called(parties, key)} by name already",
                fix="load with --codes into a store of its own",
            )
    for entry in directory.entries.values():
        if is_coded(entry.id) and not entry.id.startswith(coder.mark):
            raise InputError(
                "the codes in the store were made with another key: every entity would be there "
                "twice",
                fix="name the file of that key with --key, or another store",
            )


def _refuse_named(
    parties: Parties, hidden: Iterable[str], directory: Directory, coder: Coder
) -> None:
    """Refuse providers that an earlier load put under a code, as entities or of their groups."""
    for key in sorted(parties.by_id.keys() - set(hidden)):
        if coder.entity(key) in directory.entries:
            raise InputError(
                f"{_called(parties, key)} is an entity that the store has under a code, and a "
                "provider here, so that it would stand both under a code and by name",
                fix="leave out this register, or load without --codes into another store",
            )


def _called(parties: Parties, key: str) -> str:
    party = parties.by_id.get(key)
    return party.name if party is not None else key


def _coded_party(party: Party, key: str, coder: Coder) -> Party:
    label = key.removeprefix(coder.mark)
    return Party(
        key,
        f"Entity {label[:8].upper()}",
        party.table,
        party.position,
        sector=party.sector,
        entity_type=party.entity_type,
        assets=party.assets and (rounded(party.assets[0]), party.assets[1]),
        functions=[_coded_function(each, party.id, coder) for each in party.functions],
    )


def _coded_function(stated: str, owner: str, coder: Coder) -> str:
    label, colon, word = stated.rpartition(": ")
    return f"{_function(label, owner, coder)}{colon}{word}"


def _person(key: str, coder: Coder) -> str:
    """Return the id of an individual; without the key nobody can try out personal numbers."""
    return f"{INDIVIDUAL}{coder.code('individual', key)}"


def _function(label: str, owner: str, coder: Coder) -> str:
    return f"Function {coder.code('function', owner, label)[:8].upper()}"


def _coded_link(link: Link, ids: Mapping[str, str], contracts: set[str], coder: Coder) -> Link:
    def contract(name: str) -> str:
        return f"Contract {coder.code('contract', name)[:12].upper()}"

    return replace(
        link,
        vendor=ids.get(link.vendor, link.vendor),
        customer=ids.get(link.customer, link.customer),
        contract=None if link.contract is None else contract(link.contract),
        supports=[
            contract(each) if each in contracts else _function(each, link.customer, coder)
            for each in link.supports
        ],
    )


def rounded(number: float) -> float:
    """Return a number rounded to two digits, so that it names nobody.

    Examples
    --------
    >>> rounded(466_666_666), rounded(0), rounded(9.0)
    (470000000.0, 0.0, 9.0)
    """
    return float(f"{number:.{_DIGITS - 1}e}")
