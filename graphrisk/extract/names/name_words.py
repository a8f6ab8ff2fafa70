"""Single words as parts of names: what may begin one, go on with one, or only looks like one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from graphrisk.extract.names.introductions import called_names, is_inner_noun, system_words
from graphrisk.extract.names.joined_names import (
    follows_sign,
    is_joined_letter,
    opens_elided,
    spelt_names,
)
from graphrisk.extract.names.name_cases import without_colon
from graphrisk.extract.names.name_parts import (
    is_bare_hit,
    is_branch,
    is_brand_end,
    is_german_part,
    is_kind_before_name,
    is_national_name,
    is_owned,
    opens_bare,
    stands_in_case,
)
from graphrisk.extract.names.name_shapes import (
    KnownNames,
    heads_of,
    is_after_mark,
    is_any_noun,
    is_known_word,
    is_saint_mark,
    is_shouting,
    names_beside,
)
from graphrisk.extract.names.openings import opens_as_name
from graphrisk.extract.names.persons import find_persons
from graphrisk.extract.names.small_names import small_names
from graphrisk.extract.names.word_evidence import KNOWN_WORDS, WordEvidence
from graphrisk.extract.names.written_small import PLURAL_NOUNS, SMALL_ELSE, SMALL_NOUNS

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.words.lexicon import Lexicon


_SHORTEST_PLACE: Final = 5
_PLAIN_HEADS: Final = frozenset({"da", "nb", "nl"})


class NameWords(WordEvidence):
    """What the readings of one document say about the words of names."""

    def __init__(
        self, readings: Sequence[Reading], lexicon: Lexicon, directory: Iterable[str] = ()
    ) -> None:
        super().__init__(readings, lexicon)
        self.persons = find_persons(readings, lexicon)
        self._directory = KnownNames(directory)
        self._media = {name.lower() for name in lexicon.common.media}
        self._products = {n.lower() for n in lexicon.common.products} | system_words(readings)
        heads = heads_of(lexicon)
        self._before, self._after, self._canonical = heads.before, heads.after, heads.canonical
        self._genitives = sorted(lexicon.data.name_genitives.items(), key=lambda p: -len(p[0]))
        self._attackers = names_beside(readings, "attacker_noun")
        self._placed: set[tuple[str, ...]] = set()
        self.called = called_names(readings) | small_names(readings)
        self._spelt = spelt_names(readings)
        self._small_called = {name.lower() for name in self.called}
        self._soft_products = names_beside(readings, "product_noun")

    def _may_follow_head(self, reading: Reading, at: int) -> bool:
        """Whether a capital word may be what a head names: "Bank of X", a country too."""
        named = self._free(reading, at) or any(
            h.first <= at < h.last for h in reading.hits("country")
        )
        placed = (
            reading.words[at] in self.lexicon.word_set("land") or reading.words[at - 1] == "für"
        )  # "Amt für Polizei"
        return named or placed or self._is_own_word(reading, at)

    def _may_be_small(self, reading: Reading, at: int, kind: str) -> bool:
        """Whether a head may stand as written: small only where the language writes it so."""
        small = self.lexicon.language in {"sv", "nb", "da", "fi", "nl"} and kind != "company"
        return small or reading.token(at).is_capital

    def _all_name(self, reading: Reading, first: int, last: int) -> bool:
        nations = {i for h in reading.hits("country") for i in range(h.first, h.last)} - {first}
        return all(  # with a country inside: "Norra Xlands ..."
            (reading.token(i).is_capital and (i in nations or self._free(reading, i)))
            or is_saint_mark(reading, i)
            for i in range(first, last)
        )

    def _is_inner(self, reading: Reading, at: int) -> bool:
        return at > 0 and reading.token(at).is_capital and not is_after_mark(reading, at)

    def _goes_on(self, reading: Reading, at: int) -> bool:
        token = reading.token(at)
        gap = token.start - reading.token(at - 1).end
        if token.text.isdigit():
            return gap <= 1 and len(token.text) <= 2
        return (
            gap <= 1
            and token.is_word
            and (token.is_capital or token.text in self.called)
            and not stands_in_case(reading, at - 1)
            and (
                without_colon(token.lower)[0] in self._forms
                or self._free(reading, at)
                or self._is_kind_of_place(reading, at)
                or self._is_own_word(reading, at)
                or self._is_sign(reading, at)
                or is_branch(reading, at)
                or is_german_part(reading, at)
                or is_brand_end(reading, at)
                or is_joined_letter(reading, at)
                or follows_sign(reading, at)
            )
        )

    def _is_sign(self, reading: Reading, at: int) -> bool:
        """Whether two to four capitals go on a name: "Südnetz IT"."""
        text = reading.token(at).text
        groups = ("authority", "country", "attack", "data")
        return (
            text.isupper()
            and text.isalpha()
            and 2 <= len(text) <= 4
            and not reading.token(at - 1).text.isupper()
            and not (reading.sentence.kind == "heading" and is_shouting(reading))
            and not any(h.first <= at < h.last for g in groups for h in reading.hits(g))
        )

    def _opens_name(self, reading: Reading, at: int) -> bool:
        """Whether a common word is the first of a name: "North Lindsey Housing"."""
        return (
            (
                reading.words[at] in self.lexicon.word_set("name_opener")
                or is_inner_noun(reading, at)
                or is_kind_before_name(reading, at)
            )
            and at + 1 < len(reading.words)
            and self._goes_on(reading, at + 1)
            and self._free(reading, at + 1)
            and not is_shouting(reading)
        )

    def _is_own_word(self, reading: Reading, at: int) -> bool:
        """Whether a capital noun after a name is its part: "X Paie", where nouns are else small."""
        plain = self.lexicon.language in _PLAIN_HEADS and not is_shouting(reading)
        heading = reading.sentence.kind == "heading" and not plain
        if heading or self.lexicon.language not in SMALL_ELSE:
            return False
        word = reading.words[at]
        if word.endswith("-") or ("-" in word and self._is_compound(reading.token(at).text)):
            return False  # "Norvan Velo-tuotteet": what it owns
        signs = [*reading.hits("authority"), *reading.cues("titles", "incident", "say")]
        if self.lexicon.language == "fi":
            signs += reading.hits("country")  # "Norvan Suomessa toimivat"
        owned = reading.words[at + 1 : at + 2] == ["'"]  # "X Workers' Fund"
        inner = self._leads_to_form(reading, at)
        if self.lexicon.language in PLURAL_NOUNS and not owned:  # "Acme Members" is no name
            groups: tuple[str, ...] = ("unit", "subject", "data", "attack", "country")
            groups = groups[3:] if plain else groups  # "X Systemer" inside a sentence is a name
            signs += [h for group in groups for h in reading.hits(group)]
            signs += reading.cues("vendor_noun", "sub_vendor_noun")
        return (
            len(word) > 2
            and (reading.sentence.kind == "text" or not is_shouting(reading))
            and (
                self.lexicon.language != "en"
                or word in self.lexicon.word_set("name_part")
                or owned
                or inner
            )
            and word not in self.lexicon.months
            and word not in self.lexicon.data.weekdays
            and not any(h.first <= at < h.last for h in signs)
        )

    def _is_firm_word(self, reading: Reading, at: int) -> bool:
        """Whether a definite noun is capital only as the first word: "Hotellkedjan X" in Swedish.

        It tells what X is, and is no part of the name.
        """
        word = reading.words[at]
        if at + 1 >= len(reading.words) or not reading.token(at + 1).is_capital:
            return False
        dutch = self.lexicon.language == "nl" and at and reading.words[at - 1] in {"de", "het"}
        if (
            dutch
            and word.endswith(self.lexicon.tails("from_there"))
            and len(word) > _SHORTEST_PLACE
        ):
            return True  # "het Brabantse X": where X is from
        return (
            self.lexicon.language in SMALL_ELSE
            and (at == 0 or is_after_mark(reading, at))
            and word.endswith(reading.lexicon.tails("firm"))
            and not self.inner_capitals[reading.token(at).text]
        )

    def _is_kind_of_place(self, reading: Reading, at: int) -> bool:
        """Whether a capital word inside a sentence goes on a name: "Bexley Stores"."""
        if self.lexicon.data.nouns_capitalised or is_shouting(reading):
            return False
        word = reading.words[at]
        groups = ("unit", "data") if self.lexicon.language in SMALL_NOUNS else ("unit",)
        noun = any(h.first <= at < h.last for g in groups for h in reading.hits(g))
        return noun and word not in self.lexicon.common_words and reading.sentence.kind == "text"

    def _free(self, reading: Reading, at: int) -> bool:
        """Whether a word can be part of a name: no month, country, authority, common word."""
        word = reading.words[at]
        plain = word.removesuffix("'s")
        joined = is_joined_letter(reading, at) or opens_elided(reading, at)
        if joined or reading.token(at).text in self.called:
            return True
        if (len(word) < 2 and not self._directory) or word.endswith("-"):
            return False  # "Kranken- und Pflegekassen": half a word
        if "-" in word and self._is_compound(reading.token(at).text):
            return False
        if any(h.first <= at < h.last for h in reading.hits("country")):
            return is_national_name(reading, at, self._after)
        if plain in self.lexicon.months:
            return False
        if plain in self.lexicon.common_words and not self._is_inner_article(reading, at):
            return False
        if self._is_plain_word(reading, at):
            return False
        if plain in self.lexicon.data.weekdays or plain in self._media or plain in self._products:
            return False
        groups: tuple[str, ...] = ("authority", "data", "attack", "unit", "subject")
        if self._leads_to_form(reading, at):
            groups = ("authority",)  # "Trygghetslarm Norr AB": a word, but part of a name
        return not any(
            hit.first <= at < hit.last and hit.id != "Ministry"  # named by its own words
            for group in groups
            for hit in reading.hits(group)
        ) and not any(
            hit.first <= at < hit.last
            for hit in reading.cues("incident", "vendor_noun", "sub_vendor_noun", "titles", "say")
        )

    def _is_inner_article(self, reading: Reading, at: int) -> bool:
        """Whether an article is capital inside a sentence, as in a name: "Theater De Vonk"."""
        follows = at + 1 < len(reading.words) and reading.token(at + 1).is_capital
        return (
            reading.words[at] in self.lexicon.word_set("name_article")
            and follows
            and self._is_inner(reading, at)
            and (reading.sentence.kind == "text" or not is_shouting(reading))
        )

    def _is_compound(self, text: str) -> bool:
        """Whether a hyphened word is a common noun: "IT-miljö", "IT-Sicherheitsfirma"."""
        _, _, tail = text.rpartition("-")
        if len(tail) < 3 or tail.lower().removesuffix("s") in {*self._after, "nord", "süd", "ost"}:
            return False
        if tail.startswith(self.lexicon.stems("group_or_chain")) and text[0].isupper():
            return False
        if self.lexicon.data.nouns_capitalised:
            return tail[0].islower() or is_known_word(tail, self.lexicon.language)
        return tail[0].islower()

    def _is_attacker(self, reading: Reading, first: int, last: int, core: str) -> bool:
        """Whether a noun such as "gang" beside the name says that it is the attacker."""
        gangs = self.lexicon.stems("gang")
        return (
            core in self._attackers
            or any(
                h.last == first
                or h.first == last
                or (first == h.first and reading.words[first].startswith(gangs))
                for h in reading.cues("attacker_noun")
            )
            or reading.words[last : last + 1] == ["ransomware"]
        )

    def _is_product(self, reading: Reading, first: int, last: int, core: str) -> bool:
        """Whether a noun such as "system" beside the name says that it is a product.

        A supplier may be called by its product, so this only makes a party less likely.
        """
        nouns = reading.cues("product_noun")
        said = reading.words[last : last + 1] == [","] and self.lexicon.language == "fr"
        links = self.lexicon.word_set("name_link")
        return (
            core in self._soft_products
            or is_owned(reading, first)
            or any(
                h.last == first
                or (h.last == first - 1 and reading.words[first - 1] == '"')
                or (h.first == last and reading.token(last).text.islower())
                or (said and h.first == last + 2)  # "X, le logiciel de"
                or (first - h.last == 2 and reading.words[h.last] in links)  # "l'outil de paie X"
                for h in nouns
            )
        )

    def _apposes(self, word: str) -> bool:
        """Whether a word after a comma begins to tell what the name before it is."""
        sets = ("indefinite", "definite", "relative")
        return any(word in self.lexicon.word_set(name) for name in sets)

    def _is_weak(self, reading: Reading, at: int, name: str) -> bool:
        token = reading.token(at)
        if token.text in self.called:
            return False
        shaped = any(c.isdigit() or c.isupper() for c in token.text[1:])
        if self.lexicon.data.nouns_capitalised:
            named = shaped or opens_bare(reading, at, name) or is_bare_hit(reading, at, name)
            return not named and is_any_noun(reading, at, name)
        if shaped and len(token.text) > 2:
            return False
        if self.lexicon.language in KNOWN_WORDS and len(name) > 3 and not is_shouting(reading):
            inner = at and not is_after_mark(reading, at) and reading.sentence.kind == "text"
            bare = inner and reading.words[at - 1] not in self.lexicon.word_set(
                "determiner"
            )  # "chez Boulanger"
            return not bare and is_known_word(name.lower(), self.lexicon.language)
        if at and not is_after_mark(reading, at) and not is_shouting(reading):
            return False
        after = reading.words[at + 1 : at + 3]
        if len(after) == 2 and after[0] == "," and self._apposes(after[1]):
            return False  # "Boots, the chain": introduced as a name is
        if opens_as_name(reading, at):
            return False
        return self.inner_capitals[name] == 0 and self.inner_capitals[name + "s"] == 0
