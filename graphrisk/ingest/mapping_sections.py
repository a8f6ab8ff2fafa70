"""What the columns of a table were taken for -> the sections of a mapping file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from graphrisk.ingest.headers import column_names
from graphrisk.ingest.mapping_columns import reference_of
from graphrisk.ingest.mapping_evidence import Evidence, date_forms
from graphrisk.ingest.mapping_guess import names_are_companies
from graphrisk.ingest.mapping_layout import Body
from graphrisk.ingest.mapping_taken import Guess
from graphrisk.ingest.mapping_text import Section
from graphrisk.ingest.mapping_values import (
    Words,
    country_words,
    criticality_words,
    currency_of,
    entries_of,
    legend_of,
    separators_of,
    units_of,
    vocabulary_words,
)
from graphrisk.ingest.mapping_words import fold, tokens_of, word_set
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
_MORE_OF_A_LINK = frozenset(
    ("customer", "service", "criticality", "contract", "starts_on", "ends_on", "annual_cost")
)
_PARTED = ("vendor", "customer", "service")
_NOT_OF_SERVES = frozenset({*_OF_VENDOR, "name", "child", "tolerance_hours", "status"})


@dataclass(slots=True)
class TableDraft:
    """The proposal for one table while it is made.

    Parameters
    ----------
    customer
        Whom the vendors serve, where no column says so.
    is_repeated
        Other sheets have the same header: they may be of one customer each.
    fill_down
        Columns whose empty cells mean "as above".
    has_links_elsewhere
        Another sheet says whom the vendors serve: one that does not only describes them.
    values
        Property -> texts and remarks of its value table; shared by all tables of the file.
    notes
        What a person should check.
    """

    body: Body
    guess: Guess
    sheet: str | None
    customer: str | None
    is_repeated: bool = False
    fill_down: tuple[str, ...] = ()
    has_links_elsewhere: bool = False
    values: dict[str, Words] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    read: dict[int, str] = field(default_factory=dict)
    _seen: dict[int, Evidence] = field(default_factory=dict)

    def evidence(self, place: int) -> Evidence:
        """Return what a column holds."""
        if place not in self._seen:
            self._seen[place] = Evidence.of(cells[place] for cells in self.body.cells)
        return self._seen[place]

    def reference(self, place: int) -> str:
        """Return the name of a column, its letter where it has none of its own."""
        return reference_of(self.body.names, place)


def table_sections(draft: TableDraft) -> list[Section]:
    """Return the sections of one table; empty when its columns make no record."""
    records = list(_records(draft))
    if not records:
        return []
    head = Section("[table]")
    if draft.sheet is not None:
        head.entries["sheet"] = draft.sheet
    if draft.body.header_rows != (0,):  # JSON names its columns in every row
        head.entries["header_rows"] = list(draft.body.header_rows)
    _add_forms(draft, head)
    if draft.body.second is not None:
        head.entries["last_row"] = draft.body.second - 1
        draft.notes.append(f"another table begins in row {draft.body.second}: not read")
    if draft.fill_down:
        head.entries["fill_down"] = list(draft.fill_down)
        draft.notes.append(f"empty cells of {draft.fill_down[0]} are read as the cell above")
    _add_skipped(draft, head)
    if draft.guess.across:
        head.entries["across"] = [draft.reference(place) for place in draft.guess.across]
    if draft.guess.personal:
        head.entries["ignore"] = head.entries.get("ignore", []) + [
            draft.reference(place) for place in draft.guess.personal
        ]
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
    if "vendor" in found and draft.has_links_elsewhere and not _MORE_OF_A_LINK & found.keys():
        if more := _organizations(draft, "vendor", ()):
            yield more
        return
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
    _add_customer(draft, serves)
    if across and "criticality" not in found:
        _add_levels_across(draft, serves)
    if "category" in found and "service" not in found:
        serves.entries["service"] = draft.reference(found["category"])  # in the file's words
    for prop in column_names("SERVES"):
        if prop in found and prop not in _NOT_OF_SERVES and prop not in serves.entries:
            _put(draft, serves, prop, prop)
    _add_currency(draft, serves)
    return serves


def _add_customer(draft: TableDraft, serves: Section) -> None:
    """Write whom the vendors serve: a column, the columns across, headings, sheets, or one name."""
    across, headings = draft.guess.across, draft.body.headings
    if "customer" in draft.guess.columns:
        _put(draft, serves, "customer", "customer")
    elif across and "vendor" in draft.guess.columns:
        serves.entries["customer"] = {"across": True}
        names = draft.body.names
        draft.notes.append(
            f"columns {names[across[0]]} to {names[across[-1]]} are read as customers"
        )
    elif not draft.customer and headings and all(headings):
        serves.entries["customer"] = {"heading": True}
        draft.notes.append(f"headings such as {headings[0]} are read as customers")
    elif not draft.customer and draft.sheet is not None and draft.is_repeated:
        serves.entries["customer"] = {"sheet": True}
        draft.notes.append(f"the sheet {draft.sheet} is read as the customer of its rows")
    else:
        serves.entries["customer"] = {"constant": draft.customer or ""}
        if not draft.customer:
            serves.remarks["customer"] = "WRITE THE NAME of whom these vendors serve"
            draft.notes.append("no column names the customer: write its name, or use --customer")


def _add_levels_across(draft: TableDraft, serves: Section) -> None:
    texts = [text for place in draft.guess.across for text in draft.evidence(place).texts]
    words, remarks = criticality_words(list(dict.fromkeys(texts)), crosses=True)
    serves.entries["criticality"] = {"cell": True, "values": words}
    serves.remarks["criticality"] = "; ".join(f"{text}: {said}" for text, said in remarks.items())


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
    if prop in _PARTED and (signs := _signs_of(prop, draft, place, evidence)):
        entry["each"] = signs if len(signs) > 1 else signs[0]
        if name == prop:
            cost = ", with the row's whole cost" if "annual_cost" in draft.guess.columns else ""
            said = f"a cell of {column} with several entries gives one link for each{cost}"
            draft.notes.append(said)
    signs = separators_of(evidence, commas=True) if prop in _LISTS else []
    if signs and signs != [";"]:
        entry["split"] = signs if len(signs) > 1 else signs[0]
    if prop == "vendor" and _has_addresses(draft.body.names[place], evidence):
        entry["before"] = ","
        if name == prop:
            draft.notes.append(f"of {column} only what stands before the first comma is read")
    if draft.guess.likely.get(prop) == place and name == prop:
        draft.notes.append(f"{column} is read as {prop}: its header says nothing, its cells fit")
    everyone = [text for text in evidence.texts if set(tokens_of(text)) & word_set("everyone")]
    if name == "customer" and everyone:
        draft.notes.append(f"{everyone[0]} in {column} is read as the name of one organization")
    section.entries[name] = entry["column"] if len(entry) == 1 else entry
    section.remarks[name] = _example(evidence)
    draft.read.setdefault(place, name)
    _add_values(draft, name, place, evidence, signs)


def _has_addresses(header: str, evidence: Evidence) -> bool:
    said = "".join(sign if sign.isalnum() else " " for sign in fold(header)).split()
    return bool(set(said) & word_set("addresses")) and evidence.share(_parted) > 0.5


def _parted(text: str) -> bool:
    return "," in text


def _signs_of(prop: str, draft: TableDraft, place: int, evidence: Evidence) -> list[str]:
    """Return the signs that part a cell into links; commas are part of many names."""
    header = fold(draft.body.names[place])
    plural = header.endswith(("er", "ar", "or", "s", "en", "t", "ungen"))
    commas = prop == "customer" or (prop == "service" and plural)
    found = separators_of(evidence, commas=commas)
    never = ("/", "+", " & ") if prop == "customer" else ("/", " / ", "+", " & ")
    return [sign for sign in found if sign not in never]


def _add_values(
    draft: TableDraft, name: str, place: int, evidence: Evidence, signs: list[str]
) -> None:
    if name == "criticality":
        made = criticality_words(evidence.texts, legend=legend_of(draft.body.names[place]))
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
        for place in (*places, *draft.guess.across)
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


def _add_skipped(draft: TableDraft, head: Section) -> None:
    """Write that rows of contracts that are over are left out, where a column says so."""
    place = draft.guess.columns.get("status")
    if place is None:
        return
    words = word_set("ended")
    if tokens_of(draft.body.names[place])[0].startswith(("akt", "act", "voimassa")):
        words |= word_set("no")
    over = [text for text in draft.evidence(place).texts if fold(text) in words]
    column = draft.reference(place)
    if over:
        head.entries["skip"] = {column: over}
        draft.read[place] = "skip"
        draft.notes.append(f"rows with {column} {' or '.join(over)} are left out")
    else:
        head.entries.setdefault("ignore", []).append(column)


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


def _example(evidence: Evidence) -> str:
    shown = " | ".join(" ".join(text.split())[:24] for text in evidence.texts[:2])
    return f"such as {shown}" if shown else "no cell holds anything"
