"""Writing sample registers: plain CSV, reporting package, or one sheet for each template."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

from graphrisk.ingest.dora.sample import DAY, MARK, SampleRegister
from graphrisk.ingest.dora.templates import TEMPLATES

_MODULE = "http://www.eba.europa.eu/eu/fr/xbrl/crr/fws/dora/4.0/mod/dora.json"
_MOMENT = (2026, 11, 25, 0, 0, 0)


def write_plain(made: SampleRegister, folder: Path) -> None:
    """Write one CSV file for each template that has rows or must be there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in made.rows:
        (folder / f"{name}.csv").write_bytes(csv_of(made, name).encode())


def write_package(made: SampleRegister, path: Path) -> None:
    """Write an xBRL-CSV reporting package as authorities take it.

    Nothing is compressed, so that the bytes are the same everywhere.
    """
    root = f"{made.lei}.CON_SE_DORA010100_DORA_{DAY}_20261125000000000"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in package_files(made).items():
            entry = zipfile.ZipInfo(f"{root}/{name}", _MOMENT)
            archive.writestr(entry, text)


def package_files(made: SampleRegister) -> dict[str, str]:
    """Return the files of a reporting package below its top folder."""
    parameters = [
        ("name", "value"),
        ("entityID", f"rs:{made.lei}.CON"),
        ("refPeriod", DAY),
        ("baseCurrency", "iso4217:EUR"),
        ("decimalsInteger", "0"),
        ("decimalsMonetary", "-3"),
    ]
    reported = [(n.upper(), "true" if rows else "false") for n, rows in made.rows.items()]
    report = {
        "documentInfo": {"documentType": "https://xbrl.org/2021/xbrl-csv", "extends": [_MODULE]},
        "eba:generatingSoftwareInformation": {"eba:softwareName": MARK},
    }
    package = {"documentInfo": {"documentType": "https://xbrl.org/report-package/2023"}}
    return {
        "META-INF/reportPackage.json": json.dumps(package, indent=2) + "\n",
        "reports/report.json": json.dumps(report, indent=2) + "\n",
        "reports/parameters.csv": _csv(parameters),
        "reports/FilingIndicators.csv": _csv([("templateID", "reported"), *reported]),
        **{f"reports/{name}.csv": csv_of(made, name) for name in made.rows},
    }


def csv_of(made: SampleRegister, name: str) -> str:
    """Return one table as CSV."""
    codes = [column.code for column in TEMPLATES[name].columns]
    return _csv([codes, *([row.get(code, "") for code in codes] for row in made.rows[name])])


def _csv(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()
