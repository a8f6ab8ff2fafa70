"""Every reader of files with a small sound file of its own."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl

from graphrisk.extract.reader import read_claims
from graphrisk.extract.review.decision_file import read_decisions
from graphrisk.extract.review.draft import DraftDocument, make_draft
from graphrisk.extract.text.intake import read_document
from graphrisk.ingest.load import read_registers
from graphrisk.ingest.mapping_file import read_mapping
from graphrisk.ingest.mapping_proposal import propose_mapping
from graphrisk.ingest.mapping_read import read_mapped
from graphrisk.ingest.scenario_text import read_raw_scenarios
from graphrisk.model.record_csv import csv_parts
from graphrisk.model.record_parquet import write_parquet
from graphrisk.model.stix import stix_parts
from graphrisk.model.tables import empty_table, to_tables, with_hashes
from graphrisk.resources import data_folder
from graphrisk.view.explain_page import render_explain_page
from graphrisk.workspace.explanations import read_notice
from tests.contract.samples import organization, serves
from tests.unit.ingest.dora.small_register import small_register, write_small
from tests.unit.ingest.feeds.test_feeds import BUNDLE, PORTAL, REPORT, VERIS

NOTICES = Path(__file__).resolve().parents[2] / "data" / "notices"
SERVES = (
    "vendor,customer,service,criticality,starts_on,annual_cost,currency,data_classes\n"
    'Alfa AB,Beta Oy,drift,critical,2024-01-01,"1 200,5",EUR,name;health\n'
    "Gamma,Beta Oy,lön,hög,2024-02,5,SEK,\n"
)
FOREIGN = (
    "Avtal 2026;;;;\n;;;;\nLeverantör;Tjänst;Förvaltning;Slut;Årskostnad (tkr)\n"
    "Alfa AB;Drift, lön;Skola;31.12.2026;1,5\nGamma AB;Nät;Vård;tills vidare;2\nSumma;;;;3,5\n"
)


@dataclass(frozen=True)
class Reader:
    """How a kind of file is read, and a sound one."""

    suffix: str
    sample: Callable[[], bytes]
    read: Callable[[Path], object]


def _register(path: Path) -> object:
    return read_registers([path])


def _dora(path: Path) -> object:
    from graphrisk.ingest.dora.load import read_dora

    return read_dora([path])


def _mapped(path: Path) -> object:
    proposal = propose_mapping(path, customer="Us")
    return read_mapped(path, proposal.mapping)


def _json(value: object) -> Callable[[], bytes]:
    return lambda: json.dumps(value, indent=1).encode()


def _text(value: str) -> Callable[[], bytes]:
    return lambda: value.encode()


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    for line in SERVES.replace('"1 200,5"', "1200").splitlines():
        book.active.append(line.split(","))
    return _saved(book)


def _foreign_workbook() -> bytes:
    book = openpyxl.Workbook()
    for line in FOREIGN.splitlines():
        book.active.append(line.split(";"))
    book.active.merge_cells("A1:E1")
    book.create_sheet("Mer").append(["=1+1", 2.5])
    return _saved(book)


def _saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@cache
def _dora_files() -> dict[str, bytes]:
    with TemporaryDirectory() as folder:
        write_small(Path(folder), small_register())
        return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}


def _dora_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in _dora_files().items():
            archive.writestr(f"pack/reports/{name}", content)
        archive.writestr("pack/reports/FilingIndicators.csv", "templateID,reported\nB_01.01,true\n")
        archive.writestr("pack/reports/report.json", '{"documentInfo": {}}')
    return out.getvalue()


def _dora_workbook() -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, content in _dora_files().items():
        sheet = book.create_sheet(name.removesuffix(".csv").upper())
        for line in content.decode("utf-8-sig").splitlines()[:3]:
            sheet.append(line.split(","))
    return _saved(book)


@cache
def _records() -> dict[str, object]:
    rows = to_tables([*(organization(key) for key in "ab"), serves("e1", "a", "b", rank=2)])
    return {kind: with_hashes(kind, table) for kind, table in rows.items()}


def _own_csv() -> bytes:
    return b"".join(csv_parts("SERVES", _records()["SERVES"]))


def _own_parquet() -> bytes:
    out = io.BytesIO()
    write_parquet("SERVES", _records()["SERVES"], out)
    return out.getvalue()


def _own_bundle() -> bytes:
    return b"".join(stix_parts(lambda kind: _records().get(kind, empty_table(kind))))


def _mail() -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Incident", "soc@alfa.example"
    mail.set_content("Alfa Hosting was hit by ransomware on 3 May 2026.")
    mail.add_alternative("<p>Alfa Hosting was <b>hit</b>.</p>", subtype="html")
    return mail.as_bytes()


def _claims(path: Path) -> object:
    """Read a notice into claims whose words stand in the text, and write the page of it."""
    document = read_document(path)
    found = read_claims(document)
    for claim in found.claims:
        for place in claim.evidence:
            assert document.text[place.start : place.end] == place.quote
    about = DraftDocument(document.sha256, language=found.language, file=path.name)
    return render_explain_page(read_notice(make_draft(about, document.text, found)))


def _notice(name: str) -> Callable[[], bytes]:
    return lambda: (NOTICES / name).read_bytes()


def _page() -> bytes:
    return (
        b"<!doctype html><html lang=sv><head><meta charset=utf-8><title>Angrepp</title></head>"
        b"<h1>Angrepp mot Alfa</h1><p>Den 3 maj 2026 drabbades Alfa AB av ett angrepp. Beta kommun "
        b"kan inte betala ut l\xc3\xb6ner.</p><table><tr><td>A<td>B</table></body></html>"
    )


READERS: dict[str, Reader] = {
    "register csv": Reader(".csv", _text(SERVES), _register),
    "register xlsx": Reader(".xlsx", _workbook, _register),
    "register jsonl": Reader(".jsonl", _text('{"vendor": "A", "customer": "B"}\n' * 3), _register),
    "foreign csv": Reader(".csv", lambda: FOREIGN.encode("cp1252"), _mapped),
    "foreign xlsx": Reader(".xlsx", _foreign_workbook, _mapped),
    "mapping": Reader(
        ".toml", lambda: (data_folder() / "mappings" / "contracts.toml").read_bytes(), read_mapping
    ),
    "own csv": Reader(".csv", _own_csv, _register),
    "own parquet": Reader(".parquet", _own_parquet, _register),
    "own bundle": Reader(".json", _own_bundle, _register),
    "dora zip": Reader(".zip", _dora_zip, _dora),
    "dora xlsx": Reader(".xlsx", _dora_workbook, _dora),
    "veris": Reader(".json", _json(VERIS), _register),
    "stix": Reader(".json", _json(BUNDLE), _register),
    "dora report": Reader(".json", _json(REPORT), _register),
    "breach portal": Reader(".csv", _text(PORTAL), _register),
    "scenario": Reader(
        ".toml",
        lambda: (data_folder() / "scenarios" / "merger-of-hosts.toml").read_bytes(),
        lambda path: read_raw_scenarios([path]),
    ),
    "decisions": Reader(
        ".csv", _text("claim,decision\nabcdef12,accept\nabcdef13,correct,name=Alfa\n"),
        lambda path: read_decisions(path, ()),
    ),
    "claims sv": Reader(".txt", _notice("04-kustlandet-home-delivery.sv-FI.txt"), _claims),
    "claims fi": Reader(".txt", _notice("12-suvannonranta-school-rides.fi.txt"), _claims),
    "claims fr": Reader(".txt", _notice("13-valserelle-water-bills.fr.txt"), _claims),
    "notice txt": Reader(".txt", _text("Angrepp mot Alfa AB den 3 maj 2026.\n"), read_document),
    "notice html": Reader(".html", _page, read_document),
    "notice eml": Reader(".eml", _mail, read_document),
    "notice docx": Reader(
        ".docx", lambda: (NOTICES / "08-mosswood-login.en.docx").read_bytes(), read_document
    ),
    "notice pdf": Reader(
        ".pdf", lambda: (NOTICES / "11-tidewater-mailing.en.pdf").read_bytes(), read_document
    ),
}  # fmt: skip
