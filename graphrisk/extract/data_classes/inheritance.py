"""What words on data take from the words before them: a list's header, the sentence before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graphrisk.extract.assertion import Assertion, exposures, sentence_status
from graphrisk.extract.text.answers import answer_status, question_of

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.trie import Hit

_INHERIT_WITHIN: Final = 3
_LIST_GAP: Final = 9
_CONCERNED_WITHIN: Final = 8
_NEXT: Final = 2
_OPENING: Final = 1
_OFFERS: Final = frozenset({"service", "vendor_name"})


def concerned(page: Page, number: int, told: tuple[int, Assertion] | None) -> Assertion | None:
    """What a list after "it concerns" takes from the incident told before, data named or not."""
    sentence = page.readings[number].sentence
    if told is None or number - told[0] > _CONCERNED_WITHIN:
        return None
    source = number if sentence.header is None else sentence.header
    if source >= len(page.readings):
        return None
    if _only_hedges(page.readings[source]):
        return told[1]
    if not _lists(page.readings[source]):
        return None
    breaks = any(h.first <= 1 for h in page.readings[source].cues("scope_break"))
    held = any(h.first == 0 for h in page.readings[source].cues("general_data"))
    # "The register holds names" may stand far from the break-in, "it concerns names" may not.
    near = (held or number - told[0] <= _NEXT) and not breaks
    return told[1] if near or page.readings[source].has("affected") else None


def _only_hedges(reading: Reading) -> bool:
    """Whether a sentence names data and says "perhaps", with no word for what happened to it."""
    plain = not reading.has("advice", "misuse", "generic", "incident", "unless_held", "outage")
    denied = [h.first for h in reading.cues("negation")] if reading.data else []
    able = not denied or denied[0] > reading.data[0].first or reading.has("pseudo_negation")
    loud = exposures(reading, 0, len(reading.words))
    return plain and able and not loud and bool(reading.data) and reading.has("hedge")


def _lists(reading: Reading) -> bool:
    """Whether a sentence lists, and says nothing of exposure itself."""
    return _names_a_list(reading) and not exposures(reading, 0, len(reading.words))


def inherited_status(
    page: Page, number: int, context: tuple[int, Assertion] | None
) -> Assertion | None:
    """What the list header or the sentence before says about exposure."""
    reading = page.readings[number]
    header = reading.sentence.header
    if header is not None:
        status = _header_status(page, header, number)
        above = page.readings[header]
        if status is None and context is not None and above.has("enumeration", "general_data"):
            status = context[1]
        return _weakened(above, status)
    answer = answer_status(page, number)
    if answer is not None or context is None or number - context[0] > _INHERIT_WITHIN:
        return answer
    starts_so = _names_a_list(reading) or reading.sentence.kind == "item"
    if not starts_so or reading.has("scope_break") or _says_otherwise(page, number, context[1]):
        return None
    return context[1]


def _names_a_list(reading: Reading) -> bool:
    return any(not _asks_how(reading, hit) for hit in reading.cues("enumeration"))


def _asks_how(reading: Reading, hit: Hit) -> bool:
    """Whether "wie" says how, not such as: "questions on how we protect health data"."""
    after = reading.words[hit.last : hit.last + 1]
    asks = reading.lexicon.word_set("asks_how")  # German alone asks and lists with one word
    return reading.words[hit.first : hit.last] == ["wie"] and bool(asks & set(after))


def _header_status(page: Page, header: int, item: int) -> Assertion | None:
    reading = page.readings[header]
    parties = any(h.id == "organisations" for h in reading.hits("unit"))
    labelled = ":" in page.readings[item].words  # "X: names and e-mail"
    if parties and not labelled and not reading.has("general_data"):
        return None  # "which parties were affected:"
    status = sentence_status(reading)
    if status is None and header and reading.sentence.kind != "heading":
        before = page.readings[header - 1]
        if before.sentence.block == reading.sentence.block:
            status = sentence_status(before)
    return status


def _weakened(header: Reading, status: Assertion | None) -> Assertion | None:
    """A header that only says "may have contained the following" makes what was taken a maybe."""
    if status is None or status.status != "confirmed" or not header.has("hedge"):
        return status
    return replace(status, status="suspected", rule="inherited.hedge")


def _says_otherwise(page: Page, number: int, before: Assertion) -> bool:
    """Whether a sentence that lists goes on with something else than the one before.

    "The letters did not hold A. The letters held B"; "X provides a system for orders and notes".
    """
    reading = page.readings[number]
    lists = reading.cues("enumeration")
    stated = bool(lists) and lists[0].first > _OPENING and not reading.has("negation")
    if before.status == "denied" and stated and reading.has("general_data", "noted"):
        return True
    only = reading.lexicon.word_set("only") | reading.lexicon.word_set("also")
    if before.status == "denied" and lists and only & set(reading.words[: lists[0].last]):
        return True  # "the only information in it is the name"
    offers = any(m.relation in _OFFERS for m in page.matches[number])
    return offers and not reading.has("general_data", "anaphor_data")


def in_a_list(page: Page, number: int, data: Hit) -> bool:
    """Whether data stands in the list that makes its sentence take a status from the one before.

    "The files hold X and Y", "X and Y are in them"; not "those who had Y were told".
    """
    reading = page.readings[number]
    plain = reading.sentence.kind == "text" and reading.sentence.header is None
    words = reading.cues("enumeration")
    if not plain or not words or question_of(page, number) is not None:
        return True
    such = reading.lexicon.word_set("like_or_which")
    return any(
        _leads_to(reading, h, data)
        or (0 <= h.first - data.last <= _LIST_GAP and reading.words[h.first] not in such)
        for h in words
    )


def _leads_to(reading: Reading, lists: Hit, data: Hit) -> bool:
    """Whether a list goes on from the word that opens it to data, item by item."""
    at = lists.last
    single = at - lists.first == 1
    such = single and reading.words[lists.first] in reading.lexicon.word_set("like_or_which")
    places = sorted([*reading.data, *reading.cues("general_data")], key=lambda h: h.first)
    for hit in places:
        if hit.first < at:
            continue
        if hit.first - at > (1 if such and at == lists.last else _LIST_GAP):
            return False
        if hit.first >= data.first:
            return True
        at = hit.last
    return False
