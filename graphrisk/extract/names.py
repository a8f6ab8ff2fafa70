"""Organizations that a text names: capitalised runs, legal forms, institution heads, known names.

No vendor is listed anywhere; what makes a name is its shape, its company in the sentence, and the
user's own directory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from graphrisk.extract.name_shapes import (
    PRODUCT_TAILS,
    KnownNames,
    canonical_heads,
    core_of,
    heads_by_first_word,
    is_after_mark,
    is_genitive,
    is_known_word,
    is_shouting,
    legal_forms,
    products_in,
)
from graphrisk.extract.persons import find_persons

if TYPE_CHECKING:
    from graphrisk.extract.lexicon import Lexicon
    from graphrisk.extract.mentions import Reading

_MAX_RUN: Final = 7
_COMMA_FORMS: Final = frozenset({"inc", "inc.", "llc", "ltd", "ltd.", "corp", "corp.", "l.p", "lp"})
_APPOSED: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "which",
        "who",
        "som",
        "ett",
        "en",
        "vilket",
        "vilken",
        "der",
        "die",
        "das",
        "ein",
        "eine",
        "den",
    ]
)
_CONNECTORS: Final = frozenset({"of", "&", "de", "du", "von", "van", "for", "für", "och", "und"})


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


class NameFinder:
    """Finds names in the readings of one document."""

    def __init__(
        self, readings: Sequence[Reading], lexicon: Lexicon, directory: Iterable[str] = ()
    ) -> None:
        self.readings = readings
        self.lexicon = lexicon
        self.persons = find_persons(readings, lexicon)
        self._forms = legal_forms(lexicon)
        self._directory = KnownNames(directory)
        self._media = {name.lower() for name in lexicon.common.media}
        self._products = {name.lower() for name in lexicon.common.products}
        self._before = heads_by_first_word(lexicon.data.heads_before)
        self._after = heads_by_first_word(lexicon.data.heads_after)
        self._canonical = canonical_heads(lexicon.data.heads_after)
        self._products |= products_in(readings)

    @cached_property
    def lower_words(self) -> set[str]:
        """Words that the text also writes small: these are no names."""
        return {t.text for r in self.readings for t in r.sentence.tokens if t.text[0].islower()}

    @cached_property
    def inner_capitals(self) -> Counter[str]:
        """Words written with a capital inside a sentence, with how often."""
        return Counter(
            t.text
            for r in self.readings
            for at, t in enumerate(r.sentence.tokens)
            if at and t.is_capital and not is_after_mark(r, at) and not is_shouting(r)
        )

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
        known = self._directory.at(reading, at)
        if known is not None:
            last, name = known
            return NameMention(
                number,
                at,
                last,
                name,
                core_of(name, self._forms),
                known=True,
                genitive=is_genitive(reading.token(last - 1).text, name.split()[-1]),
            )
        if not token.is_capital or not token.is_word:
            return None
        if at in self.persons.get(number, ()):  # a person's name is never an organization
            return None
        headed = self._headed(reading, at)
        if headed is None and self._is_descriptor(reading, at):
            return None
        last = self._run_end(number, reading, at)
        if headed is not None:
            last = max(last, headed[1])
        if headed is None and last <= at:
            return None
        return self._mention(number, reading, at, last, headed[0] if headed else None)

    def _is_descriptor(self, reading: Reading, at: int) -> bool:
        """Whether a noun only introduces the name after it: "Direktbank ING" in German."""
        if not self.lexicon.data.nouns_capitalised or at + 1 >= len(reading.words):
            return False
        if not self._goes_on(reading, at + 1):
            return False
        text, after = reading.token(at).text, reading.token(at + 1).text
        if text.isupper() or any(h.first <= at < h.last for h in reading.hits("country")):
            return False
        language = self.lexicon.language
        return is_known_word(text, language) and not is_known_word(after, language)

    def _headed(self, reading: Reading, at: int) -> tuple[str, int] | None:
        """A name with an institution head: "Region X", "University of X", "X kommun"."""
        for parts, kind in self._before.get(reading.words[at], ()):
            end = at + len(parts)
            if tuple(reading.words[at:end]) == parts and end < len(reading.words):
                nxt = reading.token(end)
                if nxt.is_capital and nxt.is_word and self._free(reading, end):
                    stop = end + 1
                    while (
                        stop < len(reading.words)
                        and stop < end + 3
                        and self._goes_on(reading, stop)
                    ):
                        stop += 1
                    return kind, stop
        if reading.words[at] in self.lexicon.common_words and not self._is_inner(reading, at):
            return None
        for end in range(at + 1, min(at + 4, len(reading.words))):
            for parts, kind in self._after.get(reading.words[end], ()):
                stop = end + len(parts)
                if (
                    tuple(reading.words[end:stop]) == parts
                    and self._all_name(reading, at, end)
                    and self._may_be_small(reading, end, kind)
                ):
                    return kind, self._with_form(reading, stop)
            if not reading.token(end).is_capital:
                break
        return None

    def _may_be_small(self, reading: Reading, at: int, kind: str) -> bool:
        """Whether a head may stand as written: small only where the language writes it so."""
        small = self.lexicon.language in {"sv", "nb", "da", "fi"} and kind != "company"
        return small or reading.token(at).is_capital

    def _all_name(self, reading: Reading, first: int, last: int) -> bool:
        return all(
            reading.token(i).is_capital and self._free(reading, i) for i in range(first, last)
        )

    def _is_inner(self, reading: Reading, at: int) -> bool:
        return at > 0 and reading.token(at).is_capital and not is_after_mark(reading, at)

    def _run_end(self, number: int, reading: Reading, at: int) -> int:
        """Where a run of capital words that begins at ``at`` ends; ``at`` itself for no name."""
        if not self._free(reading, at):
            return at
        last = at + 1
        people = self.persons.get(number, ())
        while last < len(reading.words) and last - at < _MAX_RUN and last not in people:
            if self._goes_on(reading, last):
                last += 1
            elif (
                reading.words[last] in _CONNECTORS - {"och", "und", "for", "für"}
                and last + 1 < len(reading.words)
                and self._goes_on(reading, last + 1)
            ):
                last += 2
            else:
                break
        return self._with_form(reading, last)

    def _with_form(self, reading: Reading, last: int) -> int:
        after = reading.words[last : last + 4]
        if len(after) > 1 and after[0] == "," and after[1] in _COMMA_FORMS:
            return last + 2 + (len(after) == 4 and after[2] == ".")
        for size in (4, 3, 2, 1):
            words = tuple(t.text for t in reading.sentence.tokens[last : last + size])
            if len(words) == size and " ".join(words).lower() in self._forms:
                return last + size
        return last

    def _goes_on(self, reading: Reading, at: int) -> bool:
        token = reading.token(at)
        gap = token.start - reading.token(at - 1).end
        return (
            gap <= 1
            and token.is_word
            and (token.is_capital or (token.text.isdigit() and len(token.text) <= 3))
            and (token.lower in self._forms or self._free(reading, at))
        )

    def _free(self, reading: Reading, at: int) -> bool:
        """Whether a word can be part of a name: no month, country, authority, common word."""
        word = reading.words[at]
        plain = word.removesuffix("'s")
        if len(word) < 2 and not self._directory:
            return False
        if "-" in word and self._is_compound(reading.token(at).text):
            return False
        if any(h.first <= at < h.last for h in reading.hits("country")):
            return self._is_national_name(reading, at)
        if plain in self.lexicon.common_words or plain in self.lexicon.months:
            return False
        if plain in self.lexicon.data.weekdays or plain in self._media or plain in self._products:
            return False
        return not any(
            hit.first <= at < hit.last
            for group in ("authority", "data", "attack", "unit", "subject")
            for hit in reading.hits(group)
        ) and not any(
            hit.first <= at < hit.last
            for hit in reading.cues("incident", "vendor_noun", "sub_vendor_noun", "titles", "say")
        )

    def _is_compound(self, text: str) -> bool:
        """Whether a hyphened word is a common noun: "IT-miljö", "IT-Sicherheitsfirma"."""
        _, _, tail = text.rpartition("-")
        if len(tail) < 3 or tail.lower().removesuffix("s") in self._after:
            return False
        if self.lexicon.data.nouns_capitalised:
            return tail[0].islower() or is_known_word(tail, self.lexicon.language)
        return tail[0].islower()

    def _is_national_name(self, reading: Reading, at: int) -> bool:
        """Whether a country word begins a name: "British Airways", not "British hospitals"."""
        if at + 1 >= len(reading.words) or not reading.token(at).text[0].isupper():
            return False
        after = reading.token(at + 1)
        if self.lexicon.data.nouns_capitalised:
            return after.is_capital and after.lower in self._after
        return (
            after.is_capital
            and after.is_word
            and after.start - reading.token(at).end == 1
            and after.lower not in self.lexicon.common_words
            and not any(
                h.first <= at + 1 < h.last
                for g in ("country", "authority", "attack")
                for h in reading.hits(g)
            )
        )

    def _mention(
        self, number: int, reading: Reading, first: int, last: int, kind: str | None
    ) -> NameMention | None:
        start, end = reading.span(first, last)
        offset = reading.sentence.start
        raw = " ".join(t.text for t in reading.sentence.tokens[first:last])
        if end - start <= 120:
            raw = self._raw(reading, start, end)
        if raw.lower() in self._media or offset < 0:
            return None
        name, genitive = self._base(raw)
        if kind is not None:
            name, cut = self._canonical_name(name)
            genitive = genitive or cut
        if self.lexicon.data.nouns_capitalised and any(
            h.first == first for h in reading.hits("country")
        ):
            head, _, rest = name.partition(" ")
            name = f"{head[:-1] if head.endswith(('en', 'er')) else head} {rest}"
        if core_of(name, self._forms) in self._products or self._is_product(reading, first, last):
            return None
        core = core_of(name, self._forms)
        if len(core) < 2 or core.isdigit():
            return None
        country = next((c for f, c in self._forms.items() if name.lower().endswith(" " + f)), None)
        formed = country is not None
        single = last - first == 1 and kind is None and not formed
        weak = single and self._is_weak(reading, first, name)
        if single and (name in self.lower_words or name.lower() in self.lower_words):
            return None
        return NameMention(
            number,
            first,
            last,
            name,
            core,
            kind or ("company" if formed else "unknown"),
            country if country and len(country) == 2 and country.isalpha() else None,
            genitive,
            weak,
        )

    def _canonical_name(self, name: str) -> tuple[str, bool]:
        """Bring the head to its base form, "X sektorns" to "X sektor", and tell a genitive."""
        lower = name.lower()
        for variant, base in self._canonical:
            if lower.endswith(" " + variant) and variant != base:
                return name[: len(name) - len(variant)] + base, variant.endswith("s")
        return name, False

    def _is_product(self, reading: Reading, first: int, last: int) -> bool:
        """Whether a noun such as "system" right before the name says that it is a product."""
        nouns = reading.cues("product_noun")
        if any(h.last == first or h.first == last for h in reading.cues("attacker_noun")):
            return True
        if reading.words[last : last + 1] == ["ransomware"]:
            return True  # "X ransomware" names the attacker's tool
        tail = reading.words[last - 1].rpartition("-")
        if tail[0] and tail[2].startswith(PRODUCT_TAILS):
            return True
        return any(h.last == first or h.first == last for h in nouns)

    def _raw(self, reading: Reading, start: int, end: int) -> str:
        tokens = [t for t in reading.sentence.tokens if start <= t.start < end]
        parts: list[str] = []
        for at, token in enumerate(tokens):
            gap = at > 0 and token.start > tokens[at - 1].end
            parts.append((" " if gap else "") + token.text)
        return "".join(parts)

    def _base(self, raw: str) -> tuple[str, bool]:
        """Take the genitive off: 's always, a bare s where the text also has the name without."""
        if raw.endswith(("'s", ":s")):
            return raw[:-2], True
        if raw.endswith("'"):
            return raw[:-1], True
        if self.lexicon.language in {"sv", "de", "nb", "da", "nl"} and raw.endswith("s"):
            last = raw.split()[-1]
            head_genitive = last.lower() in {"kommuns", "regions", "stads", "universitets"}
            if head_genitive or last[:-1] in self.inner_capitals or self._starts(last[:-1]):
                return raw[:-1], True
        return raw, False

    def _starts(self, word: str) -> bool:
        return len(word) > 3 and any(
            r.sentence.tokens and r.sentence.tokens[0].text == word for r in self.readings
        )

    def _is_weak(self, reading: Reading, at: int, name: str) -> bool:
        token = reading.token(at)
        shaped = any(c.isdigit() or c.isupper() for c in token.text[1:])
        if self.lexicon.data.nouns_capitalised:
            return not shaped and is_known_word(name, self.lexicon.language)
        if shaped and len(token.text) > 2:
            return False
        if at and not is_after_mark(reading, at) and not is_shouting(reading):
            return False
        after = reading.words[at + 1 : at + 3]
        if len(after) == 2 and after[0] == "," and after[1] in _APPOSED:
            return False  # "Boots, the chain": introduced as a name is
        return self.inner_capitals[name] == 0 and self.inner_capitals[name + "s"] == 0
