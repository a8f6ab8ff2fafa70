"""Words of 64 bits: counting set bits, finding the lowest one."""

from __future__ import annotations

from typing import Any

from graphrisk.analysis.kernels.compiled import inlined, kernel, word


@kernel
def popcount(bits: Any) -> Any:
    """Return the number of set bits of a word.

    Warren, Hacker's Delight, section 5-1; LLVM makes one machine instruction of it.
    """
    bits = bits - ((bits >> word(1)) & word(0x5555555555555555))
    bits = (bits & word(0x3333333333333333)) + ((bits >> word(2)) & word(0x3333333333333333))
    bits = (bits + (bits >> word(4))) & word(0x0F0F0F0F0F0F0F0F)
    return (bits * word(0x0101010101010101)) >> word(56)


@kernel
def lowest_bit(bits: Any) -> Any:
    """Return the place (0..63) of the lowest set bit of a word that has one."""
    return popcount((bits & (~bits + word(1))) - word(1))


@inlined
def clear_row(row: Any, width: int) -> None:
    """Set a row of words to zero."""
    for j in range(width):
        row[j] = word(0)


@inlined
def copy_row(row: Any, rows: Any, x: int, width: int) -> None:
    """Copy row ``x`` of ``rows``."""
    for j in range(width):
        row[j] = rows[x, j]
