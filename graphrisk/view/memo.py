"""The memo before a contract is signed: two pages of A4, from what ``check-contract`` found.

Lists and texts are cut so that the pages hold them; the whole answer goes to .json or .xlsx. What
is cut is counted. The HTML has no script, the Markdown escapes every text from outside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphrisk.analysis.result import AnalysisResult
from graphrisk.references import cited
from graphrisk.view.report_markdown import markdown, markdown_line
from graphrisk.view.seal import asset, code, environment, policy
from graphrisk.view.text import one_line, plain_word, shorten

STYLES = ("tokens.css", "memo.css")
_LONGEST, _CELL, _WHY, _LINE = 60, 44, 150, 180
"""Signs of a name in a sentence, of a cell, of a reason, and of a sentence."""
_SETS, _SLICES, _CHAIN, _LINKS, _SOURCES, _NOTES = 4, 3, 6, 4, 4, 6
"""Rows of each table: with texts of full length they fill two pages and no more."""
_BEHIND = "*"
_TAIL = 12
"""Signs kept of the end of a name that is cut: long names often differ there."""
_ASKED = (
    *("service", "category", "criticality", "supports", "contract", "substitutability"),
    *("group", "data_location", "annual_cost", "currency", "starts_on", "ends_on"),
)
_HEADS = {
    "sets": ("Fall of", "What changes", "Takes down"),
    "slices": ("Slice", "Users", "HHI", "HHI, all tiers", "Largest vendor has"),
    "chain": ("Tier", "Party (* behind present suppliers too)", "Serves", "With", "Country"),
    "links": ("Provider", "Of whom", "Service", "Criticality", "Why"),
    "sources": ("Link", "Said by", "Seen", "Sure"),
}


@dataclass(frozen=True)
class MemoTable:
    """Rows of plain texts, and how many more there are."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int = 0
    empty: str = ""


@dataclass(frozen=True)
class Memo:
    """What the memo says, all of it short enough for its place."""

    vendor: str
    customer: str
    asked: tuple[tuple[str, str], ...]
    summary: tuple[str, ...]
    questions: tuple[tuple[str, str, str, str], ...]
    falls: tuple[str, ...]
    before_after: tuple[MemoTable, ...]
    chain: MemoTable
    third: str
    links: MemoTable
    assumptions: tuple[str, ...]
    not_known: tuple[str, ...]
    sources: MemoTable
    coverage: str
    dates: tuple[tuple[str, str], ...]
    references: tuple[str, ...]


def memo_of(result: AnalysisResult) -> Memo:
    """Return the memo of a result of ``check-contract``."""
    asked, totals = result.parameters, result.totals
    tables = {table.title.partition(" (")[0]: table for table in result.tables}
    rows = {
        title: [dict(zip(t.columns, row, strict=True)) for row in t.rows]
        for title, t in tables.items()
    }
    designated = {name for name, _ in totals["designated"]}
    return Memo(
        vendor=_name(asked["vendor"], _LONGEST),
        customer=_name(asked["customer"], _LONGEST),
        asked=_asked(asked),
        summary=_summary(result),
        questions=tuple(
            (q["article"], q["question"], q["holds"], _short(q["answer"], _WHY))
            for q in rows["Article 29, as recorded"]
        ),
        falls=_falls(totals),
        before_after=(
            _sets(rows["Who takes the customer down: what changes"]),
            _slices(rows.get("Concentration that changes, most first", ())),
        ),
        chain=_chain(rows["The chain behind the vendor"], rows, designated),
        third=_third(totals),
        links=_links(rows, asked["customer"]),
        assumptions=tuple(result.method.assumptions[:_NOTES]),
        not_known=tuple(_short(each, 120) for each in totals["not_known"][:_NOTES]),
        sources=_sources(rows["Evidence"]),
        coverage=_short(totals["coverage"]["sentence"], _LINE),
        dates=(
            ("contracts in force on", str(asked["as_of"])),
            ("known on", str(asked["known_on"])),
            ("criticality from", str(asked["min_criticality"])),
            ("digest with the contract", result.digest),
            ("digest as stored", str(totals["stored_digest"])),
        ),
        references=tuple(cited(key) for key in result.method.sources[:1]),
    )


def _short(value: object, limit: int = _LONGEST) -> str:
    return shorten(one_line("" if value is None else value), limit)


def _name(value: object, limit: int = _CELL) -> str:
    """Return a name cut in the middle.

    Examples
    --------
    >>> _name("The Very Long Name of One Company, Number 4", 30)
    'The Very Long Nam…ny, Number 4'
    """
    text = one_line("" if value is None else value)
    if len(text) <= limit:
        return text
    return f"{shorten(text, limit - _TAIL)}{text[-_TAIL:].lstrip()}"


def _words(values: Iterable[object], most: int = 3) -> str:
    found = [_name(each) for each in values]
    more = f" and {len(found) - most:,} more" if len(found) > most else ""
    return ", ".join(found[:most]) + more


def _summary(result: AnalysisResult) -> tuple[str, ...]:
    """Return the answer in sentences; the names of both parties stand above already."""
    first = f"Who takes the customer or a function of it down: {result.totals['changes']}"
    return tuple(_short(line, _LINE) for line in (first, *result.headline[1:4]))


def _asked(asked: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    found = []
    for name in _ASKED:
        value = asked.get(name)
        if name == "criticality":
            value = value or "not stated, read as critical"
        if value in (None, "", [], ()) or name == "currency":
            continue
        if isinstance(value, (list, tuple)):
            said = _words(value, 2)
        elif name == "annual_cost":
            said = f"{value:,.0f} {asked.get('currency') or ''}".strip()
        else:
            said = plain_word(_name(value))
        found.append((name.replace("_", " "), said))
    return tuple(found)


def _falls(totals: Mapping[str, Any]) -> tuple[str, ...]:
    lines = []
    for name, what in (("suffice_alone", "falls alone"), ("suffice_in_pairs", "pairs of falls")):
        before, after = totals[name]
        lines.append(f"{what.capitalize()} that take it or a function down: {before:,} → {after:,}")
    return tuple(lines)


def _table(
    key: str, title: str, rows: Sequence[tuple[str, ...]], most: int, empty: str
) -> MemoTable:
    return MemoTable(title, _HEADS[key], tuple(rows[:most]), max(0, len(rows) - most), empty)


def _sets(rows: Sequence[Mapping[str, Any]]) -> MemoTable:
    made = [
        (_words(row["fall_of"], 2), _short(row["change"]), _words(row["takes"], 1)) for row in rows
    ]
    return _table("sets", "Who takes the customer down", made, _SETS, "Nobody who did not before.")


def _slices(rows: Sequence[Mapping[str, Any]]) -> MemoTable:
    def pair(row: Mapping[str, Any], name: str, form: str) -> str:
        sides = (row[f"{name}_before"], row[f"{name}_after"])
        return " → ".join("none" if side is None else format(side, form) for side in sides)

    made = [
        (
            plain_word(_short(row["slice"])),
            pair(row, "users", ",.0f"),
            pair(row, "hhi", ",.0f"),
            pair(row, "cascaded_hhi", ",.0f"),
            pair(row, "cr1", ".0%"),
        )
        for row in rows
    ]
    return _table("slices", "Concentration", made, _SLICES, "Nothing moves, or it was not asked.")


def _chain(
    rows: Sequence[Mapping[str, Any]], every: Mapping[str, Any], designated: set[str]
) -> MemoTable:
    shared = {row["party"] for row in every["Shared with present suppliers"]}
    made = []
    for row in rows:
        name = _name(row["party"]) + (f" {_BEHIND}" if row["party"] in shared else "")
        name += " (designated)" if row["party"] in designated else ""
        country = row["country"] or "not known"
        country += ", third country" if row["third_country"] == "yes" else ""
        service = plain_word(_short(row["service"], _CELL))
        made.append((str(row["tier"]), name, _name(row["customer"]), service, country))
    empty = "No sub-contractor is recorded, which does not say that there is none."
    return _table("chain", "The chain behind the provider", made, _CHAIN, empty)


def _third(totals: Mapping[str, Any]) -> str:
    third, unknown = totals["third_countries"], totals["countries_unknown"]
    start = f"Third countries in it: {_words(third, 12) if third else 'none recorded'}."
    return f"{start} Country not known of {unknown:,}." if unknown else start


def _links(every: Mapping[str, Any], customer: object) -> MemoTable:
    """Return the links of the customer, then those of its group, the gravest of each first."""
    made = []
    for title in (
        "Other links with the same or closely connected providers",
        "Elsewhere in the customer's group, with the same or closely connected providers",
    ):
        rows = [
            (
                _name(row["vendor"]),
                _name(row.get("customer", customer)),
                plain_word(_short(row["service"], _CELL)),
                str(row["criticality"]),
                _name(row["why"], _LONGEST),
            )
            for row in every[title]
        ]
        made += sorted(rows, key=lambda row: row[3] not in ("critical", "important"))
    title = "Links with the same or closely connected providers, here and in the group"
    return _table("links", title, made, _LINKS, "None is recorded.")


def _sources(rows: Sequence[Mapping[str, Any]]) -> MemoTable:
    made = [
        (
            f"{_name(row['vendor'])} → {_name(row['customer'])}",
            _name(" ".join(str(row[name]) for name in ("kind", "source") if row[name]), _LONGEST)
            or "not stated",
            _short(row["seen_on"], 20) or "no date",
            f"{row['confidence']:.0%}".replace("%", " %"),
        )
        for row in rows
    ]
    return _table("sources", "Evidence", made, _SOURCES, "No present link was used.")


def render_memo_page(memo: Memo, *, program_version: str) -> str:
    """Return the memo as one HTML page that prints on two sheets; the same memo, the same bytes."""
    style = code(asset(*STYLES), "</style")
    html = (
        environment()
        .get_template("memo.html.j2")
        .render(memo=memo, version=program_version, style=style, policy=policy([], [style]))
    )
    return html + "\n"


def memo_markdown(memo: Memo, *, program_version: str) -> str:
    """Return the memo as Markdown; what the HTML page holds."""
    lines = [
        f"# Before signing: {markdown(memo.vendor)} for {markdown(memo.customer)}",
        "",
        f"**Decision asked:** may {markdown(memo.customer)} sign with {markdown(memo.vendor)}?",
        "",
        "- [ ] sign\n- [ ] sign on conditions\n- [ ] do not sign",
        "",
        "By: ____________________  Date: ____________________",
        "",
    ]
    lines += [f"- {name}: {markdown(value)}" for name, value in memo.asked]
    lines += ["", *(f"{markdown_line(line)}\n" for line in memo.summary)]
    lines += [
        "## Article 29",
        "",
        *_md_rows(("Article", "Question", "Holds", "Why"), memo.questions),
        "",
    ]
    lines += ["## Before and after", "", *(f"- {markdown(line)}" for line in memo.falls), ""]
    for table in memo.before_after:
        lines += _md_table(table)
    lines += [*_md_table(memo.chain), markdown_line(memo.third), ""]
    lines += _md_table(memo.links)
    lines += ["## Assumptions", "", *(f"- {markdown(line)}" for line in memo.assumptions), ""]
    lines += ["## Not known", "", *(f"- {markdown(line)}" for line in memo.not_known), ""]
    lines += [f"Coverage: {markdown(memo.coverage)}.", "", *_md_table(memo.sources)]
    lines += [f"- {name}: {markdown(value)}" for name, value in memo.dates]
    lines += [f"- source: {markdown(line)}" for line in memo.references]
    lines += [f"- graphrisk {markdown(program_version)}"]
    return "\n".join(lines) + "\n"


def _md_table(table: MemoTable) -> list[str]:
    lines = [f"### {markdown(table.title)}", ""]
    if not table.rows:
        return [*lines, table.empty, ""]
    lines += _md_rows(table.columns, table.rows)
    return (
        [*lines, "", f"{table.left:,} more in the whole answer.", ""]
        if table.left
        else [*lines, ""]
    )


def _md_rows(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [
        "| " + " | ".join(columns) + " |",
        "|" + "---|" * len(columns),
        *("| " + " | ".join(markdown(cell) for cell in row) + " |" for row in rows),
    ]
