"""Organizations that a text names: capitalised runs, legal forms, institution heads, known names.

No vendor is listed: shape, company in the sentence and the user's own directory make a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphrisk.extract.names.double_names import is_double_name, joined_by_sign
from graphrisk.extract.names.french_names import past_purpose
from graphrisk.extract.names.name_cases import without_colon
from graphrisk.extract.names.name_parts import (
    is_bare_run,
    is_common_run,
    is_inner_noun,
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
    is_saint_mark,
    may_be_name,
)
from graphrisk.extract.names.name_words import NameWords
from graphrisk.extract.names.newspapers import names_newspaper
from graphrisk.extract.names.office_names import list_line, written_office
from graphrisk.extract.names.openings import opens_no_name

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading

_MAX_RUN: Final = 7
_LONGEST: Final = 300  # signs; longer runs without a space are damage
_INFLECTED_HEADS: Final = frozenset({"sv", "nb", "da", "fi"})
_COMMA_FORMS: Final = frozenset({"inc", "inc.", "llc", "ltd", "ltd.", "corp", "corp.", "l.p", "lp"})
_CONNECTORS: Final = frozenset({"of", "&", "+", "de", "du", "van", "'"})
# "leverancier X van Y": there "van" and "de" join no names, but heads are written small.
_LOOSE: Final = frozenset({"nl"})
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


class NameFinder(NameWords):
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
        if not token.is_word or not (may_be_name(token) or self._is_small_head(reading, at)):
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
        if headed is None and (
            any(h.first < at < h.last for h in reading.hits("anaphor"))  # "des Landkreises"
            or self._is_firm_word(reading, at)
            or self._is_descriptor(reading, at)
        ):
            return None
        last = self._run_end(number, reading, at)
        if headed is not None:
            # Where nouns are capital, what follows is any noun.
            last = headed[1] if self.lexicon.data.nouns_capitalised else max(last, headed[1])
        if headed is None and (last <= at or not may_be_name(token)):
            return None
        return self._mention(number, reading, at, last, headed[0] if headed else None)

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

    def _headed(self, reading: Reading, at: int) -> tuple[str, int] | None:
        """A name with an institution head: "Region X", "University of X", "X kommun"."""
        for parts, kind in self._before.get(reading.words[at], ()):
            end = at + len(parts)
            if tuple(reading.words[at:end]) == parts and end < len(reading.words):
                end = past_purpose(reading, end)
                nxt = reading.token(end)
                if nxt.is_capital and nxt.is_word and self._may_follow_head(reading, end):
                    stop = end + 1
                    while (
                        stop < len(reading.words)
                        and stop < end + 3
                        and (self._goes_on(reading, stop) or joined_by_sign(reading, stop))
                    ):
                        stop += 1
                    return kind, self._second_field(reading, at, parts, stop)
        if reading.words[at] in self.lexicon.common_words and not self._is_inner(reading, at):
            return None
        for end in range(at + 1, min(at + 5, len(reading.words))):
            for parts, kind in self._after.get(reading.words[end], ()):
                stop = end + len(parts)
                if (
                    tuple(reading.words[end:stop]) == parts
                    and self._all_name(reading, at, end)
                    and self._may_be_small(reading, end, kind)
                ):
                    stop = self._over_heads(reading, stop)
                    return kind, self._with_form(reading, stop)
            if not (reading.token(end).is_capital or is_saint_mark(reading, end)):
                break
        return None

    def _over_heads(self, reading: Reading, stop: int) -> int:
        """Take in a second head after the first: "X Theatre Group"."""
        while (
            stop < len(reading.words)
            and reading.words[stop] in self._after
            and reading.token(stop).is_capital
        ):
            stop += 1
        return stop + 2 if stop < len(reading.words) and joined_by_sign(reading, stop) else stop

    def _second_field(self, reading: Reading, at: int, head: tuple[str, ...], stop: int) -> int:
        """Take in "and Y" after an office "for X", and "de Y" after a French head."""
        if self.lexicon.language == "fr":
            return self._over_connector(reading, at, stop)
        if self.lexicon.language == "nl" and reading.words[stop : stop + 1] == ["van"]:
            named = stop + 1 < len(reading.words) and reading.token(stop + 1).is_capital
            return stop + 2 if named else stop  # "woningcorporatie Hof van X"
        follows = reading.words[stop : stop + 1]
        joined = head[-1] in {"für", "för", "for"} and follows in (["und"], ["och"], ["and"])
        if joined and stop + 1 < len(reading.words) and reading.token(stop + 1).is_capital:
            return stop + 2
        return stop

    def _run_end(self, number: int, reading: Reading, at: int) -> int:
        """Where a run of capital words that begins at ``at`` ends; ``at`` itself for no name."""
        closed = quoted_name_end(reading, at)
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

    def _with_place(self, reading: Reading, at: int, last: int) -> int:
        """Take in "i Y" of "X i Y AB", and of "X i Y" where the text has named it so before."""
        words = reading.words
        if words[last : last + 1] == [] or words[last] not in self.lexicon.word_set("lies_in"):
            return last
        for stop in range(last + 2, min(last + 4, len(words) + 1)):
            if not reading.token(stop - 1).is_capital:
                break
            formed = self._with_form(reading, stop)
            if formed > stop:
                self._placed.add(tuple(words[at:stop]))
            if formed > stop or tuple(words[at:stop]) in self._placed:
                return formed
        return last

    def _over_connector(self, reading: Reading, at: int, last: int) -> int:
        """Return where the name goes on after "of" or "de la"; ``last`` where it ends."""
        french = self.lexicon.language == "fr"
        if french and not (reading.words[at] in self._before or is_inner_noun(reading, at)):
            return last  # "Kelvio de la Ville de X" is two names, "Logis du X" is one
        links = self.lexicon.word_set("name_link")
        here = last + (last == at + 1 and is_saint_mark(reading, last))
        while here < len(reading.words) and here - last < (2 if french else 1):
            word = reading.words[here]
            if not (word in links if french else self._joins(word)) and not (
                is_double_name(reading, at, here)
            ):
                break
            here += 1
        if last < here < len(reading.words) and self._goes_on(reading, here):
            return here + 1
        return last

    def _joins(self, word: str) -> bool:
        return word in _CONNECTORS and (
            word in {"&", "+", "'"} or self.lexicon.language not in _LOOSE
        )

    def _with_form(self, reading: Reading, last: int) -> int:
        after = reading.words[last : last + 4]
        before = reading.words[last - 1]
        if after[:1] == ["."] and "." in before and before + "." in self._forms:
            return last + 1  # "B.V" and its dot
        if len(after) > 1 and after[0] == "," and after[1] in _COMMA_FORMS:
            return last + 2 + (len(after) == 4 and after[2] == ".")
        for size in (4, 3, 2, 1):
            words = tuple(t.text for t in reading.sentence.tokens[last : last + size])
            form = without_colon(" ".join(words))[0]
            small = form.islower() and (form == "ab" or form in self.lexicon.common_words)
            if len(words) == size and form.lower() in self._forms and not small:
                return last + size
        return last

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
        if (
            core in self._products
            or is_product_word(reading, last)
            or self._is_attacker(reading, first, last, core)
        ):
            return None
        if not 2 <= len(core) <= _LONGEST or core.isdigit() or core in self._forms:
            return None
        country = country_of(name, self._forms)
        plain = kind is None and country is None
        single = last - first == 1 and plain
        weak = plain and (
            self._is_weak(reading, first, name)
            if single
            else is_common_run(name, self.lexicon) and not is_bare_run(reading, first)
        )
        small = name in self.lower_words or name.lower() in self.lower_words
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
