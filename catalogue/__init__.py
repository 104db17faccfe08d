"""Keeps the province's truth: Decision -> Match, Proposal, Obligation.

spaCy builds on a small library that bears the same name. This package stands before it on the path, so what
it does not have itself is handed through from that library.
"""

from __future__ import annotations

from functools import cache
from types import ModuleType


def __getattr__(name: str) -> object:
    if name.startswith("__"):
        raise AttributeError(name)
    return getattr(_registry_library(), name)


@cache
def _registry_library() -> ModuleType:
    """The library of the same name, loaded from where it is installed."""
    from importlib import metadata, util

    file = metadata.distribution("catalogue").locate_file("catalogue/__init__.py")
    spec = util.spec_from_file_location("_catalogue_registry", str(file))
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError("catalogue")
    library = util.module_from_spec(spec)
    spec.loader.exec_module(library)
    return library
