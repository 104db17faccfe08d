"""Stamps painted over: what stands below and beside them stays, and a page without one is left alone."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from corpus.generator.scans import worn
from ingest.grid import grids
from ingest.readers.ocr_image import Grey, ink_of, lines_of, whitened
from ingest.readers.ocr_stamps import without_stamps
from tests.ingest.test_ocr_image import sheet

RING = (560, 380, 980, 800)


def scan(stamp: int | None = None, rules: bool = True, wide: int = 6) -> Grey:
    """The sheet from a scanner; `stamp` is the level of a round stamp below its letters and rules."""
    page = Image.fromarray(sheet(rules=rules))
    if stamp is not None:
        ring = Image.new("L", page.size, 255)
        ImageDraw.Draw(ring).ellipse(RING, outline=stamp, width=wide)
        page = Image.fromarray(np.minimum(np.asarray(ring), np.asarray(page)))
    return whitened(np.asarray(worn(page)))


def on_the_ring(grey: Grey) -> int:
    """Dark pixels along the ring, where the sheet has nothing else."""
    only = np.asarray(scan(120)) < 200
    beside = scan() < 230
    beside |= np.roll(beside, 4, 0) | np.roll(beside, -4, 0) | np.roll(beside, 4, 1) | np.roll(beside, -4, 1)
    return int((only & ~beside & (grey < 200)).sum())


@pytest.mark.parametrize("level", [100, 110, 120])
def test_a_stamp_goes(level: int) -> None:
    assert on_the_ring(scan(level)) > 4_000
    assert on_the_ring(without_stamps(scan(level))) < 200


@pytest.mark.parametrize("rules", [True, False])
def test_a_page_without_a_stamp_is_left_alone(rules: bool) -> None:
    page = scan(rules=rules)
    assert (without_stamps(page) == page).all()


def test_letters_below_a_stamp_stay() -> None:
    dark = scan() < 90
    assert (without_stamps(scan(120))[dark] < 130).mean() > 0.98


def test_rules_go_on_below_a_stamp_and_its_edge_is_none() -> None:
    (wanted,) = grids(lines_of(ink_of(scan()), 200).rules)
    (found,) = grids(lines_of(ink_of(without_stamps(scan(120))), 200).rules)
    assert found.xs == pytest.approx(wanted.xs, abs=1)
    assert found.ys == pytest.approx(wanted.ys, abs=1)
    assert found.proven
    assert lines_of(ink_of(without_stamps(scan(120, rules=False))), 200).rules == ()
    assert lines_of(ink_of(scan(120, rules=False)), 200).rules != ()


def test_black_rings_are_no_stamps() -> None:
    page = scan(0)
    assert (without_stamps(page) == page).all()


def test_an_empty_page_stays_so() -> None:
    assert (without_stamps(np.full((400, 300), 255, np.uint8)) == 255).all()
