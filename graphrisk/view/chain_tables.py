"""Answers about chains: the vendors of a customer, a path."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graphrisk.analysis.chain import PathBetween, VendorsOf
from graphrisk.analysis.exposed_result import Step, Witness
from graphrisk.view.answer import Answer, Table
from graphrisk.view.methods import PATH, VENDORS
from graphrisk.view.tables import parameter_lines, path_text


def vendors_answer(found: VendorsOf) -> Answer:
    """Return the answer to "what does this customer rest on"."""
    alone = sum(1 for vendor in found.vendors if vendor.alone_suffices)
    reach = sum(1 for vendor in found.vendors if vendor.state != "not reached")
    name = found.customer[1]
    at = f" at tier {found.tier}" if found.tier is not None else ""
    rows = tuple(
        (
            vendor.name,
            vendor.tier,
            vendor.state,
            steps_text(vendor.steps),
            vendor.country,
            vendor.id,
        )
        for vendor in found.vendors
    )
    return Answer(
        command="vendors",
        headline=(
            f"{name} is linked to {_count(len(found.vendors), 'vendor')}{at}; the fall of {reach} "
            f"of them reaches it, the fall of {alone} alone stops it.",
        ),
        tables=(
            Table(
                ("vendor", "tier", "state", "path", "country", "id"),
                rows,
                wide=frozenset(("country", "id")),
            ),
        )
        if rows
        else (),
        footer=(
            f"Coverage: {found.coverage['sentence']}.",
            *parameter_lines(found.parameters, found.digest),
        ),
        result=found,
        parameters=found.parameters,
        digest=found.digest,
        method=VENDORS,
    )


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def steps_text(steps: Sequence[Step]) -> str:
    """Return steps in one line."""
    return path_text(Witness(tuple(steps), (), ""))


def path_answer(found: PathBetween) -> Answer:
    """Return the answer to "why does this vendor's fall reach that customer"."""
    vendor, customer = found.vendor[1], found.customer[1]
    if found.shortest is None:
        headline = f"No chain of links leads from {vendor} to {customer}."
        lines: list[str] = [headline]
    else:
        lines = [f"If {vendor} falls, {customer}: {found.state}.", f"Rule: {found.rule}."]
    tables = []
    if found.shortest is not None:
        length = found.shortest.length
        tables.append(_steps_table(found.shortest, f"Shortest path, {length} {_links(length)}"))
        best = found.best_supported
        if best is not None and best.steps != found.shortest.steps:
            title = f"Best supported path, weakest link {best.weakest:.0%}"
            tables.append(_steps_table(best, title))
        if kept := _stated_rows(found.shortest):
            columns = ("vendor", "customer", "service", "stated")
            tables.append(Table(columns, kept, "What the register states of these links"))
    return Answer(
        command="path",
        headline=tuple(lines),
        tables=tuple(tables),
        footer=parameter_lines(found.parameters, found.digest),
        result=found,
        parameters=found.parameters,
        digest=found.digest,
        method=PATH,
    )


def _stated_rows(witness: Witness) -> tuple[tuple[Any, ...], ...]:
    steps = [*witness.steps, *(step for branch in witness.branches for step in branch)]
    return tuple(
        (step.vendor, step.customer, step.service or step.category, step.stated)
        for step in steps
        if step.stated
    )


def _links(count: int) -> str:
    return "link" if count == 1 else "links"


def _steps_table(witness: Witness, title: str) -> Table:
    columns = (
        "vendor",
        "customer",
        "service",
        "criticality",
        "confidence",
        "source",
        "quote",
        "seen_on",
        "id",
    )
    steps = [*witness.steps, *(step for branch in witness.branches for step in branch)]
    rows = tuple(
        (
            step.vendor,
            step.customer,
            step.service or step.category,
            step.criticality,
            step.confidence,
            source_text(step),
            step.quote,
            step.seen_on,
            step.edge_id,
        )
        for step in steps
    )
    return Table(columns, rows, title, wide=frozenset(("seen_on", "id")))


def source_text(step: Step) -> str:
    """Return kind and place of a step's source."""
    return f"{step.source_kind or 'assumed'}: {step.source or 'place not stated'}"
