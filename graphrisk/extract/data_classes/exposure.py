"""Which data classes a text says were exposed, may have been, or were not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graphrisk.extract.assertion import Assertion, assert_exposure, exposures, sentence_status
from graphrisk.extract.data_classes.conditions import condition_of, ends_in_condition
from graphrisk.extract.data_classes.exceptions import excepted
from graphrisk.extract.data_classes.findings import GENERAL, Finding, is_sensitive
from graphrisk.extract.data_classes.inheritance import concerned, in_a_list, inherited_status
from graphrisk.extract.data_classes.listed_before import listed_before
from graphrisk.extract.data_classes.mere_words import is_but_part, is_in_name, names_no_data
from graphrisk.extract.data_classes.second_thoughts import doubted, taken_back
from graphrisk.extract.incident.incident import tells_mistake
from graphrisk.extract.scopes import absent, own_negation
from graphrisk.extract.text.answers import yes_or_no
from graphrisk.extract.text.cells import cell_status
from graphrisk.extract.text.updates import order_told, recalls

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.trie import Hit

PUBLICATION: Final = "denial.publication"  # only publication is denied: no denial of exposure
_ANAPHOR_WITHIN: Final = 8
_BARE_WITHIN: Final = 2
_SHORT: Final = 30
_FILLERS: Final = 4
_LEAD: Final = 6
_REACH: Final = 20


def find_exposures(page: Page) -> list[Finding]:
    """Return every statement on a data class, in reading order, corrections included."""
    found: list[Finding] = []
    stated: set[int] = set()
    context: tuple[int, Assertion] | None = None
    told: tuple[int, Assertion] | None = None
    for number in page.live:
        reading = page.readings[number]
        before = len(found)
        inherited = inherited_status(page, number, context) or concerned(page, number, told)
        here = _in_sentence(page, number, inherited)
        found = [*doubted(page, number, found), *here, *taken_back(page, number)]
        if number - 1 not in stated:
            found += listed_before(page, number)
        found += _corrections(page, number, here, found)
        stated.update(f.sentence for f in found[before:])
        status = sentence_status(reading) if not reading.has("generic") else None
        if page.is_question(number) or (status is not None and status.rule == PUBLICATION):
            status = None  # "nothing was published" leaves open what was taken
        people = bool(reading.subjects) and reading.has("affected")  # "affected are employees"
        spoken = here or people or reading.has("general_data", "anaphor_data")
        if status is not None and spoken:
            context = (number, status)
        elif here and here[-1].assertion.status == "denied":
            context = (number, here[-1].assertion)
        elif here and inherited is not None:
            context = (number, inherited)
        elif reading.sentence.kind == "heading":
            context = None
        if status is not None and (people or reading.has("incident", "strong_exposure")):
            told = (number, status)
        elif status is None and tells_mistake(page, number):
            told = (number, Assertion("confirmed", 0, len(reading.words), "inherited"))
    # What a text only repeats of an earlier message comes before what it says itself.
    ranks = order_told(page)
    return sorted(
        _without_recalled(page, found),
        key=lambda f: (
            not recalls(page.readings[f.sentence]),
            ranks.get(f.sentence, 0),
        ),
    )


def _without_recalled(page: Page, found: list[Finding]) -> list[Finding]:
    """Drop "no data, we wrote at first" where the text now tells of data that was exposed."""
    old = [recalls(page.readings[f.sentence]) for f in found]
    pairs = list(zip(found, old, strict=True))
    if not any(f.assertion.status == "confirmed" and not recalled for f, recalled in pairs):
        return found
    return [
        f
        for f, recalled in pairs
        if not recalled or f.data_class != GENERAL or f.assertion.status != "denied"
    ]


def _in_sentence(page: Page, number: int, inherited: Assertion | None) -> list[Finding]:
    reading = page.readings[number]
    if page.is_question(number):
        return _answered(page, number)
    found: list[Finding] = _denied_leak(page, number)
    cell = cell_status(page, number)
    for hit in reading.data:
        if not page.is_fact(number, hit.first) or names_no_data(page, number, hit):
            continue
        if ends_in_condition(reading, hit.first):
            continue
        taken = inherited if inherited and in_a_list(page, number, hit) else None
        assertion = cell or assert_exposure(reading, hit.first, hit.last, taken)
        assertion = excepted(reading, hit, assertion or _bare_denial(reading, hit))
        if (
            assertion is not None
            and assertion.rule != PUBLICATION
            and not is_but_part(reading, hit)
        ):
            found.append(
                Finding(
                    hit.id, number, hit.first, hit.last, assertion, condition_of(page, number, hit)
                )
            )
    return found


def _answered(page: Page, number: int) -> list[Finding]:
    """What "yes" or "no" says of the data a question names."""
    status = yes_or_no(page, number)
    if status is None or not page.is_fact(number):
        return []
    answer = Finding(GENERAL, number + 1, 0, 1, status)
    return [
        Finding(h.id, number, h.first, h.last, status, None, answer)
        for h in page.readings[number].data
        if not is_in_name(page, number, h)
    ]


def _bare_denial(reading: Reading, data: Hit) -> Assertion | None:
    """Return a denial with no word for exposure: "neither X", "contains no", "not in the files"."""
    if reading.has("advice", "generic"):
        return None
    neither = reading.lexicon.word_set("neither")
    hits = [h for h in reading.cues("negation") if reading.words[h.first] in neither]
    unable = reading.has("suffers", "outage")  # "we can neither pay wages nor print invoices"
    near = [h for h in hits if 0 <= data.first - h.last <= _REACH and not unable]
    near = near or [h for h in (absent(reading, data),) if h is not None]
    if not reading.has("misuse"):  # "we do not think that the attack reached X"
        doubts = reading.cues("no_indication")
        near = near or [h for h in doubts if 0 <= data.first - h.last <= _REACH]
    near = near or [
        h for h in own_negation(reading, 0, data.first, data.first) if _of_content(reading, h)
    ]
    near = near or _opens_with_no(reading, data.first)
    return Assertion("denied", near[0].first, near[0].last, "denial.negation") if near else None


def _opens_with_no(reading: Reading, first: int) -> list[Hit]:
    """The negation that a short line opens with: "(No passwords, no card numbers.)".

    It may stand after a few words with a colon: "That is all: no passwords".
    """
    lead = reading.words[:_LEAD]
    begin = 1 if lead[0] == "(" else lead.index(":") + 1 if ":" in lead else 0
    opens = [h for h in reading.cues("negation") if begin - 1 <= h.first <= begin]
    short = len(reading.words) <= _SHORT and not reading.cues("exposure", "say", "self")
    told = sum(h.last - h.first for h in (*reading.data, *reading.cues("negation")))
    rest = sum(word.isalpha() for word in reading.words) - told
    only = short and rest <= _FILLERS  # "no recordings are kept longer than a year" denies nothing
    return opens if only and opens and opens[0].last <= first else []


def _of_content(reading: Reading, negation: Hit) -> bool:
    """Whether a negation stands by a word for what is in it: "contained no", "did not include"."""
    words = [h for h in reading.cues("enumeration") if h.last - h.first == 1]
    return any(
        -1 <= h.first - negation.last <= 1 or 0 <= negation.first - h.last <= 2 for h in words
    )


def _denied_leak(page: Page, number: int) -> list[Finding]:
    """A denial of any leak at all, without a word for the data: "no sign of data theft"."""
    reading = page.readings[number]
    nouns = reading.cues("leak_noun")
    if not nouns or reading.data or not page.is_fact(number, nouns[0].first):
        return []
    hit = nouns[0]
    denial = [
        h
        for h in reading.cues("no_indication", "negation")
        if 0 <= hit.first - h.last <= 5
        and not any(p.first <= h.first < p.last for p in reading.cues("pseudo_negation"))
    ]
    if not denial:
        return []
    status = Assertion("denied", denial[0].first, hit.last, "denial.no-indication")
    return [Finding(GENERAL, number, hit.first, hit.last, status)]


def _corrections(
    page: Page, number: int, here: list[Finding], before: Iterable[Finding]
) -> list[Finding]:
    """Findings for classes named earlier that this sentence speaks of again as "these data"."""
    reading = page.readings[number]
    supposed = any(h.first == 0 for h in reading.cues("conditional"))  # "if you are not named"
    told = page.is_fact(number) and not page.is_question(number) and not supposed
    if not told or reading.sentence.kind == "item" or reading.words[-1] == ":":
        return []
    named_here = {f.data_class for f in here} - {GENERAL}
    overturned = _overturned(page, number, before) if not here else []
    if overturned:
        return overturned
    general = next(
        (f for f in here if f.data_class == GENERAL and f.assertion.status == "denied"), None
    )
    anaphor = next(iter(reading.cues("anaphor_data")), None)
    bare = next(iter(reading.cues("no_indication")), None)
    if named_here or (general is None and (here or (anaphor is None and bare is None))):
        return []
    earlier = [f for f in before if f.sentence < number and f.assertion.status == "suspected"]
    if not earlier:
        return []
    if general is not None and not general.assertion.other:
        named = [f for f in earlier if f.data_class != GENERAL]
        if _of_another(page, number, named) or is_sensitive(reading, general):
            return []
        return _withdrawn(general, named, "correction.general")
    if bare is not None and number - earlier[-1].sentence <= _BARE_WITHIN and _points_back(reading):
        status: Assertion | None = Assertion(
            "denied", bare.first, bare.last, "denial.no-indication"
        )
    else:
        status = _anaphor_status(reading, anaphor) if anaphor is not None else None
    anaphor = anaphor or bare
    if here or status is None or status.status != "denied" or anaphor is None:
        return []
    if not (reading.has("correction") or number - earlier[-1].sentence <= _ANAPHOR_WITHIN):
        return []
    place = Finding(GENERAL, number, anaphor.first, anaphor.last, status)
    last_block = [f for f in earlier if earlier[-1].sentence - f.sentence <= 1]
    return _withdrawn(place, last_block, "correction.anaphor")


def _of_another(page: Page, number: int, earlier: Iterable[Finding]) -> bool:
    """Whether a denial names parties, and none of those that the data spoken of before is of."""
    here = _named_in(page, number)
    before = {core for f in earlier for core in _named_in(page, f.sentence)}
    return bool(here) and bool(before) and not here & before


def _named_in(page: Page, number: int) -> set[str]:
    return {page.parties.core(m.core) for m in page.parties.named_in(number)}


def _overturned(page: Page, number: int, before: Iterable[Finding]) -> list[Finding]:
    """A general denial that the next sentences take back: "however, it now turned out that"."""
    reading = page.readings[number]
    if not reading.has("correction") or not reading.has("general_data"):
        return []
    denied = [
        f
        for f in before
        if f.data_class == GENERAL
        and f.assertion.status == "denied"
        and 0 < number - f.sentence <= _BARE_WITHIN
    ]
    status = sentence_status(reading)
    if not denied or status is None or status.status == "denied":
        return []
    hit = reading.cues("general_data")[0]
    found = replace(status, rule="correction.general")
    return [Finding(GENERAL, number, hit.first, hit.last, found, None, denied[-1])]


def _points_back(reading: Reading) -> bool:
    """Whether a denial says nothing of its own: "there is no sign of that"."""
    own = reading.has("misuse") or bool(exposures(reading, 0, len(reading.words)))
    own = own or (reading.has("incident") and not reading.has("leak_noun"))  # "no new attacks"
    return not own and len(reading.words) <= _SHORT


def _anaphor_status(reading: Reading, anaphor: Hit) -> Assertion | None:
    status = assert_exposure(reading, anaphor.first, anaphor.last)
    twice = len(reading.cues("negation")) > 1  # "nothing that cannot be found"
    if status is None or status.other or twice or status.rule == PUBLICATION:
        return None
    return status


def _withdrawn(place: Finding, earlier: Iterable[Finding], rule: str) -> list[Finding]:
    latest = {f.data_class: f for f in earlier}
    assertion = replace(place.assertion, status="denied", rule=rule)
    return [
        Finding(name, place.sentence, place.first, place.last, assertion, None, source)
        for name, source in latest.items()
    ]
