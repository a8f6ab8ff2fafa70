"""Sorting and numbering by tables do what numpy's plain ways do."""

from __future__ import annotations

import numpy as np
import pytest

from graphrisk.model.ragged import dense_codes, distinct, ragged_by, stable_order
from graphrisk.model.redundancy import suppliers_of_groups

SIZES = [0, 1, 2, 50, 3_000]
SPANS = [1, 7, 70_000, 2**31 - 1]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("span", SPANS)
def test_stable_order_is_that_of_numpy(size, span):
    keys = np.random.default_rng(size).integers(0, span, size).astype(np.int32)
    assert stable_order(keys).tolist() == np.argsort(keys, kind="stable").tolist()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("span", SPANS)
def test_distinct_and_dense_codes_are_those_of_numpy(size, span):
    keys = np.random.default_rng(size).integers(0, span, size)
    found, place = np.unique(keys, return_inverse=True)
    ours, ours_place = dense_codes(keys, span)
    assert (distinct(keys) == found).all()
    assert (ours == found).all()
    assert (ours_place == place).all()


def test_ragged_by_leaves_negative_keys_out():
    lists = ragged_by(np.array([1, -1, 0, 1], dtype=np.int32), 3)
    assert lists.values.tolist() == [2, 0, 3]
    assert lists.starts.tolist() == [0, 1, 3, 3]


@pytest.mark.parametrize("seed", range(40))
def test_suppliers_are_numbered_by_group_and_vendor(seed):
    draw = np.random.default_rng(seed)
    edges = int(draw.integers(0, 60))
    group = np.unique(draw.integers(0, max(1, edges // 2 + 1), edges), return_inverse=True)[1]
    vendor = draw.integers(0, 6, edges).astype(np.int32)
    keys = group.astype(np.int64) * 6 + vendor
    pairs, pair = np.unique(keys, return_inverse=True)

    supplier, supplier_group, supplier_vendor = suppliers_of_groups(group, vendor)

    assert (supplier == pair).all()
    assert (supplier_group == pairs // 6).all()
    assert (supplier_vendor == pairs % 6).all()
