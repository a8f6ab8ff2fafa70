"""Several registers in one load: what each adds, which contracts they share, whose codes are whose.

An LEI, EUID or VAT number means one company anywhere. A number of a company register means one in
its country only, and any other code perhaps in one register only.
"""

from __future__ import annotations

from collections.abc import Sequence

from graphrisk.ingest.dora.contract_names import contract_groups, keeper_of
from graphrisk.ingest.dora.register import Register
from graphrisk.ingest.load import PooledRegister
from graphrisk.model.identifiers import content_hash
from graphrisk.resolve.directory import parts_of

_OF_A_COUNTRY, _OF_A_HOUSE = "company register", "national code"


def pooled(registers: Sequence[Register]) -> tuple[PooledRegister, ...]:
    """Return what each register holds, in the order given."""
    apart: dict[int, int] = {}
    alike: dict[int, int] = {}
    groups = contract_groups(registers)
    members: dict[tuple[str, str], int] = {}
    for (_, ref), (keeper, _) in groups.items():
        members[ref, keeper] = members.get((ref, keeper), 0) + 1
    for (register, ref), (keeper, is_apart) in groups.items():
        apart[register] = apart.get(register, 0) + is_apart
        alike[register] = alike.get(register, 0) + (members[ref, keeper] > 1)
    return tuple(
        PooledRegister(
            each.name,
            keeper_of(each),
            _count(each, "b_01.02", "c0010"),
            _count(each, "b_06.01", "c0010", "c0040"),
            _count(each, "b_02.02", "c0010"),
            sum(rank > 1 for _, rank in each.table("b_05.02").each("c0050")),
            apart.get(id(each), 0),
            alike.get(id(each), 0),
        )
        for each in registers
    )


def _count(register: Register, table: str, *columns: str) -> int:
    rows = (cells for _, *cells in register.table(table).each(*columns))
    return len({tuple(cells) for cells in rows if cells[0] is not None})


def keep_codes_apart(registers: Sequence[Register]) -> None:
    """Put the country to numbers of company registers, and a mark of the name to other codes.

    Two registers that give one such code to two companies then have two, and two that mean the
    same company by it still have one.
    """
    for register in registers:
        longer = _longer_codes(register)
        if not longer:
            continue
        for table in register.tables.values():
            for column in table.template.columns:
                if column.type == "party" and column.code in table.values:
                    values = table.values[column.code]
                    table.values[column.code] = [longer.get(value, value) for value in values]


def _longer_codes(register: Register) -> dict[str, str]:
    """Return longer codes by code, of the providers that b_05.01 states; of several the first."""
    found: dict[str, str] = {}
    columns = ("c0010", "c0020", "c0050", "c0080")
    for _, code, kind, name, country in register.table("b_05.01").each(*columns):
        if code is None:
            continue
        longer = code
        if kind == _OF_A_COUNTRY and country:
            longer = f"{country}:{code}"
        elif kind == _OF_A_HOUSE:
            mark = content_hash(country or "", parts_of(name or "").core)[:8]
            longer = f"{code}~{mark}"
        found.setdefault(code, longer)
    return {code: longer for code, longer in found.items() if longer != code}
