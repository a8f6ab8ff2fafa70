"""What a number counts: the noun after it, before it, of the number after it, or of a label."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.counts.count_owners import of_company
from graphrisk.extract.counts.count_shares import owners
from graphrisk.extract.words.trie import Hit

if TYPE_CHECKING:
    from graphrisk.extract.counts.numbers import NumberMention
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.words.lexicon import Lexicon
    from graphrisk.extract.words.template_fit import Item

_WITHIN: Final = 4
_SHARED_WITHIN: Final = 4
_LABEL: Final = 10
_STOPS: Final = frozenset([",", ".", ";", "(", ")", ":"])
_CLOSES: Final = frozenset([".", ",", ";", ")", "(", "|"])
_MANY: Final = 10


def unit_of(
    reading: Reading, mention: NumberMention, of_firms: bool, page_items: list[Item]
) -> Hit | None:
    """Return the noun that a number counts, or None.

    Parameters
    ----------
    reading
        The sentence.
    mention
        The number.
    of_firms
        Whether "customers" are organizations here.
    page_items
        The parties of the sentence.
    """
    if (owner := owners(reading, mention)) is not None:
        return owner
    options = _after(reading, mention)
    if not options:
        return (
            _shared(reading, mention)
            or _before(reading, mention)
            or _labelled(reading, mention)
            or _people_of_data(reading, mention)
        )
    if len(options) > 1 and any(o.first == options[0].last for o in options):
        options = [o for o in options if o.first != options[0].first]  # "current and former staff"
    plain = [h for h in options if not any(a.first == h.first for a in reading.cues("affected"))]
    nearest = min(plain or options, key=lambda h: (h.first, h.first - h.last))
    same = [h for h in options if h.first == nearest.first and h.last == nearest.last]
    ids = {h.id for h in same}
    buyers = any(h.first == nearest.first for h in reading.cues("customer_noun"))
    if (buyers or "organisations" in ids) and of_company(reading, page_items, nearest, mention):
        return Hit("unit", "organisations", nearest.first, nearest.last)
    if ids >= {"persons", "organisations"}:
        name = "organisations" if of_firms else "persons"
        return Hit("unit", name, nearest.first, nearest.last)
    return nearest


def _after(reading: Reading, mention: NumberMention) -> list[Hit]:
    """The nouns after a number, with a few adjectives between."""
    words = reading.words
    nouns = [h for h in reading.countable if 0 <= h.first - mention.last <= _WITHIN]
    parting = _STOPS | reading.lexicon.word_set("towards")  # "424 keys to tenants" are keys
    return [
        h
        for h in nouns
        if not any(word in parting or word.isdecimal() for word in words[mention.last : h.first])
    ]


def _shared(reading: Reading, mention: NumberMention) -> Hit | None:
    """The noun of the next number: "1,870 current and 640 former employees"."""
    after = [n for n in reading.numbers if n.first >= mention.last]
    if not after or not 1 <= after[0].first - mention.last <= _SHARED_WITHIN:
        return None
    between = reading.words[mention.last : after[0].first]
    if between[-1] not in reading.lexicon.word_set("joiner") or not all(
        w.isalpha() for w in between
    ):
        return None
    nouns = _after(reading, after[0])
    return min(nouns, key=lambda h: (h.first, h.first - h.last)) if nouns else None


def _before(reading: Reading, mention: NumberMention) -> Hit | None:
    """The noun before a number: "the subscribers of X are 12,800" in Finnish."""
    before = reading.words[max(0, mention.first - 1) : mention.first]
    after = reading.words[mention.last : mention.last + 1]
    if not before or (after and after[0] not in _CLOSES):
        return None
    if before[0] not in reading.lexicon.word_set("copula"):
        return None
    near = [h for h in reading.countable if 0 <= mention.first - 1 - h.last <= 1]
    return near[-1] if near else None


def _labelled(reading: Reading, mention: NumberMention) -> Hit | None:
    """The noun of a label or of "the number of": "Antal berörda personer: 2 310"."""
    words = reading.words
    start = max(0, mention.first - _LABEL)
    number_of = reading.lexicon.word_set("number_of")
    counting = [at for at in range(start, mention.first) if words[at] in number_of]
    if not counting:
        return None
    nouns = [h for h in reading.countable if start <= h.first and h.last <= mention.first]
    harmed = [h for h in reading.cues("affected") if start <= h.first and h.last <= mention.first]
    last = max((h.last for h in (*nouns, *harmed)), default=None)
    if last is None:
        return None
    between = words[max(last, counting[-1] + 1) : mention.first]
    marked = [w for w in between if w in {":", "|"}]
    if not marked and not set(between) <= reading.lexicon.word_set("stands_at"):
        return None
    return nouns[-1] if nouns else Hit("unit", "persons", harmed[-1].first, harmed[-1].last)


def _people_of_data(reading: Reading, mention: NumberMention) -> Hit | None:
    """Whoever they are, those whose data are told of are people: "data of 3,400 anglers"."""
    words = reading.words
    at = mention.last
    if mention.value < _MANY or at >= len(words) or not words[at].isalpha():
        return None
    told = [*reading.data, *reading.cues("general_data")]
    told = [h for h in told if h.id not in {"communication_recording", "corporate_data"}]
    after = at + 1 + (words[at + 1 : at + 2] == ["'"])
    owns = words[at].endswith("n" if reading.lexicon.language == "fi" else "s")
    owned = owns and any(h.first == after for h in told)  # "730 suunnistajan tiedot"
    data_of = reading.lexicon.word_set("data_of")
    before = mention.first > 0 and words[mention.first - 1] in data_of
    of_data = before and any(0 <= mention.first - 1 - h.last <= 1 for h in told)
    if not owned and not (of_data and _is_noun(reading, at)):
        return None
    other = any(h.first == at for h in (*reading.data, *reading.hits("country")))
    return None if other else Hit("unit", "persons", at, at + 1)


def _is_noun(reading: Reading, at: int) -> bool:
    """Whether a word after a number may be those counted: no verb, and no part of a name."""
    name = reading.token(at).is_capital and not reading.lexicon.data.nouns_capitalised
    word = reading.words[at]
    return not name and len(word) >= _WITHIN and word not in reading.lexicon.finite_verbs


def is_elative(lexicon: Lexicon, word: str) -> bool:
    """Whether a Finnish word says "of these": "sairaalasta", "asiakkaastamme".

    What some nouns have after a number looks the same: "potilasta".
    """
    for ending in ("mme", "nsa", "nsä", "ni"):
        word = word.removesuffix(ending)
    return word.endswith(("sta", "stä")) and not word.endswith(lexicon.tails("partitive"))
