"""Relation patterns of the lexicons, matched over the parties and words of a sentence.

A template is a line of elements separated by spaces:

``{A}``           a party in slot A (any capital letter, maybe with a digit)
``{B.poss}``      a possessive: "our", "X's", "the council's"
``{A.gen}``       a name in the genitive
``{B.nom}``       a party that is not in the genitive
``{B.self}``      "we", or a Finnish word that is "ours"
``{V.org}``       a name, where the slot would also take "we" or "the supplier"
``{B.to}``        a Finnish name in the case of "to X"; ``{A.from}`` in that of "from X"
``{B.vendor}``    a supplier, named or not
``{S}``           a service: up to eight words before what follows
``word``          this word; ``word|two words`` in brackets for a choice, ``(...)?`` for a maybe
``,?``            a comma or none
``@cue``          any phrase of a cue list of the lexicon
``<n>``           up to n words that are no names

Matching is bounded: gaps are short, each start gives at most one match, and a start is tried only
where the first element can begin.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from graphrisk.extract.words.template_fit import Element, Item, fits_slot, phrase_width
from graphrisk.extract.words.trie import phrase_parts

SERVICE_WORDS: Final = 8
SLOT_NAMES: Final = frozenset({"A", "B", "B2", "B3", "C", "P", "S", "V", "X"})
SLOT_MARKS: Final = frozenset({"", "poss", "gen", "nom", "org", "self", "vendor", "to", "from"})
_MAX_GAP: Final = 14
_SERVICE_STOPS: Final = (
    ". , ; : ( ) har hade är var som has had was is which who hat ist wurde war"
    " ont est sont qui on oli joka ovat olivat"
)
_SERVICE_END: Final = frozenset(_SERVICE_STOPS.split())
_ELEMENT_LIMIT: Final = 16


@dataclass(frozen=True, slots=True)
class Match:
    """A template found in a sentence: what its slots hold, as item positions (first, last)."""

    relation: str
    template: str
    slots: Mapping[str, tuple[int, int]]
    first: int
    last: int


@lru_cache(maxsize=2048)
def compile_template(template: str) -> tuple[Element, ...]:
    """Compile a template.

    Raises
    ------
    ValueError
        It is not a template; the message says why.

    Examples
    --------
    >>> [e.kind for e in compile_template("{A} <2> (is|was) our? @vendor_noun")]
    ['slot', 'gap', 'words', 'words', 'cue']
    """
    elements = tuple(_element(part) for part in _split(template))
    if not elements or all(e.kind == "gap" for e in elements):
        raise ValueError("a template needs a slot, a word or a cue")
    if elements[0].kind == "gap" or len(elements) > _ELEMENT_LIMIT:
        raise ValueError("a template may not begin with a gap, nor have more than 16 elements")
    return elements


def check_template(template: str, cues: Collection[str]) -> list[str]:
    """Return what is wrong with a template of a lexicon that has these cue lists."""
    try:
        elements = compile_template(template)
    except ValueError as error:
        return [str(error)]
    return [
        f"there is no cue list {e.name!r}"
        for e in elements
        if e.kind == "cue" and e.name not in cues
    ]


def _split(template: str) -> list[str]:
    """Split at spaces outside brackets."""
    parts: list[str] = []
    word = ""
    depth = 0
    body = template.strip()
    for at, sign in enumerate(body):
        alone = not word and body[at + 1 : at + 2] in {" ", ""}  # a bracket of the text
        depth += 0 if alone else {"(": 1, ")": -1}.get(sign, 0)
        if sign == " " and depth <= 0:
            parts.append(word)
            word = ""
            depth = 0
        else:
            word += sign
    parts.append(word)
    return [part for part in parts if part]


def _element(part: str) -> Element:
    optional = part.endswith("?") and len(part) > 1
    body = part[:-1] if optional else part
    if body.startswith("{") and body.endswith("}"):
        name, _, mark = body[1:-1].partition(".")
        if not name or not name[0].isupper():
            raise ValueError(f"slot {body} needs a capital letter")
        return Element("service" if name == "S" else "slot", name, mark, optional=optional)
    if body.startswith("<") and body.endswith(">") and body[1:-1].isdigit():
        return Element("gap", width=min(int(body[1:-1]), _MAX_GAP))
    if body.startswith("@"):
        return Element("cue", body[1:], optional=optional)
    if body.startswith("(") and body.endswith(")") and len(body) > 2:
        if body[1] == "@":
            return Element("cue", body[2:-1], optional=optional)
        phrases = tuple(tuple(phrase_parts(choice)) for choice in body[1:-1].split("|"))
        return _words(phrases, optional)
    return _words(((body.lower(),),), optional)


def _words(phrases: tuple[tuple[str, ...], ...], optional: bool) -> Element:
    by_start: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in phrases:
        by_start[phrase[0]] = (*by_start.get(phrase[0], ()), phrase)
    return Element(
        "words",
        phrases=phrases,
        starts=frozenset(by_start),
        optional=optional,
        plain=all(len(phrase) == 1 for phrase in phrases),
        by_start=by_start,
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    """A compiled template with what a sentence must hold for it to match at all."""

    relation: str
    template: str
    elements: tuple[Element, ...]
    words: tuple[frozenset[str], ...]
    cues: frozenset[str]

    def may_match(self, words: set[str], cues: set[str]) -> bool:
        """Whether every word and cue that cannot be left out is there."""
        return self.cues <= cues and not any(need.isdisjoint(words) for need in self.words)


class _ByNeed:
    """Templates by one cue or word that each cannot do without, so that few are looked at."""

    def __init__(self) -> None:
        self._size = 0
        self._always: list[tuple[int, _Entry]] = []
        self._cue: dict[str, list[tuple[int, _Entry]]] = {}
        self._word: dict[str, list[tuple[int, _Entry]]] = {}

    def add(self, entry: _Entry) -> None:
        placed = (self._size, entry)
        self._size += 1
        fewest = min(entry.words, key=len, default=frozenset[str]())
        if fewest:
            for word in fewest:
                self._word.setdefault(word, []).append(placed)
        elif entry.cues:
            self._cue.setdefault(min(entry.cues), []).append(placed)
        else:
            self._always.append(placed)

    def that_may_match(self, words: set[str], cues: set[str]) -> list[_Entry]:
        """Return the templates whose every word and cue is there, in the order of the lexicon."""
        found = dict(self._always)
        for table, there in ((self._cue, cues), (self._word, words)):
            for key in table.keys() & there:
                found.update(table[key])
        return [found[n] for n in sorted(found) if found[n].may_match(words, cues)]


class TemplateSet:
    """The templates of one language, indexed by what they begin with."""

    def __init__(self, patterns: Mapping[str, Sequence[str]]) -> None:
        self._by_word: dict[str, list[_Entry]] = {}
        self._by_cue: dict[str, list[_Entry]] = {}
        self._by_party = _ByNeed()
        for relation, templates in patterns.items():
            for template in templates:
                elements = compile_template(template)
                fixed = [e for e in elements if not e.optional]
                entry = _Entry(
                    relation,
                    template,
                    elements,
                    tuple(e.starts for e in fixed if e.kind == "words"),
                    frozenset(e.name for e in fixed if e.kind == "cue"),
                )
                self._index(entry, elements[0])

    def _index(self, entry: _Entry, first: Element) -> None:
        if first.kind == "words":
            for word in {phrase[0] for phrase in first.phrases}:
                self._by_word.setdefault(word, []).append(entry)
        elif first.kind == "cue":
            self._by_cue.setdefault(first.name, []).append(entry)
        else:
            self._by_party.add(entry)

    def find(self, items: Sequence[Item], relation: str | None = None) -> list[Match]:
        """Return every template found, each at most once per start; of one relation if named."""
        found: list[Match] = []
        words = {word for item in items for word in item.word.split()}
        cues = {name for item in items for name, _ in item.cues}
        by_party = self._by_party.that_may_match(words, cues)
        for start, item in enumerate(items):
            entries = list(by_party) if item.kind != "word" else []
            others = list(self._by_word.get(item.word.partition(" ")[0], ()))
            for name, _ in item.cues:
                others += self._by_cue.get(name, ())
            entries += [e for e in others if e.may_match(words, cues)]
            for entry in entries:
                if relation is not None and entry.relation != relation:
                    continue
                first = entry.elements[0]
                if first.kind == "slot" and not fits_slot(first, item):
                    continue
                slots: dict[str, tuple[int, int]] = {}
                end = _match(entry.elements, 0, items, start, slots)
                if end is not None:
                    found.append(Match(entry.relation, entry.template, dict(slots), start, end))
        return found


def _match(
    elements: Sequence[Element],
    number: int,
    items: Sequence[Item],
    at: int,
    slots: dict[str, tuple[int, int]],
) -> int | None:
    """Match elements from ``number`` at item ``at``; return where the match ends."""
    if number == len(elements):
        return at
    element = elements[number]
    if element.kind == "gap":
        return _match_gap(elements, number, items, at, slots)
    if element.kind == "service":
        return _match_service(elements, number, items, at, slots)
    for width in _widths(element, items, at):
        before = slots.get(element.name)
        if element.kind == "slot" and width:
            slots[element.name] = (at, at + width)
        end = _match(elements, number + 1, items, at + width, slots)
        if end is not None:
            return end
        if element.kind == "slot" and width:
            if before is None:
                slots.pop(element.name, None)
            else:
                slots[element.name] = before
    return None


def _match_gap(
    elements: Sequence[Element],
    number: int,
    items: Sequence[Item],
    at: int,
    slots: dict[str, tuple[int, int]],
) -> int | None:
    for skip in range(elements[number].width + 1):
        if skip:
            if at + skip > len(items):
                return None
            passed = items[at + skip - 1]
            if (passed.kind == "org" and not passed.weak) or passed.word in {";", ":", "?"}:
                return None
        end = _match(elements, number + 1, items, at + skip, slots)
        if end is not None:
            return end
    return None


def _match_service(
    elements: Sequence[Element],
    number: int,
    items: Sequence[Item],
    at: int,
    slots: dict[str, tuple[int, int]],
) -> int | None:
    last_element = number == len(elements) - 1
    best: int | None = None
    for width in range(1, SERVICE_WORDS + 1):
        if at + width > len(items):
            break
        item = items[at + width - 1]
        if item.kind not in {"word", "org"} or item.word in _SERVICE_END:
            break
        slots["S"] = (at, at + width)
        if last_element:
            best = at + width
            continue
        end = _match(elements, number + 1, items, at + width, slots)
        if end is not None:
            return end
    if best is None:
        slots.pop("S", None)
    return best


def _widths(element: Element, items: Sequence[Item], at: int) -> list[int]:
    """How many items an element may take at a place, the longest first."""
    widths: list[int] = []
    if at < len(items):
        item = items[at]
        if element.kind == "slot":
            widths = [1] if fits_slot(element, item) else []
        elif element.plain:
            widths = [1] if item.word in element.starts else []
        elif element.kind == "words":
            near = element.by_start.get(item.word.partition(" ")[0], ())
            widths = [width for phrase in near if (width := phrase_width(phrase, items, at))]
        elif element.kind == "cue":
            widths = [width for name, width in item.cues if name == element.name]
        if len(widths) > 1:
            widths.sort(reverse=True)
    if element.optional:
        widths.append(0)
    return widths
