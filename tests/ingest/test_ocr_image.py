"""Pictures made ready: ink, skew, rules found and painted over, specks."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfbase import pdfmetrics

from ingest.grid import grids
from ingest.readers.ocr_image import (
    Grey,
    Ink,
    begins_with_capital_i,
    capital_is,
    ink_of,
    lines_of,
    skew_of,
    without,
    without_specks,
)
from tests.ingest.papers import fonts


def sheet(rules: bool = True, skew: float = 0.0) -> Grey:
    """Lines of text, and a table of 3 by 2 cells with bold words in it, at 200 dpi."""
    image = Image.new("L", (1_400, 1_000), 255)
    draw = ImageDraw.Draw(image)
    plain, bold = (ImageFont.truetype(pdfmetrics.getFont(name).face.filename, 36) for name in fonts())
    for number in range(6):
        draw.text((100, 60 + 56 * number), "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16", 0, plain)
    for row in range(2):
        for col in range(3):
            draw.text((130 + 400 * col, 520 + 200 * row), "TTHC chính", 0, bold)
    if rules:
        for x in (100, 500, 900, 1_300):
            draw.line([(x, 480), (x, 880)], 0, 2)
        for y in (480, 680, 880):
            draw.line([(100, y), (1_300, y)], 0, 2)
    return np.asarray(image.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255))


@pytest.mark.parametrize("skew", [-3.0, -0.5, 0.0, 0.2, 2.0, 3.5])
def test_skew_is_found_to_a_tenth_of_a_degree(skew: float) -> None:
    assert skew_of(ink_of(sheet(skew=skew))) == pytest.approx(skew, abs=0.15)


def test_an_empty_page_is_level() -> None:
    assert skew_of(ink_of(np.full((400, 300), 255, np.uint8))) == 0.0


def test_rules_make_the_grid_and_letters_make_no_rules() -> None:
    (grid,) = grids(lines_of(ink_of(sheet()), 200).rules)
    assert (len(grid.xs) - 1, len(grid.ys) - 1, grid.proven) == (3, 2, True)
    assert grid.xs == pytest.approx([36, 180, 324, 468], abs=1)
    assert lines_of(ink_of(sheet(rules=False)), 200).rules == ()


def test_rules_are_painted_over_and_letters_are_not() -> None:
    with_rules, bare = sheet(), sheet(rules=False)
    cleared = without(with_rules, lines_of(ink_of(with_rules), 200))
    assert (ink_of(cleared) == ink_of(bare)).all()


def test_lines_under_words_go_too() -> None:
    bare, lined = sheet(rules=False), sheet(rules=False).copy()
    lined[108:110, 100:1_000] = 0
    cleared = without(lined, lines_of(ink_of(lined), 200))
    assert (ink_of(cleared) != ink_of(bare)).sum() < 0.02 * ink_of(bare).sum()


def test_broken_and_drifting_rules_are_still_rules() -> None:
    grey = sheet().copy()
    grey[:, 300:303] = 255
    grey = np.asarray(Image.fromarray(grey).rotate(0.1, Image.Resampling.BICUBIC, fillcolor=255))
    (grid,) = grids(lines_of(ink_of(grey), 200).rules)
    assert (len(grid.xs) - 1, len(grid.ys) - 1, grid.proven) == (3, 2, True)


def test_specks_go_and_letters_stay() -> None:
    grey = sheet(rules=False)
    specked = grey.copy()
    at = np.random.default_rng(1).integers(0, [1_000, 1_400], (2_000, 2))
    specked[at[:, 0], at[:, 1]] = 0
    cleared = without_specks(specked, ink_of(specked))
    assert np.abs(cleared.astype(int) - grey).mean() < 0.1 * np.abs(specked.astype(int) - grey).mean()
    assert (without_specks(grey, ink_of(grey)) != grey).mean() < 0.001


@pytest.mark.parametrize(
    ("text", "expected"), [("I", True), ("I.", True), ("II", True), ("1", False), ("1.", False)]
)
@pytest.mark.parametrize("bold", [False, True])
def test_a_roman_one_is_no_digit(text: str, expected: bool, bold: bool) -> None:
    assert begins_with_capital_i(printed(text, bold)) is expected


_NO_ONES = [*"H1VX7TMNlALE", "IH", "11", "IV", "IX", "TT", "LL", "TI", "IT", "HI"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[("I", 1), ("II", 2), ("III", 3), ("I.", 1), ("III.", 3)],
        *[(other, 0) for other in _NO_ONES],
    ],
)
@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("size", [22, 36])
def test_capital_is_are_counted(text: str, expected: int, bold: bool, size: int) -> None:
    assert capital_is(printed(text, bold, size)) == expected


def printed(text: str, bold: bool, size: int = 36) -> Ink:
    image = Image.new("L", (160, 80), 255)
    font = ImageFont.truetype(pdfmetrics.getFont(fonts()[bold]).face.filename, size)
    ImageDraw.Draw(image).text((20, 20), text, 0, font)
    return ink_of(np.asarray(image))


def test_arms_of_a_t_that_broke_off_are_none_of_an_i() -> None:
    letters = printed("TT", bold=True)
    rows, columns = np.flatnonzero(letters.any(axis=1)), np.flatnonzero(letters.any(axis=0))
    for column in range(int(columns[0]), int(columns[-1])):
        if letters[rows[0] + 8 : rows[0] + 12, column].sum() == 0 and column % 5 == 0:
            letters[rows[0] : rows[0] + 3, column] = False
    assert capital_is(letters) == 0


def test_an_empty_picture_shows_no_capital() -> None:
    assert capital_is(np.zeros((20, 20), dtype=bool)) == 0
