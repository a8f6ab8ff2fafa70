"""Whose text it is, from its edges: a dateline, a title's end, "© 2025 X", "About X", "our site".

Only for texts that say "we": a news page carries such lines of its own publisher too, who has no
part in what it tells.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from graphrisk.extract.author.ownvoice import is_own_voice

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.template_fit import Item

_RIGHTS: Final = frozenset(["©", "copyright", "(c)", "c"])
_DASHES: Final = frozenset(["-", "\u2013", "\u2014"])
_OPENING: Final = 3
_LABEL_WITHIN: Final = 5
_ABOUT_WITHIN: Final = 3
_SHORT: Final = 14
_NEAR_SITE: Final = 3
_CLOSING: Final = 10


def at_the_edges(page: Page, but: Collection[str]) -> str | None:
    """Return whom the edges of a text that says "we" name as its author; never one of ``but``."""
    for found in (_datelined, _title_end, _imprint, _about, _own_site):
        core = found(page)
        if core is not None and core not in but:
            return core
    return None


def _datelined(page: Page) -> str | None:
    """The party right after the dash of a dateline: "Ekeby, 5 May 2025 – X announces that"."""
    for number in page.live[:_OPENING]:
        reading = page.readings[number]
        for day in reading.dates:
            if reading.words[day.last : day.last + 1] and reading.words[day.last] in _DASHES:
                after = [i for i in page.parties.items[number] if i.first > day.last]
                named = [i for i in after if i.kind == "org"]
                if named and named[0].first <= day.last + _ABOUT_WITHIN and not named[0].weak:
                    return _core(page, named[0])
    return None


def _title_end(page: Page) -> str | None:
    """The party that the first heading sets apart at its end: "Data breach at supplier | X"."""
    for number in page.live[:1]:
        reading = page.readings[number]
        items = page.parties.items[number]
        if reading.sentence.kind != "heading" or len(items) < _OPENING:
            continue
        last, mark = items[-1], items[-2].word
        if last.kind == "org" and not last.weak and (mark == "|" or mark in _DASHES):
            return _core(page, last)
    return None


def _imprint(page: Page) -> str | None:
    """The party of a line "© 2025 X" or "Published by: X" near the end."""
    imprint = page.lexicon.stems("imprint")
    for number in range(len(page.readings) - 1, max(-1, len(page.readings) - _CLOSING), -1):
        reading = page.readings[number]
        head = reading.words[:_LABEL_WITHIN]
        rights = bool(_RIGHTS & set(head[:2])) and any(w.isdigit() for w in head)
        labelled = ":" in head and any(w.startswith(imprint) for w in head[: head.index(":")])
        if rights or labelled:
            start = head.index(":") if labelled else 0
            named = [
                i
                for i in page.parties.items[number]
                if i.kind == "org" and i.first > start and len(i.parties) == 1
            ]
            if named:
                return _core(page, named[0])
    return None


def _about(page: Page) -> str | None:
    """The party of a heading "About X" after what is told."""
    for number in range(len(page.readings) - 1, 0, -1):
        reading = page.readings[number]
        short = len(reading.words) <= _SHORT
        if not short or not page.lexicon.word_set("about_us") & set(reading.words[:2]):
            continue
        if reading.sentence.kind != "heading" and not _opens_line(page, number):
            continue
        named = [i for i in page.parties.items[number] if i.kind == "org" and not i.weak]
        if len(named) == 1 and named[0].first <= _ABOUT_WITHIN:
            return _core(page, named[0])
    return None


def _opens_line(page: Page, number: int) -> bool:
    start = page.readings[number].sentence.start
    return page.text[max(0, start - 1) : start] == "\n"


def _own_site(page: Page) -> str | None:
    """The party whose site a sentence in the text's own voice names: "on X's site and our app"."""
    site = page.lexicon.stems("web_site")
    for number in page.live:
        reading = page.readings[number]
        sites = [n for n, w in enumerate(reading.words) if w.startswith(site)]
        if not sites or not is_own_voice(page, number) or reading.has("vendor_noun"):
            continue
        for item in page.parties.items[number]:
            near = any(at == item.last or 0 < item.first - at <= _NEAR_SITE for at in sites)
            if item.kind == "org" and not item.weak and near and _speaks_of_own(reading):
                return _core(page, item)
    return None


def _speaks_of_own(reading: Reading) -> bool:
    return reading.has("self_possessive")


def _core(page: Page, item: Item) -> str | None:
    return page.parties.core(item.parties[0]) if len(item.parties) == 1 else None
