"""Who was hit, told over several clauses: named after, in a list, by its head who is quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.author.ownvoice import is_own_voice
from graphrisk.extract.supply.relations import UNNAMED, Sign

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.supply.relations import Relations
    from graphrisk.extract.words.template_fit import Item

_BACK: Final = 2
_OPENS_WITHIN: Final = 7
_NAME_WITHIN: Final = 7
_TITLE_REACH: Final = 3
_ROWS: Final = 30
_TITLES: Final = 2


def add_told_victims(page: Page, relations: Relations) -> None:
    """Add who was hit as the text tells it over two clauses, each only where all else is clear."""
    for number in page.live:
        if number in page.withdrawn or not page.is_fact(number) or page.is_question(number):
            continue
        _named_after(page, number, relations)
        _titled(page, number, relations)
        _listed(page, number, relations)
        _head_quoted(page, number, relations)


def _only_name(page: Page, items: list[Item]) -> str | None:
    """The one sure name of some items, no product."""
    cores = [c for i in items if i.kind == "org" and not i.weak for c in i.parties]
    if len(set(cores)) != 1:
        return None
    core = page.parties.core(cores[0])
    entry = page.parties.entries.get(core)
    return core if entry is not None and entry.strong and not entry.product else None


def _named_after(page: Page, number: int, relations: Relations) -> None:
    """ "It concerns the firm X", after a sentence in which a supplier without a name was hit."""
    above = range(max(0, number - _BACK), number)
    told = any(
        s.party == UNNAMED
        for n in above
        for s in (*relations.victims.at(n), *relations.unnamed.at(n))
    )
    reading = page.readings[number]
    if not told or reading.has("negation", "helper"):
        return
    end = _points(reading)
    if end is None:
        return
    near = [i for i in page.parties.items[number] if end <= i.first <= end + _NAME_WITHIN]
    core = _only_name(page, near[:_NAME_WITHIN])
    if core is not None:
        item = next(i for i in near if core in map(page.parties.core, i.parties))
        sign = Sign(core, number, item.first, item.last, "victim: named after")
        relations.victims.append(sign)
        relations.vendors.append(Sign(core, number, item.first, item.last, "edge: named after"))


def _titled(page: Page, number: int, relations: Relations) -> None:
    """A title that ends in a name right after the word for what befell it: "FAQ data leak X"."""
    reading = page.readings[number]
    if reading.sentence.kind != "heading" or number > _TITLES:
        return
    items = [i for i in page.parties.items[number] if i.kind == "org" and len(i.parties) == 1]
    if not items or items[-1].last < len(reading.words):
        return
    item = items[-1]
    if any(h.last == item.first and h.first for h in reading.cues("leak_noun", "incident")):
        core = page.parties.core(item.parties[0])
        if len(page.parties.mentions(core)) > 1:
            place = (core, number, item.first, item.last)
            relations.victims.append(Sign(*place, "victim: titled"))


def _points(reading: Reading) -> int | None:
    """Return where "it concerns" ends at the head of a sentence."""
    ends = [h.last for h in reading.cues("it_concerns") if h.first < _OPENS_WITHIN]
    return ends[0] if ends else None


def _listed(page: Page, number: int, relations: Relations) -> None:
    """Rows under "the following suppliers were hit:": the first name of each."""
    reading = page.readings[number]
    nouns = reading.cues("vendor_noun")
    many = reading.lexicon.tails("many")
    opens = reading.words[-1] == ":" and any(
        reading.words[h.last - 1].endswith(many) for h in nouns
    )
    harmed = reading.has("affected", "struck", "incident") and not reading.has(
        "negation", "lexical_denial"
    )
    if not opens or not harmed:
        return
    for row in range(number + 1, min(number + 1 + _ROWS, len(page.readings))):
        if page.readings[row].sentence.kind != "item":
            return
        first = next((i for i in page.parties.items[row] if i.kind == "org"), None)
        if first is None or first.first > 1:
            continue
        page.parties.mark_listed(first.parties)
        for party in first.parties:
            core = page.parties.core(party)
            place = (core, row, first.first, first.last)
            relations.victims.append(Sign(*place, "victim: in a list"))
            relations.vendors.append(Sign(*place, "vendor_name: @vendor_noun in a list"))


def _head_quoted(page: Page, number: int, relations: Relations) -> None:
    """ "They were in our systems", says the head of X: X was hit."""
    reading = page.readings[number]
    titles = reading.cues("titles")
    if not titles or not reading.has("say") or not page.parties.persons.get(number):
        return
    told = [n for n in (number - 1, number) if n >= 0 and _tells_own(page, n)]
    same = page.readings[number].sentence.block
    if not any(page.readings[n].sentence.block == same for n in told):
        return
    near = [
        i
        for i in page.parties.items[number]
        if i.kind == "org"
        and any(
            -_TITLE_REACH <= h.first - i.last <= 1 or 0 <= i.first - h.last <= 3 for h in titles
        )
    ]
    core = _only_name(page, near)
    if core is not None:
        item = near[0]
        relations.victims.append(Sign(core, number, item.first, item.last, "victim: its head says"))


def _tells_own(page: Page, number: int) -> bool:
    """Whether a quoted sentence tells of harm to "our" systems, or that "we" were hit."""
    reading = page.readings[number]
    if is_own_voice(page, number) or reading.has("negation", "lexical_denial", "vendor_noun"):
        return False
    systems = page.lexicon.stems("own_system") + page.lexicon.stems("own_register")
    own = any(
        word.startswith(systems)
        for hit in reading.cues("self_possessive")
        for word in reading.words[max(0, hit.first - 2) : hit.last + 3]
    )
    return own or (bool(reading.cues("self")) and reading.has("struck"))
