"""The parties of a document, and each sentence as a line of items in which they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from graphrisk.extract.claims import Party
from graphrisk.extract.names.antecedents import resolved
from graphrisk.extract.names.clauses import introduced_names
from graphrisk.extract.names.coordination import coordinated
from graphrisk.extract.names.introductions import is_introduced
from graphrisk.extract.names.name_parts import is_old_name, is_short_name
from graphrisk.extract.names.name_shapes import core_of, is_known_word
from graphrisk.extract.names.names import NameFinder, NameMention
from graphrisk.extract.names.party_items import (
    appositions,
    noun_items,
    party_hits,
    with_cues,
    without_places,
    without_short_forms,
)
from graphrisk.extract.words.template_fit import Item

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.words.lexicon import Lexicon

PUBLISHER: Final = "(publisher)"
_OFTEN: Final = 3
_SWAPPED: Final = 6

_LONG_NAME: Final = 4
_BRACKET: Final = 7
_QUOTES: Final = frozenset({'"', "\u201d"})


@dataclass(slots=True)
class Entry:
    """A named party while the document is being read."""

    core: str
    names: Counter[str] = field(default_factory=Counter)
    mentions: list[NameMention] = field(default_factory=list)
    kind: str = "unknown"
    country: str | None = None
    known: bool = False
    listed: bool = False
    introduced: bool = False

    product: bool = False
    strong: bool = False

    def settle(self) -> None:
        """Weigh the mentions once all are there.

        ``strong``: some mention is more than a capital at the start of a sentence. ``product``: the
        text calls it a product, and it is no organization of the user's own directory.
        """
        named = self.known or self.listed or self.introduced
        self.strong = named or any(not m.weak for m in self.mentions)
        self.product = not self.known and any(m.product for m in self.mentions)


def _short_form(words: Sequence[str], at: int, lexicon: Lexicon) -> int | None:
    """Return where the one word of "(LN)" or of "(the \"Association\")" stands after a name."""
    if words[at : at + 1] != ["("]:
        return None
    inner: list[int] = []
    opens, articles = lexicon.word_set("hereafter"), lexicon.word_set("definite")
    for here in range(at + 1, min(at + 1 + _BRACKET, len(words))):
        if words[here] == ")":
            return inner[0] if len(inner) == 1 else None
        if words[here] not in {'"', "'"} and words[here] not in opens | articles:
            inner.append(here)
    return None


class Parties:
    """Named parties by core, and the items of every sentence."""

    def __init__(
        self, readings: Sequence[Reading], lexicon: Lexicon, directory: Iterable[str] = ()
    ) -> None:
        self.readings = readings
        self.lexicon = lexicon
        data = lexicon.data
        tables = (data.heads_before, {k: v for k, v in data.heads_after.items() if k != "company"})
        self._heads = {head for table in tables for heads in table.values() for head in heads}
        finder = NameFinder(readings, lexicon, directory)
        self.persons = finder.persons
        self.called = {word.casefold() for word in finder.called}
        self.entries: dict[str, Entry] = {}
        self._alias: dict[str, str] = {}
        mentions = finder.find()
        for mention in mentions:
            entry = self.entries.setdefault(mention.core, Entry(mention.core))
            entry.names[mention.name] += 1
            entry.mentions.append(mention)
            entry.kind = mention.kind if mention.kind != "unknown" else entry.kind
            entry.country = entry.country or mention.country
            entry.known = entry.known or mention.known
        self._find_aliases(mentions)
        self._fold_aliases()
        for mention in mentions:
            if mention.weak and is_introduced(self.readings[mention.sentence], mention):
                self.entries[self.core(mention.core)].introduced = True
        for entry in self.entries.values():
            entry.settle()
        self._by_sentence: dict[int, list[NameMention]] = {}
        for mention in mentions:
            self._by_sentence.setdefault(mention.sentence, []).append(mention)
        self.items = [self._items(number) for number in range(len(readings))]
        self.items = resolved(readings, self.items, self.is_firm)
        for items in self.items:
            for item in items:
                if len(item.parties) > 1 and not item.weak:
                    self.mark_listed(item.parties)  # in a list with names, so each is a name
        self._mark_councils()

    def _mark_councils(self) -> None:
        """Let the towns of "the municipalities X and Y" be municipalities."""
        for reading, items in zip(self.readings, self.items, strict=True):
            for item in items:
                before = reading.words[item.first - 1] if item.first else ""
                if item.kind == "org" and before in self.lexicon.word_set("councils"):
                    for core in item.parties:
                        entry = self.entries[self.core(core)]
                        entry.kind = "municipality" if entry.kind == "unknown" else entry.kind

    def core(self, core: str) -> str:
        """Return the core that stands for this one: aliases and short forms resolved."""
        for _ in range(3):
            if core not in self._alias:
                break
            core = self._alias[core]
        return core

    def party(self, core: str) -> Party:
        """Return a named party by its core."""
        entry = self.entries.get(self.core(core))
        if entry is None:
            return Party(name=core, key=core)
        name = self._best_name(entry)
        return Party(name=name, country=entry.country, key=entry.core, kind=entry.kind)

    def _best_name(self, entry: Entry) -> str:
        """The fullest proper name: with its head, else the most frequent."""
        if entry.kind not in {"unknown", "company"}:
            headed = [m.name for m in entry.mentions if m.kind == entry.kind]
            if headed:
                return headed[0]
        told, core = entry.names, entry.core
        own = [n for n in told if n.casefold().startswith(core[:4])] or list(told)
        heads = {h for hs in self.lexicon.data.heads_before.values() for h in hs}
        own = [n for n in own if n.casefold() not in heads] or own  # "Boligforeningen" alone
        full = [n for n in own if core_of(n) == core]  # "Museum X", not "Museum"
        if full and max(told[n] for n in own) <= max(told[n] for n in full):
            own = [n for n in own if n in full or not core.startswith(n.casefold())]
        if self.lexicon.language == "fr" and len(own) > 1:
            # "Bureau Emploi", not the noun "bureau" of its second mention
            own = [n for n in own if not is_known_word(n.casefold(), "fr")] or own
        whole = any(word in core for word in ("d'", " de ", " du "))
        firm = entry.kind == "company"  # "Lerkil Energy Ltd", also where the town is Lerkil
        return max(
            own,
            key=lambda n: (whole * len(n.split()), told[n], firm * (core in n.lower()), -len(n)),
        )

    def mark_listed(self, cores: Iterable[str]) -> None:
        """Note that parties stand in a list of names, where each is a name."""
        for core in cores:
            entry = self.entries.get(self.core(core))
            if entry is not None:
                entry.listed = True
                entry.settle()

    def is_product(self, core: str) -> bool:
        """Whether the text calls a party a product, and nothing better is known of it."""
        entry = self.entries.get(self.core(core))
        return entry is not None and entry.product

    def protagonist(self) -> str | None:
        """Return the firm that a text names three times, and twice as often as any other."""
        ranked = sorted(self.entries.values(), key=lambda e: -len(e.mentions))[:2]
        if not ranked or len(ranked[0].mentions) < _OFTEN:
            return None
        rival = len(ranked[1].mentions) if len(ranked) > 1 else 0
        first = ranked[0]
        alone = len(first.mentions) >= 2 * rival and first.kind in {"company", "unknown"}
        return first.core if alone and not first.product else None

    def named_in(self, number: int) -> list[NameMention]:
        """Return the names that stand in a sentence."""
        return self._by_sentence.get(number, [])

    def mentions(self, core: str) -> list[NameMention]:
        """Return where a party is named."""
        entry = self.entries.get(self.core(core))
        return entry.mentions if entry else []

    def _find_aliases(self, mentions: Sequence[NameMention]) -> None:
        """Find "Long Name (LN)", and short names whose long form is unique."""
        for mention, after in pairwise(mentions):
            if is_old_name(self.readings[mention.sentence], mention, after):
                self._alias[after.core] = mention.core
                self.entries[mention.core].introduced = True
            if is_short_name(self.readings[mention.sentence], mention, after):
                self._alias[after.core] = mention.core
        for mention in mentions:
            reading = self.readings[mention.sentence]
            at = _short_form(reading.words, mention.last, self.lexicon)
            if at is not None:
                short = reading.token(at).text
                same = mention.core.startswith(short.lower())
                said = at > mention.last + 1 and short.lower() in mention.core.split()
                fits = said or (short.isupper() and 2 <= len(short) <= 8) or same
                if fits and short.lower() in self.entries and short.lower() != mention.core:
                    self._alias[short.lower()] = mention.core
        self._find_short_forms()

    def _find_short_forms(self) -> None:
        """Find names that are the beginning or end of one longer name; no pair is tried twice."""
        cores = sorted(self.entries, key=len)
        longer_by_part: dict[str, list[str]] = {}  # by each beginning and each end
        joined: dict[str, list[str]] = {}
        letters: dict[tuple[str, ...], list[str]] = {}
        for core in cores:
            words = core.split()
            parts = [p for n in range(1, len(words)) for p in (words[:n], words[n:])]
            for part in {" ".join(p) for p in parts}:
                longer_by_part.setdefault(part, []).append(core)
            joined.setdefault(core.replace(" ", ""), []).append(core)
            letters.setdefault((core[0], *sorted(core)), []).append(core)
        for core in cores:
            longer = [c for c in longer_by_part.get(core, ()) if self._is_short_for(core, c)]
            longer = longer or [c for c in joined.get(core, ()) if c != core]
            if len(longer) == 1 and core not in self._alias:
                self._alias[core] = longer[0]
            elif not longer and core not in self._alias:
                self._misspelt(core, letters[(core[0], *sorted(core))])

    def _misspelt(self, core: str, others: Sequence[str]) -> None:
        """Two letters swapped in a long name that the text writes otherwise elsewhere."""
        if " " in core or len(core) < _SWAPPED:
            return
        for other in others:
            more = len(self.entries[other].mentions) > len(self.entries[core].mentions)
            if other != core and more:
                self._alias[core] = other

    def _is_short_for(self, short: str, long: str) -> bool:
        if not long.startswith(short + " ") and not long.endswith(" " + short):
            return False
        entry = self.entries[long]
        if entry.kind == "company" and self.entries[short].kind == "municipality":
            return False  # the town X, and the firm "Netz X GmbH"
        if any(m.genitive is False and m.kind != "unknown" for m in entry.mentions):
            return True  # "Piteå" and "Piteå kommun"
        formed = any(m.kind == "company" for m in entry.mentions)
        if formed and long.endswith(" " + short) and len(short) > 4:
            return True
        words = long.split()
        plain = " " not in short and len(words) <= _LONG_NAME and len(short) > 4
        return long.startswith(short + " ") and (len(words) == 2 or formed or plain)

    def _fold_aliases(self) -> None:
        for core in list(self._alias):
            target = self.core(core)
            if core not in self.entries or target not in self.entries or core == target:
                continue
            source, into = self.entries.pop(core), self.entries[target]
            into.names.update(source.names)
            into.mentions = sorted(
                into.mentions + source.mentions, key=lambda m: (m.sentence, m.first)
            )
            into.known = into.known or source.known
            if into.kind == "unknown":
                into.kind = source.kind

    # ------------------------------------------------------------------ items

    def _items(self, number: int) -> list[Item]:
        reading = self.readings[number]
        names = {m.first: m for m in self._by_sentence.get(number, [])}
        nouns = party_hits(reading)
        items: list[Item] = []
        at = 0
        while at < len(reading.words):
            mention = names.get(at)
            hit = nouns.get(at)
            if mention is not None:
                items.append(self._name_item(reading, mention))
                at = mention.last
            elif hit is not None and not any(i in names for i in range(at + 1, hit.last)):
                items += noun_items(reading, hit)
                at = hit.last
            else:
                word = "," if reading.words[at] == "\u2013" else reading.words[at]
                if word not in _QUOTES:  # a dash sets apart as a comma does
                    items.append(Item("word", word, at, at + 1))
                at += 1
        items = with_cues(reading, appositions(items, self.lexicon))
        items = without_short_forms(without_places(items, self.lexicon))
        items = introduced_names(items, self._may_be_supplier, self.lexicon)
        return coordinated(items, self.lexicon)

    def _may_be_supplier(self, item: Item) -> bool:
        entry = self.entries.get(item.parties[0])
        return entry is not None and entry.kind not in {"municipality", "health", "authority"}

    def is_firm(self, core: str) -> bool:
        """Whether a party is a sure name of what may be a company: no institution by its name."""
        entry = self.entries.get(self.core(core))
        if entry is None or not entry.strong or entry.product:
            return False
        institution = bool(self._heads & set(entry.core.split()))
        return entry.kind == "company" or (entry.kind == "unknown" and not institution)

    def _name_item(self, reading: Reading, mention: NameMention) -> Item:
        core = self.core(mention.core)
        entry = self.entries.get(core)
        weak = (mention.weak and not (entry and entry.strong)) or bool(entry and entry.product)
        word = " ".join(reading.words[mention.first : mention.last])
        case = self._case(word, mention.name) if self.lexicon.language == "fi" else ""
        return Item(
            "org", word, mention.first, mention.last, (core,), mention.genitive, weak, case=case
        )

    @staticmethod
    def _case(word: str, name: str) -> str:
        """Return "to" or "from" for a Finnish name with that ending."""
        if word == name.casefold():
            return ""
        return "to" if word.endswith("lle") else "from" if word.endswith(("lta", "ltä")) else ""
