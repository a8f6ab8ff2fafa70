"""Columns whose headers say nothing -> what their cells make likely; a person is asked to check."""

from __future__ import annotations

from collections.abc import Sequence

from graphrisk.ingest.dates import read_term
from graphrisk.ingest.mapping_cells import read_day
from graphrisk.ingest.mapping_evidence import Evidence, date_forms
from graphrisk.ingest.mapping_headers import meanings
from graphrisk.ingest.mapping_layout import Body
from graphrisk.ingest.mapping_taken import Guess
from graphrisk.ingest.mapping_words import tokens_of, word_set
from graphrisk.ingest.numbers import Refused

_LEAST_DATES = 0.6
_LEAST_ORDERED = 0.9
_LEAST_DISTINCT = 0.3
_LONGEST_SERVICE = 80


def add_likely(body: Body, evidence: Sequence[Evidence], guess: Guess) -> None:
    """Take two columns of dates for start and end, and a column of words for the service.

    Only in a table of links, only columns that nothing else speaks for; each is in ``likely``.
    """
    if "vendor" not in guess.columns:
        return
    free = [
        place
        for place, seen in enumerate(evidence)
        if seen.counts
        and place not in guess.columns.values()
        and place not in (*guess.personal, *guess.across)
    ]
    if not {"starts_on", "ends_on"} & guess.columns.keys():
        _add_term(body, evidence, guess, free)
    if {"service", "category"} & guess.columns.keys() or guess.across:
        return
    supports = guess.columns.get("supports")
    if supports is not None and "service" in meanings(body.names[supports]):
        guess.columns["service"] = guess.columns.pop("supports")
    else:
        _add_service(body, evidence, guess, free)


def _add_term(body: Body, evidence: Sequence[Evidence], guess: Guess, free: Sequence[int]) -> None:
    dated = [place for place in free if evidence[place].dates >= _LEAST_DATES]
    if len(dated) != 2 or not _is_ordered(body, *dated):
        return
    for prop, place in zip(("starts_on", "ends_on"), dated, strict=True):
        guess.columns[prop] = guess.likely[prop] = place


def _is_ordered(body: Body, first: int, second: int) -> bool:
    """Return True when nearly every date of one column is before that of the other."""
    pairs = [(cells[first], cells[second]) for cells in body.cells]
    said = [text for pair in pairs for text in pair if text]
    forms, _ = date_forms(list(dict.fromkeys(said)))
    both = [
        (start, end)
        for one, other in pairs
        if (start := _day(one, forms)) and (end := _day(other, forms))
    ]
    return bool(both) and sum(a < b for a, b in both) >= _LEAST_ORDERED * len(both)


def _day(text: str | None, forms: Sequence[str]) -> str | None:
    if not text:
        return None
    for form in forms:
        if found := read_day(text, form):
            return found
    try:
        term = read_term(text, last=False)
    except Refused:
        return None
    return term if isinstance(term, str) else term[0]


def _add_service(
    body: Body, evidence: Sequence[Evidence], guess: Guess, free: Sequence[int]
) -> None:
    fitting = [place for place in free if _may_be_service(body.names[place], evidence[place])]
    after = [place for place in fitting if place > guess.columns["vendor"]]
    if fitting:
        guess.columns["service"] = guess.likely["service"] = (after or fitting)[0]


def _may_be_service(header: str, seen: Evidence) -> bool:
    """Return True for a column of various words under a header that is not known for another."""
    if not header or meanings(header) or set(tokens_of(header)) & word_set("remarks"):
        return False
    figures = max(seen.dates, seen.numbers, seen.codes, seen.leis, seen.addresses)
    names = max(seen.companies, seen.countries, seen.levels)
    if seen.marks or figures > _LEAST_DISTINCT or names > _LEAST_DISTINCT:
        return False
    longest = max(map(len, seen.texts))
    return longest <= _LONGEST_SERVICE and len(seen.texts) >= _LEAST_DISTINCT * seen.filled
