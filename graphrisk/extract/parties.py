"""The parties of a document, and each sentence as a line of items in which they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from graphrisk.extract.claims import Party
from graphrisk.extract.names import NameFinder, NameMention
from graphrisk.extract.templates import Item

if TYPE_CHECKING:
    from graphrisk.extract.lexicon import Lexicon
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.trie import Hit

PUBLISHER: Final = "(publisher)"
_PARTY_CUES: Final = ("self", "self_possessive", "vendor_noun", "sub_vendor_noun")
_ARTICLES: Final = frozenset(
    ["the", "die", "der", "de", "het", "la", "le", "les", "l'", "du", "d'"]
)
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

    product: bool = False
    strong: bool = False

    def settle(self) -> None:
        """Weigh the mentions once all are there.

        ``strong``: some mention is more than a capital at the start of a sentence. ``product``: the
        text calls it a product, and it is no organization of the user's own directory.
        """
        self.strong = self.known or self.listed or any(not m.weak for m in self.mentions)
        self.product = not self.known and any(m.product for m in self.mentions)


class Parties:
    """Named parties by core, and the items of every sentence."""

    def __init__(
        self, readings: Sequence[Reading], lexicon: Lexicon, directory: Iterable[str] = ()
    ) -> None:
        self.readings = readings
        self.lexicon = lexicon
        finder = NameFinder(readings, lexicon, directory)
        self.persons = finder.persons
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
        for entry in self.entries.values():
            entry.settle()
        self._by_sentence: dict[int, list[NameMention]] = {}
        for mention in mentions:
            self._by_sentence.setdefault(mention.sentence, []).append(mention)
        self.items = [self._items(number) for number in range(len(readings))]
        for items in self.items:
            for item in items:
                if len(item.parties) > 1 and not item.weak:
                    for core in item.parties:  # in a list with names, so a name itself
                        self.entries[core].listed = True
                        self.entries[core].settle()

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
        own = [n for n in entry.names if n.casefold().startswith(entry.core[:4])] or list(
            entry.names
        )
        return max(own, key=lambda n: (entry.names[n], -len(n)))

    def is_product(self, core: str) -> bool:
        """Whether the text calls a party a product, and nothing better is known of it."""
        entry = self.entries.get(self.core(core))
        return entry is not None and entry.product

    def mentions(self, core: str) -> list[NameMention]:
        """Return where a party is named."""
        entry = self.entries.get(self.core(core))
        return entry.mentions if entry else []

    def _find_aliases(self, mentions: Sequence[NameMention]) -> None:
        """Find "Long Name (LN)", and short names whose long form is unique."""
        for mention in mentions:
            reading = self.readings[mention.sentence]
            at = mention.last
            words = reading.words
            if at + 2 < len(words) and words[at] == "(" and words[at + 2] == ")":
                short = reading.token(at + 1).text
                same = mention.core.startswith(short.lower())
                fits = (short.isupper() and 2 <= len(short) <= 8) or same
                if fits and short.lower() in self.entries and short.lower() != mention.core:
                    self._alias[short.lower()] = mention.core
        cores = sorted(self.entries, key=len)
        for core in cores:
            longer = [c for c in cores if c != core and self._is_short_for(core, c)]
            joined = [c for c in cores if c != core and c.replace(" ", "") == core]
            longer = longer or joined
            if len(longer) == 1 and core not in self._alias:
                self._alias[core] = longer[0]
            elif not longer and core not in self._alias:
                self._misspelt(core, cores)

    def _misspelt(self, core: str, cores: Sequence[str]) -> None:
        """Two letters swapped in a long name that the text writes otherwise elsewhere."""
        for other in cores:
            if (
                other != core
                and len(core) == len(other) >= 6
                and core[0] == other[0]
                and " " not in core
                and sorted(core) == sorted(other)
                and len(self.entries[other].mentions) > len(self.entries[core].mentions)
            ):
                self._alias[core] = other

    def _is_short_for(self, short: str, long: str) -> bool:
        if not long.startswith(short + " ") and not long.endswith(" " + short):
            return False
        entry = self.entries[long]
        if any(m.genitive is False and m.kind != "unknown" for m in entry.mentions):
            return True  # "Piteå" and "Piteå kommun"
        formed = any(m.kind == "company" for m in entry.mentions)
        if formed and long.endswith(" " + short) and len(short) > 4:
            return True
        return long.startswith(short + " ") and (len(long.split()) == 2 or formed)

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
        nouns = _party_hits(reading)
        items: list[Item] = []
        starts: dict[int, int] = {}
        at = 0
        while at < len(reading.words):
            starts[at] = len(items)
            mention = names.get(at)
            hit = nouns.get(at)
            if mention is not None:
                items.append(self._name_item(reading, mention))
                at = mention.last
            elif hit is not None and not any(i in names for i in range(at + 1, hit.last)):
                items.append(_noun_item(reading, hit))
                at = hit.last
            else:
                word = "," if reading.words[at] == "\u2013" else reading.words[at]
                if word not in _QUOTES:  # a dash sets apart as a comma does
                    items.append(Item("word", word, at, at + 1))
                at += 1
        items = _with_cues(reading, _appositions(items), starts)
        items = _without_short_forms(items)
        return _coordinated(items, self.lexicon)

    def _name_item(self, reading: Reading, mention: NameMention) -> Item:
        core = self.core(mention.core)
        entry = self.entries.get(core)
        weak = (mention.weak and not (entry and entry.strong)) or bool(entry and entry.product)
        word = " ".join(reading.words[mention.first : mention.last])
        return Item("org", word, mention.first, mention.last, (core,), mention.genitive, weak)


def _party_hits(reading: Reading) -> dict[int, Hit]:
    """Supplier nouns, self references and institutions that are not named again, by start."""
    best: dict[int, Hit] = {}
    hits = [*reading.cues(*_PARTY_CUES), *reading.hits("anaphor")]
    taken: set[int] = set()
    for hit in sorted(hits, key=lambda h: (h.first - h.last, h.group != "anaphor")):
        span = set(range(hit.first, hit.last))
        if not span & taken:
            taken |= span
            best[hit.first] = hit
    return best


def _appositions(items: list[Item]) -> list[Item]:
    """Let "the company X" be X alone: the noun before a name is no party of its own."""
    return [
        replace(item, kind="word")
        if item.kind in {"company", "vendor"}
        and index + 1 < len(items)
        and items[index + 1].kind == "org"
        and not items[index + 1].genitive
        else item
        for index, item in enumerate(items)
    ]


def _without_short_forms(items: list[Item]) -> list[Item]:
    """Drop "(LN)" after the long name it abbreviates."""
    out: list[Item] = []
    for item in items:
        closes = item.word == ")" and len(out) > 2 and out[-2].word == "("
        if closes and out[-1].kind == out[-3].kind == "org" and out[-1].parties == out[-3].parties:
            del out[-2:]
            continue
        out.append(item)
    return out


def _noun_item(reading: Reading, hit: Hit) -> Item:
    word = " ".join(reading.words[hit.first : hit.last])
    kinds = {
        "self": "self",
        "self_possessive": "possessive",
        "vendor_noun": "vendor",
        "sub_vendor_noun": "vendor",
        "vendor": "company",
        "publisher": "publisher",
    }
    first = reading.words[hit.first]
    genitive = word.endswith(("s", "'s")) or first in {"der", "des"}
    return Item(kinds[hit.id], word, hit.first, hit.last, genitive=genitive)


def _with_cues(reading: Reading, items: list[Item], starts: dict[int, int]) -> list[Item]:
    """Note at each item which cue phrases begin there, measured in items."""
    wanted: dict[int, list[tuple[str, int]]] = {}
    ends = {item.last: index + 1 for index, item in enumerate(items)}
    for hit in reading.cues(*reading.lexicon.template_cues):
        first, last = starts.get(hit.first), ends.get(hit.last)
        if first is not None and last is not None and last > first and first < len(items):
            wanted.setdefault(first, []).append((hit.id, last - first))
    return [
        Item(i.kind, i.word, i.first, i.last, i.parties, i.genitive, i.weak, tuple(wanted[n]))
        if n in wanted
        else i
        for n, i in enumerate(items)
    ]


def _coordinated(items: list[Item], lexicon: Lexicon) -> list[Item]:
    """Join "A, B and C" into one item with several parties."""
    joiners = set(lexicon.data.joiners)
    out: list[Item] = []
    at = 0
    while at < len(items):
        item = items[at]
        if item.kind != "org":
            out.append(item)
            at += 1
            continue
        members, end = _list_from(items, at, joiners)
        if len(members) > 1:
            parties = tuple(dict.fromkeys(p for m in members for p in m.parties))
            last = members[-1]
            out.append(
                Item(
                    "org",
                    item.word,
                    item.first,
                    last.last,
                    parties,
                    last.genitive,
                    any(m.weak for m in members) and all(m.weak for m in members),
                )
            )
        else:
            out.append(item)
        at = end
    return out


def _list_from(items: Sequence[Item], at: int, joiners: set[str]) -> tuple[list[Item], int]:
    """Collect a list of names that ends with a joiner; few words may stand before each name."""
    members = [items[at]]
    end = at + 1
    pending: list[Item] = []
    here = at + 1
    while here < len(items) and items[here].word in joiners | {","}:
        closing = items[here].word in joiners
        step = here + 1
        if items[here].word == "," and step < len(items) and items[step].word in joiners:
            closing, step = True, step + 1
        skip = step
        while (
            skip < len(items)
            and skip - step < 4
            and items[skip].kind == "word"
            and items[skip].word.isalpha()
            and items[here].word == ","
        ) or (skip < len(items) and skip == step and items[skip].word in _ARTICLES):
            skip += 1
        if skip >= len(items) or items[skip].kind != "org":
            break
        pending.append(items[skip])
        here = skip + 1
        if closing:
            members += pending
            pending = []
            end = here
            if items[here - 1].genitive:
                break
    return members, end
