"""Kernels work where compiled code can be kept, and where it cannot."""

from __future__ import annotations

import numba
import pytest

from graphrisk.analysis.kernels import compiled


def doubled(number):
    """Twice a number."""
    return 2 * number


def test_kernel_is_compiled_anew_where_nothing_can_be_kept(monkeypatch):
    real = numba.njit

    def njit(*functions, **options):  # numba's own modules call it with the function at once
        if options.get("cache"):
            raise RuntimeError("cannot cache function: no locator available")
        return real(*functions, **options)

    monkeypatch.setattr(compiled.numba, "njit", njit)
    assert compiled.kernel(doubled)(21) == 42


@pytest.mark.parametrize("module", ["order", "one_vendor", "every_vendor", "dominators"])
def test_kernels_are_compiled_for_one_signature_each(module):
    """A second combination of types would be compiled for seconds at every user's."""
    import importlib

    import numpy as np

    from graphrisk.analysis.kernels.dominators import dominators
    from graphrisk.analysis.kernels.every_vendor import EveryVendor
    from graphrisk.analysis.kernels.one_vendor import OneVendor
    from graphrisk.analysis.kernels.order import build_layout

    for kind in (np.int32, np.int64):
        layout = build_layout(4, np.array([0, 1, 2], dtype=kind), np.array([1, 2, 3], dtype=kind))
        one = OneVendor(layout, pull_from=-1)
        assert one.hops(0).shape == (2, 3)
        assert one.reached(0).size == 3
        assert EveryVendor(layout).totals(np.ones(4)).nodes.tolist() == [3, 2, 1, 0]
        assert dominators(layout).immediate.tolist() == [4, 0, 1, 2]
    found = importlib.import_module(f"graphrisk.analysis.kernels.{module}")
    kernels = [k for k in vars(found).values() if hasattr(k, "signatures")]
    own = [k for k in kernels if k.py_func.__module__ == found.__name__]
    assert own
    assert {k.py_func.__name__: len(k.signatures) for k in own if len(k.signatures) > 1} == {}
