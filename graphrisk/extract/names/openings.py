"""A single word that begins a sentence: a name, or any noun that is capital only for its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from graphrisk.extract.names.name_shapes import is_known_word

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading

_ASIDE: Final = frozenset({",", "("})
_FINNISH_CASES: Final = ("t", "ssa", "ssä", "sta", "stä", "lla", "llä", "lle", "ksi", "mme", "nsa")
_PHRASE: Final = 12
_SHORTEST: Final = 3
_TELEGRAM: Final = 8
_ZONES: Final = frozenset(
    ["CET", "CEST", "UTC", "GMT", "BST", "EET", "EEST", "MEZ", "MESZ", "WET", "WEST", "EST", "PST"]
)
_OUR_AFTER: Final = frozenset({"nb", "sv"})


def opens_as_name(reading: Reading, at: int) -> bool:
    """Whether a capital word and the verb after it read as a name does: "Norvita was hit".

    Only where the lexicon lists its finite verbs and the endings of its definite nouns are known;
    in English a word that no dictionary has, before a verb or with its own "'s".
    """
    # A definite noun ends so, and may begin a sentence; a bare noun in the singular does not, so
    # what stands there before a verb is a name. Dutch gives a definite noun an article of its own.
    endings = reading.lexicon.tails("opens_as_noun")
    word = reading.words[at].removesuffix("'s")
    after = reading.words[at + 1] if at + 1 < len(reading.words) else ""
    if reading.lexicon.language == "fi":
        return _opens_finnish(reading, at)
    if reading.lexicon.language == "en":
        owns = word != reading.words[at]
        strange = (
            owns or after in _ASIDE or after in reading.lexicon.word_set("firm_does")
        ) and not is_known_word(word, "en")
    else:
        verb = after in reading.lexicon.finite_verbs
        strange = bool(endings) and verb and not word.endswith(endings)
    return (
        strange
        and len(word) > _SHORTEST
        and word.isalpha()
        and not any(
            h.first <= at < h.last
            for group in ("unit", "subject", "data", "attack", "country", "authority", "cue")
            for h in reading.hits(group)
        )
    )


def _is_firm_phrase(words: Sequence[str], firms: frozenset[str]) -> bool:
    """Whether words up to a comma end in a noun for a firm: "koululaisia kuvaava yritys,"."""
    return any(w in firms and words[n + 1 : n + 2] == [","] for n, w in enumerate(words))


def _opens_finnish(reading: Reading, at: int) -> bool:
    """Whether a Finnish word does or suffers what only a named party does: "Lomakka kertoo".

    Or owns, in the genitive, what was attacked: "Varaalon tietomurto".
    """
    word = reading.words[at]
    after, then = (*reading.words[at + 1 : at + 3], "", "")[:2]
    if len(word) <= _SHORTEST or any(
        h.first <= at < h.last
        for group in ("unit", "subject", "data", "attack", "country", "authority", "cue", "anaphor")
        for h in reading.hits(group)
    ):
        return False
    if word.endswith("n"):
        things = reading.cues("incident", "systems_noun")
        return any(h.first == at + 1 for h in things)
    bare = not word.endswith(_FINNISH_CASES)
    phrase, lexicon = reading.words[at + 2 : at + _PHRASE], reading.lexicon
    if bare and after == "," and _is_firm_phrase(phrase, lexicon.word_set("firm_noun")):
        return True
    suffered = after in {"on", "oli"} and then in lexicon.word_set("firm_suffered")
    return bare and (after in lexicon.word_set("firm_does") or suffered)


def opens_no_name(reading: Reading, at: int) -> bool:
    """Whether a capital word opens a sentence as something else than a name.

    Where a telegram was sent from ("OSLO (Agency):"), or a noun that "our" follows
    ("Timebestillinga vår"), or a word that tells where a supplier is from ("Wiener IT-Firma").
    """
    if reading.words[at].endswith("er") and reading.lexicon.data.nouns_capitalised:
        return any(h.first == at + 1 for h in reading.cues("vendor_noun"))
    if reading.token(at).text in _ZONES or _is_state(reading, at):
        return True
    if _is_shouted_noun(reading, at) or _is_rubric(reading, at):
        return True
    if _owns_number(reading, at) or _points_back(reading, at) or _is_of_office(reading, at):
        return True
    if at:
        credit = reading.words[at - 1] == "\u00a9"  # whose picture it is
        return credit or _abbreviates_nouns(reading, at)
    ours = reading.lexicon.language in _OUR_AFTER
    if ours and any(h.first == 1 for h in reading.cues("self_possessive")):
        return True
    after = reading.words[1:5]
    word = reading.token(0).text
    if not after or not word.isalpha() or len(reading.words) < _TELEGRAM:
        return False
    agency = after[0] == "(" and after[2:4] in ([")", ":"], [")", "-"], [")", "\u2013"])
    return agency or (
        word.isupper() and len(word) > 2 and after[0] in {"-", "\u2013", "\u2014", "("}
    )


def _is_state(reading: Reading, at: int) -> bool:
    """Whether a shouted word after a time of day says how far it is: "23:52 INVESTIGATING"."""
    text = reading.token(at).text
    shouted = text.isupper() and text.isalpha() and len(text) > _SHORTEST
    timed = at > 0 and reading.words[at - 1][0].isdigit()
    return shouted and timed and at + 2 >= len(reading.words)


def _is_shouted_noun(reading: Reading, at: int) -> bool:
    """Whether a word in capitals is one for an author: "INFORMATION FRÅN STYRELSEN"."""
    text = reading.token(at).text
    noun = any(h.first == at and h.last == at + 1 for h in reading.hits("anaphor"))
    return noun and text.isupper() and len(text) > _SHORTEST


def _is_rubric(reading: Reading, at: int) -> bool:
    """Whether a word in capitals is a rubric before a bar: "LIVEBLOG | ..."."""
    text = reading.token(at).text
    after = reading.words[1:2]
    return at == 0 and text.isupper() and len(text) > _SHORTEST and after in (["|"], ["\u00b7"])


def _points_back(reading: Reading, at: int) -> bool:
    """Whether a sentence opens with an institution that is named elsewhere: "Kommunens ..."."""
    tokens = reading.sentence.tokens
    alone = at + 1 >= len(tokens) or not tokens[at + 1].is_capital
    known = any(h.first == at and h.last == at + 1 for h in reading.hits("anaphor"))
    return at == 0 and alone and known and reading.words[at].endswith("s")


def _is_of_office(reading: Reading, at: int) -> bool:
    """Whether a word tells which police or prosecutor: "Hämeen poliisilaitos", "parquet de X"."""
    if reading.lexicon.language == "fi" and reading.words[at].endswith("n"):
        return any(h.first == at + 1 for h in reading.hits("authority"))
    joined = reading.lexicon.language == "fr" and reading.words[at - 1 : at] in (["de"], ["d'"])
    return joined and any(h.last == at - 1 for h in reading.hits("authority"))


def _owns_number(reading: Reading, at: int) -> bool:
    """Whether a word is a person's, whose identity number is spoken of: "Jonas' CPR-nummer"."""
    bare = reading.words[at + 1 : at + 2] == ["'"]
    owns = bare or reading.words[at].endswith("'s")
    return owns and any(h.id == "national_id" and h.first == at + 1 + bare for h in reading.data)


def _abbreviates_nouns(reading: Reading, at: int) -> bool:
    """Whether a word in brackets is short for common nouns: "electronic archive (EA)".

    Its letters begin the word before the bracket or one of the two before that.
    """
    if reading.words[at - 1] != "(" or reading.words[at + 1 : at + 2] != [")"]:
        return False
    text = reading.token(at).text
    nouns = [reading.token(i).text for i in range(max(0, at - 4), at - 1)]
    small = bool(nouns) and all(n.islower() for n in nouns[-2:])
    return text.isupper() and small and any(n[0] == text[0].lower() for n in nouns)
