"""The decisions that the tests of this room look at."""

from __future__ import annotations

import pytest

from corpus.generator.facts import SampleDecision, demo
from corpus.generator.typesetters.fonts import installed
from corpus.generator.varied import draw

DRAWN = 60

needs_font = pytest.mark.skipif(not installed(), reason="no font with all Vietnamese letters is installed")


def samples() -> list[SampleDecision]:
    """The demonstration's decisions and some drawn ones."""
    return [*demo().decisions, *draw(DRAWN, seed=7)]
