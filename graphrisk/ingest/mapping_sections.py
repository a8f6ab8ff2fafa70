"""What the columns of a table were taken for -> the sections of a mapping file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from graphrisk.ingest.grid import letter
from graphrisk.ingest.headers import column_names
from graphrisk.ingest.mapping_evidence import Evidence, date_forms
from graphrisk.ingest.mapping_guess import Guess, names_are_companies
from graphrisk.ingest.mapping_layout import Ambiguous, Body, column_of
from graphrisk.ingest.mapping_text import Section
from graphrisk.ingest.mapping_values import (
    Words,
    country_words,
    criticality_words,
    currency_of,
    entries_of,
    separators_of,
    units_of,
    vocabulary_words,
)
from graphrisk.ingest.mapping_words import fold, word_set
from graphrisk.ingest.numbers import shape_of

_DATES = ("starts_on", "ends_on")
_NUMBERS = ("annual_cost", "notice_days", "recovery_hours", "tolerance_hours")
_LISTS = ("data_classes", "access", "supports")
_OF_VENDOR = {
    "vendor_id": "id",
    "vendor_country": "country",
    "vendor_sector": "sector",
    "lei": "lei",
    "parent": "parent_id",
}
_NOT_OF_SERVES = frozenset({*_OF_VENDOR, "name", "child", "tolerance_hours"})
_BLANK_FROM, _BLANK_TO = 0.2, 0.9
"""Share of empty cells in a column of names that looks like "as above"."""


@dataclass(slots=True)
class TableDraft:
    """The proposal for one table while it is made.

    Parameters
    ----------
    customer
        Whom the vendors serve, where no column says so.
    values
        Property -> texts and remarks of its value table; shared by all tables of the file.
    notes
        What a person should check.
    """

    body: Body
    guess: Guess
    sheet: str | None
    customer: str | None
    values: dict[str, Words] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    read: dict[int, str] = field(default_factory=dict)

    def evidence(self, place: int) -> Evidence:
        """Return what a column holds."""
        return Evidence.of(cells[place] for cells in self.body.cells)

    def reference(self, place: int) -> str:
        """Return the name of a column, its letter where it has none of its own."""
        name = self.body.names[place]
        for candidate in (name, name.rsplit(" / ", 1)[-1]):
            try:
                if (
                    candidate
                    and "{" not in candidate
                    and column_of(self.body.names, candidate) == place
                ):
                    return candidate
            except Ambiguous:
                continue
        return f"[{letter(place)}]"


def table_sections(draft: TableDraft) -> list[Section]:
    """Return the sections of one table; empty when its columns make no record."""
    records = list(_records(draft))
    if not records:
        return []
    head = Section("[table]")
    if draft.sheet is not None:
        head.entries["sheet"] = draft.sheet
    head.entries["header_rows"] = list(draft.body.header_rows)
    _add_forms(draft, head)
    if filler := _filled_down(draft):
        head.entries["fill_down"] = filler
        draft.notes.append(f"empty cells of {filler[0]} are read as the cell above")
    if draft.guess.across:
        head.entries["across"] = [draft.reference(place) for place in draft.guess.across]
    if draft.guess.personal:
        head.entries["ignore"] = [draft.reference(place) for place in draft.guess.personal]
        head.remarks["ignore"] = "about people: never read"
    return [head, *records]


def _records(draft: TableDraft) -> Iterator[Section]:
    found = draft.guess.columns
    if "child" in found and "parent" in found:
        family = Section("table.part_of")
        for name, prop in (("organization", "child"), ("parent", "parent")):
            _put(draft, family, name, prop)
        yield family
        if more := _organizations(draft, "child", ("parent",)):
            yield more
        return
    has_vendor = "vendor" in found or (draft.guess.across and {"customer", "service"} & set(found))
    if not has_vendor:
        if "name" in found and (more := _organizations(draft, "name", ())):
            yield more
        return
    yield _serves(draft)
    if "vendor" in found and (more := _organizations(draft, "vendor", ())):
        yield more
    if {"customer", "tolerance_hours"} <= found.keys():
        customers = Section("[table.organizations]")
        _put(draft, customers, "name", "customer")
        _put(draft, customers, "tolerance_hours", "tolerance_hours")
        yield customers


def _serves(draft: TableDraft) -> Section:
    found = draft.guess.columns
    serves = Section("table.serves")
    across = draft.guess.across
    headers = [draft.body.names[place] for place in across]
    vendors_across = "vendor" not in found or (names_are_companies(headers) and "customer" in found)
    if across and vendors_across and "vendor" not in found:
        serves.entries["vendor"] = {"across": True}
    else:
        _put(draft, serves, "vendor", "vendor")
    if "customer" in found:
        _put(draft, serves, "customer", "customer")
    elif across and "vendor" in found:
        serves.entries["customer"] = {"across": True}
        draft.notes.append(f"columns {headers[0]} to {headers[-1]} are read as customers")
    else:
        serves.entries["customer"] = {"constant": draft.customer or ""}
        if not draft.customer:
            serves.remarks["customer"] = "WRITE THE NAME of whom these vendors serve"
            draft.notes.append("no column names the customer: write its name, or use --customer")
    if across and "criticality" not in found:
        texts = list(dict.fromkeys(t for place in across for t in draft.evidence(place).texts))
        words, remarks = criticality_words(texts, crosses=True)
        serves.entries["criticality"] = {"cell": True, "values": words}
        serves.remarks["criticality"] = "; ".join(f"{t}: {said}" for t, said in remarks.items())
    for prop in column_names("SERVES"):
        if prop in found and prop not in _NOT_OF_SERVES and prop not in serves.entries:
            _put(draft, serves, prop, prop)
    _add_currency(draft, serves)
    return serves


def _organizations(draft: TableDraft, name: str, without: tuple[str, ...]) -> Section | None:
    found = draft.guess.columns
    more = [prop for prop in _OF_VENDOR if prop in found and prop not in without]
    more = [prop for prop in more if found[prop] != found[name]]
    if not more:
        return None
    section = Section("[table.organizations]")
    _put(draft, section, "name", name)
    for prop in more:
        _put(draft, section, _OF_VENDOR[prop], prop)
    return section


def _put(draft: TableDraft, section: Section, name: str, prop: str) -> None:
    """Write where a property is read from, and the value table that its cells need."""
    place = draft.guess.columns[prop]
    column = draft.reference(place)
    evidence = draft.evidence(place)
    entry: dict[str, Any] = {"column": column}
    if prop in _NUMBERS and (factors := units_of(prop, draft.body.names[place], evidence)):
        entry["units"] = factors
    if prop == "service" and (signs := _signs_of_services(draft, place, evidence)):
        entry["each"] = signs if len(signs) > 1 else signs[0]
        draft.notes.append(f"a cell of {column} with several services gives one link for each")
    signs = separators_of(evidence, commas=True) if prop in _LISTS else []
    if signs and signs != [";"]:
        entry["split"] = signs if len(signs) > 1 else signs[0]
    section.entries[name] = entry["column"] if len(entry) == 1 else entry
    section.remarks[name] = _example(evidence)
    draft.read[place] = name
    _add_values(draft, name, evidence, signs)


def _signs_of_services(draft: TableDraft, place: int, evidence: Evidence) -> list[str]:
    header = fold(draft.body.names[place])
    plural = header.endswith(("er", "ar", "or", "s", "en", "t", "ungen"))
    return [
        sign for sign in separators_of(evidence, commas=plural) if sign not in ("/", "+", " & ")
    ]


def _add_values(draft: TableDraft, name: str, evidence: Evidence, signs: list[str]) -> None:
    if name == "criticality":
        made = criticality_words(evidence.texts)
    elif name == "country":
        made = country_words(evidence.texts)
    elif name in ("data_classes", "access"):
        made = vocabulary_words(name, entries_of(evidence, signs))
    elif name == "category":
        made = vocabulary_words(name, evidence.texts)
    else:
        return
    words, remarks = draft.values.setdefault(name, ({}, {}))
    words.update(made[0])
    remarks.update(made[1])


def _add_forms(draft: TableDraft, head: Section) -> None:
    """Write which words stand for nothing, and how dates and numbers are written."""
    found = draft.guess.columns
    places = [place for place in range(len(draft.body.names)) if place in found.values()]
    empty = {
        fold(cell)
        for cells in draft.body.cells
        for place in places
        if (cell := cells[place]) and fold(cell) in word_set("empty")
    }
    dates = [text for prop in _DATES if prop in found for text in draft.evidence(found[prop]).texts]
    empty |= {fold(text) for text in dates if fold(text) in word_set("open_ended")}
    if empty:
        head.entries["empty"] = sorted(empty)
        head.remarks["empty"] = "read as an empty cell"
    forms, guessed = date_forms(dates)
    if forms:
        head.entries["dates"] = forms if len(forms) > 1 else forms[0]
        if guessed:
            head.remarks["dates"] = "CHECK: nothing in the file proves this order"
            draft.notes.append(f"dates are read as {forms[0]}, which nothing in the file proves")
    numbers = [t for prop in _NUMBERS if prop in found for t in draft.evidence(found[prop]).texts]
    shapes = {shape_of(_bare(text))[1] for text in numbers}
    if "either" in shapes and not {".", ","} & shapes:
        head.entries["decimal"] = "." if draft.guess.language == "en" else ","
        head.remarks["decimal"] = "CHECK: nothing in the file proves it"
        draft.notes.append(f"decimal sign {head.entries['decimal']} is assumed")


def _bare(text: str) -> str:
    digits = [at for at, sign in enumerate(text) if sign.isdigit()]
    return text[digits[0] : digits[-1] + 1] if digits else ""


def _add_currency(draft: TableDraft, serves: Section) -> None:
    if "annual_cost" not in draft.guess.columns or "currency" in draft.guess.columns:
        return
    place = draft.guess.columns["annual_cost"]
    code = currency_of(draft.body.names[place], draft.evidence(place), draft.guess.language)
    if code is None:
        draft.notes.append("the currency of the costs is not stated: add currency")
    else:
        serves.entries["currency"] = {"constant": code}


def _filled_down(draft: TableDraft) -> list[str]:
    """Return columns of names whose empty cells look like "as above"."""
    found = []
    for prop in ("vendor", "customer"):
        place = draft.guess.columns.get(prop)
        if place is None or not draft.body.cells:
            continue
        blank = [at for at, cells in enumerate(draft.body.cells) if cells[place] is None]
        share = len(blank) / len(draft.body.cells)
        if blank and blank[0] > 0 and _BLANK_FROM <= share <= _BLANK_TO:
            found.append(draft.reference(place))
    return found


def _example(evidence: Evidence) -> str:
    shown = " | ".join(" ".join(text.split())[:24] for text in evidence.texts[:2])
    return f"such as {shown}" if shown else "no cell holds anything"
