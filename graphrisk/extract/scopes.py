"""Which cues lie in a stretch of a sentence, and which negations a clause sets on its data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.words.trie import Hit

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading

NEAR_WORD: Final = 5
_CLOSE: Final = 2
_TOLD_WITHIN: Final = 8


def within(reading: Reading, begin: int, end: int, name: str) -> list[Hit]:
    """Return the hits of a cue that lie in a token range."""
    return [h for h in reading.cues(name) if begin <= h.first and h.last <= end]


def overlaps(hit: Hit, other: Hit) -> bool:
    """Whether two hits share a token."""
    return hit.first < other.last and other.first < hit.last


def is_inside(hit: Hit, others: list[Hit]) -> bool:
    """Whether a hit lies within one of others."""
    return any(o.first <= hit.first and hit.last <= o.last for o in others)


def opens_list(reading: Reading, found: list[Hit]) -> bool:
    """Whether all that speaks of exposure is the "it concerns" that a sentence opens with."""
    opens = [h for h in reading.cues("enumeration") if h.first == 0 and h.last > 1]
    return bool(opens) and all(is_inside(f, opens) for f in found)


def is_attribute(reading: Reading, hit: Hit) -> bool:
    """Whether "affected" only describes the noun after it, and that noun is no data."""
    if not any(a.first == hit.first for a in reading.cues("affected")):
        return False
    if reading.words[hit.first] in reading.lexicon.finite_verbs:
        return False  # "the break-in concerns": a verb
    before = reading.words[max(0, hit.first - _CLOSE) : hit.first]
    if hit.last >= len(reading.words) or reading.lexicon.word_set("perfect_verb") & set(before):
        return False
    word = reading.words[hit.last]
    about_data = any(  # also past an adjective: "affected sensitive personal data"
        h.first - 1 <= hit.last < h.last for h in [*reading.data, *reading.cues("general_data")]
    )
    return (word.isalpha() and not about_data and word not in reading.lexicon.common_words) or any(
        h.first == hit.last for g in ("unit", "subject") for h in reading.hits(g)
    )


def access_lost(reading: Reading) -> list[Hit]:
    """Return phrases for access that is lost, which exposes nothing: "no longer have access"."""
    return [h for h in reading.cues("outage") if h.last - h.first > 1]


def opens_condition(reading: Reading, at: int) -> bool:
    """Whether the first word of a clause is "if"."""
    return any(h.first == at for h in reading.cues("conditional"))


def own_negation(reading: Reading, begin: int, end: int, first: int) -> list[Hit]:
    """Return the negations that a clause without exposure of its own sets on its data."""
    return [
        h
        for h in within(reading, begin, end, "negation")
        if (_reaches(reading, h, first) or _closes(reading, h, first, end))
        and aside_of(reading, h.first) == aside_of(reading, first)
        and not any(overlaps(h, p) for p in reading.cues("pseudo_negation"))
        and not is_of_attack(reading, h)
    ]


def _reaches(reading: Reading, negation: Hit, first: int) -> bool:
    """Whether a negation reaches a token: directly, or along a list of data: "no A, B, C or D"."""
    at = negation.last
    parts = _sentence_parts(reading)
    places = sorted([*reading.data, *reading.cues("general_data")], key=lambda h: h.first)
    for hit in places:
        if not at <= hit.first < first:
            continue
        between = reading.words[at : hit.first]
        if hit.first - at > NEAR_WORD or parts & set(between):
            break
        at = max(at, hit.last)
    return 0 <= first - at <= NEAR_WORD and not parts & set(reading.words[at:first])


def _sentence_parts(reading: Reading) -> frozenset[str]:
    """Return the words and signs that begin another part of a sentence."""
    lexicon = reading.lexicon
    words = lexicon.word_set("but") | lexicon.word_set("only") | lexicon.word_set("but_or_without")
    return words | {";", ":"}


def is_of_attack(reading: Reading, negation: Hit) -> bool:
    """Whether a negation tells how it happened, or who was not told, and denies nothing.

    "Visible without a password", "the server was not protected"; "they had not been told that
    names could be abroad".
    """
    return (
        any(a.first <= negation.first < a.last for a in reading.hits("attack"))
        or _is_kept(reading, negation.last)
        or negation.first in but_places(reading)
        or _is_untold(reading, negation)
    )


def _is_kept(reading: Reading, at: int) -> bool:
    """Whether "encrypted" or "protected" follows, not what attackers had no time to do."""
    kept, lock = reading.lexicon.stems("kept_safe"), reading.lexicon.word_set("to_lock")
    return any(w.startswith(kept) and w not in lock for w in reading.words[at : at + 2])


def only_circumstance(reading: Reading, negation: Hit, found: list[Hit]) -> bool:
    """Whether "without" after all exposure only tells how: "read the files without a reason"."""
    return reading.words[negation.first] in reading.lexicon.word_set("without") and all(
        f.last <= negation.first for f in found
    )


def has_own_data(reading: Reading, negation: Hit, found: list[Hit]) -> bool:
    """Whether a later negation denies data of its own: "X may be in it, neither Y nor Z were"."""
    after = [f.first for f in found if f.first > negation.first]
    end = min(after, default=len(reading.words))
    return any(negation.last <= d.first < end for d in reading.data)


def closes_own(reading: Reading, negation: Hit, last: int) -> bool:
    """Whether a negation ends a part on data of its own: "A came out, B did not"."""
    commas = [at for at in range(last, negation.first) if reading.words[at] == ","]
    if not commas:
        return False
    own = any(commas[-1] < d.first < negation.first for d in reading.data)
    cues = reading.cues("exposure", "data_exposed")
    told = any(last <= c.first < commas[-1] for c in cues)
    rest = any(c.first > commas[-1] for c in cues)
    return own and told and not rest


def aside_of(reading: Reading, at: int) -> int | None:
    """Return where the bracket opens that a token stands in: "contact details (not e-mail)"."""
    words = reading.words
    if "(" not in words:
        return None
    opened = [n for n in range(at) if words[n] == "("]
    closed = any(words[n] == ")" for n in range(opened[-1], at)) if opened else True
    return None if closed or ")" not in words[at:] else opened[-1]


def but_places(reading: Reading) -> list[int]:
    """Return where "utan" says "but", not "without": "not known, utan only that it is likely"."""
    buts = reading.lexicon.word_set("but_or_without")
    if buts.isdisjoint(reading.words):
        return []
    that = reading.lexicon.word_set("that")
    nots = [h.first for h in reading.cues("negation") if reading.words[h.first] not in buts]
    return [
        at
        for at, word in enumerate(reading.words)
        if word in buts
        and nots
        and nots[0] < at
        and that.isdisjoint(reading.words[at + 1 : at + 2])
    ]


def _is_untold(reading: Reading, negation: Hit) -> bool:
    """Whether somebody "had not been told that": a complaint, which supposes what it was about."""
    words, lexicon = reading.words, reading.lexicon
    around = words[max(0, negation.first - 1) : negation.last + 1]
    after = words[negation.last : negation.last + _TOLD_WITHIN]
    stems = lexicon.stems("told_people")
    told = next((n for n, w in enumerate(after) if w.startswith(stems)), None)
    said = told is not None and bool(lexicon.word_set("that") & set(after[told : told + 4]))
    return said and bool(lexicon.word_set("had") & set(around))


def _closes(reading: Reading, negation: Hit, first: int, end: int) -> bool:
    """Whether a negation ends a clause on the data before it: "passwords are not sent there"."""
    near = 0 < negation.first - first <= NEAR_WORD
    return near and not any(negation.first < d.first < end for d in reading.data)


def absent(reading: Reading, data: Hit) -> Hit | None:
    """Return the negation that says data was not where it could be taken.

    "Identity numbers were not in the files", "there were no identity numbers in the files".
    """
    words, lexicon = reading.words, reading.lexicon
    holder = lexicon.stems("data_holder")
    holders = {at for at, word in enumerate(words) if word.startswith(holder)}
    therein = not lexicon.word_set("therein").isdisjoint(words)
    if not therein and not any(_holds(reading, at) for at in holders):
        return None
    are, among = lexicon.word_set("was_there"), lexicon.word_set("in_among")
    for hit in reading.cues("negation"):
        last = hit.last
        while last < len(words) and words[last] in are:
            last += 1
        before = words[max(0, hit.first - 2) : hit.first]  # "lå det ingen", "there were no"
        is_verb = last > hit.last or bool(are & set(before))
        if not is_verb or any(overlaps(hit, p) for p in reading.cues("pseudo_negation")):
            continue
        near = any(last <= d.first <= last + 2 for d in reading.data)
        after = words[last] if last < len(words) else "."
        closes = after in among or last in holders or not after[0].isalnum()
        if (near and data.first >= last) or (closes and data.last <= hit.first):
            return hit
    return None


def _holds(reading: Reading, at: int) -> bool:
    """Whether a word for a file or system says where data lies: "in the files"."""
    inside = reading.lexicon.tails("inside")
    among = reading.lexicon.word_set("in_among")
    return reading.words[at].endswith(inside) or bool(
        among & set(reading.words[max(0, at - 3) : at])
    )


def is_other(reading: Reading, first: int) -> bool:
    """Whether what is said is of other data than named: "no other data"."""
    general = any(
        d.first == first and d.id == "unspecified_personal" for d in reading.data
    ) or not any(d.first == first for d in reading.data)
    return general and any(0 <= first - h.last <= 2 for h in reading.cues("other_data"))


def says_not_only(reading: Reading) -> bool:
    """Whether a sentence says "not only A but also B": one list, whatever stands between."""
    only = reading.lexicon.word_set("only")
    return any(only & set(reading.words[h.first : h.last]) for h in reading.cues("pseudo_negation"))


def modal_apart(reading: Reading, begin: int, end: int, exempt: list[Hit]) -> Hit | None:
    """Return the modal of "may therefore your name and address have been seen"."""
    words, lexicon = reading.words, reading.lexicon
    modals = lexicon.word_set("may_apart")
    places = [
        at
        for at in range(begin, end)
        if words[at] in modals and not any(h.first <= at < h.last for h in exempt)
    ]
    apart = [at for at in places if lexicon.word_set("perfect") & set(words[at + 1 : end])]
    return Hit("cue", "hedge", apart[0], apart[0] + 1) if apart else None


def about_misuse(reading: Reading, hit: Hit, begin: int, end: int, found: list[Hit]) -> bool:
    """Whether a denial is of misuse, named nearer to it than any exposure."""
    after = [m for m in within(reading, begin, end, "misuse") if m.first >= hit.last - 1]
    if not after:
        return False
    exposed_after = [f for f in found if f.first >= hit.last]
    return (
        not exposed_after
        or min(m.first for m in after) < min(f.first for f in exposed_after)
        or (max(m.first for m in after) > max(f.first for f in exposed_after))
    )
