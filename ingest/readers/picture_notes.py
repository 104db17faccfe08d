"""What notes say of pictures that stand in a text: how many, and the first of them by name."""

from __future__ import annotations

from collections.abc import Sequence

_SHOWN = 3


def named(names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The facts `count` and `names` of a note about these pictures."""
    shown = list(dict.fromkeys(names))
    more = ", …" if len(shown) > _SHOWN else ""
    return ("count", str(len(names))), ("names", ", ".join(shown[:_SHOWN]) + more)
