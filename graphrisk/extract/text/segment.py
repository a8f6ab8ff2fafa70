"""A text cut into blocks, sentences and tokens whose offsets stay true.

Nothing is moved: every span indexes the text as the intake gave it, so a quote is always
``text[start:end]``. Lines broken by a mail program or a PDF are read as one paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from graphrisk.extract.text.tokens import Token, fold, tokenize
from graphrisk.extract.text.turns import line_openings, quote_marks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from graphrisk.extract.words.lexicon import Lexicon

_BULLET: Final = re.compile(
    r"[ \t]*(?:[\u2022\u00b7*\u25cf\u25aa\u25e6\uf0b7o\u2013-]|\d{1,2}[.)]"
    r"|[\u2023\u2043\u25a0\u25a1\u25b6\u25ba\u2705\u2713\u2714\u2717\u2718\u274c\u2794\u27a1\u27a4\u2192\u26a0]\ufe0f?)"
    r"[ \t]+"
)
_LABELLED: Final = re.compile(r"[ \t]*[A-ZÅÄÖÜÆØ][^:.;!?|\n]{1,50}: \S")
_DATE_LINE: Final = re.compile(
    r"(?:[^\W\d]{3,12},? )?(?:den |d\. |the )?\d{1,2}(?:\.|st|nd|rd|th|er)? ([^\W\d]{3,12}) \d{4}"
)
_DAY_MONTH: Final = re.compile(r"\d{1,2}\.\d{1,2}")
_QUOTE_DASH: Final = re.compile(r"[ \t]*[-\u2013][ \t]*[A-ZÅÄÖÜÆØ]")
_ITEM_WIDTH: Final = 70
_WRAP_WIDTH: Final = 36
_MAX_WRAP: Final = 150
_FEW: Final = 3
_BLANK: Final = 2
_SHORT: Final = 60


@dataclass(slots=True)
class Sentence:
    """A sentence, a heading or a list item, with its tokens.

    ``header`` is the index of the sentence that introduces the list an item belongs to.
    """

    index: int
    start: int
    end: int
    block: int
    kind: str
    zone: str = "body"
    header: int | None = None
    tokens: list[Token] = field(default_factory=list)


@dataclass(slots=True)
class Layout:
    """The sentences of one text. ``plain`` is the folded text, as long as the original."""

    text: str
    plain: str
    sentences: list[Sentence]


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class _Stops:
    """What a lexicon knows of full stops: which words have one, what may stand after it."""

    abbreviations: Collection[str] = frozenset()
    months: Collection[str] = frozenset()
    forms: Collection[str] = frozenset()
    openers: Collection[str] = frozenset()
    """Words after "Ltd." that begin a sentence: "by Clubdata Ltd. The company"."""

    @classmethod
    def of(cls, lexicon: Lexicon) -> _Stops:
        return cls(
            lexicon.abbreviations,
            lexicon.months,
            lexicon.word_set("dotted_form"),
            lexicon.word_set("sentence_opener"),
        )


def segment(text: str, lexicon: Lexicon | None = None, limit: int | None = None) -> Layout:
    """Cut a text into sentences, about ``limit`` at most. Linear in the length of the text.

    Examples
    --------
    >>> layout = segment("Title\\n\\nOne thing. Another:\\n\\n- item")
    >>> [(s.kind, text) for s in layout.sentences for text in [layout.text[s.start:s.end]]]
    [('heading', 'Title'), ('text', 'One thing.'), ('text', 'Another:'), ('item', 'item')]
    >>> layout.sentences[-1].header
    2
    """
    plain = fold(text)
    stops = _Stops() if lexicon is None else _Stops.of(lexicon)
    months = stops.months
    sentences: list[Sentence] = []
    header: int | None = None
    listing = False
    for number, lines in enumerate(_blocks(plain, months)):
        if limit is not None and len(sentences) > limit:
            break
        start, end = lines[0].start, lines[-1].end
        bullet = lines[0].bullet or (listing and _goes_on_list(plain, sentences, start, end))
        spans = _sentences(plain, start, end, stops)
        heading = not bullet and len(spans) == 1 and _is_heading(plain[start:end])
        for first, last in spans:
            kind = "item" if bullet else "heading" if heading else "text"
            item = Sentence(len(sentences), first, last, number, kind)
            item.header = header if bullet else None
            item.tokens = tokenize(plain, first, last)
            if item.tokens:
                sentences.append(item)
        if not bullet and sentences:
            opens = plain[start:end].rstrip()[-1:] in {":", ","} or heading
            header = sentences[-1].index if opens else None
            listing = plain[start:end].rstrip()[-1:] == ":"
        elif plain[start:end].rstrip()[-1:] == "." and not lines[0].bullet:
            listing = False
    return Layout(text, plain, sentences)


def _goes_on_list(plain: str, sentences: list[Sentence], start: int, end: int) -> bool:
    """Whether a short line right under a header with a colon, or its list, has lost its bullet."""
    gap = plain[sentences[-1].end : start].count("\n") if sentences else 0
    labelled = _LABELLED.match(plain, start, end) is not None
    right_under = gap == 1 or (labelled and gap == _BLANK)
    if gap == 1 and plain[end - 1] == "." and sentences[-1].kind == "item":
        return end - start <= _ITEM_WIDTH and plain[sentences[-1].end - 1] == ";"  # the last one
    if labelled and right_under:
        return end - start <= _MAX_WRAP
    return right_under and end - start <= _ITEM_WIDTH and plain[end - 1] not in ".!?:"


def _blocks(plain: str, months: Collection[str] = ()) -> Iterator[list[_Line]]:
    """Group lines into paragraphs; a bullet or a blank line begins a new one."""
    run: list[_Line] = []
    position = 0
    openings = line_openings(plain)
    marks = quote_marks(plain)
    for raw in plain.split("\n"):
        start, position = position, position + len(raw) + 1
        at = marks.get(start, start)
        raw, start = raw[at - start :], at
        body = raw.rstrip()
        said = openings.get(start)
        if said is not None and said < start + len(body):  # a turn of its own
            yield from _split_run(plain, run, months)
            run = []
            yield [_Line(said, start + len(body))]
            continue
        if not body.strip():
            yield from _split_run(plain, run, months)
            run = []
            continue
        match = _BULLET.match(body)
        bullet = match is not None and not _is_spoken(body, match.group())
        bullet = bullet and not (match and _is_date(body[match.end() :], match.group(), months))
        begin = start + (match.end() if bullet and match else len(body) - len(body.lstrip()))
        if begin < start + len(body):
            run.append(_Line(begin, start + len(body), bullet))
    yield from _split_run(plain, run, months)


def _split_run(plain: str, run: list[_Line], months: Collection[str] = ()) -> list[list[_Line]]:
    """Split lines without a blank between them where a line does not go on with the one before."""
    width = max((line.end - line.start for line in run), default=0)
    blocks: list[list[_Line]] = []
    unended = all(plain[line.end - 1] not in ".,;:?!" for line in run)
    head = unended and len(run) <= _FEW and width < _SHORT
    for line in run:
        if (
            blocks
            and not line.bullet
            and not (_is_labelled(plain, blocks[-1][-1]) and _is_labelled(plain, line))
            and not (head and _opens(plain, blocks[-1][-1], line))
            and _continues(plain, blocks[-1][-1], line, width)
            and not _QUOTE_DASH.match(plain, line.start, line.end)
            and not _is_date_line(plain, blocks[-1][-1], months)
            and not _is_date_line(plain, line, months)
        ):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _is_date_line(plain: str, line: _Line, months: Collection[str]) -> bool:
    """Whether a line is but a day: "10. januar 2014"."""
    match = _DATE_LINE.fullmatch(plain, line.start, line.end)
    return match is not None and match.group(1).lower() in months


def _opens(plain: str, before: _Line, line: _Line) -> bool:
    """Whether a line of a short head begins anew: "Minutes ...", then "Hospital X"."""
    return plain[line.start].isupper() and plain[before.end - 1] not in ",;-&"


def _is_labelled(plain: str, line: _Line) -> bool:
    """Whether a line is a name or label with a colon, and what goes with it: "X: names, e-mail"."""
    return _LABELLED.match(plain, line.start, line.end) is not None


def _is_spoken(body: str, mark: str) -> bool:
    """Tell a quotation dash before a long sentence from a list dash."""
    dash = mark.strip() in {"-", "\u2013"}
    return dash and len(body) > 90 and body.rstrip()[-1:] in '.!?"'


def _is_date(rest: str, mark: str, months: Collection[str]) -> bool:
    """Tell the day of a date from the number of an item: "12. maj 2025"."""
    first = rest.split(maxsplit=1)[:1]
    return mark.strip().rstrip(".").isdigit() and bool(first) and first[0].lower() in months


def _continues(plain: str, before: _Line, line: _Line, width: int) -> bool:
    """Whether a line goes on with the line before it: hard-wrapped, or small letter first."""
    last = plain[before.end - 1]
    if " | " in plain[line.start : line.end] or " | " in plain[before.start : before.end]:
        return False  # rows of a table
    if plain[line.start].islower() and last not in ".!?:":
        return True
    if last == plain[line.end - 1] == ":":
        return False  # a header under a header
    if not _WRAP_WIDTH <= width <= _MAX_WRAP or (last == ":" and before.bullet):
        return False
    space = plain.find(" ", line.start, line.end)
    word = (space if space > 0 else line.end) - line.start
    return (before.end - before.start) + 1 + word > 0.92 * width


def _is_heading(body: str) -> bool:
    stripped = body.rstrip()
    return len(stripped) <= 140 and stripped[-1] not in ".!:;,\"'"


def _sentences(plain: str, start: int, end: int, stops: _Stops) -> list[tuple[int, int]]:
    """Split one paragraph at . ! ? where a sentence really ends."""
    spans: list[tuple[int, int]] = []
    begin = start
    for match in _STOP.finditer(plain, start, end):
        stop = match.end()
        if stop >= end or not _ends(plain, begin, match.start(), stop, stops):
            continue
        spans.append((begin, stop))
        begin = stop
        while begin < end and plain[begin] in " \n":
            begin += 1
    if begin < end:
        spans.append((begin, end))
    return [span for span in spans if plain[span[0] : span[1]].strip()]


# A run of marks is tried once, from its first: a page of dots would else be read over and over.
_STOP: Final = re.compile(r"(?<![.!?\u2026])[.!?\u2026]+[\"')\]]*(?=[ \n])")


def _ends(plain: str, begin: int, dot: int, stop: int, stops: _Stops) -> bool:
    """Whether the mark at ``dot`` ends a sentence."""
    nxt = plain[stop : stop + 20].lstrip()
    if not nxt:
        return True
    if plain[dot] != ".":
        return not nxt[0].islower()
    word_at = max(plain.rfind(" ", begin, dot), plain.rfind("\n", begin, dot), begin - 1) + 1
    word = plain[max(word_at, dot - 30) : dot].lstrip("(\"'").lower()
    if _DAY_MONTH.fullmatch(word) and nxt[0].isdigit():
        return False  # "14.10. 08:05"
    if word in stops.abbreviations or word + "." in stops.abbreviations:
        after = nxt.split(maxsplit=1)[0].rstrip(",;:").lower()
        return word in stops.forms and nxt[0].isupper() and after in stops.openers
    if (
        word.isdigit()
        and len(word) <= 2
        and nxt.split(maxsplit=1)[0].lower().rstrip(",;:)]") in stops.months
    ):
        return False  # an ordinal before its month, not the end
    if len(word) == 1 and word.isalpha():
        return False  # an initial
    return not nxt[0].islower()
