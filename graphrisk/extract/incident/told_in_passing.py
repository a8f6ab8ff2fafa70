"""Short words that tell of an event by themselves: an answer to "who?", "your name", "somebody"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.extract.incident.happened import is_past

if TYPE_CHECKING:
    from graphrisk.extract.data_classes.findings import Finding
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page


def answers_who(page: Page, number: int) -> bool:
    """Whether a party answers the question above: "Who has been attacked? It is X"."""
    if not number or not page.is_question(number - 1) or page.is_question(number):
        return False
    asked = page.readings[number - 1]
    if asked.words[0] not in page.lexicon.word_set("asks_who") or not asked.has(
        "incident", "struck", "affected"
    ):
        return False
    named = any(i.kind == "org" and not i.weak for i in page.parties.items[number])
    return named and page.is_fact(number) and not page.readings[number].has("negation")


def tells_reader(page: Page, finding: Finding) -> bool:
    """Whether the readers of a text are told that data of theirs were exposed: "your name was"."""
    if finding.assertion.status == "denied":
        return False
    reading = page.readings[finding.sentence]
    if reading.has("generic", "conditional", "advice") or page.is_question(finding.sentence):
        return False
    words = reading.words
    endings = reading.lexicon.tails("your")  # Finnish says it by an ending
    if endings and any(w.endswith(endings) for w in words[finding.first : finding.last]):
        return True
    return bool(reading.lexicon.word_set("your") & set(words))


def takes_files(page: Page, number: int) -> bool:
    """Whether an attacker is said to have got at files: "criminals had reached a file"."""
    reading = page.readings[number]
    data = bool(reading.data) or reading.has("general_data", "their_systems")
    supposed = reading.has("negation", "conditional", "hedge", "generic", "advice", "no_indication")
    ask, stems = page.lexicon.word_set, page.lexicon.stems("intruder")
    some = ask("somebody")
    somebody = any(word.startswith(stems) or word in some for word in reading.words)
    told = (somebody or reading.has("attacker_noun")) and data and not supposed
    told = told and is_past(reading) and not ask("how") & set(reading.words)
    return told and page.is_fact(number) and not page.is_question(number)


def tells_past(reading: Reading) -> bool:
    """Whether a sentence is told in the past or gives a day."""
    return is_past(reading) or bool(reading.dates)
