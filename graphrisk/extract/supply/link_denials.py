"""What denies a link between parties or turns it round, or that somebody was hit at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.author.authors import has_head

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.templates import Match

_OPENING: Final = 2
_ABLE: Final = frozenset(
    [
        *("could", "can", "cannot", "able", "kunde", "kan", "konnte", "konnten", "kann", "können"),
        *("kunne", "kunnen", "kon", "konden", "voi", "voinut", "voineet", "pysty", "peut"),
        "peuvent",
    ]
)


_EITHER_USES: Final = (
    "(den|die|das) {B} <6> (nutzt|",
    "(dat|die|waarmee|waar) {B} <8> (gebruikt|",
)
_PERSONAL: Final = frozenset(["name", "national_id", "date_of_birth", "address", "payment_card"])


def as_used(
    page: Page, match: Match, vendors: list[str], customers: list[str]
) -> tuple[list[str], list[str]]:
    """Return vendors and customers, turned round where the user stands first: "X, die Y nutzt".

    In German and Dutch either may be meant; a council uses what a firm makes.
    """
    if not any(words in match.template for words in _EITHER_USES) or not customers:
        return vendors, customers
    known = page.parties.entries
    first = all(key in known and has_head(page, key) for key in vendors)
    then = any(key not in known or has_head(page, key) for key in customers)
    return (customers, vendors) if first and not then else (vendors, customers)


def is_refuted(page: Page, number: int) -> bool:
    """Whether a sentence, or the one after it in the same paragraph, says that it is not so."""
    here = page.readings[number]
    if here.has("refuted"):
        return True
    if number + 1 >= len(page.readings):
        return False
    after = page.readings[number + 1]
    same = after.sentence.block == here.sentence.block
    if any(i.kind == "org" for i in page.parties.items[number + 1]):
        return False  # of somebody else
    return same and any(h.first <= _OPENING for h in after.cues("refuted"))


def is_denied(page: Page, number: int, first: int, last: int) -> bool:
    """Whether a negation stands in or right beside the words from one token to another."""
    reading = page.readings[number]
    nor = reading.lexicon.word_set("not") | reading.lexicon.word_set("neither")
    return any(
        (first - 1 <= h.first and h.last <= last + 2)
        or (h.last <= _OPENING and first - h.last <= _OPENING and reading.words[h.first] in nor)
        for h in reading.cues("negation")
        # "without access" tells of harm and denies nothing
        if not any(p.first <= h.first < p.last for p in reading.cues("pseudo_negation", "outage"))
        and not any(a.first <= h.first < a.last for a in reading.hits("attack"))  # "no password"
    )


def is_unable(page: Page, number: int, first: int, last: int) -> bool:
    """Whether what is denied is only an ability: "could not get its results from X"."""
    return tells_ability(page.readings[number], first, last)


def tells_ability(reading: Reading, first: int = 0, last: int | None = None) -> bool:
    """Whether words, all of a sentence or some, say that somebody can or cannot do something."""
    words = set(reading.words[first:last])
    if reading.lexicon.language != "sv":
        words.discard("kunde")  # a customer
    return bool(_ABLE & words)


def goes_free(page: Page, number: int, first: int, last: int) -> bool:
    """Whether a sentence goes on to spare whom it names: "X uses it too, but went free"."""
    reading = page.readings[number]
    struck = any(first <= h.first < last for h in reading.cues("affected", "outage"))
    breaks = [
        h.first
        for h in reading.cues("scope_break")
        if h.first >= last and reading.words[h.first] != ";"
    ]
    never = bool(breaks) and any(h.first > breaks[0] for h in reading.cues("negation"))
    denied = any(h.first >= last for h in reading.cues("lexical_denial"))
    return not struck and not reading.data and (denied or never)


def is_of_people(page: Page, number: int, match: Match) -> bool:
    """Whether "X's customers" are people, whose names or numbers the sentence goes on about."""
    reading = page.readings[number]
    items = page.parties.items[number]
    first, last = items[match.first].first, items[min(match.last, len(items)) - 1].last
    customers = any(first <= h.first < last for h in reading.cues("customer_noun"))
    return (
        match.template.startswith("{A.gen}")
        and customers
        and any(d.id in _PERSONAL for d in reading.data)
    )
