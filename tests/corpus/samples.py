"""The decisions that the tests of this room look at."""

from __future__ import annotations

from corpus.generator.facts import SampleDecision, demo
from corpus.generator.varied import draw

DRAWN = 60


def samples() -> list[SampleDecision]:
    """The demonstration's decisions and some drawn ones."""
    return [*demo().decisions, *draw(DRAWN, seed=7)]
