"""What a PDF page draws besides text: straight strokes, which may be a table's rules, and images."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, TypeAlias

import pypdfium2.raw as pdfium_c

from ingest.document import BBox
from ingest.grid import THIN, Rule
from ingest.readers.pdf_calls import INT, POINTER, address_of, direct

_DEPTH = 5
_STRAIGHT = THIN / 3
_CORNER = 4 * THIN
_BEZIER_POINTS = 3

_Matrix: TypeAlias = tuple[float, float, float, float, float, float]
_Point: TypeAlias = tuple[float, float]

_count_objects = direct(pdfium_c.FPDFPage_CountObjects, INT, POINTER)
_object_at = direct(pdfium_c.FPDFPage_GetObject, POINTER, POINTER, INT)
_count_parts = direct(pdfium_c.FPDFFormObj_CountObjects, INT, POINTER)
_part_at = direct(pdfium_c.FPDFFormObj_GetObject, POINTER, POINTER, ctypes.c_ulong)
_kind_of = direct(pdfium_c.FPDFPageObj_GetType, INT, POINTER)
_matrix_of = direct(pdfium_c.FPDFPageObj_GetMatrix, INT, POINTER, POINTER)
_bounds_of = direct(pdfium_c.FPDFPageObj_GetBounds, INT, POINTER, POINTER, POINTER, POINTER, POINTER)
_count_segments = direct(pdfium_c.FPDFPath_CountSegments, INT, POINTER)
_segment_at = direct(pdfium_c.FPDFPath_GetPathSegment, POINTER, POINTER, INT)
_draw_mode = direct(pdfium_c.FPDFPath_GetDrawMode, INT, POINTER, POINTER, POINTER)
_segment_point = direct(pdfium_c.FPDFPathSegment_GetPoint, INT, POINTER, POINTER, POINTER)
_segment_type = direct(pdfium_c.FPDFPathSegment_GetType, INT, POINTER)
_segment_closes = direct(pdfium_c.FPDFPathSegment_GetClose, INT, POINTER)


class TooManyPathsError(Exception):
    """A page draws more lines than are allowed: `count` so far."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


class Drawn:
    """The strokes and the images of one loaded page, as boxes (left, bottom, right, top) in page space.

    TooManyPathsError where there are more than `most` lines: paths or, where those are more, pairs of points.
    """

    def __init__(self, page: Any, most: int) -> None:
        self.strokes: list[BBox] = []
        self.images: list[BBox] = []
        self._most = most
        self._paths = self._points = 0
        self._floats = (ctypes.c_float * 6)()
        self._flags = (ctypes.c_int * 2)()
        start = ctypes.addressof(self._floats)
        self._float_at = [start + 4 * index for index in range(6)]
        start = ctypes.addressof(self._flags)
        self._flag_at = [start, start + ctypes.sizeof(ctypes.c_int)]
        handle = address_of(page)
        self._look(
            (_object_at(handle, index) for index in range(_count_objects(handle))),
            (1.0, 0.0, 0.0, 1.0, 0.0, 0.0),
            _DEPTH,
        )

    def rules(self, as_read: Callable[[BBox], BBox]) -> Iterator[Rule]:
        """The strokes that run along the page's edges, after `as_read` has turned their boxes."""
        for stroke in self.strokes:
            rule = Rule(*as_read(stroke))
            if rule.horizontal or rule.vertical:
                yield rule

    def _look(self, items: Iterator[int], around: _Matrix, depth: int) -> None:
        for item in items:
            kind = _kind_of(item)
            if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
                self._paths += 1
                self._points += max(0, _count_segments(item))
                if max(self._paths, self._points // 2) > self._most:
                    raise TooManyPathsError(max(self._paths, self._points // 2))
                self.strokes.extend(self._strokes(item, _multiplied(self._matrix(item), around)))
            elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
                _bounds_of(item, *self._float_at[:4])
                left, bottom, right, top = self._floats[:4]
                self.images.append(_placed((left, bottom, right, top), around))
            elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth:
                parts = (_part_at(item, index) for index in range(_count_parts(item)))
                self._look(parts, _multiplied(self._matrix(item), around), depth - 1)

    def _matrix(self, item: int) -> _Matrix:
        _matrix_of(item, self._float_at[0])
        a, b, c, d, e, f = self._floats
        return a, b, c, d, e, f

    def _strokes(self, item: int, matrix: _Matrix) -> Iterator[BBox]:
        """The straight strokes of a path; a thin filled rectangle is one stroke."""
        _draw_mode(item, *self._flag_at)
        stroked = bool(self._flags[1])
        for part in self._parts(item, matrix):
            xs, ys = [x for x, _ in part], [y for _, y in part]
            box = (min(xs), min(ys), max(xs), max(ys))
            if min(box[2] - box[0], box[3] - box[1]) <= THIN:
                yield box
            elif stroked:
                for (x0, y0), (x1, y1) in pairwise(part):
                    if abs(x1 - x0) <= _STRAIGHT or abs(y1 - y0) <= _STRAIGHT:
                        yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def _parts(self, item: int, matrix: _Matrix) -> Iterator[list[_Point]]:
        """The subpaths as lists of corners, taken apart at curves; some curves are as good as straight."""
        part: list[_Point] = []
        curve: list[_Point] = []
        for kind, point, closes in self._segments(item, matrix):
            if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
                yield from _drawn(part)
                part = [point]
                continue
            if kind == pdfium_c.FPDF_SEGMENT_BEZIERTO:
                curve.append(point)
                if len(curve) < _BEZIER_POINTS:
                    continue
                bend, curve = [*part[-1:], *curve], []
                if not _is_straight(bend):
                    yield from _drawn([*part, *bend[1:-1]] if _is_corner(bend) else part)
                    part = bend[-2:-1] if _is_corner(bend) else []
            part.append(point)
            if closes and part[0] != part[-1]:
                part.append(part[0])
        yield from _drawn(part)

    def _segments(self, item: int, matrix: _Matrix) -> Iterator[tuple[int, _Point, bool]]:
        a, b, c, d, e, f = matrix
        x_at, y_at = self._float_at[:2]
        floats = self._floats
        for index in range(_count_segments(item)):
            segment = _segment_at(item, index)
            _segment_point(segment, x_at, y_at)
            x, y = floats[0], floats[1]
            point = (a * x + c * y + e, b * x + d * y + f)
            yield _segment_type(segment), point, bool(_segment_closes(segment))


def _multiplied(one: _Matrix, then: _Matrix) -> _Matrix:
    """The matrix that does one and then the other."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _placed(box: BBox, around: _Matrix) -> BBox:
    """The box around a box that a matrix moves and turns."""
    a, b, c, d, e, f = around
    left, bottom, right, top = box
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _drawn(part: list[_Point]) -> Iterator[list[_Point]]:
    if len(part) > 1:
        yield part


def _is_corner(points: list[_Point]) -> bool:
    """Whether a curve only rounds a corner: its sides go on to the points that pull the curve."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return max(max(xs) - min(xs), max(ys) - min(ys)) <= _CORNER


def _is_straight(points: list[_Point]) -> bool:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(max(xs) - min(xs), max(ys) - min(ys)) <= _STRAIGHT
