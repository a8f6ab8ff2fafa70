"""A register of eight contract rows, small enough to work out its graph by hand."""

from __future__ import annotations

from pathlib import Path

from graphrisk.ingest.dora.sample import invented_lei
from graphrisk.ingest.dora.templates import TEMPLATES

BANK, PAY, IT = (invented_lei(n) for n in (1, 2, 3))
ALDER, SUB, DEEP = (invented_lei(n) for n in (11, 21, 22))
BIRK, TWIN = "SESYNREG.5560001", "SE556012345601"
_LEI, _EUID, _VAT = "eba_qCO:qx2000", "eba_qCO:qx2002", "eba_qCO:qx2004"
_SE, _DE = "eba_GA:SE", "eba_GA:DE"
_OPEN, _NONE = "9999-12-31", "eba_GA:qx2007"


def _used(ref: str, user: str, provider: str, kind: str, function: str, service: str) -> list[str]:
    places = [_DE, "eba_BT:x28", _DE, _DE, "eba_ZZ:x793", "eba_ZZ:x797"]
    dates = ["2024-01-01", _OPEN, ""]
    head = [ref, user, provider, kind, function, f"eba_TA:{service}"]
    return [*head, *dates, "90", "180", _SE, *places]


def small_register() -> dict[str, list[list[str]]]:
    """Return the rows of every template."""
    day = "2026-09-30"
    days = (day, day, _OPEN)
    audited = ("2025-05-01", "eba_BT:x28", "eba_ZZ:x966", "eba_ZZ:x793", "eba_BT:x28")
    party = "eba_CT:x212"
    return {
        "b_01.01": [[BANK, "Kvarn Bank AB", _SE, "eba_CT:x12", "SYN authority", day]],
        "b_01.02": [
            [BANK, "Kvarn Bank AB", _SE, "eba_CT:x12", "eba_RP:x53", "", *days, "eba_CU:EUR", "9"],
            [PAY, "Kvarn Betal AB", _SE, "eba_CT:x300", "eba_RP:x56", BANK, *days, "EUR", "1"],
            [IT, "Kvarn IT Oy", "eba_GA:FI", "eba_CT:x317", "eba_RP:x56", BANK, *days],
        ],
        "b_01.03": [],
        "b_02.01": [
            ["C1", "eba_CO:x1", "", "eba_CU:EUR", "100000"],
            ["C2", "eba_CO:x1", "", "eba_CU:SEK", "50000.5"],
            ["I1", "eba_CO:x1", "", "eba_CU:EUR", "10000"],
            ["X1", "eba_CO:x1", "", "eba_CU:EUR", "70000"],
        ],
        "b_02.02": [
            _used("C1", BANK, ALDER, _LEI, "F1", "S17"),
            _used("C1", BANK, ALDER, _LEI, "F2", "S17"),
            _used("C1", PAY, ALDER, _LEI, "F1", "S17"),
            _used("C2", PAY, TWIN, _VAT, "Not applicable", "S10"),
            _used("I1", BANK, IT, _LEI, "F1", "S14"),
            _used("X1", IT, BIRK, _EUID, "Not applicable", "S07"),
        ],
        "b_02.03": [["I1", "X1", "true"]],
        "b_03.01": [["C1", BANK, "true"]],
        "b_03.02": [["C1", ALDER, _LEI]],
        "b_03.03": [["I1", IT, "true"]],
        "b_04.01": [["C1", BANK, "eba_ZZ:x839", ""]],
        "b_05.01": [
            _provider(ALDER, _LEI, "Alder Cloud AB", _SE, ALDER, party),
            _provider(TWIN, _VAT, "ALDER  Cloud AB", _SE, TWIN, party),
            _provider(BIRK, _EUID, "Birk Drift AB", _SE, ALDER, party),
            _provider(SUB, _LEI, "Sten Net GmbH", _DE, SUB, party),
            _provider(DEEP, _LEI, "Torv Power GmbH", _DE, DEEP, party),
            _provider(IT, _LEI, "Kvarn IT Oy", "eba_GA:FI", BANK, party),
            _provider(BANK, _LEI, "Kvarn Bank AB", _SE, BANK, party),
        ],
        "b_05.02": [
            ["C1", "eba_TA:S17", ALDER, _LEI, "1", ALDER, _LEI],
            ["C1", "eba_TA:S17", SUB, _LEI, "2", ALDER, _LEI],
            ["C1", "eba_TA:S17", DEEP, _LEI, "3", SUB, _LEI],
            ["X1", "eba_TA:S07", DEEP, _LEI, "2", BIRK, _EUID],
        ],
        "b_06.01": [
            _function("F1", "Pay", BANK, "eba_BT:x28"),
            _function("F2", "Post", BANK, "eba_BT:x29"),
            _function("F1", "Pay", PAY, "eba_BT:x29"),
        ],
        "b_07.01": [
            ["C1", ALDER, _LEI, "eba_TA:S17", "eba_ZZ:x960", "eba_ZZ:x964", *audited, "Birk Drift"]
        ],
        "b_99.01": [],
    }


def _provider(code: str, kind: str, name: str, country: str, parent: str, person: str) -> list[str]:
    type_of_parent = _VAT if parent == TWIN else _EUID if parent == BIRK else _LEI
    return [code, kind, "", "", name, name, person, country, "", "", parent, type_of_parent]


def _function(key: str, name: str, lei: str, assessed: str) -> list[str]:
    return [key, "eba_TA:x28", name, lei, assessed, "", "2026-01-01", "4", "4", "eba_ZZ:x793"]


def header(template: str) -> list[str]:
    """Return the codes of a template's columns."""
    return [column.code for column in TEMPLATES[template].columns]


def write_small(folder: Path, rows: dict[str, list[list[str]]] | None = None) -> Path:
    """Write a register as plain CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in (rows or small_register()).items():
        width = len(header(name))
        cells = [header(name), *([*line, *[""] * (width - len(line))] for line in lines)]
        text = "".join(",".join(line) + "\r\n" for line in cells)
        (folder / f"{name}.csv").write_text(text, "utf-8", newline="")
    return folder
