"""Words for data that name none: part of a name, a page to write to, what a supplier prints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from graphrisk.extract.data_classes.findings import GENERAL
from graphrisk.extract.scopes import aside_of

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.trie import Hit

_RELATIVE: Final = re.compile(r"\{A\}(?: <\d{1,2}>)? , \(")


def names_no_data(page: Page, number: int, hit: Hit) -> bool:
    """Whether a word for data stands for something else where it stands."""
    reading = page.readings[number]
    return (
        is_in_name(page, number, hit)
        or _is_work(page, number, hit)
        or _only_holds(reading, hit)
        or _is_pointer(reading, hit)
        or _is_aim(reading, hit)
    )


def is_but_part(reading: Reading, hit: Hit) -> bool:
    """Whether a bracket only takes a part out of its class: "contact details (not e-mail)"."""
    opened = aside_of(reading, hit.first)
    if opened is None or not any(opened < h.first < hit.first for h in reading.cues("negation")):
        return False
    return any(d.id == hit.id and d.last <= opened for d in reading.data)


def _only_holds(reading: Reading, hit: Hit) -> bool:
    """Whether "documents" only hold the data a sentence names: "passports are in the documents"."""
    general = any(h.first <= hit.first and hit.last <= h.last for h in reading.cues("general_data"))
    return (
        hit.id == "corporate_data"
        and general
        and any(h.id not in {hit.id, GENERAL} for h in reading.data)
    )


def _is_aim(reading: Reading, hit: Hit) -> bool:
    """Whether data is what fraud may yet be after: "they could use it to get at passwords"."""
    aims = [h.first for h in reading.cues("fraud_aim") if h.first < hit.first]
    if not aims:
        return False
    may = reading.lexicon.word_set("may_apart") | reading.lexicon.word_set("can")
    hedged = any(h.first < aims[-1] for h in reading.cues("hedge"))
    return hedged or not may.isdisjoint(reading.words[: aims[-1]])


def _is_pointer(reading: Reading, hit: Hit) -> bool:
    """Whether contact details are those to write to: "contact details are on our website"."""
    if hit.id not in {"contact", "address"}:
        return False
    words = reading.words
    return any("@" in word or word.startswith(("www.", "http")) for word in words) or (
        len({d.id for d in reading.data}) == 1
        and not reading.has("strong_exposure")
        and reading.has("website")
        and bool(
            reading.lexicon.word_set("this_site") & set(words)
            or reading.has("self", "self_possessive")
        )
    )


def is_in_name(page: Page, number: int, hit: Hit) -> bool:
    """Whether a word for data is only part of a name: "Nordvik Insurance"."""
    written = page.readings[number].token(hit.first).text
    if "-" in written and written.rpartition("-")[2].islower():
        return False  # "The Vehicles' GPS-positions": a noun that an acronym begins
    return any(
        m.first <= hit.first
        and hit.last <= m.last
        and (m.last - m.first > 1 or m.core in page.parties.called)
        for m in page.parties.named_in(number)
    )


def _is_work(page: Page, number: int, hit: Hit) -> bool:
    """Whether data are named for what a supplier does: "X, which prints our invoices, was hit"."""
    items = page.parties.items[number]
    for match in page.matches[number]:
        if match.relation != "edge" or not _RELATIVE.match(match.template):
            continue
        first, last = items[match.slots["A"][1] - 1].last, items[match.last - 1].last
        if not (first <= hit.first and hit.last <= last):
            continue
        after = [i.word for i in items[match.first : match.last] if i.first >= hit.last]
        cues = page.readings[number].cues("strong_exposure")
        if "," not in after and not any(first <= c.first < last for c in cues):
            return True
    return False
