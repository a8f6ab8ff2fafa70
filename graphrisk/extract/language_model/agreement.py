"""Claims of the rules and of a model side by side: agreement makes surer, dispute goes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from graphrisk.extract.claims import Claim, Party
from graphrisk.model.identifiers import fold, parse_name

DISPUTED: Final = 0.35
_MAIN: Final = {
    "incident": ("attack_type",),
    "vendor_hit": ("organization",),
    "serves": ("vendor", "customer"),
    "affected": ("organization",),
    "data_class": ("data_class",),
    "count": ("number",),
    "date": ("date",),
    "authority": ("name",),
}


def agreed(rules: Sequence[Claim], model: Sequence[Claim]) -> list[Claim]:
    """Return the claims of both; what both say is one claim, that of the rules.

    A claim that both make with one status is surer: 1 - (1 - c) / 2. Where the statuses differ the
    claim of the rules stays, with little confidence and a note, so that a person looks at it first.

    Examples
    --------
    >>> agreed((), ())
    []
    """
    gone = {old for claim in rules for old in claim.supersedes}
    told: dict[tuple[str, ...], list[Claim]] = {}
    for claim in model:
        told.setdefault(_key(claim), []).append(claim)
    out: list[Claim] = []
    met: set[str] = set()
    for claim in rules:
        others = told.get(_key(claim), []) if claim.id not in gone else []
        met.update(other.id for other in others)
        out.append(_beside(claim, others) if others else claim)
    return [*out, *(claim for claim in model if claim.id not in met)]


def _beside(claim: Claim, others: Sequence[Claim]) -> Claim:
    if any(other.status == claim.status for other in others):
        note = _joined(claim.note, "a language model agrees")
        return replace(claim, confidence=1 - (1 - claim.confidence) / 2, note=note)
    other = others[0]
    words = other.evidence[0].quote[:120]
    note = _joined(claim.note, f"a language model reads {other.status}: \u201c{words}\u201d")
    return replace(claim, confidence=min(claim.confidence, DISPUTED), note=note)


def _joined(*notes: str) -> str:
    return "; ".join(note for note in notes if note)


def _key(claim: Claim) -> tuple[str, ...]:
    values = (claim.value.get(name) for name in _MAIN.get(claim.field, ()))
    return (claim.field, *map(_word, values))


def _word(value: object) -> str:
    if isinstance(value, Party):
        return parse_name(value.name).core or value.key
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:g}" if value < 1e6 else str(int(value))
    return fold(str(value))
