"""Coins by hash: whether an edge carries harm in a world depends on seed, edge and world alone.

No stream of random numbers is drawn, so a world is the same on any number of threads, in any order,
whoever falls; and an edge keeps its coins when others are added or removed, because its key is a
hash of its id and not its row. What-if before and after share their worlds.

Binary digit d of the uniform number of (edge, world) is one bit of ``_next`` applied d times to a
hash of (seed, edge, world // 64); the coin is "number < probability", settled from the top digit.
The 64 worlds of a word are independent in pairs to 24 digits and in triples to 12 (linear algebra
over GF(2), tested): means, variances and quantiles do not feel the rest.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graphrisk.model.graph import one_chunk

Words = npt.NDArray[np.uint64]
Longs = npt.NDArray[np.int64]

CERTAIN = 1 << 32
"""Threshold of a coin that is always live: probabilities count in 2^-32."""
MULTIPLIER = 0xD6E8FEB86659FD93
STEP = 0x9E3779B97F4A7C15
WORLD_STEP = 0xBF58476D1CE4E5B9
ROTATIONS = (20, 14, 1)
ONES = np.uint64(0xFFFFFFFFFFFFFFFF)
_PATTERNS = np.array(
    [
        0xAAAAAAAAAAAAAAAA,
        0xCCCCCCCCCCCCCCCC,
        0xF0F0F0F0F0F0F0F0,
        0xFF00FF00FF00FF00,
        0xFFFF0000FFFF0000,
        0xFFFFFFFF00000000,
    ],
    dtype=np.uint64,
)
_CHARACTERS_AT_ONCE = 1 << 17


def mixed(x: npt.NDArray[Any]) -> Words:
    """Return a hash of each word: two rounds of shift and multiplication."""
    x = np.array(x, dtype=np.uint64, ndmin=1)
    for _ in range(2):
        x ^= x >> np.uint64(32)
        x *= np.uint64(MULTIPLIER)
    x ^= x >> np.uint64(32)
    return x


def thresholds(probability: npt.NDArray[np.float64]) -> Longs:
    """Return probabilities in units of 2^-32; `CERTAIN` is 1.

    Examples
    --------
    >>> import numpy as np
    >>> thresholds(np.array([0.0, 0.5, 1.0])).tolist() == [0, 1 << 31, CERTAIN]
    True
    """
    return np.round(np.clip(probability, 0.0, 1.0) * CERTAIN).astype(np.int64)


def keys_of(ids: pa.Array | pa.ChunkedArray, salt: int) -> Words:
    """Return a stable key of each id: the same in every graph, process and release.

    Parameters
    ----------
    salt
        Tells kinds of things apart: an edge and an organization may have the same id.

    Notes
    -----
    Sum over characters of a random number for (place, byte), then mixed: O(characters).

    Examples
    --------
    >>> import pyarrow as pa
    >>> int(keys_of(pa.array(["x", "e1"]), 1)[1]) == int(keys_of(pa.array(["e1"]), 1)[0])
    True
    """
    ids = one_chunk(ids).cast(pa.large_string())
    _, places, data = ids.buffers()
    starts = np.frombuffer(places, dtype=np.int64)[ids.offset : ids.offset + len(ids) + 1]
    letters = np.frombuffer(data, dtype=np.uint8) if data is not None else np.zeros(0, np.uint8)
    lengths = np.diff(starts)
    longest = int(lengths.max(initial=0))
    table = mixed(np.arange(longest * 256, dtype=np.uint64) + np.uint64(1 << 40))
    sums = np.zeros(len(ids), dtype=np.uint64)
    first = 0
    while first < len(ids):
        limit = starts[first] + max(_CHARACTERS_AT_ONCE, lengths[first])
        last = int(np.searchsorted(starts, limit, side="right")) - 1
        sums[first:last] = _sums(table, letters, starts[first : last + 1])
        first = last
    return mixed(sums + mixed(lengths.astype(np.uint64)) + mixed(np.array([salt], np.uint64)))


def _sums(table: Words, letters: npt.NDArray[np.uint8], starts: Longs) -> Words:
    lengths = np.diff(starts)
    some = letters[starts[0] : starts[-1]]
    place = np.arange(len(some)) - np.repeat(starts[:-1] - starts[0], lengths)
    total = np.zeros(len(some) + 1, dtype=np.uint64)
    np.cumsum(table[place * 256 + some], out=total[1:])
    ends = starts - starts[0]
    found: Words = total[ends[1:]] - total[ends[:-1]]
    return found


def coin_words(keys: Words, threshold: Longs, seed: int, first_word: int, n_words: int) -> Words:
    """Return the coins of edges in worlds ``64 * first_word`` and on, as bits of words.

    Parameters
    ----------
    keys, threshold
        One of each per edge. A threshold of -1 - k stands for a coin that is enumerated: it is
        live in the worlds whose number has binary digit k.

    Returns
    -------
    array of uint64
        (edges, n_words).
    """
    found = np.zeros((len(keys), n_words), dtype=np.uint64)
    found[threshold >= CERTAIN] = ONES
    for edge in np.flatnonzero(threshold < 0):
        found[edge] = _pattern(-1 - int(threshold[edge]), first_word, n_words)
    drawn = np.flatnonzero((threshold > 0) & (threshold < CERTAIN))
    if not len(drawn):
        return found
    base = mixed(mixed(np.array([seed % (1 << 64)], dtype=np.uint64)) ^ keys[drawn])
    world = np.arange(first_word + 1, first_word + n_words + 1, dtype=np.uint64)
    state = mixed((base[:, None] + world * np.uint64(WORLD_STEP)).ravel())
    bar = np.repeat(threshold[drawn].astype(np.uint64), n_words)
    found[drawn] = _settled(state, bar).reshape(len(drawn), n_words)
    return found


def _settled(state: Words, bar: Words) -> Words:
    """Return the words of coins "number < bar", digit by digit; settled words are left out."""
    live, still = np.zeros_like(state), np.full_like(state, ONES)
    found = np.zeros_like(state)
    place = np.arange(len(state))
    for digit in range(31, -1, -1):
        bit = np.where((bar >> np.uint64(digit)) & np.uint64(1), ONES, np.uint64(0))
        live |= still & ~state & bit
        still &= ~(state ^ bit)
        state = _next(state)
        if digit % 4 == 0:
            found[place] = live
            open_ = np.flatnonzero(still)
            place, live, still = place[open_], live[open_], still[open_]
            state, bar = state[open_], bar[open_]
    found[place] = live
    return found


def _next(state: Words) -> Words:
    """Return the words of the next binary digit."""
    first, second, third = (_turned(state, by) for by in ROTATIONS)
    found: Words = first ^ second ^ third
    return found


def _turned(state: Words, by: int) -> Words:
    found: Words = (state >> np.uint64(by)) | (state << np.uint64(64 - by))
    return found


def _pattern(digit: int, first_word: int, n_words: int) -> Words:
    """Return the worlds whose number has a binary digit."""
    if digit < len(_PATTERNS):
        return np.full(n_words, _PATTERNS[digit])
    words = np.arange(first_word, first_word + n_words)
    has = (words >> (digit - len(_PATTERNS))) & 1 == 1
    found: Words = np.where(has, ONES, np.uint64(0))
    return found
