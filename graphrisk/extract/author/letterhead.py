"""Lines that say who is who with a label: "From: X", "Controller: X", "Supplier: X"."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from graphrisk.extract.supply.relations import Relations, Sign

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page

_SENDER: Final = "sender_label"
_HOLDER: Final = "holder_label"
_SUPPLIER: Final = "supplier_label"
_LABELS: Final = (_SENDER, _HOLDER, _SUPPLIER)
_BARS: Final = frozenset(["\u2013", "|", ":", ">", "/", "\u00b7", "-"])
_SITE_BARS: Final = frozenset(["|", ">", "\u00b7"])
_BRACKET: Final = 7
_HEADINGS: Final = 3
_HARM: Final = ("incident", "exposure", "outage")
_LONG_HEAD: Final = 5
_LABEL_WITHIN: Final = 4
_HEAD: Final = 14


def label_of(reading: Reading) -> tuple[str, int] | None:
    """Return which label a line begins with, and the token after its colon.

    "Data controller: X" and "Responsable du traitement : X" too.
    """
    words, lexicon = reading.words[: _LABEL_WITHIN + 1], reading.lexicon
    if ":" not in words[1:]:
        return None
    colon = words.index(":", 1)
    label = words[:colon]
    if any(h.first == 0 and h.last == colon for h in reading.cues("holder_of_data")):
        return _HOLDER, colon + 1
    if len(label) > 1 and (len(label) > 2 or label[0] not in lexicon.word_set("of_system")):
        return None  # "A leak at a supplier: ..."
    known = next((k for k in _LABELS if label[-1] in lexicon.word_set(k)), None)
    return None if known is None else (known, colon + 1)


def roles_in_brackets(page: Page, relations: Relations) -> None:
    """Add what a bracket after a name makes of it: "X GmbH (controller)", "Y (the processor)"."""
    lexicon = page.lexicon
    articles = lexicon.word_set("the_as")
    controllers, processors = lexicon.word_set("controller_label"), lexicon.word_set(_SUPPLIER)
    for number in page.live:
        words = page.readings[number].words
        if "(" not in words:
            continue
        for item in page.parties.items[number]:
            inner = words[item.last + 1 : item.last + _BRACKET]
            if item.kind != "org" or words[item.last : item.last + 1] != ["("] or ")" not in inner:
                continue
            called = [w for w in inner[: inner.index(")")] if w.isalpha() and w not in articles]
            if len(called) != 1 or len(item.parties) != 1:
                continue
            core = page.parties.core(item.parties[0])
            place = (core, number, item.first, item.last)
            if called[0] in controllers:
                relations.publisher.append(Sign(*place, "publisher: the controller"))
            elif called[0] in processors:
                relations.vendors.append(Sign(*place, "label: @vendor_noun : {A}"))


def headed(page: Page, but: Collection[str]) -> str | None:
    """Return the one party that the first headings set apart by a dash or bar: "News | X Council".

    Else the one they name at all, which the text then does not speak of beside what happened. Only
    headings without a word of harm count: others name who was hit.
    """
    apart: dict[str, None] = {}
    named: dict[str, None] = {}
    for number in page.live[:_HEADINGS]:
        reading = page.readings[number]
        if reading.sentence.kind != "heading":
            break
        if reading.has(*_HARM, "affected") or reading.hits("attack"):
            continue
        for item in page.parties.items[number]:
            if item.kind != "org" or len(item.parties) != 1:
                continue
            core = page.parties.core(item.parties[0])
            before = reading.words[item.first - 1] if item.first else ""
            after = reading.words[item.last] if item.last < len(reading.words) else ""
            alone = not (before or after) and _is_institution(page, core)
            site = not before and after in _SITE_BARS
            if not item.weak or alone or site:
                bars = before in _BARS or (not before and (alone or after in {"", *_BARS}))
                (apart if bars else named)[core] = None
    left = [core for core in apart if core not in but]
    left = left or [c for c in named if c not in but and " " in c and not _is_in_harm(page, c)]
    return left[0] if len(left) == 1 else None


def _is_institution(page: Page, core: str) -> bool:
    """Whether a word of a name ends as institutions do: "Opettajaliitto", "Sportverband Süd"."""
    lexicon = page.lexicon
    heads = {h for heads in lexicon.data.heads_after.values() for h in heads}
    heads.update(lexicon.tails("institution_name"))
    return any(
        len(head) >= _LONG_HEAD and word.endswith(head) and word != head
        for word in core.split()
        for head in heads
    )


def _is_in_harm(page: Page, core: str) -> bool:
    numbers = {m.sentence for m in page.parties.mentions(core)}
    return any(page.readings[n].has(*_HARM) for n in numbers)


def sender(page: Page) -> str | None:
    """Return whom the first label of a sender, else of a holder, in the head of a text names."""
    for wanted in (_SENDER, _HOLDER):
        for number in page.live[:_HEAD]:
            found = label_of(page.readings[number])
            if found is not None and found[0] == wanted:
                core = _named(page, number, found[1])
                if core is not None:
                    return core
    return None


def add_labelled(page: Page, relations: Relations) -> None:
    """Add the parties of lines with a label: a supplier, and the holder of the data as served."""
    first = sender(page)
    for number in page.live:
        found = label_of(page.readings[number])
        core = _named(page, number, found[1]) if found is not None else None
        if found is None or core is None:
            continue
        if found[0] == _SENDER:
            if core != first and page.parties.is_firm(core):  # the mail that is forwarded
                rule = "label: @vendor_noun : {A}"
                relations.vendors.append(Sign(core, number, 0, found[1], rule))
            continue
        page.parties.mark_listed([core])
        last = len(page.readings[number].words)
        if found[0] == _SUPPLIER:
            rule = "label: @vendor_noun : {A}"
            relations.vendors.append(Sign(core, number, 0, last, rule))
        else:
            relations.customers.append(Sign(core, number, 0, last, "customer: label"))


def _named(page: Page, number: int, at: int) -> str | None:
    """Return the organization that a line names after its label; an office of one is none."""
    for item in page.parties.items[number]:
        if item.kind != "org" or item.first < at or len(item.parties) != 1:
            continue
        if not item.word.startswith(page.lexicon.stems("office")):
            return page.parties.core(item.parties[0])
    return None
