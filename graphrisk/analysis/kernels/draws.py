"""Drawing the coins of an edge for all worlds of a block at once, compiled.

The same coins as `graphrisk.analysis.coins.coin_words`, but only for worlds that matter: those in
which the vendor is down and the customer not yet. Digits are settled four at a time, and drawing
stops when no world is open; that is where the speed comes from.

``room`` is one array of stretches of `STRETCH` words, so that a compiler knows them apart.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.coins import CERTAIN as _CERTAIN
from graphrisk.analysis.coins import MULTIPLIER as _MULTIPLIER
from graphrisk.analysis.coins import ROTATIONS, WORLD_STEP
from graphrisk.analysis.kernels.compiled import inlined, kernel, word

Words = npt.NDArray[np.uint64]
Longs = npt.NDArray[np.int64]
CERTAIN = _CERTAIN
STRETCH = 64
NEED, STATE, HELD = STRETCH, 2 * STRETCH, 3 * STRETCH
"""Where the stretches of ``room`` begin; what accumulates comes first, at 0."""
ROOM = 4 * STRETCH
_FIRST, _SECOND, _THIRD = (word(by) for by in ROTATIONS)
_REST_FIRST, _REST_SECOND, _REST_THIRD = (word(64 - by) for by in ROTATIONS)
_STEP = word(WORLD_STEP)
_PRIME = word(_MULTIPLIER)


class Coins(NamedTuple):
    """Keys and thresholds in the order of the lists, and of own falls by inner number."""

    one_key: Words
    one_threshold: Longs
    some_key: Words
    some_threshold: Longs
    own_key: Words
    own_threshold: Longs
    seed: Words


@inlined
def mix(x: Any) -> Any:
    """Return the hash of a word; `graphrisk.analysis.coins.mixed`."""
    x ^= x >> word(32)
    x *= _PRIME
    x ^= x >> word(32)
    x *= _PRIME
    x ^= x >> word(32)
    return x


@inlined
def _next(r: Any) -> Any:
    return (
        ((r >> _FIRST) | (r << _REST_FIRST))
        ^ ((r >> _SECOND) | (r << _REST_SECOND))
        ^ ((r >> _THIRD) | (r << _REST_THIRD))
    )


@kernel
def draw(room: Any, width: int, threshold: int, key: Any, seed: Any, first_word: int) -> None:
    """Add to the first stretch the worlds of stretch NEED in which a coin is live."""
    if threshold >= CERTAIN:
        for j in range(width):
            room[j] |= room[NEED + j]
    elif threshold < 0:
        _enumerate(room, width, -1 - threshold, first_word)
    elif threshold > 0:
        base = mix(seed ^ key) + word(first_word) * _STEP
        _draw(room, width, threshold, base)


@kernel
def _draw(room: Any, width: int, threshold: int, base: Any) -> None:
    left = word(0)
    a, b, c, d = _digits(threshold, 31)
    for j in range(width):
        live, need, r = room[j], room[NEED + j], mix(base + word(j + 1) * _STEP)
        live |= need & ~r & a
        need &= ~(r ^ a)
        r = _next(r)
        live |= need & ~r & b
        need &= ~(r ^ b)
        r = _next(r)
        live |= need & ~r & c
        need &= ~(r ^ c)
        r = _next(r)
        room[j] = live | (need & ~r & d)
        need &= ~(r ^ d)
        room[NEED + j] = need
        room[STATE + j] = _next(r)
        left |= need
    digit = 27
    # Where no digit of the threshold is left, whatever is open is not below it.
    while left != word(0) and threshold & ((1 << (digit + 1)) - 1):
        a, b, c, d = _digits(threshold, digit)
        left = word(0)
        for j in range(width):
            live, need, r = room[j], room[NEED + j], room[STATE + j]
            live |= need & ~r & a
            need &= ~(r ^ a)
            r = _next(r)
            live |= need & ~r & b
            need &= ~(r ^ b)
            r = _next(r)
            live |= need & ~r & c
            need &= ~(r ^ c)
            r = _next(r)
            room[j] = live | (need & ~r & d)
            need &= ~(r ^ d)
            room[NEED + j] = need
            room[STATE + j] = _next(r)
            left |= need
        digit -= 4


@inlined
def _digits(threshold: int, digit: int) -> Any:
    """Return four binary digits of a threshold, each as a word of ones or zeros."""
    return (
        word(0) - word((threshold >> digit) & 1),
        word(0) - word((threshold >> (digit - 1)) & 1),
        word(0) - word((threshold >> (digit - 2)) & 1),
        word(0) - word((threshold >> (digit - 3)) & 1),
    )


@kernel
def _enumerate(room: Any, width: int, digit: int, first_word: int) -> None:
    """Worlds whose number has a binary digit: a pattern inside the word, or whole words."""
    if digit < 6:
        pattern = word(0)
        for bit in range(64):
            if (bit >> digit) & 1:
                pattern |= word(1) << word(bit)
        for j in range(width):
            room[j] |= room[NEED + j] & pattern
    else:
        for j in range(width):
            if ((first_word + j) >> (digit - 6)) & 1:
                room[j] |= room[NEED + j]
