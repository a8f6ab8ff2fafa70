"""Entities, branches and providers of registers -> organizations, and which codes mean one of them.

A provider with an LEI is known by it. Two of one normalised name, legal form and country are one
organization where only one side has an LEI; that is recorded as a merge. An individual acting in a
business capacity is kept without name and number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from graphrisk.ingest.dora.cells import Finding
from graphrisk.ingest.dora.functions import Functions
from graphrisk.ingest.dora.register import Register
from graphrisk.ingest.dora.tables import RegisterTable
from graphrisk.model.identifiers import NameParts, check_lei, content_hash
from graphrisk.resolve.claimed import MergeMade
from graphrisk.resolve.directory import Directory, clean_name, known_country, parts_of

_SECTORS = {
    "credit institution": "banking",
    "central counterparty": "financial_market",
    "trading venue": "financial_market",
}
INDIVIDUAL = "individual-"
_LEI = "the register gives it this LEI besides"
_NAME = "the same name, legal form and country, and an LEI on one side only"


@dataclass(slots=True)
class Party:
    """One organization as registers state it; ``place`` is where that was first."""

    id: str
    name: str
    table: RegisterTable
    position: int
    country: str | None = None
    lei: str | None = None
    sector: str | None = None
    parent: str | None = None
    entity_type: str | None = None
    assets: tuple[float, str | None] | None = None
    aliases: list[str] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)
    is_branch: bool = False
    is_stated: bool = True

    def source(self) -> str:
        """Return file and row."""
        return self.table.place(self.position)


@dataclass(slots=True)
class Parties:
    """All organizations of some registers.

    Parameters
    ----------
    by_id
        Organizations by id.
    codes
        Other code -> id that it stands for.
    merges
        Decisions to record, one for each such code.
    """

    by_id: dict[str, Party] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    merges: list[MergeMade] = field(default_factory=list)

    def id_of(self, code: str) -> str:
        """Return the id of what a code stands for."""
        return self.codes.get(code, code)

    def add(self, party: Party) -> None:
        """Add what a row states; what was stated before holds, and this fills in."""
        known = self.by_id.setdefault(party.id, party)
        if known is party:
            return
        if not known.is_stated:  # another register refers to it and does not say who it is
            party.functions = [*known.functions, *party.functions]
            self.by_id[party.id] = party
            return
        if party.name != known.name:
            if party.name not in known.aliases:
                known.aliases.append(party.name)
            _say_other_name(party, known)
        for name in ("country", "lei", "sector", "parent", "entity_type", "assets"):
            setattr(known, name, getattr(known, name) or getattr(party, name))
        known.functions += [each for each in party.functions if each not in known.functions]

    def stand_for(self, code: str, party_id: str, reason: str) -> None:
        """Record that a code stands for an organization."""
        if code != party_id and code not in self.codes:
            self.codes[code] = party_id
            self.merges.append(MergeMade(code, party_id, reason))


def gather_parties(
    registers: Iterable[Register], functions: dict[int, Functions], directory: Directory
) -> Parties:
    """Return the organizations of registers.

    Parameters
    ----------
    functions
        Functions of each register, by its identity.
    directory
        What the store knows: a code there may be an organization of the registers.
    """
    parties = Parties()
    for register in registers:
        for party in _entities(register):
            parties.add(party)
        for party in _branches(register):
            parties.add(party)
        _add_providers(register, parties)
        _add_unstated(register, parties)
        for (_, lei), function in functions[id(register)].by_key.items():
            if (owner := parties.by_id.get(parties.id_of(lei))) is not None:
                owner.functions.append(function.stated())
    _merge_by_name(parties, directory)
    for party in parties.by_id.values():
        if party.parent is not None:
            party.parent = parties.id_of(party.parent)
            party.parent = None if party.parent == party.id else party.parent
    return parties


def _entities(register: Register) -> Iterator[Party]:
    table = register.table("b_01.02")
    columns = ("c0010", "c0020", "c0030", "c0040", "c0060", "c0100", "c0110")
    for position, lei, name, country, kind, parent, currency, assets in table.each(*columns):
        made = _party(table, position, lei, name, country)
        made.lei, made.parent, made.sector = lei, parent, _SECTORS.get(kind)
        made.entity_type = kind
        made.assets = None if assets is None else (float(assets), currency)
        yield made
    table = register.table("b_01.01")
    for position, lei, name, country in table.each("c0010", "c0020", "c0030"):
        if lei is not None:
            made = _party(table, position, lei, name, country)
            made.lei = lei
            yield made


def _branches(register: Register) -> Iterator[Party]:
    table = register.table("b_01.03")
    for position, code, head, name, country in table.each("c0010", "c0020", "c0030", "c0040"):
        # A branch is the pair of its code and its head office: two banks may both have a branch 1.
        made = _party(table, position, f"{code} ({head})" if head else code, name or code, country)
        made.parent, made.is_branch = head, True
        yield made


def _add_providers(register: Register, parties: Parties) -> None:
    table = register.table("b_05.01")
    columns = ("c0010", "c0020", "c0030", "c0040", "c0050", "c0060", "c0070", "c0080", "c0110")
    for position, code, kind, other, other_kind, name, latin, person, country, parent in table.each(
        *columns
    ):
        lei = _lei(code, kind) or _lei(other, other_kind)
        key = lei or code
        if person == "individual" or kind == "passport":
            hidden = INDIVIDUAL + content_hash(code, name or "", country or "")
            parties.codes.setdefault(code, lei or hidden)
            key = lei or hidden
            name = latin = individual_name(key)
            parent = None
        else:
            parties.stand_for(code, key, _LEI)
        made = _party(table, position, key, name or latin, country)
        made.lei, made.parent = lei, parent
        if latin and name and latin != name:
            made.aliases.append(clean_name(latin))
        parties.add(made)


def individual_name(key: str) -> str:
    """Return what an individual is called, by the id."""
    return f"Individual provider {key[-6:]}"


def _lei(code: str | None, kind: str | None) -> str | None:
    if code is None:
        return None
    return code if kind == "LEI" or (kind is None and check_lei(code)) else None


def _party(
    table: RegisterTable, position: int, key: str, name: str | None, country: str | None
) -> Party:
    return Party(key, clean_name(name or key), table, position, country)


def _add_unstated(register: Register, parties: Parties) -> None:
    """Add organizations that rows refer to and no table states: their code is their name."""
    referred = (
        ("b_02.02", "c0020", None),
        ("b_02.02", "c0030", "c0040"),
        ("b_05.02", "c0030", "c0040"),
        ("b_05.02", "c0060", "c0070"),
        ("b_01.02", "c0060", None),
        ("b_01.03", "c0020", None),
        ("b_05.01", "c0110", "c0120"),
        ("b_06.01", "c0040", None),
    )
    for name, column, type_column in referred:
        table = register.table(name)
        types = table.column(type_column) if type_column else ["LEI"] * len(table)
        for position, code in table.each(column):
            if code is None or parties.id_of(code) in parties.by_id:
                continue
            if types[position] == "passport":
                parties.codes[code] = INDIVIDUAL + content_hash(code, "", "")
            key = parties.id_of(code)
            shown = code if key == code else individual_name(key)
            lei = code if check_lei(code) else None
            made = Party(key, shown, table, position, lei=lei, is_stated=False)
            parties.by_id.setdefault(key, made)


def _say_other_name(party: Party, known: Party) -> None:
    if party.name == party.id:
        return
    column = "c0050" if party.table.template.name == "b_05.01" else "c0020"
    message = f"{known.source()} calls it {known.name!r}; that one holds, both are found"
    finding = Finding("name", message, "write one name")
    party.table.say(party.position, column, finding, family="another row calls it otherwise")


def _merge_by_name(parties: Parties, directory: Directory) -> None:
    alike: dict[tuple[NameParts, str], dict[str, bool]] = defaultdict(dict)
    for party in parties.by_id.values():
        is_hidden = party.is_branch or party.id.startswith(INDIVIDUAL)
        if party.country is not None and party.name != party.id and not is_hidden:
            alike[parts_of(party.name), party.country][party.id] = party.lei is not None
    for entry in directory.standing():
        country = known_country(entry.country)
        if country is not None and entry.named and not entry.generated:
            key = (parts_of(entry.name), country)
            if key in alike:
                has_lei = entry.lei is not None or check_lei(entry.id)
                alike[key].setdefault(entry.id, has_lei)
    for sides in alike.values():
        with_lei = [key for key, has in sides.items() if has]
        if len(with_lei) == 1 and len(sides) > 1:
            _fold(parties, sides, with_lei[0])


def _fold(parties: Parties, sides: dict[str, bool], target: str) -> None:
    into = parties.by_id.get(target)
    for key in [key for key, has in sides.items() if not has]:
        party = parties.by_id.pop(key, None)
        parties.stand_for(key, target, _NAME)
        for code, meant in list(parties.codes.items()):
            if meant == key:
                parties.codes[code] = target
        if party is None:
            continue
        message = f"taken for {target}: {_NAME}"
        finding = Finding("name", message, "give both rows the LEI; undo the load if they are two")
        party.table.say(party.position, "c0010", finding, family="taken for another row")
        if into is None:
            continue
        for name in ("sector", "parent", "entity_type", "assets"):
            value: Any = getattr(into, name) or getattr(party, name)
            setattr(into, name, value)
        into.functions += [each for each in party.functions if each not in into.functions]
