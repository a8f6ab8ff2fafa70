"""Words in place of a supplier's name: one unnamed supplier for each customer."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphrisk.ingest.load import Registers, read_registers
from graphrisk.ingest.unnamed import unnamed_words
from graphrisk.resolve.directory import read_directory
from graphrisk.store.base import GraphStore
from graphrisk.store.ledger import WriteReport, write_tables
from graphrisk.store.opening import open_store


def load(store: GraphStore, path: Path) -> tuple[Registers, WriteReport]:
    found = read_registers([path], directory=read_directory(store))
    return found, write_tables(store, found.batches)


@pytest.mark.parametrize(
    "text",
    [
        "our IT supplier", "Unknown supplier", "vår leverantör", "Unser Dienstleister",
        "n/a supplier", "ukjent leverandør", "ukendt leverandør", "notre prestataire",
        "onze leverancier", "tuntematon toimittaja", "  VÅR  LEVERANTÖR. ",
    ],
)  # fmt: skip
def test_usual_words_name_nobody(text):
    assert unnamed_words(text) is not None


@pytest.mark.parametrize("text", ["Our IT Supplier AB", "Alfa", "Vår Leverantör i Norr", "V001"])
def test_names_are_names(text):
    assert unnamed_words(text) is None


def test_two_customers_do_not_share_an_unnamed_supplier(tmp_path):
    path = tmp_path / "serves.csv"
    rows = "our IT supplier,Alfa\nOur IT supplier,Beta\nour IT supplier,ALFA\nGamma,Alfa\n"
    path.write_text("vendor,customer\n" + rows, encoding="utf-8")
    store = open_store("memory:")
    found, _ = load(store, path)
    said = [problem for problem in found.problems if "names nobody" in problem.message]
    assert [(item.row, item.column, item.severity) for item in said] == [
        (number, "vendor", "warning") for number in (2, 3, 4)
    ]
    names = ["our IT supplier of Alfa", "Our IT supplier of Beta"]
    unnamed = [row for row in store.read("Organization").to_pylist() if row["named"] is False]
    assert sorted((row["name"] for row in unnamed), key=str.casefold) == names
    vendors = {row["from_id"]: row["to_id"] for row in store.read("SERVES").to_pylist()}
    assert len({vendors[row["id"]] for row in unnamed}) == 2
    assert load(store, path)[1].load is None


def test_usual_words_elsewhere_are_said(tmp_path):
    path = tmp_path / "hits.csv"
    path.write_text("incident,organization\ni1,our IT supplier\n", encoding="utf-8")
    found, _ = load(open_store("memory:"), path)
    assert any("names nobody" in problem.message for problem in found.problems)
