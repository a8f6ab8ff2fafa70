"""Whether a thing is said to have happened, may have happened, or is denied.

After ConText (Harkema et al. 2009), with four additions: exposure must be spoken of at all; false
negations ("cannot be ruled out") are read before true ones; denials without a negation word
("were spared") count; and a denial of misuse is not a denial of exposure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from graphrisk.extract.data_classes.locks import is_worth_a_lock, says_locked
from graphrisk.extract.scopes import (
    NEAR_WORD,
    about_misuse,
    access_lost,
    aside_of,
    but_places,
    closes_own,
    has_own_data,
    is_attribute,
    is_inside,
    is_of_attack,
    is_other,
    modal_apart,
    only_circumstance,
    opens_condition,
    opens_list,
    overlaps,
    own_negation,
    says_not_only,
    within,
)
from graphrisk.extract.words.trie import Hit

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading

_EXPOSED: Final = ("exposure", "data_exposed")  # the latter say it of data only: "on sale"
_NEAR_EXPOSURE: Final = 9
_ACROSS: Final = 20


@dataclass(frozen=True, slots=True)
class Assertion:
    """A status with the token positions of the cue that decided it.

    ``other`` marks a denial of the rest ("no other data"), ``general`` one of everything.
    """

    status: str
    first: int
    last: int
    rule: str
    other: bool = False


def clause_of(reading: Reading, at: int) -> tuple[int, int]:
    """Return the token range of the clause around a token."""
    breaks = _breaks(reading)
    first = max((b for b in breaks if b <= at), default=0)
    last = min((b for b in breaks if b > at), default=len(reading.words))
    return first, last


def _breaks(reading: Reading) -> list[int]:
    places: set[int] = set()
    if says_not_only(reading):
        return []
    always, also = _always_break(reading), reading.lexicon.word_set("also")
    some = {h.first for h in reading.cues("some_cases")}
    nots = {h.first for h in reading.cues("negation") if reading.words[h.first - 1] == ","}
    for hit in reading.cues("scope_break"):
        word = reading.words[hit.first]
        after = set(reading.words[hit.last : hit.last + 1])
        aside = after == {","} and reading.words[hit.first - 1] == ","
        if after & also or hit.last in some or aside:
            continue  # "names, but also health data": one list; "we can, however, say"
        if word in always or hit.first == 0 or reading.words[hit.first - 1] in {",", ";"}:
            places.add(hit.first - (hit.first - 1 in nots))  # "nicht aber Passwörter"
    places |= set(but_places(reading))
    for hit in reading.cues("reason_break"):
        if hit.first and reading.words[hit.first - 1] == ",":
            places.add(hit.first)
    return sorted(places)


def _always_break(reading: Reading) -> frozenset[str]:
    """Return the words that open a new part of a sentence wherever they stand."""
    return reading.lexicon.word_set("but") | {";"}


def exposures(reading: Reading, first: int, last: int) -> list[Hit]:
    """Return the exposure cues of a token range that are about data, not misuse or people."""
    return [
        h
        for h in reading.cues(*_EXPOSED)
        if first <= h.first < h.last <= last
        and not is_inside(h, [*reading.cues("misuse"), *access_lost(reading)])
        and not is_attribute(reading, h)
    ]


def assert_exposure(
    reading: Reading, first: int, last: int, inherited: Assertion | None = None
) -> Assertion | None:
    """Return the status of the data named at tokens ``first`` to ``last``, or None.

    Parameters
    ----------
    reading
        The sentence.
    first, last
        Where the data is named.
    inherited
        What the header of a list, or the sentence before an enumeration, says; used where the
        sentence has no exposure of its own.
    """
    begin, end = clause_of(reading, first)
    found = exposures(reading, begin, end)
    denial = _lexical(reading, begin, end)
    goes_on = inherited is not None and not (
        inherited.status == "denied" and _hedge(reading, begin, end)
    )  # "it may concern names", after "it does not concern our systems"
    if goes_on and found and not denial and opens_list(reading, found):
        found = []  # "it concerns names": what befell them was said before
    if not found and not denial:
        misuse = within(reading, begin, end, "misuse")
        whole = exposures(reading, 0, len(reading.words))
        if misuse and not whole:
            return None
        if whole and not _breaks(reading) and not opens_list(reading, whole):
            found = whole
        elif inherited is not None:
            return _inherit(reading, begin, end, first, inherited)
        elif whole:  # "names were taken, but no bank details"
            own = own_negation(reading, begin, end, first) if begin else []
            if own:
                return Assertion("denied", own[0].first, own[0].last, "denial.negation")
            return _listed_after(reading, whole, begin, end) or _across(reading, whole, first)
        else:
            return None
    return _status(reading, begin, end, first, last, found, denial)


def sentence_status(reading: Reading) -> Assertion | None:
    """Return the status of the exposure a sentence speaks of, whatever data it names."""
    found = exposures(reading, 0, len(reading.words))
    denial = _lexical(reading, 0, len(reading.words))
    if not found and not denial:
        return None
    at = (found or denial)[-1]
    begin, end = clause_of(reading, at.first)
    return _status(
        reading, begin, end, at.first, at.last, found, [d for d in denial if begin <= d.first < end]
    )


def _status(
    reading: Reading,
    begin: int,
    end: int,
    first: int,
    last: int,
    found: list[Hit],
    denial: list[Hit],
) -> Assertion:
    result = _plain_status(reading, begin, end, first, last, found, denial)
    if result.status == "denied" and found and _only_publication(reading, found):
        return replace(result, rule="denial.publication")
    return result


def _only_publication(reading: Reading, found: list[Hit]) -> bool:
    """Whether all that is denied is that data was published, not that it was reached."""
    places = {h.first for h in reading.cues("publication")}
    return all(h.first in places for h in found)


def _plain_status(
    reading: Reading,
    begin: int,
    end: int,
    first: int,
    last: int,
    found: list[Hit],
    denial: list[Hit],
) -> Assertion:
    pseudo = within(reading, begin, end, "pseudo_negation")
    harmed = any(h.id == "ransomware" for h in reading.hits("attack"))
    if harmed or not is_worth_a_lock(reading, first):
        denial = [d for d in denial if not says_locked(reading, d.last - 1, d.last)]
    if denial and not any(overlaps(d, p) for d in denial for p in pseudo):
        hit = denial[0]
        return Assertion("denied", hit.first, hit.last, "denial.lexical", is_other(reading, first))
    absent = [
        h
        for h in within(reading, begin, end, "no_indication")
        if not any(overlaps(h, p) and p.first <= h.first for p in pseudo)
    ]
    reach = max([last, *(f.last for f in found)])
    denies = any(h.last <= reach for h in absent)
    if denies and not about_misuse(reading, absent[0], begin, end, found):
        return Assertion(
            "denied",
            absent[0].first,
            absent[0].last,
            "denial.no-indication",
            is_other(reading, first),
        )
    negation = _negation(reading, begin, end, first, last, found, pseudo)
    if negation is not None:
        return Assertion(
            "denied", negation.first, negation.last, "denial.negation", is_other(reading, first)
        )
    hedge = _hedge(reading, begin, end)
    if hedge is not None:
        return Assertion("suspected", hedge.first, hedge.last, "hedge")
    cue = found[0] if found else None
    return Assertion(
        "confirmed", cue.first if cue else first, cue.last if cue else last, "exposure"
    )


def _negation(
    reading: Reading,
    begin: int,
    end: int,
    first: int,
    last: int,
    found: list[Hit],
    pseudo: list[Hit],
) -> Hit | None:
    """Return the true negation that reaches the exposure or the data word."""
    for hit in within(reading, begin, end, "negation"):
        if any(overlaps(hit, p) for p in pseudo):
            continue
        if any(overlaps(hit, p) for p in reading.cues("no_indication")):
            continue
        if is_of_attack(reading, hit) or aside_of(reading, hit.first) != aside_of(reading, first):
            continue
        if hit.first > last and (
            has_own_data(reading, hit, found)
            or _is_said_after(reading, hit, first, found)
            or only_circumstance(reading, hit, found)
            or closes_own(reading, hit, last)
        ):
            continue
        near_data = 0 <= first - hit.last <= NEAR_WORD
        near_cue = any(
            abs(cue.first - hit.first) <= _NEAR_EXPOSURE or hit.first <= first <= cue.first
            for cue in found
        )
        if (near_data or near_cue) and not _on_misuse(reading, hit, found):
            return hit
    return None


def _is_said_after(reading: Reading, negation: Hit, first: int, found: list[Hit]) -> bool:
    """Whether it is said first what happened: "names were taken, and have not been returned"."""
    told = [f.last for f in found if first < f.first and f.last <= negation.first]
    between = reading.words[told[0] : negation.first] if told else []
    return any(word in reading.lexicon.data.joiners for word in between)


def _on_misuse(reading: Reading, negation: Hit, found: list[Hit]) -> bool:
    """Whether the negation belongs to a misuse verb that is nearer than any exposure."""
    misuse = reading.cues("misuse")
    if not misuse:
        return False
    nearest = min(abs(m.first - negation.first) for m in misuse)
    return all(abs(f.first - negation.first) > nearest for f in found)


def _hedge(reading: Reading, begin: int, end: int) -> Hit | None:
    exempt = [*reading.cues("hedge_exempt")]
    exempt += [Hit("date", "date", d.first, d.last) for d in reading.dates]  # "14 May"
    hits = [h for h in within(reading, begin, end, "hedge") if not is_inside(h, exempt)]
    opening = [i for i in range(begin, min(begin + 3, end)) if reading.words[i][0].isalnum()][:1]
    if not hits and opening and opens_condition(reading, opening[0]):
        return Hit("cue", "hedge", begin, begin + 1)
    return hits[0] if hits else modal_apart(reading, begin, end, exempt)


def _lexical(reading: Reading, begin: int, end: int) -> list[Hit]:
    """Denials without a plain negation, unless they are part of a longer false negation."""
    pseudo = within(reading, begin, end, "pseudo_negation")
    return [
        h
        for h in within(reading, begin, end, "lexical_denial")
        if not any(p.first <= h.first and h.last <= p.last for p in pseudo)
    ]


def _inherit(reading: Reading, begin: int, end: int, first: int, inherited: Assertion) -> Assertion:
    """A list item or enumeration takes the status before it, weakened by a hedge of its own."""
    own = own_negation(reading, begin, end, first)
    if own:  # "no card details were held", after a sentence on what was taken
        return Assertion("denied", own[0].first, own[0].last, "inherited.negation")
    doubts = [h for h in within(reading, begin, end, "no_indication") if h.last <= first]
    if doubts and not within(reading, begin, end, "misuse"):
        return Assertion("denied", doubts[0].first, doubts[0].last, "denial.no-indication")
    if inherited.status == "confirmed" and _hedge(reading, begin, end) is not None:
        return Assertion("suspected", begin, end, "inherited.hedge")
    return Assertion(
        inherited.status, inherited.first, inherited.last, "inherited", inherited.other
    )


def _listed_after(reading: Reading, whole: list[Hit], begin: int, end: int) -> Assertion | None:
    """What "the letters were copied; these contain names" says of the names."""
    before = [h for h in whole if h.last <= begin]
    lists = within(reading, begin, end, "enumeration")
    if not before or reading.words[begin] not in _always_break(reading) or not lists:
        return None
    at = before[-1]
    start, stop = clause_of(reading, at.first)
    near = [h for h in before if start <= h.first]
    return _status(reading, start, stop, at.first, at.last, near, [])


def _across(reading: Reading, whole: list[Hit], first: int) -> Assertion | None:
    """The data stands in one clause and the exposure in the next: take the nearest one's status."""
    after = [h for h in whole if h.first > first]
    if not after or after[0].first - first > _ACROSS:
        return None
    nearest = after[0]
    begin, end = clause_of(reading, nearest.first)
    begin = max([begin, *(h.last for h in _left_out(reading, begin, nearest.first))])
    found = [h for h in whole if begin <= h.first < end]
    return _status(
        reading, begin, end, nearest.first, nearest.last, found, _lexical(reading, begin, end)
    )


def _left_out(reading: Reading, begin: int, end: int) -> list[Hit]:
    """Return the data that "A, but not B, came out" takes out: its negation is B's alone."""
    nots = [h for h in within(reading, begin, end, "negation") if h.first - begin <= 1]
    data = [d for d in reading.data if begin <= d.first < end]
    near = bool(nots and data) and 0 <= data[0].first - nots[0].last <= NEAR_WORD
    return data if near and "," in reading.words[data[-1].last : end] else []
