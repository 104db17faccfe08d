"""Pieces of text made into lines, and lines into texts."""

from __future__ import annotations

import pytest

from ingest.lines import BOLD, Piece, TextLine, cell_text, lines, wrap

SIZE = 10.0


def piece(text: str, x0: float, base: float = 100.0, *, first: int = 0, blank: bool = False) -> Piece:
    """A piece of letters half as wide as high."""
    return Piece(text, x0, x0 + 5 * len(text), base, SIZE, 0, first, first + len(text) - 1, blank)


def test_lines_go_from_top_to_bottom_and_from_left_to_right() -> None:
    found = lines([piece("ba", 50, 120), piece("hai", 90, 101, first=9), piece("một", 50, 100)])
    assert [line.text for line in found] == ["một hai", "ba"]


@pytest.mark.parametrize(
    ("gap", "first", "blank", "text"),
    [
        (0.5, 4, True, "thủ tục"),  # a narrow blank of the file
        (0.5, 4, False, "thủtục"),  # a gap that kerning makes
        (1.5, 4, False, "thủ tục"),  # a blank that only pdfium tells, under a slanted letter
        (1.5, 9, False, "thủtục"),  # as wide a gap, drawn elsewhere
        (3.0, 4, False, "thủ tục"),  # a gap as wide as a blank
        (3.0, 3, False, "thủtục"),  # letters of one word set apart
    ],
)
def test_blanks_come_from_the_file_and_from_gaps(gap: float, first: int, blank: bool, text: str) -> None:
    before = piece("thủ", 50)
    assert TextLine((before, piece("tục", before.x1 + gap, first=first, blank=blank))).text == text


def test_what_is_drawn_twice_is_read_once() -> None:
    (line,) = lines([piece("thủ tục", 50), piece("thủ tục", 50.5, first=20)])
    assert line.text == "thủ tục"


def test_like_letters_beside_one_another_are_two() -> None:
    (line,) = lines([piece("l", 50), piece("l", 54, first=1)])
    assert line.text == "ll"


def test_a_raised_mark_does_not_move_its_line() -> None:
    mark = Piece("(1)", 100, 108, 97.0, 6.0, 0, 20, 22)
    (line,) = lines([piece("Thủ tục cấp", 45), mark])
    assert (line.text, line.base, line.size) == ("Thủ tục cấp(1)", 100.0, SIZE)


def test_a_line_is_bold_where_all_of_it_is() -> None:
    bold = piece("Điều", 50)._replace(face=BOLD)
    plain = piece("một", 80, first=5)
    assert (TextLine((bold,)).bold, TextLine((bold, plain)).bold, TextLine((bold, plain)).face) == (
        True,
        False,
        None,
    )


def test_stretches_count_blanks_of_the_file_but_not_the_room_between_cells() -> None:
    line = TextLine(
        (piece("một", 50), piece("hai", 80, first=4, blank=True), piece("ba", 98, first=30, blank=True))
    )
    assert line.stretches == [(50, 95), (98, 108)]


def test_the_lines_of_a_cell_are_joined_where_they_are_full() -> None:
    own = [piece("Cấp phép thả", 50, 100), piece("diều", 50, 112), piece("Gia hạn", 50, 124)]
    assert cell_text([TextLine((one,)) for one in own], (48, 90, 115, 130)) == "Cấp phép thả diều\nGia hạn"
    assert cell_text([], (0, 0, 1, 1)) == ""


@pytest.mark.parametrize(
    ("before", "after", "full", "between"),
    [
        ("số 5/NĐ-", "CP", False, ""),
        ("một", "hai", False, " "),
        ("1.0144", "64.H19", True, ""),
        ("a ", "b", True, ""),
    ],
)
def test_wraps(before: str, after: str, full: bool, between: str) -> None:
    assert wrap(before, after, full) == between
