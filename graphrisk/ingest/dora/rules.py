"""Checks of a register beyond its keys: cells that must be filled, codes, dates, chains.

Names in brackets are those of the validation rules that the supervisory authorities publish with
the taxonomy.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from graphrisk.ingest.dora.cells import Finding, unsound_lei
from graphrisk.ingest.dora.keys import check_keys
from graphrisk.ingest.dora.register import Register
from graphrisk.ingest.dora.tables import RegisterTable
from graphrisk.model.identifiers import check_lei
from graphrisk.model.national_numbers import check_company_number, check_vat

_NEEDED = {
    # What a row of a table means nothing without, whatever else stands in it.
    "b_01.02": ("c0010",),
    "b_01.03": ("c0010", "c0020"),
    "b_02.01": ("c0010",),
    "b_02.02": ("c0020", "c0030"),
    "b_02.03": ("c0010", "c0020"),
    "b_05.01": ("c0010",),
    "b_05.02": ("c0010", "c0030", "c0050"),
    "b_06.01": ("c0010", "c0040"),
    "b_07.01": ("c0010", "c0020", "c0040"),
}
_NOT_FINANCIAL = ("intra-group ICT provider", "non-financial entity")
_HARD = ("not substitutable", "highly complex")


def check_register(register: Register) -> None:
    """List everything that is wrong with a register; what differs in writing only is mended."""
    from graphrisk.ingest.dora.consistency import check_consistency

    for name, codes in _NEEDED.items():
        _check_needed(register.table(name), codes)
    check_keys(register)
    for table in register.tables.values():
        _check_filled(table)
        _check_codes(table, register)
    for name, check in _CHECKS.items():
        check(register.table(name), register)
    check_consistency(register)


def _check_needed(table: RegisterTable, codes: tuple[str, ...]) -> None:
    for code in codes:
        for position, value in enumerate(table.column(code)):
            if value is None and position not in table.unused:
                title = table.template.by_code[code].title
                said = "is empty" if table.text(code, position) is None else "cannot be read"
                message = f"the row was left out: {title[0].lower() + title[1:]} {said}"
                if title.startswith("LEI"):
                    message = f"the row was left out: {title} {said}"
                table.leave_out(position, code, Finding("row", message, "fill it in"))


def _check_filled(table: RegisterTable) -> None:
    for column in table.template.columns:
        if column.must and column.code in table.texts:
            for position in range(len(table)):
                _need(table, position, column.code)


def _need(table: RegisterTable, position: int, code: str, why: str = "") -> None:
    if code in table.texts and table.texts[code][position] is None:
        title = table.template.by_code[code].title
        message = f"must be filled in{why} ({title})"
        fix = "write 9999-12-31 where there is none" if _is_date(table, code) else "fill it in"
        table.say(position, code, Finding("mandatory", message, fix))


def _is_date(table: RegisterTable, code: str) -> bool:
    return table.template.by_code[code].type == "date"


def _check_codes(table: RegisterTable, register: Register) -> None:
    """Check identification codes by the type that stands beside them: each where it is stated."""
    for column in table.template.columns:
        if not column.typed_by or column.code not in table.values:
            continue
        target = register.tables.get(column.refers)
        elsewhere = set(target.column("c0010")) if target and target is not table else set()
        types = table.column(column.typed_by)
        countries = (
            table.column("c0080") if table.template.name == "b_05.01" else [None] * len(table)
        )
        cells = zip(table.column(column.code), types, countries, strict=True)
        for position, (code, type_, country) in enumerate(cells):
            if code is None:
                continue
            if type_ is None and column.typed_by in table.texts:
                _need(table, position, column.typed_by, f" where {column.code} is")
            finding = None if code in elsewhere else _wrong_code(code, type_, country)
            if finding is not None:
                table.say(position, column.code, finding)


@lru_cache(maxsize=1 << 16)
def _wrong_code(code: str, type_: str | None, country: str | None) -> Finding | None:
    if type_ == "LEI":
        return None if check_lei(code) else unsound_lei()
    if type_ is not None and check_lei(code):
        message = f"an LEI, but its type says {type_}"
        return Finding("identifier", message, "write eba_qCO:qx2000 as its type")
    if type_ == "EUID" and not _looks_like_euid(code):
        message = "no EUID: country, register, a point and the number (SEBOLREG.5560001234)"
        return Finding("identifier", message, "copy it from the business register")
    if type_ == "VAT" and check_vat(code) is False:
        message = "no sound VAT number: its check digits or its length do not fit its country"
        return Finding("identifier", message, "look it up at the VIES of the Commission")
    if type_ == "company register" and check_company_number(code, country or "") is False:
        message = f"no sound company number of {country}: its check digits do not fit"
        return Finding("identifier", message, "copy it from the business register")
    return None


def _looks_like_euid(code: str) -> bool:
    head, point, tail = code.partition(".")
    return bool(point and tail) and len(head) > 2 and head[:2].isalpha() and head.isalnum()


def _entities(table: RegisterTable, register: Register) -> None:
    for position, kind, hierarchy, currency, assets in table.each(
        "c0040", "c0050", "c0100", "c0110"
    ):
        if kind is not None and kind not in _NOT_FINANCIAL:
            _need(table, position, "c0110", " for a financial entity")
        if assets is not None and currency is None:
            _need(table, position, "c0100", " where an amount is (v8803)")
        if hierarchy in ("parent", "subsidiary"):
            _need(table, position, "c0060", f" for a {hierarchy}")


def _contracts(table: RegisterTable, register: Register) -> None:
    for position, kind, above, ref in table.each("c0020", "c0030", "c0010"):
        if kind == "subsequent" and above is None:
            _need(table, position, "c0030", " for a subsequent arrangement (v8805)")
        if above is not None and above == ref:
            finding = Finding("dates and links", "a contract above itself", "name another, or none")
            table.say(position, "c0030", finding)


def _details(table: RegisterTable, register: Register) -> None:
    critical = {
        (function, lei)
        for _, function, lei, assessed in register.table("b_06.01").each("c0010", "c0040", "c0050")
        if assessed == "yes"
    }
    columns = ("c0020", "c0050", "c0070", "c0080", "c0140")
    for position, user, function, start, end, stores in table.each(*columns):
        if start is not None and end is not None and end <= start:
            message = f"the contract ends ({end}) no later than it starts ({start}) (v8816)"
            fix = "correct one of them; read as without an end"
            table.say(position, "c0080", Finding("dates and links", message, fix))
        if stores == "yes":
            _need(table, position, "c0150", " where data is stored")
        if (function, user) in critical:
            for code in ("c0100", "c0110", "c0120", "c0140", "c0180"):
                _need(table, position, code, " for a critical or important function")
            if stores == "yes":
                _need(table, position, "c0170", " where data of a critical function is stored")


def _users(table: RegisterTable, register: Register) -> None:
    for position, nature, branch in table.each("c0030", "c0040"):
        if nature == "not a branch" and branch is not None:
            message = "a branch is named, but the row says that it is none"
            finding = Finding("dates and links", message, "correct c0030 or leave c0040 empty")
            table.say(position, "c0040", finding)


def _providers(table: RegisterTable, register: Register) -> None:
    columns = ("c0020", "c0030", "c0040", "c0070", "c0100")
    for position, kind, additional, additional_kind, person, cost in table.each(*columns):
        if person == "legal person" and kind not in ("LEI", "EUID", None):
            message = f"a legal person is identified by LEI or EUID, not by {kind} (v8817)"
            table.say(position, "c0020", Finding("identifier", message, "ask it for its LEI"))
        legal = person == "legal person" and additional is not None
        if legal and additional_kind not in ("LEI", "EUID", None):
            message = f"an additional code is LEI or EUID, not {additional_kind} (v8818)"
            table.say(position, "c0040", Finding("identifier", message, "leave it out"))
        if cost is not None:
            _need(table, position, "c0090", " where an amount is (v8824)")


def _chains(table: RegisterTable, register: Register) -> None:
    for position, provider, rank, recipient in table.each("c0030", "c0050", "c0060"):
        if rank == 0:
            finding = Finding("chain", "the row was left out: ranks begin at 1", "write the rank")
            table.leave_out(position, "c0050", finding)
        elif rank > 1 and recipient is None:
            message = f"the row was left out: rank {rank}, and nobody who receives the service"
            table.leave_out(position, "c0060", Finding("chain", message, "name the recipient"))
        elif rank > 1 and recipient == provider:
            message = "the row was left out: a provider is its own sub-contractor"
            table.leave_out(position, "c0060", Finding("chain", message, "name the recipient"))


def _assessments(table: RegisterTable, register: Register) -> None:
    for position, hard, alternatives in table.each("c0050", "c0110"):
        if hard in _HARD:
            _need(table, position, "c0060", f" where a provider is {hard} (v8825)")
        if alternatives == "yes":
            _need(table, position, "c0120", " where alternatives are identified")


_CHECKS: dict[str, Callable[[RegisterTable, Register], None]] = {
    "b_01.02": _entities,
    "b_02.01": _contracts,
    "b_02.02": _details,
    "b_04.01": _users,
    "b_05.01": _providers,
    "b_05.02": _chains,
    "b_07.01": _assessments,
}
