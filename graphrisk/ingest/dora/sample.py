"""Sample registers of information: an invented bank group, faultless and with usual faults.

The same seed gives the same bytes: only ``Random.random`` is drawn. Every reference, LEI and code
begins with SYN, so that no record can be taken for one of a real party.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from graphrisk.ingest.dora.code_lists import code_of
from graphrisk.ingest.dora.templates import TEMPLATES
from graphrisk.ingest.synthetic_words import HEADS, INSIDE_EU, LEGAL_FORMS, OUTSIDE_EU, TAILS

SEED = 20261125
DAY = "2026-09-30"
MARK = "synthetic register, all parties are invented"
OPEN = "9999-12-31"
NONE = "eba_GA:qx2007"
_FUNCTIONS = (
    ("F01", "Deposits", "x162", "yes"),
    ("F02", "Lending", "x163", "yes"),
    ("F03", "Card issuing", "x224", "yes"),
    ("F04", "Securities custody", "x174", "yes"),
    ("F05", "Investment advice", "x137", "no"),
    ("F06", "Customer service", "x276", "no"),
    ("F07", "Staff administration", "x276", "no"),
    ("F08", "Regulatory reporting", "x276", "not assessed"),
    ("F12", "Payments", "x28", "yes"),
)
_BANK, _PAY = ("Bank", "credit institution"), ("Betal", "payment institution")
_GROUPS = (
    ("Kvarnvik", _BANK, _PAY),
    ("Furunes", _BANK, ("Fond", "management company")),
    ("Tallmo", ("Liv", "insurance or reinsurance undertaking"), _PAY),
)
_SERVICES = ("S17", "S18", "S19", "S14", "S07", "S10", "S11", "S13", "S04", "S05", "S01", "S15")
_TRADES = ("Cloud", "Drift", "Pay", "Net", "Soft", "Secure", "Vault", "Data", "Core", "Post")
_PROVIDERS, _SUBS = 22, 16
Item = TypeVar("Item")
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class SampleParty:
    """An invented provider: its code, type of code, name and country."""

    code: str
    kind: str
    name: str
    country: str


@dataclass(slots=True)
class SampleRegister:
    """Rows of all templates, cells by column."""

    lei: str
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, template: str, *cells: str) -> None:
        """Add a row; cells in the order of the template, open ones at the end left out."""
        codes = [column.code for column in TEMPLATES[template].columns]
        filled = [*cells, *[""] * (len(codes) - len(cells))]
        self.rows.setdefault(template, []).append(dict(zip(codes, filled, strict=True)))


def sample_register(seed: int = SEED, group: int = 0) -> SampleRegister:
    """Return the faultless register: 3 entities, 40 contracts, chains down to rank 4.

    Parameters
    ----------
    group
        Which invented group: 0 is Kvarnvik; all have the same providers to choose from.

    Examples
    --------
    >>> made = sample_register()
    >>> len(made.rows["b_01.02"]), len(made.rows["b_02.01"])
    (3, 40)
    """
    return _Maker(seed, group).register()


def invented_lei(number: int) -> str:
    """Return an LEI that nobody has: its check digits hold, its issuer does not exist.

    Examples
    --------
    >>> from graphrisk.model.identifiers import check_lei
    >>> check_lei(invented_lei(7)), invented_lei(7)[:4]
    (True, 'SYN0')
    """
    body = f"SYN0GRAPHRISK{number:05}"
    digits = int("".join(str(int(char, 36)) for char in f"{body}00"))
    return f"{body}{98 - digits % 97:02}"


class _Maker:
    def __init__(self, seed: int, group: int = 0) -> None:
        self.random = Random(seed)
        name, first, second = _GROUPS[group % len(_GROUPS)]
        number = 10 * group
        self.entities = [
            (invented_lei(number + 1), f"{name} {first[0]} AB", "SE", first[1], "ultimate parent"),
            (invented_lei(number + 2), f"{name} {second[0]} AB", "SE", second[1], "subsidiary"),
            (
                invented_lei(number + 3),
                f"{name} IT Oy",
                "FI",
                "intra-group ICT provider",
                "subsidiary",
            ),
        ]
        self.bank, self.pay, self.it = (entity[0] for entity in self.entities)
        self.made = SampleRegister(self.bank)
        self.parties = [self.party(number) for number in range(_PROVIDERS + _SUBS)]
        self.cost: dict[str, int] = {}
        self.contracts = 0

    def register(self) -> SampleRegister:
        """Draw everything, in this order."""
        self.put_entities()
        self.put_functions()
        self.put_inside()
        while self.contracts < 34:
            self.put_contract(self.pick((self.bank, self.bank, self.pay)))
        self.put_overarching()
        self.put_providers()
        self.made.rows.setdefault("b_01.03", [])
        self.made.add("b_99.01", MARK)
        self.made.rows = {name: self.made.rows.get(name, []) for name in TEMPLATES}
        return self.made

    def below(self, bound: int) -> int:
        return int(self.random.random() * bound)

    def pick(self, items: Sequence[Item]) -> Item:
        return items[self.below(len(items))]

    def party(self, number: int) -> SampleParty:
        outside = number % 5 == 4
        country = OUTSIDE_EU[number % 5] if outside else INSIDE_EU[number % 7]
        head, tail = HEADS[number % len(HEADS)], TAILS[(number * 3 + 1) % len(TAILS)]
        name = f"{head}{tail} {_TRADES[number % len(_TRADES)]} {LEGAL_FORMS[country]}"
        if number % 4 == 3 and not outside:
            return SampleParty(f"{country}SYNREG.{556000 + number}", "EUID", name, country)
        return SampleParty(invented_lei(100 + number), "LEI", name, country)

    def put_entities(self) -> None:
        add = self.made.add
        for number, (lei, name, country, kind, place) in enumerate(self.entities):
            where, type_ = f"eba_GA:{country}", code_of("entity_type", kind)
            if number == 0:
                add("b_01.01", lei, name, where, type_, "SYN authority", DAY)
            parent = self.bank if number else ""
            assets = ("eba_CU:EUR", str(4_200_000_000 // 9**number)) if number < 2 else ("", "")
            level = code_of("hierarchy", place)
            add("b_01.02", lei, name, where, type_, level, parent, DAY, "2025-01-17", OPEN, *assets)
        add(
            "b_01.03",
            "SYN-BRANCH-1",
            self.bank,
            f"{self.entities[0][1][:-3]}, Helsinki branch",
            "eba_GA:FI",
        )

    def put_functions(self) -> None:
        owners = ((self.bank, _FUNCTIONS), (self.pay, (*_FUNCTIONS[5:], _FUNCTIONS[2])))
        for lei, functions in owners:
            for key, name, activity, assessed in functions:
                hours = {"yes": "4", "no": "72"}.get(assessed, "0")
                impact = {"yes": "high", "no": "low"}.get(assessed, "not assessed")
                self.made.add(
                    "b_06.01",
                    key,
                    f"eba_TA:{activity}",
                    name,
                    lei,
                    code_of("assessed", assessed),
                    MARK,
                    "2026-03-31",
                    hours,
                    hours,
                    code_of("impact", impact),
                )

    def put_inside(self) -> None:
        """Two services of the group's own IT company, each resting on contracts of its own."""
        for user, external in ((self.bank, 2), (self.pay, 1)):
            functions = ("F01", "F12") if user == self.bank else ("F12",)
            inside = self.contract(user, (self.it, "LEI", "FI"), "S14", functions)
            self.made.add("b_03.03", inside, self.it, "true")
            for _ in range(external):
                party = self.parties[self.below(8)]
                outside = self.contract(
                    self.it, (party.code, party.kind, party.country), "S17", (inside,)
                )
                self.sign(outside, party)
                self.made.add("b_02.03", inside, outside, "true")
                self.put_chain(outside, "S17", party)

    def put_contract(self, user: str) -> None:
        own = [row["c0010"] for row in self.made.rows["b_06.01"] if row["c0040"] == user]
        party = self.parties[
            self.below(10) if self.random.random() < 0.4 else self.below(_PROVIDERS)
        ]
        service = self.pick(_SERVICES)
        first = self.pick(own)
        functions = (first, self.pick(own)) if self.random.random() < 0.4 else (first,)
        ref = self.contract(
            user, (party.code, party.kind, party.country), service, tuple(dict.fromkeys(functions))
        )
        self.sign(ref, party)
        self.put_chain(ref, service, party)

    def put_overarching(self) -> None:
        """Two frame contracts, each with two of its own under it."""
        for _ in range(2):
            above = self.new_contract("overarching", "", self.below(90) * 1000)
            for _ in range(2):
                before = len(self.made.rows["b_02.01"])
                self.put_contract(self.bank)
                row = self.made.rows["b_02.01"][before]
                row["c0020"], row["c0030"] = code_of("contract_type", "subsequent"), above

    def new_contract(self, kind: str, above: str, cost: int) -> str:
        self.contracts += 1
        ref = f"SYN-{self.contracts:03}"
        type_ = code_of("contract_type", kind)
        self.made.add("b_02.01", ref, type_, above, "eba_CU:EUR", str(cost))
        return ref

    def contract(
        self, user: str, provider: tuple[str, str, str], service: str, functions: Sequence[str]
    ) -> str:
        """Add a contract with a row for each function; a linked one supports no own function."""
        code, kind, country = provider
        cost = 10_000 + self.below(400) * 5_000
        ref = self.new_contract("standalone", "", cost)
        self.cost[code] = self.cost.get(code, 0) + cost
        start = f"{2019 + self.below(7)}-{1 + self.below(12):02}-01"
        end = OPEN if self.random.random() < 0.6 else f"{2027 + self.below(3)}-12-31"
        place = f"eba_GA:{country}"
        stores = self.random.random() < 0.7
        kind_code = code_of("identifier", kind)
        level = code_of("level", self.pick(("low", "medium", "high")))
        reliance = code_of("reliance", self.pick(("low", "material", "full")))
        for function in functions:
            self.made.add(
                "b_02.02",
                *(ref, user, code, kind_code),
                "Not applicable" if user == self.it else function,
                f"eba_TA:{service}",
                *(start, end, "", "90", "180", "eba_GA:SE", place),
                code_of("yes_no", "yes" if stores else "no"),
                *(place if stores else NONE, place, level if stores else "", reliance),
            )
        self.made.add("b_03.01", ref, user, "true")
        self.made.add("b_04.01", ref, user, code_of("nature", "not a branch"), "")
        self.made.add("b_05.02", ref, f"eba_TA:{service}", code, kind_code, "1", code, kind_code)
        self.assess(ref, code, kind_code, service)
        return ref

    def assess(self, ref: str, code: str, kind: str, service: str) -> None:
        draw = self.random.random()
        hard = "not substitutable" if draw < 0.08 else "highly complex" if draw < 0.3 else "medium"
        why = code_of("hard_reason", "hard to move") if hard != "medium" else ""
        back = self.pick(("easy", "difficult", "highly complex"))
        self.made.add(
            "b_07.01",
            *(ref, code, kind, f"eba_TA:{service}"),
            code_of("substitutability", hard),
            why,
            f"2025-{1 + self.below(12):02}-15",
            code_of("yes_no", self.pick(("yes", "yes", "no"))),
            code_of("reintegration", back),
            code_of("impact", self.pick(("medium", "high"))),
            *self.others(hard),
        )

    def others(self, hard: str) -> tuple[str, ...]:
        """Return whether other providers were found, and who."""
        if hard == "medium":
            return code_of("assessed", "yes"), "SYN other provider"
        return (code_of("assessed", "no" if hard == "not substitutable" else "not assessed"),)

    def sign(self, ref: str, party: SampleParty) -> None:
        self.made.add("b_03.02", ref, party.code, code_of("identifier", party.kind))

    def put_chain(self, ref: str, service: str, party: SampleParty) -> None:
        """Sub-contractors of two thirds of the contracts, one below the other down to rank 4."""
        if self.contracts % 3 == 0:
            return
        above, used = party, {party.code}
        for rank in range(2, 3 + self.below(3)):
            added = []
            for _ in range(1 + self.below(2)):
                sub = self.parties[_PROVIDERS + self.below(_SUBS)]
                if sub.code not in used:
                    used.add(sub.code)
                    added.append(sub)
                    kind = code_of("identifier", sub.kind)
                    above_kind = code_of("identifier", above.kind)
                    cells = (ref, f"eba_TA:{service}", sub.code, kind)
                    self.made.add("b_05.02", *cells, str(rank), above.code, above_kind)
            if not added:
                break
            above = added[-1]

    def put_providers(self) -> None:
        """All who provide anything, the group's own company too; one in six has a parent."""
        used = {row["c0030"] for row in self.made.rows["b_05.02"]}
        own = SampleParty(self.it, "LEI", self.entities[2][1], "FI")
        listed = [own, *(party for party in self.parties if party.code in used)]
        for number, party in enumerate(listed):
            has_parent = number % 6 == 5
            above = self.entities[0] if party is own else None
            parent = listed[number - 1] if has_parent else party
            code, kind = (above[0], "LEI") if above else (parent.code, parent.kind)
            if above:  # the bank is listed as its parent
                listed_parent = SampleParty(above[0], "LEI", above[1], above[2])
                self.put_provider(listed_parent, above[0], "LEI")
            self.put_provider(party, code, kind)

    def put_provider(self, party: SampleParty, parent: str, parent_kind: str) -> None:
        cost = self.cost.get(party.code)
        self.made.add(
            "b_05.01",
            *(party.code, code_of("identifier", party.kind), "", ""),
            *(party.name, party.name, code_of("person", "legal person")),
            f"eba_GA:{party.country}",
            *(("eba_CU:EUR", str(cost)) if cost else ("", "")),
            *(parent, code_of("identifier", parent_kind)),
        )
