"""Kinds of attack told without their name: things and deeds that stand together in a sentence.

"Letters ended up in somebody else's envelope" has no word for a fault in it; a letter, where it
went and another person have to come together, in any order. Which groups of words make a scene is
the same in all languages (``scenes`` in ``common.yaml``); the words are each lexicon's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from graphrisk.extract.words.trie import Hit

if TYPE_CHECKING:
    from graphrisk.extract.text.sentence_words import SentenceWords

UNKNOWN: Final = "unknown"
"""Id of a scene that tells of an incident and not of its kind."""
_WITHIN: Final = 26  # words between the first and the last part
_NEGATED_BEFORE: Final = 2
_NEGATED_AFTER: Final = 1
_OPENING: Final = 1
_MOST: Final = 12  # places looked at for one part of a scene

Scenes = Mapping[str, Sequence[tuple[str, ...]]]


def parse_scenes(lines: Mapping[str, Sequence[str]]) -> Scenes:
    """Return the parts of each scene by kind.

    Examples
    --------
    >>> parse_scenes({"ddos": ["flood + requests"]})
    {'ddos': [('flood', 'requests')]}
    """
    return {
        kind: [tuple(part.strip() for part in line.split("+")) for line in of]
        for kind, of in lines.items()
    }


def find_scenes(words: SentenceWords, scenes: Scenes) -> list[tuple[Hit, ...]]:
    """Return the parts of each kind of scene that a sentence tells, not denies or supposes.

    Each tuple holds hits of group ``scene`` whose id is the kind of attack.
    """
    places: dict[str, list[Hit]] = {}
    for hit in words.hits("scene_word"):
        places.setdefault(hit.id, []).append(hit)
    if len(places) < 2 or any(h.first <= _OPENING for h in words.cues("conditional")):
        return []
    found: list[tuple[Hit, ...]] = []
    for kind, of in scenes.items():
        for parts in of:
            if all(part in places for part in parts):
                told = _together([places[part][:_MOST] for part in parts])
                if told is not None and not _is_denied(words, told):
                    found.append(tuple(h._replace(group="scene", id=kind) for h in told))
                    break
    return found


def _together(parts: Sequence[Sequence[Hit]]) -> tuple[Hit, ...] | None:
    """Return one place of each part, each with a beginning of its own, and near the first."""
    best: tuple[int, tuple[Hit, ...]] | None = None
    for start in parts[0]:
        chosen = [start]
        for hits in parts[1:]:
            free = [h for h in hits if all(h.first != c.first for c in chosen)]
            if not free:
                break
            chosen.append(min(free, key=lambda h: (abs(h.first - start.first), h.first)))
        if len(chosen) < len(parts):
            continue
        width = max(h.last for h in chosen) - min(h.first for h in chosen)
        if width <= _WITHIN and (best is None or width < best[0]):
            best = width, tuple(chosen)
    return best[1] if best is not None else None


def _is_denied(words: SentenceWords, told: Sequence[Hit]) -> bool:
    """Whether a word of negation stands at a part; one within a part belongs to the scene."""
    if words.has("no_indication"):
        return True
    spared = [*words.cues("pseudo_negation"), *told]
    free = [
        n
        for n in words.cues("negation")
        if not any(s.first < n.last and n.first < s.last for s in spared)
    ]
    return any(
        0 <= part.first - n.last <= _NEGATED_BEFORE or 0 <= n.first - part.last < _NEGATED_AFTER
        for n in free
        for part in told
    )
