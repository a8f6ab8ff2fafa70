"""What the views show of a party and of a link: plain strings, every sign of them visible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphrisk.view import words
from graphrisk.view.text import one_line, plain_word, visible

if TYPE_CHECKING:
    from graphrisk.analysis.exposed_result import ExposedParty, Step


@dataclass(frozen=True)
class Evidence:
    """One supply link with the words it rests on, ready to be shown."""

    edge_id: str
    vendor_id: str
    vendor: str
    customer_id: str
    customer: str
    service: str
    category: str
    criticality: str
    contract: str
    supports: tuple[str, ...]
    data_classes: tuple[str, ...]
    source_kind: str
    source: str
    quote: str
    seen_on: str
    confidence: float
    weak: bool


@dataclass(frozen=True)
class Party:
    """One exposed organization with every fact the picture, the panel and the table show."""

    id: str
    name: str
    country: str
    sector: str
    is_vendor: bool
    is_customer: bool
    state: str
    hop: int
    wave: int | None
    parts: tuple[str, ...]
    rule: str
    confidence: float
    weak: bool
    steps: tuple[str, ...]
    branches: tuple[tuple[str, ...], ...]
    route_rule: str
    route_length: int
    kept_by: tuple[tuple[str, str], ...]
    kept_how: str
    kept_at: tuple[str, str] | None
    classes: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str, str, str], ...]
    through: tuple[str, ...]


def party_facts(source: ExposedParty) -> Party:
    """Return a party of the answer as the views show it: every string visible."""
    witness = source.witness
    hop = source.hop if source.hop is not None else witness.length
    return Party(
        id=visible(source.id),
        name=visible(source.name),
        country=visible(source.country or ""),
        sector=plain_word(source.sector or ""),
        is_vendor=bool(source.is_vendor),
        is_customer=bool(source.is_customer),
        state=source.state,
        hop=max(int(hop or 1), 1),
        wave=source.wave,
        parts=tuple(visible(part) for part in source.parts),
        rule=visible(source.rule or ""),
        confidence=float(source.confidence),
        weak=any(step.weak for step in witness.steps),
        steps=tuple(visible(step.edge_id) for step in witness.steps),
        branches=tuple(tuple(visible(step.edge_id) for step in way) for way in witness.branches),
        route_rule=visible(witness.rule or ""),
        route_length=witness.length,
        kept_by=tuple((visible(org_id), visible(name)) for org_id, name in source.kept_by),
        kept_how=visible(source.kept_how or ""),
        kept_at=_named(source.kept_at),
        classes=tuple((plain_word(name), visible(state)) for name, state in source.classes),
        people=tuple(
            (
                plain_word(who.data_class or ""),
                words.number(int(who.subjects)),
                visible(who.source or ""),
                visible(who.counted_on or ""),
            )
            for who in source.people
        ),
        through=tuple(visible(step.vendor) for step in witness.steps[1:]),
    )


def _named(given: tuple[str, str] | None) -> tuple[str, str] | None:
    return (visible(given[0]), visible(given[1])) if given else None


def evidence_facts(step: Step) -> Evidence:
    """Return a step of a path as the views show it: every string visible."""
    return Evidence(
        edge_id=visible(step.edge_id),
        vendor_id=visible(step.vendor_id),
        vendor=visible(step.vendor),
        customer_id=visible(step.customer_id),
        customer=visible(step.customer),
        service=visible(step.service or ""),
        category=plain_word(step.category or ""),
        criticality=visible(step.criticality or "unknown"),
        contract=visible(step.contract or ""),
        supports=tuple(map(visible, step.supports)),
        data_classes=tuple(map(plain_word, step.data_classes)),
        source_kind=visible(step.source_kind or ""),
        source=visible(step.source or ""),
        quote=one_line(step.quote or ""),
        seen_on=visible(step.seen_on or ""),
        confidence=float(step.confidence),
        weak=bool(step.weak),
    )


def value_words(value: Any) -> str:
    """Return a parameter or a number in words.

    Examples
    --------
    >>> value_words((True, 0.5, None))
    'yes, 0.5, '
    """
    if value is None or value == "" or value == ():
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{value_words(key)} {value_words(one)}" for key, one in value.items())
    if isinstance(value, (tuple, list)):
        return ", ".join(value_words(one) for one in value)
    return visible(value)
