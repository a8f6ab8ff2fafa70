"""The only door to numba: functions compiled at their first call and kept on disk.

numba keeps compiled code in ``__pycache__`` beside the module or, where that cannot be written, in
the user's cache folder; where neither can be written the code is compiled anew in each process.
A cached function does not notice that a function of *another* module which it calls has changed:
while working on such a one, delete ``graphrisk/analysis/kernels/__pycache__``.

Rules for what is compiled here: indices int32, pointers and sums int64, words of bits uint64 (and
then every literal is wrapped in ``word``: uint64 with a plain int does not stay unsigned); one
signature per kernel, since each further combination of types is compiled for seconds; large
scratch is allocated by numpy and handed in; no parallel regions - kernels let go of the
interpreter, so `graphrisk.analysis.kernels.threads` runs them side by side.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numba.extending
import numpy as np

Function = TypeVar("Function", bound=Callable[..., Any])
word = np.uint64
"""Type of 64 bits, and the wrapper of every literal that meets one."""


def kernel(function: Function) -> Function:
    """Compile a loop at its first call, and keep the machine code on disk where that can be."""
    try:
        return cast("Function", numba.njit(cache=True, nogil=True, error_model="numpy")(function))
    except RuntimeError:  # numba: "no locator available": nowhere to keep it
        return cast("Function", numba.njit(nogil=True, error_model="numpy")(function))


def inlined(function: Function) -> Function:
    """Compile a few lines into every kernel that calls them."""
    return cast("Function", numba.njit(inline="always", nogil=True, error_model="numpy")(function))


def pointer_to(name: str) -> Callable[[Any, Any], Any]:
    """Return a function for kernels: (address, size) -> the array of that type which lies there."""
    typed: Any = numba  # what follows has no types
    pointer = typed.types.CPointer(getattr(typed.types, name))
    from_pointer = typed.carray

    def cast_address(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], context.get_value_type(signature.return_type))

    def signature_and_code(typing_context: Any, address: Any) -> Any:
        return pointer(typed.types.int64), cast_address

    at = typed.extending.intrinsic(signature_and_code)

    @inlined
    def array_at(address: Any, size: Any) -> Any:
        return from_pointer(at(address), size)

    return array_at
