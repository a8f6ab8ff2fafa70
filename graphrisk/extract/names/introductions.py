"""Names that the words around them introduce: "the firm X", "X, the agency", "called X"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from graphrisk.extract.names.name_shapes import is_after_mark, is_known_word
from graphrisk.extract.names.written_small import SMALL_ELSE

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.names.names import NameMention

_FIRMS: Final = frozenset({"vendor", "vendor_noun", "sub_vendor_noun", "product_noun"})
_KIND_WITHIN: Final = 4


def called_names(readings: Iterable[Reading]) -> set[str]:
    """Return the words that a text says a firm or a system is called by: "a system called X"."""
    found: set[str] = set()
    for reading in readings:
        called, firms = reading.lexicon.word_set("called"), reading.lexicon.word_set("firm_noun")
        for at, word in enumerate(reading.words[:-1]):
            if word not in called or not reading.token(at + 1).is_capital:
                continue
            kinds = [*reading.cues("product_noun", "vendor_noun"), *reading.hits("anaphor")]
            firm = firms & set(reading.words[max(0, at - _KIND_WITHIN) : at])
            if firm or any(at - _KIND_WITHIN <= h.first < at for h in kinds):
                found.add(reading.token(at + 1).text)
    return found


def is_introduced(reading: Reading, mention: NameMention) -> bool:
    """Whether a noun for a supplier or company stands before a word: "bei der Firma X".

    Or after it, at the head of a sentence: "X, the agency that".
    """
    nouns = [*reading.cues("vendor_noun", "sub_vendor_noun"), *reading.hits("anaphor")]
    after = [*nouns, *reading.cues("product_noun")]
    apposed = mention.first == 0 and reading.words[mention.last : mention.last + 1] == [","]
    if apposed and any(h.first == mention.last + 1 and h.id in _FIRMS for h in after):
        return True
    before = reading.words[mention.first - 1] if mention.first else ""
    if before in reading.lexicon.word_set("firm_noun"):
        return True
    german = reading.lexicon.data.nouns_capitalised and before.endswith(
        reading.lexicon.tails("firm")
    )
    if german and not is_known_word(mention.name, reading.lexicon.language):
        return True  # "das Taxiunternehmen X"
    noun = any(
        h.last == mention.first and (h.group != "anaphor" or h.id == "vendor") for h in nouns
    )
    return noun and not is_known_word(mention.name, reading.lexicon.language)


def is_inner_noun(reading: Reading, at: int) -> bool:
    """Whether a word for data is capital inside a sentence, as in a name: "Keybox Online"."""
    small = reading.lexicon.language in SMALL_ELSE and reading.sentence.kind == "text"
    inner = small and at > 0 and not is_after_mark(reading, at)
    return inner and any(h.first <= at < h.last for h in reading.data)


def system_words(readings: Sequence[Reading]) -> set[str]:
    """Return, small, what kind of system a text abbreviates: "Student Information System (SIS)".

    Neither these words nor their letters are a party: "X, our Student Information System (SIS)".
    """
    found: set[str] = set()
    for reading in readings:
        for at in range(1, len(reading.words) - 1):
            letters = reading.words[at]
            bracketed = reading.words[at - 1] == "(" and reading.words[at + 1] == ")"
            meant = reading.words[max(0, at - 1 - len(letters)) : at - 1]
            if (
                bracketed
                and reading.token(at).text.isupper()
                and [w[0] for w in meant] == list(letters)
                and any(h.last == at - 1 for h in reading.cues("product_noun"))
            ):
                found |= {letters, *meant}
    return found
