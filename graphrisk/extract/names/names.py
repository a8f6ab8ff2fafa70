"""Organizations that a text names: capitalised runs, legal forms, institution heads, known names.

No vendor is listed: shape, company in the sentence and the user's own directory make a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphrisk.extract.names.joined_names import clitic_before
from graphrisk.extract.names.name_ends import NameEnds
from graphrisk.extract.names.name_parts import (
    is_bare_run,
    is_common_run,
    is_owner,
    is_product_word,
    owns_what_follows,
    quoted_name_end,
)
from graphrisk.extract.names.name_shapes import (
    as_written,
    core_of,
    country_of,
    goes_on_to_form,
    is_bare_genitive,
    is_before_verb,
    is_compound_noun,
    is_genitive,
    is_known_word,
    may_be_name,
)
from graphrisk.extract.names.newspapers import names_newspaper
from graphrisk.extract.names.office_names import is_department, list_line, written_office
from graphrisk.extract.names.openings import opens_no_name

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading

_MAX_RUN: Final = 7
_LONGEST: Final = 300  # signs; longer runs without a space are damage
_INFLECTED_HEADS: Final = frozenset({"sv", "nb", "da", "fi"})
_SMALL_HEADS: Final = frozenset({"nl", "fr"})
_SIGN_LINE: Final = 4


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name in a sentence.

    ``core`` is the name folded, without legal form and genitive: mentions with one core are one
    party. ``weak`` marks a single word that is capital only because it begins a sentence (or
    because the language writes nouns so); it counts only where a pattern asks for a name.
    """

    sentence: int
    first: int
    last: int
    name: str
    core: str
    kind: str = "unknown"
    country: str | None = None
    genitive: bool = False
    weak: bool = False
    known: bool = False
    product: bool = False


class NameFinder(NameEnds):
    """Finds names in the readings of one document."""

    def find(self) -> list[NameMention]:
        """Return all mentions in reading order."""
        found: list[NameMention] = []
        for number, reading in enumerate(self.readings):
            at = 0
            while at < len(reading.words):
                mention = self._at(number, reading, at)
                if mention is None:
                    at += 1
                else:
                    found.append(mention)
                    at = mention.last
        return found

    def _at(self, number: int, reading: Reading, at: int) -> NameMention | None:
        token = reading.token(at)
        if (known := self._known(number, reading, at)) is not None:
            return known
        capital = may_be_name(token) or token.text in self.called
        if not token.is_word or not (capital or self._is_small_head(reading, at)):
            return None
        if opens_no_name(reading, at):
            return None
        saluted = at == 1 and reading.words[0] in self.lexicon.word_set("salute")  # "Dear Mary"
        if saluted or at in self.persons.get(number, ()):  # a person is never an organization
            return None
        listed = None if at else list_line(reading, self.readings, self.lexicon.language)
        headed = listed or self._headed(reading, at) or written_office(reading, at, self._before)
        if headed and at == 0 and self._is_firm_word(reading, at) and self._goes_on(reading, 1):
            return None  # "Lønnsselskapet X Regnskap" is X Regnskap
        if (
            headed is None
            and (number, at) not in self._spelt
            and (
                any(h.first < at < h.last for h in reading.hits("anaphor"))  # "des Landkreises"
                or self._is_firm_word(reading, at)
                or self._is_descriptor(reading, at)
            )
        ):
            return None
        last = self._run_end(number, reading, at)
        if headed is not None:
            # Where nouns are capital, what follows is any noun.
            last = headed[1] if self.lexicon.data.nouns_capitalised else max(last, headed[1])
        if headed is None and (last <= at or not capital):
            return None
        return self._mention(
            number, reading, at - clitic_before(reading, at), last, headed[0] if headed else None
        )

    def _known(self, number: int, reading: Reading, at: int) -> NameMention | None:
        """Return one of the user's own organizations, unless the name goes on to a legal form."""
        last, name = self._directory.at(reading, at) or (0, "")
        genitive = bool(last) and is_genitive(reading.token(last - 1).text, name.split()[-1])
        end = self._run_end(number, reading, at) if last and not genitive else last
        if not last or goes_on_to_form(reading, at, last, end):
            return None
        core = core_of(name, self._forms)
        return NameMention(number, at, last, name, core, known=True, genitive=genitive)

    def _is_small_head(self, reading: Reading, at: int) -> bool:
        """Whether a small word is the head of a name: "gemeente X", "ville de X"."""
        return self.lexicon.language in _SMALL_HEADS and reading.words[at] in self._before

    def _is_descriptor(self, reading: Reading, at: int) -> bool:
        """Whether a noun only introduces the name after it: "Direktbank ING" in German."""
        if not self.lexicon.data.nouns_capitalised or at + 1 >= len(reading.words):
            return False
        if not self._goes_on(reading, at + 1):
            return False
        text, after = reading.token(at).text, reading.token(at + 1).text
        tokens = reading.sentence.tokens
        alone = at == 0 and 1 < len(tokens) <= _SIGN_LINE and reading.sentence.kind == "heading"
        if alone and all(t.is_capital and t.is_word for t in tokens):
            return False  # a line that is but a name: a letter's signature
        word, tails = reading.words[at], self.lexicon.tails
        if word.endswith(tails("kind_of_party")):
            return True  # "die Möbelhäuser X und Y"
        kept = word.endswith(tails("institution")) and self._free(reading, at)
        if kept or (self._leads_to_form(reading, at) and self._free(reading, at)):
            return False  # "Teehaus Ahrendt GmbH": the form shows where the name ends
        if text.isupper() or any(h.first <= at < h.last for h in reading.hits("country")):
            return False
        language = self.lexicon.language
        known = is_known_word(text, language) or is_compound_noun(text, language)
        return known and not is_known_word(after, language)

    def _run_end(self, number: int, reading: Reading, at: int) -> int:
        """Where a run of capital words that begins at ``at`` ends; ``at`` itself for no name."""
        closed = self._spelt.get((number, at)) or quoted_name_end(reading, at)
        if closed or not (self._free(reading, at) or self._opens_name(reading, at)):
            return closed or at
        last = at + 1
        people = self.persons.get(number, ())
        while last < len(reading.words) and last - at < _MAX_RUN and last not in people:
            if is_owner(reading, last - 1, self.inner_capitals, self._first_words):
                return last
            if self._goes_on(reading, last):
                last += 1
            elif (step := self._over_connector(reading, at, last)) > last:
                last = step
            else:
                break
        return self._with_place(reading, at, self._with_form(reading, last))

    def _mention(
        self, number: int, reading: Reading, first: int, last: int, kind: str | None
    ) -> NameMention | None:
        start, end = reading.span(first, last)
        raw = " ".join(t.text for t in reading.sentence.tokens[first:last])
        if end - start <= 120:
            raw = as_written(reading.sentence.tokens[first:last])
        if raw.lower() in self._media or names_newspaper(reading, first, raw):
            return None
        name, genitive = self._base(raw, before_verb=is_before_verb(reading, last))
        if not genitive and owns_what_follows(reading, last):
            name, genitive = name[:-1], True
        bare = is_bare_genitive(reading, first, last)
        if kind is not None and self.lexicon.language in _INFLECTED_HEADS:
            name, genitive = self._with_base_head(raw, name, genitive)
        if self.lexicon.data.nouns_capitalised and any(
            h.first == first for h in reading.hits("country")
        ):
            head, _, rest = name.partition(" ")
            name = f"{head[:-1] if head.endswith(('en', 'er')) else head} {rest}"
        if name[0].islower() and kind is not None:
            name = name[0].upper() + name[1:]  # "ville de X"
        core = core_of(name, self._forms)
        country = country_of(name, self._forms)
        if (
            core in self._products
            or (country is None and is_department(core, self.lexicon))
            or is_product_word(reading, last)
            or self._is_attacker(reading, first, last, core)
        ):
            return None
        if not 2 <= len(core) <= _LONGEST or core.isdigit() or core in self._forms:
            return None
        plain = kind is None and country is None
        single = last - first == 1 and plain
        weak = plain and (
            self._is_weak(reading, first, name)
            if single
            else is_common_run(name, self.lexicon)
            and not (is_bare_run(reading, first) or (number, first) in self._spelt)
        )
        lower = name.lower()
        small = lower not in self._small_called and {name, lower} & self.lower_words
        if single and (small or (weak and self._is_inflected_word(name))):
            return None
        return NameMention(
            number,
            first,
            last + bare,
            name,
            core,
            kind or ("company" if country is not None else "unknown"),
            country if country and len(country) == 2 and country.isalpha() else None,
            genitive or bare,
            weak,
            # "Acmen järjestelmä", "Acme's system" is Acme's
            product=not genitive and self._is_product(reading, first, last, core),
        )

    def _with_base_head(self, raw: str, name: str, genitive: bool) -> tuple[str, bool]:
        """Bring an institution's head to its base form; where heads inflect, it tells the case."""
        forms = bool(self.lexicon.data.head_forms)
        headed, cut = self._canonical_name(raw if forms else name)
        if forms and headed == raw:
            return name, genitive  # the name after a head, as in "Kustannus X"
        return headed, cut if forms else genitive or cut
