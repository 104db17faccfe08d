"""The frozen reference run holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.reference import frozen, run


@pytest.mark.slow
def test_figures_are_those_frozen(tmp_path: Path) -> None:
    assert run(tmp_path) == frozen()


def test_frozen_figures_are_good() -> None:
    for form, figures in frozen().items():
        assert figures["items"]["f1"] >= 0.99, form
        assert figures["head"]["number"] == figures["head"]["signed"] == 1.0, form
