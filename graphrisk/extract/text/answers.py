"""Questions with their answers: what "which data?", "is mine at risk?" and "who?" are answered.

The answer to a question is often no whole sentence: "Name and address.", "No.", "Pupils of X".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from graphrisk.extract.assertion import Assertion, exposures, sentence_status
from graphrisk.extract.supply.relations import Relations, Sign

if TYPE_CHECKING:
    from graphrisk.extract.page import Page

_BACK: Final = 3
_LIST: Final = 3
_BARE: Final = 7


def question_of(page: Page, number: int) -> int | None:
    """Return the question that a sentence answers: the nearest above it, a heading aside."""
    if page.is_question(number):
        return None
    for above in range(number - 1, max(-1, number - 1 - _BACK), -1):
        if page.is_question(above):
            return above
        if page.readings[above].sentence.kind == "heading":
            return None
    return None


def answer_status(page: Page, number: int) -> Assertion | None:
    """Return the status a question such as "which data is affected?" gives the words after it.

    A question that only asks what is concerned is answered with what was taken.
    """
    at = question_of(page, number)
    if at is None:
        return None
    asked = page.readings[at]
    if asked.has("what_taken"):  # "what did they get?"
        return Assertion("confirmed", 0, 1, "inherited")
    people = asked.has("customer_noun") or asked.hits("unit") or asked.hits("subject")
    data = asked.has("general_data", "anaphor_data") or (asked.has("exposure") and not people)
    if not asked.lexicon.word_set("which") & set(asked.words[:2]) or not data:
        return None
    status = sentence_status(asked)
    if status is None and asked.has("enumeration") and not asked.has("advice", "generic"):
        return Assertion("confirmed", 0, 1, "inherited")
    return status if status is not None and status.status != "denied" else None


def yes_or_no(page: Page, number: int) -> Assertion | None:
    """Return the status that "yes" or "no" after a question gives the data it asks about."""
    if not page.is_question(number) or number + 1 >= len(page.readings):
        return None
    asked = page.readings[number]
    first = page.readings[number + 1].words[0]
    denies = first in asked.lexicon.word_set("says_no")
    hedges = [h for h in asked.cues("hedge") if h.first]  # the word that asks is no doubt
    risk = exposures(asked, 0, len(asked.words)) or asked.cues("hedge")
    if not risk and len(asked.words) <= _BARE and asked.data:
        return _of_bare(page, number)
    answers = denies or first in asked.lexicon.word_set("says_yes")
    if not answers or not risk or asked.has("advice", "generic"):
        return None
    if denies:
        return Assertion("denied", risk[0].first, risk[0].last, "denial.negation")
    if hedges:
        return Assertion("suspected", risk[0].first, risk[0].last, "hedge")
    return Assertion("confirmed", risk[0].first, risk[0].last, "exposure")


def _of_bare(page: Page, number: int) -> Assertion | None:
    """Return what the answer to a question of hardly more than data says: "My password?" "No."."""
    asked, answer = page.readings[number], page.readings[number + 1]
    told = any(page.readings[n].has("incident", "strong_exposure") for n in page.live if n < number)
    if not told or asked.has("advice", "generic", "conditional"):
        return None
    place = asked.data[0].first, asked.data[0].last
    if answer.words[0] in answer.lexicon.word_set("says_no"):
        return Assertion("denied", *place, "denial.negation")
    if answer.words[0] in answer.lexicon.word_set("perhaps"):
        return Assertion("suspected", *place, "hedge")
    found = sentence_status(answer)
    denied = found is not None and found.status == "denied" and not answer.data
    return Assertion("denied", *place, "denial.negation") if denied else None


def add_answered_customers(page: Page, relations: Relations) -> None:
    """Add the parties named in the answer to "who is affected?"."""
    asking = page.lexicon.word_set("which") | page.lexicon.word_set("who")
    for number in page.live:
        asked = page.readings[number]
        who = page.is_question(number) and asked.words[0] in asking and asked.has("affected")
        if not who or asked.has("general_data", "anaphor_data", "generic"):
            continue
        for answer in _answer(page, number):
            for item in page.parties.items[answer]:
                if item.kind != "org" or (item.weak and len(item.parties) < _LIST):
                    continue
                page.parties.mark_listed(item.parties if item.weak else ())
                relations.customers += [
                    Sign(page.parties.core(core), answer, item.first, item.last, "customer: answer")
                    for core in item.parties
                ]


def _answer(page: Page, number: int) -> Iterator[int]:
    """Yield the sentences after a question that name whom it asks for."""
    for below in range(number + 1, min(number + 1 + _BACK, len(page.readings))):
        reading = page.readings[below]
        if page.is_question(below) or reading.sentence.kind == "heading":
            return
        if page.is_fact(below) and not reading.has("negation", "lexical_denial", "helper"):
            yield below
