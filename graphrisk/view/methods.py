"""How each question is answered, with assumptions and sources, for ``--explain``."""

from __future__ import annotations

from collections.abc import Sequence

from graphrisk.analysis.result import Method
from graphrisk.view.words import METHODS

_UNKNOWN = "an unknown criticality counts as critical"
_ABSENT = "a link that is not recorded is not there: see the coverage"
_OUTAGE = (_UNKNOWN, _ABSENT)


def exposed_method(modes: Sequence[str]) -> Method:
    """Return how exposure is computed in the modes asked for."""
    texts = [METHODS[mode] for mode in modes]
    if len(modes) > 1:
        texts = [f"{mode}: {text}" for mode, text in zip(modes, texts, strict=True)]
    assumed = _OUTAGE if "outage" in modes else (_ABSENT,)
    return Method(" ".join(texts), assumed, ("kashaf2020",) if "outage" in modes else ())


VENDORS = Method(
    "Every vendor from which a walk of links leads to the customer, with the length of the "
    "shortest one as its tier. Each vendor then falls alone, and the state of the customer is "
    f"read off. {METHODS['outage']}",
    _OUTAGE,
    ("kashaf2020",),
)
PATH = Method(
    "The shortest chain of links over which the fall reaches the customer (ties: the smaller list "
    "of link ids), and the best supported one: its weakest link is as strong as can be. "
    f"{METHODS['outage']}",
    _OUTAGE,
    ("kashaf2020",),
)
INCIDENT = Method(
    "What the documents about an incident state, each statement with its status, who says so and "
    "its words. Nothing is inferred from links. An explicit correction wins, then first-hand "
    "sources over press, then the later statement; all are shown.",
    ("a base is no count of victims; a country is a scope, never a customer",),
)


FREE_QUERY = Method(
    "The store answers the query as it is written. It may only read: the engine is told so and "
    "refuses a write itself."
)
PLAN = Method("The engine itself says how it would answer; the rows are not fetched.")


def query_method(name: str, question: str) -> Method:
    """Return how a question of the query library is answered."""
    return Method(
        f"The store answers the query file {name}.cypher: {question} "
        f"'graphrisk query {name} --show' prints it."
    )
