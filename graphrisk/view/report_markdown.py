"""The report as Markdown: every outside string escaped, so that it stays text."""

from __future__ import annotations

from collections.abc import Callable

from graphrisk.view import words
from graphrisk.view.page_data import PRINTED_ROWS, QUOTED_PARTIES, about, routes, weak_count
from graphrisk.view.scene import Evidence, Scene

_ESCAPES = {char: "\\" + char for char in "\\`*_[]{}~|!$^"} | {
    "<": "&lt;",
    ">": "&gt;",
    "&": "&amp;",
    "@": "&#64;",
}


def markdown(text: object) -> str:
    """Return text that Markdown shows as it is: no link, no picture, no cell, no HTML.

    Signs that mean something are escaped, and a bare address does not become a link.

    Examples
    --------
    >>> print(markdown("[x](javascript:1) | <b> www.example"))
    \\[x\\](javascript:1) \\| &lt;b&gt; www&#46;example
    """
    said = "".join(_ESCAPES.get(char, char) for char in " ".join(str(text).split()))
    said = said.replace("://", "&#58;//")
    for word in ("www.", "WWW.", "Www."):
        said = said.replace(word, word[:3] + "&#46;")
    return said


def markdown_line(text: object) -> str:
    """Return text for the start of a line, where it may not open a list, a heading or a rule.

    Examples
    --------
    >>> print(markdown_line("# 1"), markdown_line("1. one"), markdown_line("6 parties"))
    \\# 1 1\\. one 6 parties
    """
    said = markdown(text)
    digits = len(said) - len(said.lstrip("0123456789"))
    if digits and said[digits : digits + 1] in {".", ")"}:
        return f"{said[:digits]}\\{said[digits:]}"
    return "\\" + said if said[:1] in {"#", "-", "+", "=", ":"} else said


def markdown_report(scene: Scene, title: str = "") -> str:
    """Return the report of a scene: answer, table, quotes, method, assumptions, digest, dates."""
    parts: list[Callable[[Scene], list[str]]] = [
        _md_reported,
        _md_inferred,
        _md_table,
        _md_quotes,
        _md_method,
    ]
    lines = [f"# Exposure report: {markdown(title or about(scene))}", ""]
    lines += [f"**{markdown_line(scene.title)}**", ""]
    lines += [
        f"Register as of {markdown(scene.as_of or 'a date not stated')}, "
        f"{markdown(scene.known_on)}.",
        "",
    ]
    for part in parts:
        lines += part(scene)
    return "\n".join(lines).rstrip("\n") + "\n"


def _md_reported(scene: Scene) -> list[str]:
    if not scene.reported:
        return []
    lines = ["## Reported", ""]
    for group in scene.reported:
        lines += [f"### {group.title}", ""]
        for line in group.lines:
            status = f"**{markdown(line.status)}** " if line.status else ""
            source = ", ".join(filter(None, (line.asserted_by, line.source, line.stated_on)))
            lines.append(
                f"- {status}{markdown(line.text)}" + (f" ({markdown(source)})" if source else "")
            )
            if line.quote:
                lines.append(f"  > {markdown_line(line.quote)}")
        lines.append("")
    return lines


def _md_inferred(scene: Scene) -> list[str]:
    lines = ["## Inferred from the register", ""]
    said = [scene.empty_words, scene.range_line, scene.coverage, scene.left_note]
    for text in filter(None, said):
        lines += [markdown_line(text), ""]
    if weak := weak_count(scene):
        hang = words.plural(weak, "party hangs", "parties hang")
        lines += [f"{markdown_line(hang)} on a link with confidence under 70 %.", ""]
    if scene.functions:
        stopped = (f"- {markdown(item)}" for item in scene.functions)
        lines += ["### Functions that stop", "", *stopped, ""]
    return lines


def _md_table(scene: Scene) -> list[str]:
    if not scene.parties:
        return []
    heads = ["Party", "Kind", "Sector", "State", "Hops", "Weakest", "Kept up by", "Data", "Through"]
    lines = ["## Who", "", "| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    for party in scene.parties[:PRINTED_ROWS]:
        cells = (
            party.name,
            "vendor" if party.is_vendor else "customer",
            party.sector,
            party.state + (f" ({', '.join(party.parts)})" if party.parts else ""),
            party.hop,
            words.percent(party.confidence) + (" weak" if party.weak else ""),
            ", ".join(name for _, name in party.kept_by),
            ", ".join(f"{name} ({state})" for name, state in party.classes),
            " > ".join(party.through) or "direct",
        )
        lines.append("| " + " | ".join(markdown(cell) for cell in cells) + " |")
    if left := len(scene.parties) - PRINTED_ROWS:
        lines += ["", f"{words.number(left)} more are not listed here."] if left > 0 else []
    return [*lines, ""]


def _md_quotes(scene: Scene) -> list[str]:
    if not scene.parties:
        return []
    lines = ["## Evidence", ""]
    for route in routes(scene):
        party = route.party
        lines += [f"### {markdown(party.name)}: {markdown(party.state)}", ""]
        if party.rule:
            lines += [f"{markdown_line(party.rule)}.", ""]
        for chain in route.chains:
            lines += [_md_step(place, item) for place, item in enumerate(chain, start=1)]
            lines.append("")
    if len(scene.parties) > QUOTED_PARTIES:
        more = words.number(len(scene.parties) - QUOTED_PARTIES)
        lines += [f"The evidence of {more} more parties is left out.", ""]
    return lines


def _md_step(place: int, item: Evidence) -> str:
    facts = ", ".join(
        filter(
            None,
            (
                item.service,
                f"criticality {item.criticality}",
                f"contract {item.contract}" if item.contract else "",
                f"confidence {words.percent(item.confidence)}" + (" weak" if item.weak else ""),
                " ".join(filter(None, (item.source_kind, item.source))),
                f"seen {item.seen_on}" if item.seen_on else "no date",
            ),
        )
    )
    quote = f" Quote: “{markdown(item.quote)}”" if item.quote else " No quote recorded."
    ends = f"{markdown(item.customer)} depends on {markdown(item.vendor)}"
    return f"{place}. {ends}: {markdown(facts)}.{quote}"


def _md_method(scene: Scene) -> list[str]:
    lines = ["## Method and assumptions", "", words.METHODS.get(scene.mode, ""), ""]
    lines += ["One route is shown for each party, not every route.", ""]
    lines += [
        f"- {markdown(key.replace('_', ' '))}: {markdown(value or 'none')}"
        for key, value in scene.parameters
    ]
    lines += [f"- digest of the graph: {markdown(scene.digest)}", ""]
    for heading, items in (
        ("## Possible alternatives, unconfirmed", scene.alternatives),
        ("## Notes", scene.notes),
    ):
        if items:
            lines += [heading, "", *(f"- {markdown(item)}" for item in items), ""]
    return lines
