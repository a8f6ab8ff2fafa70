"""Cypher cut into words, as far as checks of a query need it: linear in the length of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_LINE_END = re.compile("[\r\n]")
Sort = Literal["word", "name", "parameter", "number", "text", "sign"]


@dataclass(frozen=True, slots=True)
class Word:
    """One word: plain, `quoted name`, $parameter, number, 'text' or sign; ``depth`` of brackets.

    ``inside`` is the bracket it stands in: "(", "[", "{" or "".
    """

    sort: Sort
    text: str
    depth: int
    inside: str

    def is_word(self, *words: str) -> bool:
        """Return True for one of these words, capitals or not."""
        return self.sort == "word" and self.text.upper() in words


def words(query: str) -> list[Word]:
    """Return the words of a query, comments left out.

    Examples
    --------
    >>> [word.text for word in words("MATCH (n {id: $id}) // all")]
    ['MATCH', '(', 'n', '{', 'id', ':', 'id', '}', ')']
    """
    found: list[Word] = []
    open_brackets: list[str] = []
    for sort, text in _cut(query):
        if sort == "sign" and text in ")]}" and open_brackets:
            open_brackets.pop()
        inside = open_brackets[-1] if open_brackets else ""
        found.append(Word(sort, text, len(open_brackets), inside))
        if sort == "sign" and text in "([{":
            open_brackets.append(text)
    return found


def parameters(query: str) -> set[str]:
    """Return the names of the parameters of a query.

    Examples
    --------
    >>> sorted(parameters("RETURN $b, $a, '$c' // $d"))
    ['a', 'b']
    """
    return {word.text for word in words(query) if word.sort == "parameter"}


def _cut(query: str) -> Iterator[tuple[Sort, str]]:
    place = 0
    while place < len(query):
        sign = query[place]
        start = place
        if sign.isspace():
            place += 1
        elif query.startswith("//", place):
            ends = _LINE_END.search(query, place)
            place = ends.end() if ends else len(query)
        elif query.startswith("/*", place):
            place = _after(query, "*/", place + 2)
        elif sign in "'\"":
            place = _after_text(query, place)
            yield "text", query[start:place]
        elif sign == "`":
            place = _after(query, "`", place + 1)
            yield "name", query[start + 1 : place - 1]
        elif sign == "$" or sign.isalpha() or sign == "_":
            place = _after_word(query, place + 1)
            is_parameter = sign == "$"
            yield ("parameter" if is_parameter else "word"), query[start + is_parameter : place]
        elif sign.isdigit():
            place = _after_number(query, place)
            yield "number", query[start:place]
        else:
            place += 1
            yield "sign", sign


def _after(query: str, end: str, start: int) -> int:
    found = query.find(end, start)
    return len(query) if found < 0 else found + len(end)


def _after_text(query: str, start: int) -> int:
    place = start + 1
    while place < len(query) and query[place] != query[start]:
        place += 2 if query[place] == "\\" else 1
    return min(place + 1, len(query))


def _after_word(query: str, place: int) -> int:
    while place < len(query) and (query[place].isalnum() or query[place] == "_"):
        place += 1
    return place


def _after_number(query: str, place: int) -> int:
    """A point belongs to a number only before a digit: 1.5, but 1..5 are two numbers."""
    while place < len(query) and query[place].isdigit():
        place += 1
        if query[place : place + 1] == "." and query[place + 1 : place + 2].isdigit():
            place += 1
    return place
