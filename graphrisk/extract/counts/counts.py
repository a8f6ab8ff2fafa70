"""Numbers that count parties or people, and whether those were affected at all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graphrisk.extract.claims import Claim, Party, make_claim
from graphrisk.extract.counts.count_corrections import corrected, goes_on
from graphrisk.extract.counts.count_owners import Count, concerned, of_firm
from graphrisk.extract.counts.count_scopes import scope_of
from graphrisk.extract.counts.count_shares import is_ratio, with_shares
from graphrisk.extract.counts.count_units import is_elative, unit_of

if TYPE_CHECKING:
    from graphrisk.extract.counts.numbers import NumberMention
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page

_SMALLEST: Final = 2
_MANY: Final = 100_000  # customers of a supplier who speaks: more than that are people
_FEW: Final = 10_000
_PART_WITHIN: Final = 3
_OPENING: Final = 3
_TEASER: Final = 4


def count_claims(
    page: Page, about: Party | None, author: Party | None, vendor_speaks: bool
) -> list[Claim]:
    """Return the counts of a text, each number and unit once.

    Parameters
    ----------
    page
        The document.
    about
        The party the counts concern, usually the vendor that was hit.
    author
        The author of the text: "our customers" are its own.
    vendor_speaks
        Whether the author is the supplier: its "customers" are organizations then.
    """
    best: dict[tuple[int, str], Count] = {}
    last: Count | None = None
    before: list[Count] = []
    for number in page.live:
        told = page.is_fact(number) or page.readings[number].has("exposure", "affected")
        if not told or number in page.withdrawn:
            continue
        here = _in_sentence(page, number, vendor_speaks)
        here = goes_on(here or _of_them(page, number, last), before, number)
        last, before = (here[-1], here) if here else (last, before)
        for count in here:
            key = (count.number.value, count.unit.id)
            known = best.get(key)
            if known is None or _tells_more(count, known):
                best[key] = count
    people = {n for (n, what), c in best.items() if what == "persons" and c.scope == "affected"}
    claims = {
        count: _claim(page, count, concerned(page, count, about, author))
        for (value, what), count in best.items()
        if what != "records" or value not in people  # "9,000 numbers" of 9,000 people
    }
    for old, new in corrected(page, list(claims)).items():
        stands = claims[new]
        claims[new] = replace(stands, supersedes=(*stands.supersedes, claims[old].id))
    return list(claims.values())


def _tells_more(count: Count, known: Count) -> bool:
    """Whether a number told again says that it was hit, or, unlike its title, that it is round."""
    if count.scope != known.scope:
        return count.scope == "affected"
    return known.number.qualifier == "exact" != count.number.qualifier


def without_suppliers(claims: list[Claim], vendors: Collection[str]) -> list[Claim]:
    """Leave out the count of the suppliers themselves: "two operators, X and Y, were attacked"."""
    several = len(vendors) if len(vendors) > 1 else None
    return [c for c in claims if c.value["what"] != "organisations" or c.value["number"] != several]


def _in_sentence(page: Page, number: int, vendor_speaks: bool) -> list[Count]:
    reading = page.readings[number]
    nouns = {h.first for h in reading.countable}
    if any(h.first not in nouns for h in reading.cues("generic")):
        return []  # "registrerade" are counted, the rights they have are not
    found: list[Count] = []
    owned = of_firm(page, number)
    for mention in reading.numbers:
        if mention.value < _SMALLEST:
            continue
        if _is_teaser(reading, mention) or is_ratio(reading, mention):
            continue
        limit = _MANY if vendor_speaks else _FEW
        clients = vendor_speaks or owned or page.are_clients(number, mention.last)
        of_firms = clients and mention.value < limit
        unit = unit_of(reading, mention, of_firms, page.parties.items[number])
        if unit is not None:
            asked = _is_asked(reading, mention) or _is_left_open(page, number)
            scope = "base" if asked else scope_of(page, number, mention, unit)
            found.append(Count(number, mention, unit, scope))
    found += _elsewhere(page, number, found)
    return with_shares(page, number, _with_parts(page, number, found))


def _elsewhere(page: Page, number: int, found: list[Count]) -> list[Count]:
    """Read "22 councils in Sweden and two in Finland": the second number has the first's unit."""
    reading = page.readings[number]
    counted = {count.number.first for count in found}
    out: list[Count] = []
    for mention in reading.numbers:
        lands = [h for h in reading.hits("country") if h.first - mention.last == 1]
        before = [c for c in found if c.unit.last <= mention.first]
        if lands and before and mention.first not in counted and mention.value >= _SMALLEST:
            last = before[-1]
            here = last.unit._replace(first=mention.first, last=lands[0].last)
            out.append(Count(number, mention, here, last.scope))
    return out


def _of_them(page: Page, number: int, before: Count | None) -> list[Count]:
    """Read "nine of them": the number has the unit of the number in the sentence before.

    "Three of them, X, Y and Z" names them: no number is needed.
    """
    reading = page.readings[number]
    if before is None or number - before.sentence != 1:
        return []
    out: list[Count] = []
    them = {h.first for h in reading.cues("of_them")}
    for mention in reading.numbers:
        after = mention.last + 2
        named = any(
            i.kind == "org" and 0 <= i.first - after <= 1 for i in page.parties.items[number]
        )
        if _SMALLEST <= mention.value < before.number.value and mention.last in them and not named:
            unit = before.unit._replace(first=mention.last, last=mention.last + 2)
            out.append(Count(number, mention, unit, scope_of(page, number, mention, unit)))
    return out


def _is_teaser(reading: Reading, mention: NumberMention) -> bool:
    """Whether a number stands in the title of another text: "read more: 70,000 customers hit"."""
    tokens = reading.sentence.tokens
    colons = [at for at in range(mention.first) if reading.words[at] == ":"]
    return any(
        reading.lexicon.opens_tail(tokens[start:colon])
        for colon in colons
        for start in range(max(0, colon - _TEASER), colon)
    )


def _is_asked(reading: Reading, mention: NumberMention) -> bool:
    """Whether a number is the whole of which the part is not known: "how many of the 90,000"."""
    before = reading.words[max(0, mention.first - _PART_WITHIN - 1) : mention.first]
    return bool(reading.lexicon.word_set("how_many") & set(before))


def _is_left_open(page: Page, number: int) -> bool:
    """Whether the next sentence says that it is not known how many of them are affected."""
    after = page.readings[number + 1] if number + 1 < len(page.readings) else None
    if after is None or not after.has("affected") or after.numbers:
        return False
    return bool(after.lexicon.word_set("how_many") & set(after.words[:_OPENING]))


def _with_parts(page: Page, number: int, found: list[Count]) -> list[Count]:
    """Read "31 of our 2,000 customers": the part has the unit of the whole, which is the base."""
    reading = page.readings[number]
    out: list[Count] = []
    possessives = {hit.first for hit in reading.cues("self_possessive")}
    finnish = reading.lexicon.language == "fi"
    of = reading.lexicon.word_set("of_all")
    wholes: set[int] = set()
    parts: list[Count] = []
    for count in found:
        for part in reading.numbers:
            gap = count.number.first - part.last
            between = reading.words[part.last : count.number.first]
            is_of = bool(between) and (between[0] in of or part.last in possessives)
            is_of = is_of or (
                finnish and is_elative(reading.lexicon, reading.words[count.unit.last - 1])
            )
            several = _SMALLEST <= part.value < count.number.value  # "one in three" counts nobody
            if 1 <= gap <= _PART_WITHIN and is_of and several:
                scope = scope_of(page, number, part, count.unit)
                parts.append(replace(count, number=part, scope=scope))
                wholes.add(count.number.first)
    taken = {part.number.first for part in parts}
    if finnish:  # "of our 40,000 customers the breach concerns 1,200"
        wholes |= {
            c.number.first
            for c in found
            for d in found
            if c.unit.last <= d.number.first
            and c.unit.id == d.unit.id
            and d.number.value < c.number.value
            and is_elative(reading.lexicon, reading.words[c.unit.last - 1])
        }
    for count in found:
        if count.number.first in wholes:
            out.append(replace(count, scope="base"))
        elif count.number.first not in taken:
            out.append(count)
    return out + parts


def _countries(reading: Reading, mention: NumberMention) -> tuple[str, ...]:
    """Return the countries of a count: those up to the next number, if any are; else all."""
    parts = reading.lexicon.word_set("continent_part")  # "South America" is not the one country
    hits = [h for h in reading.hits("country") if reading.words[max(0, h.first - 1)] not in parts]
    others = [n for n in reading.numbers if n.first != mention.first]
    start = max((n.last for n in others if n.last <= mention.first), default=0)
    stop = min((n.first for n in others if n.first >= mention.last), default=len(reading.words))
    after = [h.id for h in hits if mention.last <= h.first < stop]
    before = [h.id for h in hits if start <= h.first < mention.first]
    return tuple(dict.fromkeys(after or before))


def _claim(page: Page, count: Count, about: Party | None) -> Claim:
    reading = page.readings[count.sentence]
    countries = _countries(reading, count.number)
    status = None
    if count.scope == "affected":
        status = "suspected" if reading.cues("hedge") and reading.has("exposure") else "confirmed"
    if count.scope == "spared":
        status = "denied"
    return make_claim(
        "count",
        {
            "number": count.number.value,
            "what": count.unit.id,
            "qualifier": count.number.qualifier,
            "scope": count.scope,
            "about": about,
            "countries": countries,
        },
        (
            page.evidence(count.sentence, count.number.first, count.unit.last),
            page.evidence(count.sentence),
        ),
        status=status,
        rule=f"count.{count.scope}",
        confidence=0.8 if count.scope == "affected" else 0.6,
        about=about.key if about else None,
    )
