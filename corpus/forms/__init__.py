"""The Word templates of the package, made from the rules of Nghị định 30/2020/NĐ-CP.

Every module but `page` and `tables` makes one template, `make()`. `python -m corpus.forms` writes them all to
`catalogue/exports/templates/`; a test compares them with what is there.
"""

from __future__ import annotations

import io
from datetime import datetime
from importlib import import_module
from pkgutil import iter_modules

_LAYOUT = frozenset({"page", "tables", "__main__"})
_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - document properties carry no zone


def templates() -> dict[str, bytes]:
    """Every template by its name, the bytes of a Word file."""
    from catalogue.exports.writing import timeless

    made = {}
    for module in iter_modules(__path__):
        if module.name in _LAYOUT:
            continue
        letter = import_module(f"{__name__}.{module.name}").make()
        properties = letter.core_properties
        properties.author, properties.title = "congbo", module.name
        properties.created = properties.modified = _MADE
        out = io.BytesIO()
        letter.save(out)
        made[module.name] = timeless(out.getvalue())
    return made
