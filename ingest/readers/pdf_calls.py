"""pdfium's functions called with plain addresses, in half the time that calls with typed pointers take."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

POINTER, INT, DOUBLE = ctypes.c_void_p, ctypes.c_int, ctypes.c_double


def direct(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The function with these types of its result and arguments; the caller keeps to them."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    assert address
    call: Callable[..., Any] = ctypes.PYFUNCTYPE(result, *arguments)(address)
    return call


def address_of(handle: Any) -> int | None:
    """The address that a handle of pypdfium2 points to."""
    return ctypes.cast(handle, ctypes.c_void_p).value
