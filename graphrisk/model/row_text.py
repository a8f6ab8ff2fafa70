"""Texts of rows, put together for whole columns at a time."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

_DIGIT_PAIRS = np.frombuffer(b"".join(b"%02x" % n for n in range(256)), np.uint16)
Part = tuple[str, pa.Array, str]
"""What stands before a value, the values of a column as text, what stands after them."""


def joined_rows(parts: Iterable[Part], count: int, *, head: str = "", tail: str = "") -> pa.Array:
    """Return one text for each of ``count`` rows: head, the parts, tail.

    Where a value is not known its part is left out.

    Examples
    --------
    >>> names, sizes = pa.array(["a", "b"]), pa.array(["1", None])
    >>> joined_rows([("", names, ""), ("=", sizes, ";")], 2, head="<", tail=">").to_pylist()
    ['<a=1;>', '<b>']
    """
    pieces: list[str | pa.Array] = [pa.array([""] * count, pa.string())]
    constant = head
    for before, values, after in parts:
        if values.null_count:
            shown = pc.binary_join_element_wise(before, values, after, "")
            pieces += [constant, pc.fill_null(shown, "")]
            constant = ""
        else:
            pieces += [constant + before, values]
            constant = after
    return pc.binary_join_element_wise(*pieces, constant + tail, "")


def text_of(texts: pa.Array) -> memoryview:
    """Return the bytes of all texts of an array, one after the other."""
    ends = ends_of(texts)
    return memoryview(texts.buffers()[2] or b"")[ends[0] : ends[-1]]


def ends_of(texts: pa.Array) -> npt.NDArray[np.int32]:
    """Return where each text begins in the buffer of an array, and where the last one ends."""
    if len(texts) == 0:
        return np.zeros(1, np.int32)
    return np.frombuffer(texts.buffers()[1], np.int32)[texts.offset :][: len(texts) + 1]


def hexadecimal(raw: bytes | memoryview, size: int) -> pa.Array:
    """Return values of ``size`` bytes, one after the other, as texts of hexadecimal digits.

    Examples
    --------
    >>> hexadecimal(bytes([0, 171, 16, 255]), 2).to_pylist()
    ['00ab', '10ff']
    """
    digits = _DIGIT_PAIRS[np.frombuffer(raw, np.uint8)].tobytes()
    ends = np.arange(0, len(digits) + 1, 2 * size, dtype=np.int32)
    buffers = [None, pa.py_buffer(ends.tobytes()), pa.py_buffer(digits)]
    return pa.Array.from_buffers(pa.string(), len(ends) - 1, buffers)
