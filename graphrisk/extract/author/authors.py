"""Whose text it is: given, stated, from its own domain, or the institution it speaks of."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from graphrisk.extract.author.imprints import at_the_edges
from graphrisk.extract.author.letterhead import headed, sender
from graphrisk.extract.author.ownvoice import is_own_voice
from graphrisk.extract.names.domains import own_domain
from graphrisk.extract.names.name_shapes import core_of, heads_of
from graphrisk.extract.supply.likeness import tells_of_a_like

if TYPE_CHECKING:
    from graphrisk.extract.names.names import NameMention
    from graphrisk.extract.page import Page
    from graphrisk.extract.supply.relations import Relations
    from graphrisk.extract.words.lexicon import Lexicon

_SIGNATURE: Final = 10
_CLOSING: Final = 4
_OPENING: Final = 6
_SUBJECT: Final = 4
_LETTERHEAD: Final = 2
_CLOSING_WORDS: Final = 7
_BEFORE_PLACE: Final = 3
_ENDS: Final = frozenset([".", "!", "?", ":"])
PUBLIC_KINDS: Final = frozenset({"municipality", "health", "authority"})


def find_author(
    page: Page, relations: Relations, publisher: str | None, speaks: bool
) -> str | None:
    """Return the core of the text's author: given, "we at X", own domain, own institution."""
    if publisher:
        return _known_core(page, publisher)
    if speaks and any(_sanctions(page, number) for number in page.live):
        return None  # "we have fined X": an authority, and no party of the text
    return _named_author(page, relations, speaks)


def _named_author(page: Page, relations: Relations, speaks: bool) -> str | None:
    """Return whom the text itself shows as its author."""
    stated = [s.party for s in relations.publisher if not _is_reported(page, s.sentence)]
    if stated:
        return stated[0]
    sent = sender(page) or (at_the_edges(page, _supplying(relations)) if speaks else None)
    if sent is not None:
        return sent
    own = any(
        page.readings[n].hits("anaphor")
        and any(h.id == "publisher" for h in page.readings[n].hits("anaphor"))
        for n in page.live
    )
    domain = own_domain(page)
    if not speaks and domain not in {s.party for s in relations.vendors}:
        domain = None  # news may print an address; a supplier's release prints its own
    if not speaks and not own and domain is None:
        return _signed(page)
    if domain is not None:
        return domain
    release = next((c for c in page.parties.entries if announces_itself(page, c)), None)
    named = _signed(page) or (release if speaks else None) or (titled_by(page) if speaks else None)
    if named is None and speaks:
        named = _letter_end(page, relations)
    elif named is None and own:
        named = _letter_end(page, relations, only_head=True)
    if named is None and speaks:
        named = headed(page, {s.party for s in relations.vendors})
    named = named or _own_institution(page, relations, alone=not speaks)
    return named or (_only_other(page, relations) if speaks else None)


def _supplying(relations: Relations) -> set[str]:
    """Parties that a text calls suppliers, or says that they supply somebody."""
    near = {s.party for s in relations.vendors if s.calls_supplier}
    return near | {link.vendor for link in relations.links}


def _sanctions(page: Page, number: int) -> bool:
    """Whether "we" have fined or reprimanded somebody."""
    reading = page.readings[number]
    ours = any(i.kind == "self" for i in page.parties.items[number][:_SUBJECT])
    stems = page.lexicon.stems("fined")
    fined = any(word.startswith(stems) for word in reading.words)
    return ours and fined and is_own_voice(page, number) and not reading.has("negation")


def _is_reported(page: Page, number: int) -> bool:
    """Whether a sentence only reports what a message says: "an update from X said"."""
    reading = page.readings[number]
    return reading.sentence.kind != "heading" and reading.has("say", "attribution")


def _only_other(page: Page, relations: Relations) -> str | None:
    """The one party beside the suppliers of a text that says "we", if its first lines name it."""
    hit = {s.party for s in (*relations.vendors, *relations.victims, *relations.customers)}
    known = hit | {link.vendor for link in relations.links}
    free = [
        core
        for core, entry in page.parties.entries.items()
        if entry.strong and not entry.product and core not in known
    ]
    first = [n for n in page.live[: _LETTERHEAD + 1] if not page.readings[n].has("attacker_noun")]
    named = [
        c
        for c in free
        if any(m.sentence in first and _may_write(page, m) for m in page.parties.mentions(c))
    ]
    return named[0] if len(free) == 1 == len(named) else None


def _may_write(page: Page, mention: NameMention) -> bool:
    """Whether a name may be who writes: not where something happened, nor what "we" use."""
    reading = page.readings[mention.sentence]
    words = reading.words[max(0, mention.first - 2) : mention.first]
    uses = page.lexicon.stems("uses")
    if any(word.startswith(uses) for word in words):
        return False
    told = any(h.last <= mention.first for h in reading.cues("incident", "fault", "attacker_noun"))
    return not (told and words[-1:] and words[-1] in page.lexicon.word_set("at_or_against"))


def _letter_end(page: Page, relations: Relations, *, only_head: bool = False) -> str | None:
    """The one party that stands alone in the closing lines of a letter, else in its first.

    Only a line that is hardly more than a name counts; a supplier's name may head its own letter,
    but then the text does not call it a supplier of "us". With ``only_head`` it must be an
    institution named in the first lines: the text says "the council", not "we".
    """
    suppliers = {link.vendor for link in relations.links} | {s.party for s in relations.vendors}
    last = [n for n in page.live if n >= len(page.readings) - _CLOSING and not only_head]
    for numbers in (reversed(last), page.live[:_LETTERHEAD]):
        for number in numbers:
            core = _line_name(page, number)
            if core is None or core in suppliers:
                continue
            if not only_head or has_head(page, core):
                return core
    return None


def _line_name(page: Page, number: int) -> str | None:
    """The party whose name is what a short line consists of, a greeting or an office aside."""
    reading = page.readings[number]
    if reading.has("incident", "exposure", "outage", "affected") or reading.words[-1] == ",":
        return None  # also "Sportivement,": a greeting goes on in the next line
    lexicon = page.lexicon
    before_day, greetings = lexicon.word_set("before_day"), lexicon.word_set("sign_off")
    place = lexicon.word_set("at_place")
    dated = {i for d in reading.dates for i in range(d.first, d.last)}
    words = [
        w
        for i, w in enumerate(reading.words)
        if w[0].isalnum() and i not in dated and w not in before_day
    ]
    line = page.parties.items[number]
    placed = [i for n, i in enumerate(line) if n and line[n - 1].word in place]
    line = [i for i in line if i.word not in greetings]
    names = [i for i in line if i.kind == "org" and not i.weak and i not in placed]
    names = names or [i for i in line if i.kind == "org"]
    if not 0 < len(words) <= _CLOSING_WORDS or len(names) != 1 or len(names[0].parties) != 1:
        return None
    name = names[0]
    core = page.parties.core(name.parties[0])
    entry = page.parties.entries.get(core)
    if entry is None or entry.product or not (entry.strong or len(entry.mentions) > 1):
        return None
    more = {w for i in line if i.kind == "org" for w in i.word.split()}
    rest = [w for w in words if w not in more and w not in greetings]
    formed = len(reading.words) > 1 and "." in reading.words[-2]  # "Verein X e.V."
    ends = (
        reading.sentence.kind == "heading"
        or bool(dated)
        or reading.words[-1] not in _ENDS
        or formed
    )
    return core if len(rest) <= 1 and ends else None


def _signed(page: Page) -> str | None:
    """The party of a short dated line near the top, "X Council, 19 February", if any."""
    for number in page.live[:4]:
        reading = page.readings[number]
        items = page.parties.items[number]
        short = len([w for w in reading.words if w[0].isalnum()]) <= _SIGNATURE
        signed = len(items) > 1 and items[0].kind == "org" and items[1].word in {",", "|"}
        if signed and short and reading.dates:
            core = page.parties.core(items[0].parties[0])
            if has_head(page, core) or len(page.parties.mentions(core)) > 1:
                return core  # else a place in a dateline
    return None


def titled_by(page: Page) -> str | None:
    """The party that a page's first line sets before a dash: "X – service status"."""
    if not page.live or page.readings[page.live[0]].sentence.kind != "heading":
        return None
    number = page.live[0]
    items = page.parties.items[number]
    titled = len(items) > 2 and items[0].kind == "org" and items[1].word in {",", "|", ":", "-"}
    if not titled or items[0].weak or len(items[0].parties) != 1:
        return None
    return None if page.matches[number] else page.parties.core(items[0].parties[0])


def _known_core(page: Page, name: str) -> str:
    core = core_of(name)
    for known in page.parties.entries:
        if known == core or known.startswith(core + " ") or core.startswith(known + " "):
            return known
    return core


def _own_institution(page: Page, relations: Relations, *, alone: bool) -> str | None:
    """The institution (council, university, region) that the text names most, if not a supplier.

    It must be named early, late (as a signature is) or twice; with ``alone`` also be the only one:
    the text may be news.
    """
    suppliers = {s.party for s in relations.vendors} | {link.vendor for link in relations.links}
    headed = [
        (len(entry.mentions), -entry.mentions[0].sentence, core)
        for core, entry in page.parties.entries.items()
        if any(m.kind != "unknown" or " " in m.core for m in entry.mentions)
        and entry.strong
        and core not in suppliers
        and has_head(page, core)
        and not all(tells_of_a_like(page.readings[m.sentence]) for m in entry.mentions)
    ]
    if alone:
        headed = [h for h in headed if not _is_only_place(page, h[2])]
        if len(headed) != 1:
            return None
    early = 1 + len(page.readings) // 3
    last = range(max(0, len(page.readings) - _CLOSING), len(page.readings))
    likely = [
        h
        for h in headed
        if h[0] > 1 or -h[1] < early or (not alone and any(_signs(page, h[2], n) for n in last))
    ]
    if not likely and len(headed) == 1 and not alone:
        likely = [h for h in headed if page.parties.entries[h[2]].kind in PUBLIC_KINDS]
    return max(likely)[2] if likely else None


def _is_only_place(page: Page, core: str) -> bool:
    """Whether a text names a region only as where something is: "towns in the province of X"."""
    place = page.lexicon.word_set("at_place")
    mentions = page.parties.mentions(core)
    return all(
        place & set(page.readings[m.sentence].words[max(0, m.first - _BEFORE_PLACE) : m.first])
        for m in mentions
    )


def _signs(page: Page, core: str, number: int) -> bool:
    """Whether a short line begins with a name, as the signature of a letter does."""
    short = len([w for w in page.readings[number].words if w[0].isalnum()]) <= _SIGNATURE
    return short and any(m.sentence == number and m.first == 0 for m in page.parties.mentions(core))


@lru_cache(maxsize=32)
def _countries(lexicon: Lexicon) -> frozenset[str]:
    """Return the names of countries: "X Norge" is a firm's branch, and no institution."""
    return frozenset(name for names in lexicon.data.countries.values() for name in names)


def has_head(page: Page, core: str) -> bool:
    """Whether a party is named as an institution is: "X Council", "Bank of Y"."""
    entry = page.parties.entries[core]
    heads = heads_of(page.lexicon).written - _countries(page.lexicon)
    words = core.split()
    return entry.kind in PUBLIC_KINDS or any(
        " ".join(words[i:j]) in heads
        for i in range(len(words))
        for j in range(i + 1, len(words) + 1)
    )


def announces_itself(page: Page, core: str) -> bool:
    """Whether a release begins with "X announces that it": X is whose text it is."""
    passive = page.lexicon.word_set("passive")
    for number in page.live[:_OPENING]:
        reading = page.readings[number]
        if not reading.has("incident") or passive & set(reading.words):
            continue
        if reading.has("attacker_noun"):
            continue  # "a gang that calls itself X claims"
        for hit in reading.cues("announces"):
            before = [
                i
                for i in page.parties.items[number]
                if i.kind == "org" and not i.weak and 0 <= hit.first - i.last <= _SUBJECT
            ]
            if before and page.parties.core(before[-1].parties[0]) == core:
                return True
    return False
