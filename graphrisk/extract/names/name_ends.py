"""Where names end: at a head, after a connector, a legal form or where the party sits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.names.double_names import is_double_name
from graphrisk.extract.names.french_names import past_purpose
from graphrisk.extract.names.joined_names import joined_by_sign, past_bracket
from graphrisk.extract.names.name_cases import base_form, without_colon
from graphrisk.extract.names.name_parts import is_inner_noun
from graphrisk.extract.names.name_shapes import is_saint_mark, office_name
from graphrisk.extract.names.name_words import NameWords
from graphrisk.extract.names.word_evidence import CASE_LANGUAGES

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading

_COMMA_FORMS: Final = frozenset({"inc", "inc.", "llc", "ltd", "ltd.", "corp", "corp.", "l.p", "lp"})
_CONNECTORS: Final = frozenset({"of", "&", "+", "de", "du", "van", "'"})
# "leverancier X van Y": there "van" and "de" join no names, but heads are written small.
_LOOSE: Final = frozenset({"nl"})
_PLACE: Final = 3


class NameEnds(NameWords):
    """Heads of names and what goes on behind them."""

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
                    stop = self._over_place(reading, self._over_heads(reading, stop))
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

    def _over_place(self, reading: Reading, stop: int) -> int:
        """Take in "of Y County" after an English head: "Memorial Hospital of Y County"."""
        if self.lexicon.language != "en" or reading.words[stop : stop + 1] != ["of"]:
            return stop
        end = stop + 1
        while end < len(reading.words) and end - stop <= _PLACE:
            word, token = reading.words[end], reading.token(end)
            if not (token.is_capital and (self._free(reading, end) or word in self._after)):
                break
            end += 1
        return end if end > stop + 1 else stop

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

    def _with_place(self, reading: Reading, at: int, last: int) -> int:
        """Take in "i Y" of "X i Y AB", and of "X i Y" where the text has named it so before."""
        words = reading.words
        if words[last : last + 1] == [] or words[last] not in self.lexicon.word_set(
            "place_in_name"
        ):
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
        last = past_bracket(reading, last, self._forms)
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

    def _canonical_name(self, name: str) -> tuple[str, bool]:
        """Bring the head to its base form, "X sektorns" to "X sektor", and tell a genitive."""
        lower = name.lower()
        for variant, base in self._canonical:
            if lower.endswith(" " + variant) and variant != base:
                genitive = "n" if self.lexicon.language in CASE_LANGUAGES else "s"
                return name[: len(name) - len(variant)] + base, variant.endswith(genitive)
        return name, False

    def _base(self, raw: str, *, before_verb: bool = False) -> tuple[str, bool]:
        """Take the genitive off: 's always, a bare s where the text also has the name without."""
        raw = office_name(raw, self.lexicon.tails("what_it_is"))
        first, mark, tail = raw.rpartition("-")
        if mark and first and tail.startswith(self.lexicon.stems("group_or_chain")):
            return first, False  # "X-konserni", "X-keten"
        if self.lexicon.language in CASE_LANGUAGES:
            return base_form(raw, self.capitals, self._genitives, may_be_genitive=not before_verb)
        if raw.endswith(("'s", ":s")):
            return raw[:-2], True
        if raw.endswith("'"):
            return raw[:-1], True
        if self.lexicon.language in {"sv", "de", "nb", "da", "nl"} and raw.endswith("s"):
            last = raw.split()[-1]
            heads = self.lexicon.word_set("head_genitive")
            head_genitive = raw.startswith("Region ") or last.lower() in heads
            if head_genitive or last[:-1] in self.inner_capitals or self._starts(last[:-1]):
                return raw[:-1], True
        return raw, False
