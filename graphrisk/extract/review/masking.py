"""Personal data of a notice are hidden before anything is kept, sign by sign: offsets stay true.

Hidden are e-mail addresses, telephone, account and identity numbers, street addresses, and the
names of persons: those told beside a title or a verb of saying, in a photo credit, in a block of
contacts, or in an e-mail address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from graphrisk.model.identifiers import fold

MASK: Final = "•"

# Every repetition is bounded: no text makes these slow.
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"']{1,64}@[^\s@<>()\[\],;:\"']{1,190}")
_PERSON_NUMBER = re.compile(r"(?<!\d)(?:\d{2})?\d{6}[-+A ]\d{3}[\dA-Z](?![\dA-Za-z])")
_PHONE = re.compile(r"(?<![\w.,])(?:\+|\(?\+?\d)[\d \t\u00a0().\-–—/]{4,26}\d(?!\w)")
_ACCOUNT = re.compile(
    r"(?<!\w)(?:[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{4}){2,7}(?:[ \u00a0]?[A-Z0-9]{1,3})?"
    r"|\d{4}(?:[ \u00a0-]\d{4}){3}|\d{3}-\d{2}-\d{4}"
    r"|[A-Z]{2}[ ]?\d{2}[ ]?\d{2}[ ]?\d{2}[ ]?[A-D])(?!\w)"
)
_DATE = re.compile(r"\(?\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\b|\d{4}-\d{2}-\d{2}")
_STREET = re.compile(
    r"\b[^\W\d_][\w'’.-]{1,40}(?:vägen|gatan|gränd|stra(?:ß|ss)e|str\.|gade|vej|veien|vegen|gata"
    r"|katu|tie|straat|laan|weg|platz|torget)[ \u00a0]\d{1,4}(?:[ ]?[A-Za-z])?\b"
)
_ENGLISH_STREET = re.compile(
    r"\b\d{1,5} (?:[A-Z][a-z'’]{1,30} ){1,3}(?:Street|Road|Avenue|Lane|Drive|Court|Boulevard)\b"
)
_CALL = re.compile(
    r"(?<!\w)(?:tel|tele(?:ph|f)one?\w{0,8}|phone|mobil\w{0,8}|tlf|puh|puhelin|fax|ring|call)"
    r"[.:]{0,2}\s{0,2}$",
    re.IGNORECASE,
)
_NAME_LINE = re.compile(r"[^\W\d_][\w'’-]{1,30}(?: [^\W\d_][\w'’.-]{0,30}){1,2}")
_JOINED = re.compile(
    r"(?<!\w)([^\W\d_][\w'’-]{1,30} [^\W\d_][\w'’-]{1,30})(?:,| och| and| und| et| og| ja| en| &) $"
)
_CONTACT_REACH = 3

Span = tuple[int, int]


class Masker:
    """Finds the personal data of one text, and hides them there and in what was cut from it.

    Parameters
    ----------
    text
        The whole text.
    language
        Code of its language: titles and verbs of saying are read in it.
    keep
        Names of organizations, which are never hidden.

    Examples
    --------
    >>> masker = Masker("Write to ann.berg@alfa.example or call 08-123 456 78.")
    >>> masker.masked
    'Write to •••.••••@••••.••••••• or call ••-••• ••• ••.'
    >>> masker.hide("Ann Berg answers.")
    '••• •••• answers.'
    """

    def __init__(self, text: str, language: str | None = None, keep: Iterable[str] = ()) -> None:
        self._kept = {fold(name) for name in keep}
        spans = [*_number_spans(text), *self._person_spans(text, language)]
        self._names = self._told_names(text, spans)
        self.masked = _hidden(text, [*spans, *self._named(text)])

    def hide(self, text: str) -> str:
        """Return other words of the same document with its personal data hidden."""
        return _hidden(text, [*_number_spans(text), *self._named(text)])

    def _person_spans(self, text: str, language: str | None) -> list[Span]:
        spans = [*_speakers(text, language), *_contacts(text)]
        spans += [more for start, _ in spans for more in _joined_before(text, start)]
        return [span for span in spans if not self._is_kept(text[span[0] : span[1]])]

    def _told_names(self, text: str, spans: Sequence[Span]) -> set[tuple[str, ...]]:
        """Return full names, as words, from persons found and from e-mail addresses."""
        names: set[tuple[str, ...]] = set()
        for start, end in spans:
            words = tuple(text[start:end].split())
            if "@" in text[start:end]:
                local = text[start:end].partition("@")[0].replace("_", ".").split(".")
                words = tuple(part for part in local if part.isalpha())
            if 2 <= len(words) <= 3 and all(word[0].isalpha() for word in words):
                names.add(tuple(word.casefold() for word in words))
        return names

    def _named(self, text: str) -> Iterator[Span]:
        """Yield the places of the names told, and of their last parts alone."""
        if not self._names:
            return
        families = {name[-1] for name in self._names if len(name[-1]) > 3}
        words = [(m.start(), m.end()) for m in re.finditer(r"[^\W\d_][\w'’-]{0,40}", text)]
        folded = [text[start:end].casefold().removesuffix("'s") for start, end in words]
        firsts: dict[str, list[tuple[str, ...]]] = {}
        for name in self._names:
            firsts.setdefault(name[0], []).append(name)
        for at, (start, end) in enumerate(words):
            for name in firsts.get(folded[at], ()):
                if tuple(folded[at : at + len(name)]) == name:
                    last = words[at + len(name) - 1][1]
                    if not self._is_kept(text[start:last]):
                        yield start, last
            is_family = folded[at] in families and text[start].isupper()
            if is_family and not self._is_kept(text[start:end]):
                yield start, end

    def _is_kept(self, words: str) -> bool:
        told = fold(words)
        return any(f" {told} " in f" {name} " or f" {name} " in f" {told} " for name in self._kept)


def mask_personal(text: str, language: str | None = None) -> str:
    """Return a text of the same length with personal data hidden.

    Examples
    --------
    >>> mask_personal("Tel. 0911-12 34 56, on 02.05.2024")
    'Tel. ••••-•• •• ••, on 02.05.2024'
    """
    return Masker(text, language).masked


def _hidden(text: str, spans: Iterable[Span]) -> str:
    signs = list(text)
    for start, end in spans:
        for at in range(start, end):
            if signs[at].isalnum():
                signs[at] = MASK
    return "".join(signs)


def _number_spans(text: str) -> Iterator[Span]:
    for pattern in (_EMAIL, _PERSON_NUMBER, _ACCOUNT, _STREET, _ENGLISH_STREET):
        yield from (match.span() for match in pattern.finditer(text))
    for match in _PHONE.finditer(text):
        if _is_phone(match.group(), text[max(0, match.start() - 16) : match.start()]):
            yield match.span()


def _is_phone(words: str, before: str) -> bool:
    """Return True for a number that begins as telephone numbers do, or is called one."""
    digits = sum(sign.isdigit() for sign in words)
    if _DATE.match(words):
        return False
    if _CALL.search(before):
        return digits >= 5
    parts = [len(part) for part in words.split("-") if part.isdigit()]
    is_american = parts[-3:] == [3, 3, 4] or (words[:1] == "(" and parts[-1:] == [4])
    begins = words.lstrip("(").startswith(("+", "0"))
    return digits >= 7 and (begins or is_american)


def _speakers(text: str, language: str | None) -> Iterator[Span]:
    """Yield persons told beside a title, a verb of saying, or in a credit."""
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.names.persons import find_persons
    from graphrisk.extract.text.segment import segment
    from graphrisk.extract.words.lexicon import is_supported, load_lexicon

    code = language if language and is_supported(language) else "en"
    lexicon = load_lexicon(code)
    readings = [Reading(sentence, lexicon) for sentence in segment(text, lexicon).sentences]
    for number, places in find_persons(readings, lexicon).items():
        tokens = readings[number].sentence.tokens
        run: list[int] = []
        for at in [*sorted(places), len(tokens) + 1]:
            if run and at != run[-1] + 1:
                yield tokens[run[0]].start, tokens[run[-1]].end
                run = []
            run.append(at)


def _contacts(text: str) -> Iterator[Span]:
    """Yield lines that are a name and stand within three lines of an address or a number."""
    lines: list[Span] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            lines.append((start, start + len(line)))
        start += len(line) + 1
    reachable = [any(True for _ in _number_spans(text[a:b])) for a, b in lines]
    for at, (first, last) in enumerate(lines):
        near = any(reachable[max(0, at - 1) : at + _CONTACT_REACH + 1])
        match = _NAME_LINE.match(text[first:last].strip()) if near else None
        if match is None:
            continue
        rest = text[first:last].strip()[match.end() :]
        words = match.group().split()
        if (not rest or rest.startswith((",", " (", " –", " -"))) and _are_names(words):
            begin = text.index(match.group(), first)
            yield begin, begin + len(match.group())


def _joined_before(text: str, start: int) -> Iterator[Span]:
    """Yield the names before a person's in an enumeration: "Ann Berg, Bo Dahl and ..."."""
    while True:
        match = _JOINED.search(text[max(0, start - 80) : start])
        if match is None or not _are_names(match.group(1).split()):
            return
        begin = max(0, start - 80) + match.start(1)
        yield begin, begin + len(match.group(1))
        start = begin


def _are_names(words: Sequence[str]) -> bool:
    return all(word[0].isupper() and not word.isupper() for word in words) and len(words) > 1
