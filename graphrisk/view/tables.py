"""Results of the analyses -> answers: what is printed, in which order, with which footer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graphrisk.analysis.exposed_result import Exposed, ExposedParty, Witness
from graphrisk.analysis.ranges import AS_STATED, UNKNOWN_IS_CRITICAL
from graphrisk.view.answer import Answer, Table
from graphrisk.view.methods import exposed_method

MOST_NAMES = 5
"""Most fallen organizations that a headline names."""

_EXPOSED_COLUMNS = (
    "party",
    "state",
    "hop",
    "through",
    "why",
    "classes",
    "subjects",
    "weakest",
    "path",
    "people",
    "wave",
    "parts",
    "kept_by",
    "sector",
    "country",
    "id",
    "edges",
    "mode",
)
_EXPOSED_WIDE = frozenset(
    ("path", "people", "wave", "parts", "kept_by", "sector", "country", "id", "edges", "mode")
)


def exposed_answer(
    exposed: Sequence[Exposed],
    *,
    reported: Sequence[Table] = (),
    reported_lines: Sequence[str] = (),
    reported_data: Any = None,
    detail: bool = True,
) -> Answer:
    """Return the answer to "who is exposed": reported first, then what the register implies.

    Parameters
    ----------
    exposed
        One result per mode.
    detail
        False: one line per mode, no parties.
    """
    names = _joined([name for _, name in exposed[0].fallen])
    verb = "falls" if len(exposed[0].fallen) == 1 else "fall"
    lines = list(reported_lines)
    lines += [_headline(each, f"If {names} {verb}", alone=len(exposed) == 1) for each in exposed]
    tables = list(reported)
    for each in exposed:
        lines += _function_lines(each)
        lines += _range_lines(each)
        if detail:
            tables += _exposed_tables(each, named=len(exposed) > 1)
    return Answer(
        command="exposed",
        headline=tuple(lines),
        tables=tuple(_parties_first(tables)),
        footer=_exposed_footer(exposed),
        result={"answers": [_numbered(each) for each in exposed], "reported": reported_data},
        parameters=exposed[0].parameters,
        digest=exposed[0].digest,
        method=exposed_method(list(dict.fromkeys(each.mode for each in exposed))),
    )


def _joined(names: Sequence[str]) -> str:
    """Return names as a sentence lists them, the first few of many.

    Examples
    --------
    >>> _joined(["A"]), _joined(["A", "B", "C"]), _joined(list("ABCDEFG"))
    ('A', 'A, B and C', 'A, B, C and 4 more')
    """
    if len(names) > MOST_NAMES:
        names = [*names[:3], f"{len(names) - 3:,} more"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _parties_first(tables: list[Table]) -> list[Table]:
    """CSV holds the first table: the one of the parties; reported tables follow on paper."""
    return sorted(tables, key=lambda table: "party" not in table.columns)


def _numbered(exposed: Exposed) -> dict[str, Any]:
    return {
        name: getattr(exposed, name)
        for name in (
            "mode",
            "fallen",
            "headline",
            "counts",
            "range",
            "parties",
            "not_shown",
            "over_time",
            "groups",
            "functions",
            "alternatives",
            "coverage",
            "notes",
        )
    }


def _headline(exposed: Exposed, start: str, *, alone: bool) -> str:
    label = "" if alone and exposed.mode == "outage" else f" ({exposed.mode})"
    return f"{start}{label}: {exposed.headline}."


def _function_lines(exposed: Exposed) -> list[str]:
    """Return the functions that stop, gravest first: a sentence for each of the first few."""
    lines = [each.sentence() for each in exposed.functions[:MOST_NAMES]]
    if more := exposed.functions[MOST_NAMES:]:
        critical = sum(each.criticality == "critical" for each in more)
        lines.append(f"{len(more):,} more functions stop, {critical:,} of them critical.")
    return lines


def _range_lines(exposed: Exposed) -> list[str]:
    if not exposed.range:
        return []
    lines = []
    low, high = exposed.range[AS_STATED], exposed.range[UNKNOWN_IS_CRITICAL]
    if low != high:
        lines.append(
            f"Range: {low['stops']} stop and {low['partly']} partly as stated; {high['stops']} and "
            f"{high['partly']} if unknown criticality is critical."
        )
    for name, sure in exposed.range.items():
        if name not in (AS_STATED, UNKNOWN_IS_CRITICAL) and sure != high:
            lines.append(
                f"Evidence: {sure['stops']} stop and {sure['partly']} partly {name}; "
                f"{high['stops']} and {high['partly']} on all of it."
            )
    return lines


def _exposed_tables(exposed: Exposed, *, named: bool) -> list[Table]:
    outage = exposed.mode == "outage"
    outage_only, breach_only = ("why",), ("classes", "subjects")
    hidden = _EXPOSED_WIDE.union(outage_only if exposed.mode == "breach" else breach_only)
    tables = []
    if exposed.parties:
        tables.append(
            Table(
                _EXPOSED_COLUMNS,
                tuple((*_exposed_row(party), exposed.mode) for party in exposed.parties),
                title=exposed.mode if named else "",
                wide=hidden,
            )
        )
    if exposed.functions:
        stopped = tuple(
            (each.name, each.criticality, len(each.stops_at), [name for _, name in each.stops_at])
            for each in exposed.functions
        )
        columns = ("function", "criticality", "entities", "stops_at")
        tables.append(Table(columns, stopped, "Functions that stop"))
    if outage and exposed.alternatives:
        rows = tuple(
            (
                each.customer,
                each.category,
                [name for _, name in each.lost],
                [name for _, name in each.standing],
            )
            for each in exposed.alternatives
        )
        columns = ("customer", "category", "lost", "standing")
        tables.append(Table(columns, rows, "Possible alternatives, unconfirmed"))
    if exposed.over_time is not None:
        moments = tuple((each.hours, each.stops, each.partly) for each in exposed.over_time.moments)
        tables.append(
            Table(
                ("hours", "stops", "partly"),
                moments,
                "Hours after the fall, recovery and tolerance counted",
            )
        )
    if exposed.groups:
        lines = tuple(
            (each.name, each.parties, [f"{word} {n:,}" for word, n in each.states], each.id)
            for each in exposed.groups
        )
        title = f"By legal group ({exposed.mode})" if named else "By legal group"
        columns = ("legal_group", "parties", "states", "id")
        tables.append(Table(columns, lines, title, wide=frozenset(("id",))))
    return tables


def _exposed_row(party: ExposedParty) -> tuple[Any, ...]:
    return (
        party.name,
        party.state,
        party.hop,
        through_text(party.witness),
        party.rule,
        _by_state(party.classes),
        [f"{each.data_class} {each.subjects:,}" for each in party.people],
        party.confidence,
        path_text(party.witness),
        [f"{each.data_class} {each.subjects:,} ({each.source})" for each in party.people],
        party.wave,
        party.parts,
        [name for _, name in party.kept_by],
        party.sector,
        party.country,
        party.id,
        [step.edge_id for step in party.witness.steps],
    )


def _by_state(classes: Sequence[tuple[str, str]]) -> list[str]:
    """Return classes gathered by state: one entry per state."""
    states = dict.fromkeys(state for _, state in classes)
    return [
        f"{state}: {', '.join(word for word, how in classes if how == state)}" for state in states
    ]


def through_text(witness: Witness) -> str:
    """Return what lies between the fallen and the party: names in order, or "direct"."""
    between = [step.vendor for step in witness.steps[1:]]
    more = f" (and {len(witness.branches)} more contracts)" if witness.branches else ""
    return (" → ".join(between) or "direct") + more


def path_text(witness: Witness) -> str:
    """Return a path in one line: names joined by arrows, services in brackets."""
    if not witness.steps:
        return ""
    text = witness.steps[0].vendor
    for step in witness.steps:
        service = step.service or step.category
        text += f" → {step.customer}" + (f" [{service}]" if service else "")
    if witness.branches:
        text += f" (and {len(witness.branches)} more contracts)"
    return text


def _exposed_footer(exposed: Sequence[Exposed]) -> tuple[str, ...]:
    first = exposed[0]
    lines = [f"Coverage: {first.coverage['sentence']}."]
    if unknown := first.coverage["unknown_criticality"]:
        links = first.coverage["links"]
        lines.append(f"Unknown: criticality of {unknown:,} of {links:,} links.")
    for each in exposed:
        lines += [note[0].upper() + note[1:] + "." for note in each.notes]
        if each.not_shown:
            lines.append(f"Not shown: {each.not_shown:,} more parties ({each.mode}).")
    return (*lines, *parameter_lines(first.parameters, first.digest))


def parameter_lines(
    parameters: Mapping[str, Any], digest: str | None, seed: int | None = None
) -> tuple[str, ...]:
    """Return the last lines of every answer: dates, thresholds, digest, seed."""
    words: list[str] = []
    if "as_of" in parameters:
        words.append(f"as of {parameters['as_of']}")
        known = parameters.get("known_on", "now")
        words.append("known now" if known == "now" else f"known on {known}")
    if "min_criticality" in parameters:
        words.append(f"criticality from {parameters['min_criticality']}")
    if parameters.get("min_confidence"):
        words.append(f"confidence from {parameters['min_confidence']:.0%}")
    if parameters.get("assume_substitutes"):
        words.append("same category taken as substitutes")
    if digest:
        words.append(f"digest {digest[:16]}")
    if seed is not None:
        words.append(f"seed {seed}")
    text = ", ".join(words)
    return (text[0].upper() + text[1:] + ".",) if text else ()
