"""The invented notices: languages and formats are there, and nothing personal is."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

DATA = Path(__file__).parents[3] / "data"
NOTICES = sorted(path for path in (DATA / "notices").iterdir() if path.suffix != ".md")
# an e-mail address, a telephone number, and the ways in which notices introduce a person
ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.\w{2,}")
TELEPHONE = re.compile(r"\+\d{2}[ \d-]{6,}|\b0\d{1,3}[ -]\d{2,3}[ -]?\d{2}[ -]?\d{2}\b")
PERSON = re.compile(
    r"\b(?:säger|sagt|said|says|sagte|sagt|Mr|Mrs|Ms|Dr|Herr|Frau)\.? [A-ZÅÄÖ][a-z]"
)


def text_of(path: Path) -> str:
    if path.suffix == ".docx":
        docx = pytest.importorskip("docx")
        document = docx.Document(str(path))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)
    if path.suffix == ".pdf":
        pdfium = pytest.importorskip("pypdfium2")
        document = pdfium.PdfDocument(str(path))
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    return path.read_text(encoding="utf-8")


def test_notices_are_at_least_eight_in_three_languages_and_four_formats():
    assert len(NOTICES) >= 8
    assert {path.suffix for path in NOTICES} >= {".txt", ".html", ".docx", ".pdf"}
    assert {path.name.split(".")[1] for path in NOTICES} >= {"sv", "sv-FI", "de", "en"}


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.name)
def test_notice_is_listed_as_invented_and_holds_no_personal_data(path):
    text = text_of(path)
    assert len(text) > 400
    assert path.name in (DATA / "notices" / "README.md").read_text(encoding="utf-8")
    for pattern in (ADDRESS, TELEPHONE, PERSON):
        assert not pattern.search(text)


def test_demo_notice_is_about_a_vendor_of_the_synthetic_register():
    text = text_of(DATA / "notices" / "01-nordvik-dimholm.sv.txt")
    with (DATA / "synthetic" / "organizations.csv").open(encoding="utf-8", newline="") as lines:
        names = {row["name"] for row in csv.DictReader(lines)}
    for name in ("Dimholm Datahall AB", "Kvarnmoln AB", "Sparvtall Journal AB"):
        assert name in names
        assert name in text


@pytest.mark.parametrize(
    "path", sorted(DATA.rglob("*.csv")), ids=lambda path: path.relative_to(DATA).as_posix()
)
def test_tables_hold_no_address_and_no_telephone_number(path):
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for column, value in row.items():
                if column not in {"url", "source"}:
                    # Cells of a table with another delimiter come as a list, or not at all.
                    said = value if isinstance(value, str) else " ".join(value or ())
                    assert not ADDRESS.search(said), (column, said)
                    assert not TELEPHONE.search(said), (column, said)
