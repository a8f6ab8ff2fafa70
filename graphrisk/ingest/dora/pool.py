"""Several registers in one load: what each of them adds, and which contracts they share."""

from __future__ import annotations

from collections.abc import Sequence

from graphrisk.ingest.dora.contract_names import contract_groups, keeper_of
from graphrisk.ingest.dora.register import Register
from graphrisk.ingest.load import PooledRegister


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
