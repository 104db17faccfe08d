"""Boxes of pages held aslant: there and back, and where they lie on a scan."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from corpus.generator.scans import bound, pictures, worn
from ingest.readers.ocr_engine import INSTALL, data_folder
from ingest.readers.ocr_tilt import Tilt, TiltedFrame
from ingest.reading import read_bytes
from tests.ingest.papers import pdf_paper

needs_tesseract = pytest.mark.skipif(
    data_folder() is None, reason=f"Vietnamese data for Tesseract are missing: {INSTALL}"
)


@given(
    st.floats(-4, 4), st.tuples(st.floats(0, 500), st.floats(0, 700), st.floats(1, 300), st.floats(1, 200))
)
def test_tilting_and_levelling_undo_each_other(
    angle: float, facts: tuple[float, float, float, float]
) -> None:
    x, y, width, height = facts
    tilt, box = Tilt(angle, 297.5, 421.0), (x, y, x + width, y + height)
    assert tilt.levelled(tilt.tilted(box)) == pytest.approx(box, abs=1e-6)


def test_what_lies_right_of_the_centre_is_higher_on_a_page_that_rises() -> None:
    x0, top, x1, bottom = Tilt(2.0, 300, 400).tilted((490, 395, 510, 405))
    rise = 200 * math.sin(math.radians(2.0))
    assert ((x0 + x1) / 2, (top + bottom) / 2) == pytest.approx((499.88, 400 - rise), abs=0.01)
    assert x1 - x0 > 20
    assert bottom - top > 10


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_is_tilted_about_its_centre(turn: int) -> None:
    frame = TiltedFrame(0, 0, 600, 800, text=turn, angle=2.0)
    width, height = (800, 600) if turn in {90, 270} else (600, 800)
    box = frame.unread((width / 2 - 5, height / 2 - 5, width / 2 + 5, height / 2 + 5))
    assert ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) == pytest.approx((300, 400))


@needs_tesseract
@pytest.mark.slow
@pytest.mark.parametrize("angle", [-2.0, 1.5])
def test_boxes_of_a_skewed_scan_lie_where_its_cells_are(angle: float) -> None:
    straight = worn(pictures(pdf_paper())[0])
    skewed = straight.rotate(angle, Image.Resampling.BICUBIC, fillcolor=240)
    (level,), (aslant,) = (read_bytes(bound([one]), "a.pdf").tables() for one in (straight, skewed))
    assert [cell.text for cell in aslant.cells] == [cell.text for cell in level.cells]
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    page = read_bytes(bound([straight]), "a.pdf").pages[0]
    for one, other in zip(level.cells, aslant.cells, strict=True):
        (x, y), found = centre(one.place.bbox), centre(other.place.bbox)
        x, y = x - page.width / 2, y - page.height / 2
        wanted = (page.width / 2 + x * cosine + y * sine, page.height / 2 - x * sine + y * cosine)
        assert found == pytest.approx(wanted, abs=2.0)
        assert 0.3 < other.confidence < 1


def centre(box: tuple[float, float, float, float] | None) -> tuple[float, float]:
    assert box
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
