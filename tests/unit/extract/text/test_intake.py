"""Files to text: kinds, encodings, limits, and refusals in words."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from graphrisk.errors import Unreadable
from graphrisk.extract.text import intake
from graphrisk.extract.text.intake import from_bytes, from_text, read_document


def make_docx(*, table: bool = False) -> bytes:
    document = docx.Document()
    document.add_paragraph("Our supplier was attacked.")
    document.add_paragraph("names and addresses", style="List Bullet")
    if table:
        rows = document.add_table(rows=1, cols=2).rows
        rows[0].cells[0].text, rows[0].cells[1].text = "Employees", "bank details"
        document.add_paragraph("After the table.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def make_pdf(text: str) -> bytes:
    """A PDF of one page, written by hand; without text the page is empty, as a scan is."""
    stream = f"BT /F1 12 Tf 40 700 Td ({text}) Tj ET".encode("latin-1") if text else b""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % table


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp850", "mac_roman"],
)
def test_text_is_decoded_in_common_encodings(encoding: str):
    text = "Vår leverantör råkade ut för en cyberattack; uppgifter om åtta kunder läckte. " * 3
    document = from_bytes(text.encode(encoding), "a.txt")
    assert document.text.strip() == text.strip()
    assert document.kind == "txt"


def test_short_text_of_an_old_program_is_decoded_by_the_letters_in_its_words():
    text = "Den 3 maj drabbades vår leverantör Nordfjord Lön AB. Namn stals."
    assert from_bytes(text.encode("cp850"), "a.txt").text.strip() == text


def test_text_in_utf8_with_a_damaged_byte_keeps_its_letters_and_says_what_is_lost():
    text = "Vår leverantör drabbades av ett angrepp; uppgifter läckte."
    document = from_bytes(text.encode() + b" 12\xff0 kunder.", "a.txt")
    assert document.text.strip() == text + " 12\ufffd0 kunder."
    assert any("could not be read" in note for note in document.notes)


def test_plain_letters_in_utf16_without_a_mark_are_read():
    assert from_bytes("A plain notice.".encode("utf-16-le"), "a.txt").text == "A plain notice."


def test_html_keeps_lists_and_drops_menus():
    page = (
        "<html lang='sv'><head><title>Information</title></head><body><nav>Meny</nav><main>"
        + "<p>"
        + "Leverantören har utsatts för ett dataintrång som berör våra kunder. " * 4
        + "</p>"
        + "<ul><li>namn</li><li>personnummer</li></ul></main><footer>Sidfot</footer></body></html>"
    )
    document = from_bytes(page.encode(), "a.html")
    assert "personnummer" in document.text
    assert "Meny" not in document.text
    assert document.kind == "html"
    assert document.metadata.language == "sv"


def test_html_with_orphan_list_items_loses_none():
    page = (
        "<html><body><div>"
        + "<p>"
        + "The supplier told us that the following data was taken from its servers. " * 4
        + "</p><li>national insurance numbers</li><li>bank details</li><li>home addresses</li>"
        "</div></body></html>"
    )
    text = from_bytes(page.encode(), "a.html").text
    assert all(words in text for words in ("national insurance", "bank details", "home addresses"))


def test_html_in_its_declared_encoding():
    page = (
        '<html><head><meta charset="iso-8859-1"></head><body><p>Kundenlösung für Größe</p></body>'
    )
    assert "Größe" in from_bytes(page.encode("latin-1"), "a.html").text


def test_docx_gives_paragraphs_lists_and_tables_in_order():
    text = from_bytes(make_docx(table=True), "a.docx").text
    assert text.index("attacked") < text.index("• names") < text.index("bank details")
    assert text.index("bank details") < text.index("After the table")


def test_pdf_gives_its_text():
    document = from_bytes(make_pdf("Our supplier Dimholm was attacked on 3 May 2024."), "a.pdf")
    assert "Dimholm was attacked" in document.text
    assert document.kind == "pdf"


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.txt", "empty"),
        (b"{\\rtf1 hello}", "notice.docx", "RTF"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "a.doc", "old Word"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 60, "a.png", "picture"),
        (b"just words", "a.pdf", "something else"),
        (b"%PDF-1.4 broken", "a.pdf", "damaged"),
        (make_pdf(""), "scan.pdf", "scanned"),
        (b"PK\x03\x04 broken", "a.docx", "damaged"),
        (bytes(range(1, 32)) * 40, "a.txt", "not a text"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data: bytes, name: str, words: str):
    with pytest.raises(Unreadable) as refusal:
        from_bytes(data, name)
    assert words in refusal.value.what
    assert refusal.value.fix


def test_a_spreadsheet_is_sent_to_load():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(Unreadable, match="spreadsheet"):
        from_bytes(out.getvalue(), "a.docx")


def test_a_zip_bomb_is_refused_before_it_unpacks():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 210_000_000)
    with pytest.raises(Unreadable, match="unpack"):
        from_bytes(out.getvalue(), "a.docx")


def test_a_file_too_large_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(intake, "MAX_BYTES", 10)
    with pytest.raises(Unreadable, match="MB"):
        from_bytes(b"x" * 11, "a.txt")


def test_a_long_text_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(intake, "MAX_CHARACTERS", 10)
    document = from_bytes(b"x" * 11, "a.txt")
    assert len(document.text) == 10
    assert "first 10 characters" in document.notes[0]


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path):
    with pytest.raises(Unreadable, match="no such file"):
        read_document(tmp_path / "nothing.txt")
    with pytest.raises(Unreadable, match="folder"):
        read_document(tmp_path)


def test_a_file_is_read_by_its_content_not_its_name(tmp_path: Path):
    path = tmp_path / "notice.txt"
    path.write_bytes(make_docx())
    assert read_document(path).kind == "docx"


def test_text_with_lone_surrogates_is_taken():
    assert from_text("a\ud800b").text == "a\ud800b"


def test_text_saved_twice_in_utf8_is_read_as_it_was_written():
    text = "Vår leverantör drabbades av ett angrepp. Uppgifter om våra kunder – namn – har läckt."
    for wrong in ("cp1252", "latin-1"):
        twice = text.replace("–", "-") if wrong == "latin-1" else text
        found = from_bytes(twice.encode().decode(wrong).encode())
        assert found.text == twice


def test_french_capitals_are_not_taken_for_a_text_saved_twice():
    text = "Ã« Â» is what it looked like; MÂLE, Â«, GÃ. Déjà vu, naïve: ça va."
    assert from_bytes(text.encode()).text == text
