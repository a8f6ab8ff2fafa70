"""What the tables of a register, and the files of its package, must say alike."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from graphrisk.ingest.dora.cells import Finding
from graphrisk.ingest.dora.register import Register, entity_of
from graphrisk.ingest.dora.templates import TEMPLATES
from graphrisk.model.records import is_full_date

INDICATOR = "808 filing indicator"
_OPTIONAL = {"b_01.03", "b_02.03", "b_03.03", "b_05.02", "b_99.01"}
_XBRL_CSV = "https://xbrl.org/2021/xbrl-csv"


def check_consistency(register: Register) -> None:
    """List what tables say of each other and do not hold, and what is wrong with the package."""
    _check_tables(register)
    _check_maintainer(register)
    _check_contracts(register)
    _check_chains(register)
    _check_assessments(register)
    if register.parts:
        _check_package(register)


def _say(register: Register, rule: str, message: str, fix: str = "") -> None:
    register.log.row(None, None, None, message, fix, "warning", rule=rule)


def _check_tables(register: Register) -> None:
    for name in register.missing:
        weight = "; an empty one with its header says that there is nothing"
        message = f"the table {name} ({TEMPLATES[name].title}) is missing"
        fix = "add it" + (weight if name in _OPTIONAL else "")
        _say(register, "table", message, fix)
    if not len(register.table("b_02.02")):
        message = "b_02.02 has no rows: nobody serves anybody"
        register.log.row(None, None, None, message, "add the contracts in detail", rule="table")


def _check_maintainer(register: Register) -> None:
    table = register.table("b_01.01")
    if len(table) > 1:
        finding = Finding("table", "a second entity that keeps the register", "keep one row")
        table.say(1, "c0010", finding)


def _check_contracts(register: Register) -> None:
    """A contract without detail is nowhere in the graph; a cost without contract neither."""
    used = {ref for _, ref in register.table("b_02.02").each("c0010")}
    table = register.table("b_02.01")
    above = {ref for _, ref in table.each("c0030")}
    for position, ref, kind in table.each("c0010", "c0020"):
        if ref not in used and not (kind == "overarching" and ref in above):
            message = "no row of b_02.02 has this contract: it is not in the graph, nor its cost"
            table.say(position, "c0010", Finding("contract", message, "add who uses what under it"))
    direct = _providers_by_contract(register)
    for name, code in (("b_03.02", "c0020"), ("b_03.03", "c0020")):
        signed = register.table(name)
        for position, ref, provider in signed.each("c0010", code):
            if ref in direct and provider is not None and provider not in direct[ref]:
                message = f"signs {ref}, but no row of b_02.02 has it as a provider under it"
                signed.say(position, code, Finding("contract", message, "correct one of the two"))


def _providers_by_contract(register: Register) -> dict[Any, set[Any]]:
    found: dict[Any, set[Any]] = defaultdict(set)
    for _, ref, provider in register.table("b_02.02").each("c0010", "c0030"):
        found[ref].add(provider)
    return found


def _check_chains(register: Register) -> None:
    """A chain begins at a provider of its contract, and each rank serves the one above it."""
    table = register.table("b_05.02")
    direct = _providers_by_contract(register)
    at_rank: dict[tuple[Any, Any, Any], set[Any]] = defaultdict(set)
    for _, ref, service, provider, rank in table.each("c0010", "c0020", "c0030", "c0050"):
        at_rank[ref, service, rank].add(provider)
    columns = ("c0010", "c0020", "c0030", "c0050", "c0060")
    for position, ref, service, provider, rank, recipient in table.each(*columns):
        if rank == 1 and ref in direct and provider not in direct[ref]:
            message = f"rank 1, but no row of b_02.02 has it as a provider under {ref}"
            table.say(position, "c0030", Finding("chain", message, "correct the rank or b_02.02"))
        if rank > 1:
            above = at_rank[ref, service, rank - 1] | (direct[ref] if rank == 2 else set())
            if recipient not in above:
                message = f"the recipient of rank {rank} is no provider of rank {rank - 1} there"
                fix = "add the row of the recipient, or correct the rank"
                table.say(position, "c0060", Finding("chain", message, fix))


def _check_assessments(register: Register) -> None:
    known = set(register.table("b_02.02").each("c0010", "c0030", "c0060"))
    services = {key[1:] for key in known}
    services |= {row[1:] for row in register.table("b_05.02").each("c0010", "c0030", "c0020")}
    table = register.table("b_07.01")
    for position, *key in table.each("c0010", "c0020", "c0040"):
        if tuple(key) not in services:
            message = "no row of b_02.02 or b_05.02 has this service: nothing it could be kept on"
            fix = "correct contract, provider or service"
            table.say(position, "c0010", Finding("assessment", message, fix))


def _check_package(register: Register) -> None:
    parts = register.parts
    for part, file in (
        ("parameters", "reports/parameters.csv"),
        ("indicators", "reports/FilingIndicators.csv"),
        ("report", "reports/report.json"),
        ("package", "META-INF/reportPackage.json"),
    ):
        if part not in parts:
            _say(register, "package", f"{file} is missing", "write the package again")
    if isinstance(parts.get("indicators"), dict):
        _check_indicators(register, parts["indicators"])
    if isinstance(parts.get("parameters"), dict):
        _check_parameters(register)
    if parts.get("report") is not None:
        _check_report(register, parts["report"])


def _check_indicators(register: Register, stated: dict[str, str]) -> None:
    for name, table in register.tables.items():
        word = stated.get(name)
        if word is None:
            _say(register, INDICATOR, f"no filing indicator for {name}", "add a line with it")
        elif word.casefold() not in ("true", "false"):
            message = f"the filing indicator of {name} is {word[:20]!r}"
            _say(register, INDICATOR, message, "write true or false")
        elif (word.casefold() == "true") != bool(len(table)):
            message = f"{name} is said to be {'' if word.casefold() == 'true' else 'not '}reported"
            message += f", and has {len(table):,} rows" if len(table) else ", and has no rows"
            _say(register, INDICATOR, message, "correct the indicator, or the table")


def _check_parameters(register: Register) -> None:
    stated = register.parameters
    entity = entity_of(stated)
    keepers = [lei for _, lei in register.table("b_01.01").each("c0010") if lei]
    if keepers and entity != keepers[0]:
        message = f"entityID names {entity[:30] or 'nobody'}, b_01.01 names {keepers[0]}"
        _say(register, "package", message, "write rs:LEI.CON or rs:LEI.IND with the same LEI")
    if not is_full_date(stated.get("refperiod", "")):
        message = f"refPeriod is no day: {stated.get('refperiod', '')[:20]!r}"
        _say(register, "package", message, "write YYYY-MM-DD")


def _check_report(register: Register, report: Any) -> None:
    info = report.get("documentInfo") if isinstance(report, dict) else None
    info = info if isinstance(info, dict) else {}
    if info.get("documentType") != _XBRL_CSV:
        _say(register, "package", "report.json is no xBRL-CSV report", f"documentType: {_XBRL_CSV}")
    extends = info.get("extends")
    urls = extends if isinstance(extends, list) else []
    if not any("/dora/" in url.casefold() for url in urls if isinstance(url, str)):
        message = "report.json extends no module of DORA"
        _say(register, "package", message, "extend .../fws/dora/4.0/mod/dora.json or a later one")
