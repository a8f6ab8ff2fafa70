"""Arrays handed to a kernel by their addresses, for calls that are shorter than their own cost.

numba unpacks each array argument for 60 to 90 nanoseconds: ten of them cost more than a search
that meets three parties. A kernel that takes the address of a table of addresses is called in 0.16
microseconds. Whoever makes such a table must hold on to the arrays in it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.analysis.kernels.compiled import kernel, pointer_to

_int32, _int64, _uint64 = (pointer_to(name) for name in ("int32", "int64", "uint64"))


class AddressTable:
    """Addresses of arrays and plain numbers, in the order given; holds on to the arrays."""

    def __init__(self, *entries: npt.NDArray[Any] | int) -> None:
        self._held = entries
        numbers = [entry if isinstance(entry, int) else entry.ctypes.data for entry in entries]
        self._table = np.array(numbers, dtype=np.int64)
        self.address = int(self._table.ctypes.data)


@kernel
def numbers_at(address: int, size: int) -> Any:
    """Return the table of that many entries at an address."""
    return _int64(address, size)


@kernel
def int32_at(address: int, size: int) -> Any:
    """Return the array of int32 at an address."""
    return _int32(address, size)


@kernel
def int64_at(address: int, size: int) -> Any:
    """Return the array of int64 at an address."""
    return _int64(address, size)


@kernel
def words_at(address: int, size: int) -> Any:
    """Return the array of words of 64 bits at an address."""
    return _uint64(address, size)
