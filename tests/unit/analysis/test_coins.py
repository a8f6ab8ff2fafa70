"""Coins by hash: the same everywhere, fair, and independent as far as it is said."""

from __future__ import annotations

from itertools import combinations
from random import Random

import numpy as np
import pyarrow as pa
import pytest

from graphrisk.analysis.coins import (
    CERTAIN,
    ROTATIONS,
    coin_words,
    keys_of,
    mixed,
    thresholds,
)

MASK = (1 << 64) - 1
SEED = 2026


def mix(x):
    """The hash of a word, in plain integers."""
    for _ in range(2):
        x ^= x >> 32
        x = x * 0xD6E8FEB86659FD93 & MASK
    return x ^ (x >> 32)


def turned(x, by):
    """Rotation to the right."""
    return (x >> by | x << (64 - by)) & MASK


def coin(key, threshold, seed, world):
    """One coin, digit by digit, as the module's page says."""
    state = mix((mix(mix(seed) ^ key) + (world // 64 + 1) * 0xBF58476D1CE4E5B9) & MASK)
    number = 0
    for _ in range(32):
        number = number << 1 | (state >> (world % 64) & 1)
        state = turned(state, 20) ^ turned(state, 14) ^ turned(state, 1)
    return number < threshold


def bits(words):
    """Zeros and ones of words."""
    return np.unpackbits(words.view(np.uint8), axis=1, bitorder="little")


def test_coins_equal_a_restatement_in_plain_integers():
    chance = Random(1)
    keys = [chance.getrandbits(64) for _ in range(40)]
    bars = [0, 1, 1 << 31, CERTAIN - 1, CERTAIN, *(chance.randrange(CERTAIN) for _ in range(35))]
    words = coin_words(np.array(keys, dtype=np.uint64), np.array(bars), SEED, 3, 2)
    found = bits(words)
    for row, (key, bar) in enumerate(zip(keys, bars, strict=True)):
        expected = [coin(key, bar, SEED, world) for world in range(3 * 64, 5 * 64)]
        assert found[row].tolist() == expected


def test_a_stretch_of_worlds_is_the_same_wherever_it_begins():
    keys, bars = mixed(np.arange(20)), thresholds(np.linspace(0, 1, 20))
    whole = coin_words(keys, bars, SEED, 0, 9)
    assert (whole[:, 4:7] == coin_words(keys, bars, SEED, 4, 3)).all()
    assert (whole[5:9] == coin_words(keys[5:9], bars[5:9], SEED, 0, 9)).all()


def test_enumerated_coins_count_in_binary():
    words = coin_words(np.zeros(9, dtype=np.uint64), -1 - np.arange(9), SEED, 0, 8)
    worlds = np.arange(512)
    assert (bits(words) == (worlds >> np.arange(9)[:, None] & 1)).all()


@pytest.mark.parametrize("chance", [0.001, 0.1, 0.37, 0.5, 0.9])
def test_coins_are_fair_within_and_between_worlds(chance):
    edges, words = 1500, 160
    drawn = bits(
        coin_words(mixed(np.arange(edges)), thresholds(np.full(edges, chance)), SEED, 0, words)
    )
    spread = chance * (1 - chance)
    assert abs(drawn.mean() - chance) < 4.5 * np.sqrt(spread / drawn.size)
    # Sums over edges per world, and over worlds per edge, vary as independent coins do.
    for sums, of in ((drawn.sum(axis=0), edges), (drawn.sum(axis=1), drawn.shape[1])):
        ratio = sums.var() / (of * spread)
        assert abs(ratio - 1) < 4.5 * np.sqrt(2 / len(sums))


def test_coins_of_neighbouring_worlds_are_not_correlated():
    drawn = bits(coin_words(mixed(np.arange(4000)), thresholds(np.full(4000, 0.37)), SEED, 0, 1))
    table = np.corrcoef(drawn.T)
    off = table[np.triu_indices(64, 1)]
    assert np.abs(off).max() < 5 / np.sqrt(4000)
    assert abs((off**2).mean() * 4000 - 1) < 0.2


def digits_as_functions():
    """Digit d of world w as a set of bits of the first word: it is a sum of some of them."""
    digits = [[1 << w for w in range(64)]]
    for _ in range(31):
        last = digits[-1]
        digits.append(
            [
                last[(w + ROTATIONS[0]) % 64] ^ last[(w + ROTATIONS[1]) % 64] ^ last[(w + 1) % 64]
                for w in range(64)
            ]
        )
    return digits


def independent_digits(digits, worlds, most):
    """How many digits of these worlds are independent, by elimination over GF(2)."""
    basis = {}
    for depth in range(most):
        for world in worlds:
            row = digits[depth][world]
            while row and row.bit_length() in basis:
                row ^= basis[row.bit_length()]
            if not row:
                return depth
            basis[row.bit_length()] = row
    return most


def test_worlds_of_a_word_are_independent_as_far_as_it_is_said():
    digits = digits_as_functions()
    assert independent_digits(digits, (0,), 32) == 32
    # Rotations turn every pair into one that begins with world 0.
    assert min(independent_digits(digits, (0, w), 24) for w in range(1, 64)) == 24
    triples = Random(1).sample(list(combinations(range(1, 64), 2)), 400)
    assert min(independent_digits(digits, (0, *pair), 12) for pair in triples) == 12


def test_keys_of_ids_do_not_depend_on_other_rows_or_on_chunks():
    ids = ["a", "", "ab", "ba", "e" * 900, "ö", "a" * 70, None, "a"]
    keys = keys_of(pa.array(ids), 1)
    apart = pa.chunked_array([pa.array([one], pa.string()) for one in ids])
    assert keys.tolist() == keys_of(apart, 1).tolist()
    assert keys[0] == keys[8]
    assert len(set(keys[:7].tolist())) == 7
    sliced = pa.array(ids).slice(2, 4)
    assert keys_of(sliced, 1).tolist() == keys[2:6].tolist()
    assert keys_of(pa.array(["a"]), 2)[0] != keys[0]
    assert keys_of(pa.array([], pa.string()), 1).tolist() == []


def test_keys_of_many_ids_are_all_different():
    ids = pa.array([f"e{at}" for at in range(60_000)])
    assert len(np.unique(keys_of(ids, 1))) == 60_000
