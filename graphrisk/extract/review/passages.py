"""The paragraphs of a text that carry a claim, its words marked."""

from __future__ import annotations

from dataclasses import dataclass

from graphrisk.extract.claims import Claim

_LONGEST_PASSAGE = 1_200


@dataclass(frozen=True)
class Passage:
    """A paragraph of the document around a quote.

    ``highlights`` are (start, end) within ``text``; ``start`` is where ``text`` begins in the
    document; ``cut`` says that a long paragraph was shortened.
    """

    text: str
    start: int
    highlights: tuple[tuple[int, int], ...]
    cut: bool = False


def passages(text: str, claim: Claim) -> tuple[Passage, ...]:
    """Return the paragraphs of a text that carry a claim; several quotes of one are put together.

    Examples
    --------
    >>> from graphrisk.extract.claims import Evidence, make_claim
    >>> text = "One.\\n\\nTwo and three.\\n\\nFour."
    >>> claim = make_claim("count", {"number": 2}, (Evidence("d", 6, 9, "Two"),), rule="r",
    ...                    confidence=1.0)
    >>> passages(text, claim)
    (Passage(text='Two and three.', start=6, highlights=((0, 3),), cut=False),)
    """
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place in claim.evidence:
        found.setdefault(_paragraph(text, place.start, place.end), []).append(
            (place.start, place.end)
        )
    return tuple(_passage(text, span, _apart(marks)) for span, marks in found.items())


def _apart(marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return marks that do not overlap: the closest words of a claim, not the sentence around."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(marks), key=lambda mark: (mark[1] - mark[0], mark)):
        if all(end <= first or last <= start for first, last in kept):
            kept.append((start, end))
    return sorted(kept)


def _paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    before = text.rfind("\n\n", 0, start)
    after = text.find("\n\n", end)
    first = 0 if before < 0 else before + 2
    last = len(text) if after < 0 else after
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last


def _passage(text: str, span: tuple[int, int], marks: list[tuple[int, int]]) -> Passage:
    first, last = span
    cut = last - first > _LONGEST_PASSAGE
    if cut:
        room = _LONGEST_PASSAGE // 2
        first, last = max(first, marks[0][0] - room), min(last, marks[-1][1] + room)
    inside = tuple((start - first, end - first) for start, end in marks)
    return Passage(text[first:last], first, inside, cut)
