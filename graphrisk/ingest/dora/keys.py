"""Keys of a register: empty ones (805), ones that stand twice (806), ones that lead nowhere (807).

What differs only in capitals or spaces is taken for what it means, and listed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graphrisk.ingest.dora.cells import Finding
from graphrisk.ingest.dora.code_lists import folded
from graphrisk.ingest.dora.register import Register
from graphrisk.ingest.dora.tables import RegisterTable
from graphrisk.ingest.dora.templates import Column

EMPTY, TWICE, NOWHERE = "805 empty key", "806 duplicate key", "807 foreign key"
REJECTING = (EMPTY, TWICE, NOWHERE, "808 filing indicator")
"""Rules for which an authority sends the whole register back."""
_FEW = 20
"""Cells that refer to an empty table and are listed one by one."""
_PAIRS = {"b_06.01": ("c0010", "c0040"), "b_01.03": ("c0010", "c0020")}
"""Templates whose key is a code and the LEI of its entity: the same code at two is two."""


def check_keys(register: Register) -> None:
    """List every problem of keys; mend in place what differs in writing only."""
    for table in register.tables.values():
        if len(table):
            _check_references(register, table)
            _check_empty(table)
            _check_twice(table)


def _check_empty(table: RegisterTable) -> None:
    for code in table.template.key:
        if code not in table.texts:
            continue
        texts = table.texts[code]
        for position in [at for at, text in enumerate(texts) if text is None]:
            if not _may_be_empty(table, code, position):
                title = table.template.by_code[code].title
                finding = Finding(EMPTY, f"a key is empty ({title})", _instead(table, code))
                table.say(position, code, finding)


def _may_be_empty(table: RegisterTable, code: str, position: int) -> bool:
    name = table.template.name
    if (name, code) == ("b_04.01", "c0040"):
        return bool(table.column("c0030")[position] != "branch")
    return (name, code) == ("b_05.02", "c0060") and table.column("c0050")[position] == 1


def _instead(table: RegisterTable, code: str) -> str:
    column = table.template.by_code[code]
    if column.type == "country":
        return "write the country, or eba_GA:qx2007 where there is none"
    return "fill it in" if column.type != "function" else "name the function that rests on it"


def _check_twice(table: RegisterTable) -> None:
    key = table.template.key
    if not key:
        return
    columns = [table.column(code) for code in key]
    first: dict[tuple[Any, ...], int] = {}
    for position, cells in enumerate(zip(*columns, strict=True)):
        if cells[0] is None:
            continue
        before = first.setdefault(cells, position)
        if before != position:
            table.repeated += 1
            message = f"the same key as row {table.rows[before]}"
            finding = Finding(TWICE, message, f"keep one row for each {' + '.join(key)}")
            table.say(position, key[0], finding, family="the same key as an earlier row")


def _check_references(register: Register, table: RegisterTable) -> None:
    for column in table.template.columns:
        if not column.refers or column.code not in table.values:
            continue
        target = register.table(column.refers)
        if not len(target):
            _say_no_target(table, column)
            continue
        if column.refers in _PAIRS:
            _check_pairs(table, column, target)
        else:
            _check_single(table, column, target)


def _say_no_target(table: RegisterTable, column: Column) -> None:
    found = [at for at, value in enumerate(table.column(column.code)) if value is not None]
    fix = f"add the table {column.refers}"
    if len(found) > _FEW:
        message = f"{len(found):,} cells refer to {column.refers}, which has no rows"
        table.say(None, column.code, Finding(NOWHERE, message, fix))
        return
    for position in found:
        message = f"{column.refers}, to which it refers, has no rows"
        table.say(position, column.code, Finding(NOWHERE, message, fix))


def _check_single(table: RegisterTable, column: Column, target: RegisterTable) -> None:
    known, alike = _index(target.column(target.template.columns[0].code))
    if column.refers == "b_05.01":
        for _, code, additional in target.each("c0010", "c0030"):
            if code is not None and additional is not None:
                alike.setdefault(_loose(additional), code)
    values = table.values[column.code]
    for position, value in enumerate(values):
        if value is None or value in known:
            continue
        if _is_direct(table, column, position):
            continue
        meant = alike.get(_loose(value))
        if meant is not None:
            values[position] = meant
            message = f"written {meant!r} in {column.refers}; read as that"
            finding = Finding(NOWHERE, message, "write it alike in both tables")
        else:
            message = f"no row of {column.refers} has it ({column.title})"
            finding = Finding(NOWHERE, message, f"add it to {column.refers}, or correct it")
        table.say(position, column.code, finding)


def _is_direct(table: RegisterTable, column: Column, position: int) -> bool:
    """Return True for the recipient of a direct provider: an entity, or left open."""
    is_recipient = (table.template.name, column.code) == ("b_05.02", "c0060")
    return is_recipient and table.column("c0050")[position] == 1


def _check_pairs(table: RegisterTable, column: Column, target: RegisterTable) -> None:
    """Check a code together with the LEI of its entity, which stands in c0020 of every table."""
    code, owner = _PAIRS[column.refers]
    codes, owners = target.column(code), target.column(owner)
    known = set(zip(codes, owners, strict=True))
    alike = {(_loose(c), o): c for c, o in known if c is not None}
    elsewhere: dict[Any, list[Any]] = {}
    for one, other in known:
        elsewhere.setdefault(one, []).append(other)
    values, users = table.values[column.code], table.column("c0020")
    for position, (value, user) in enumerate(zip(values, users, strict=True)):
        if value is None or user is None or (value, user) in known:
            continue
        meant = alike.get((_loose(value), user))
        fix = f"add it to {column.refers}, or correct it"
        if meant is not None:
            values[position] = meant
            message = f"written {meant!r} in {column.refers}; read as that"
            fix = "write it alike in both tables"
        elif value in elsewhere:
            others = ", ".join(sorted(str(each) for each in elsewhere[value] if each)[:3])
            message = f"{column.refers} has it for {others or 'another entity'}, not for {user}"
        else:
            message = f"no row of {column.refers} has it for {user}"
        table.say(position, column.code, Finding(NOWHERE, message, fix))


def _index(values: Iterable[Any]) -> tuple[set[Any], dict[str, Any]]:
    known = {value for value in values if value is not None}
    alike: dict[str, Any] = {}
    for value in sorted(known):
        alike.setdefault(_loose(value), value)
    return known, alike


def _loose(value: str) -> str:
    return "".join(folded(value).split())
