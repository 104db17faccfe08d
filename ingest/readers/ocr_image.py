"""The picture of a page made ready for reading: black and white, level, without the rules of its tables.

Arrays are (rows, columns); `True` is ink. Table rules are told by their length: no letter has a straight
stroke as long as a cell. With the rules left in, a third of the rows of a table is lost in recognition.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.grid import Rule

Ink = NDArray[np.bool_]
Grey = NDArray[np.uint8]

POINT = 72.0

_STEEPEST = 4.0
_STEP = 0.1
_SHRINK = 4
_ROUGH = np.arange(-_STEEPEST, _STEEPEST + 0.01, 4 * _STEP)
# Lengths in inches: the shortest strokes that can be no part of letters, and the thickest rule.
_ACROSS, _DOWN, _THICK = 0.4, 0.25, 0.04
_CROWDED, _SURE = 0.35, 0.9
_DARKEST, _GRAIN = 0, 20
# Of a capital's height, its feet and a stop beside it at most; of its rows between, those that a stem inks.
_FEET, _STOP, _STEADY = 0.15, 0.32, 0.85
# How far a stem reaches out to a side at most; a T does so at its head, an L at its foot only.
_REACH, _ALIKE = 0.28, 0.6
_LEAST_SAMPLES, _MOST_SAMPLES = 100, 200_000


def ink_of(grey: Grey) -> Ink:
    """What is dark: below the threshold that parts paper and ink best (Otsu 1979)."""
    counts = np.bincount(grey.ravel(), minlength=256).astype(np.float64)
    below = np.cumsum(counts)
    sums = np.cumsum(counts * np.arange(256))
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    best = int(np.nanargmax(np.where(np.isfinite(between), between, -1.0)))
    return np.asarray(grey <= min(best, 200))


def whitened(grey: Grey) -> Grey:
    """The page with its paper made white, so that nothing painted white has an edge on it."""
    paper = int(np.median(grey))
    levels = np.clip((np.arange(256) - _DARKEST) * 255.0 / max(1, paper - _GRAIN - _DARKEST), 0, 255)
    return np.asarray(levels.astype(np.uint8)[grey])


def skew_of(ink: Ink) -> float:
    """The angle in degrees, counter-clockwise positive, by which lines of text rise to the right.

    Turned level, lines are darkest and the gaps between them emptiest: the sharpest profile wins.
    """
    coarse, _ = _sharpest(ink[::_SHRINK, ::_SHRINK], _ROUGH)
    fine = np.arange(coarse - 4 * _STEP, coarse + 4 * _STEP + 0.01, _STEP / 2)
    return _sharpest(ink[::2, ::2], fine)[0]


def is_sideways(ink: Ink) -> bool:
    """Whether lines of text run up or down: then columns of ink, not rows, have the sharper profile."""
    rows, columns = (
        _sharpest(one[::_SHRINK, ::_SHRINK], _ROUGH)[1] / one.shape[0]
        for one in (ink, np.ascontiguousarray(ink.T))
    )
    return bool(columns > 1.5 * rows)


def _sharpest(ink: Ink, angles: NDArray[np.float64]) -> tuple[float, float]:
    """Which of the angles makes the sharpest profile, and how sharp; zeros for an empty page."""
    ys, xs = np.nonzero(ink)
    if len(ys) < _LEAST_SAMPLES:
        return 0.0, 0.0
    if len(ys) > _MOST_SAMPLES:
        chosen = np.linspace(0, len(ys) - 1, _MOST_SAMPLES).astype(int)
        ys, xs = ys[chosen], xs[chosen]
    reach = ink.shape[1]

    def sharpness(angle: float) -> float:
        rows = np.rint(ys + xs * np.tan(np.radians(angle))).astype(int) + reach
        profile = np.bincount(rows, minlength=ink.shape[0] + 2 * reach)
        return float(np.square(np.diff(profile.astype(np.float64))).sum())

    best = max((float(angle) for angle in angles), key=sharpness)
    return best, sharpness(best)


@dataclass(frozen=True, slots=True)
class Lines:
    """The ruled lines of a page: where their ink is, and as rules in points."""

    ink: Ink
    rules: tuple[Rule, ...]


def lines_of(ink: Ink, dpi: int) -> Lines:
    """The table rules of a level page, looked for at half its resolution."""
    half = _halved(ink)
    fine = dpi / 2
    across = _long_runs(half, fine, _ACROSS)
    down = _long_runs(np.ascontiguousarray(half.T), fine, _DOWN)
    scale = POINT / fine
    rules = [
        *(Rule(a * scale, y0 * scale, b * scale, y1 * scale) for y0, y1, a, b in _strokes(across)),
        *(Rule(x0 * scale, a * scale, x1 * scale, b * scale) for x0, x1, a, b in _strokes(down)),
    ]
    whole = np.repeat(np.repeat(across | down.T, 2, axis=0), 2, axis=1)
    return Lines(whole[: ink.shape[0], : ink.shape[1]], tuple(rules))


def _halved(ink: Ink) -> Ink:
    even = np.pad(ink, [(0, size % 2) for size in ink.shape])
    return np.asarray(even[::2, ::2] | even[1::2, ::2] | even[::2, 1::2] | even[1::2, 1::2])


def without(grey: Grey, lines: Lines) -> Grey:
    """The page with its rules painted over, and the pale edge that scanning leaves beside them."""
    covered = lines.ink.copy()
    for axis in (0, 1):
        for shift in (1, -1, 2, -2):
            covered |= np.roll(lines.ink, shift, axis)
    out = grey.copy()
    out[covered] = 255
    return out


def without_specks(grey: Grey, ink: Ink) -> Grey:
    """The page without lone dark points, which noise leaves and no letter has."""
    padded = np.pad(ink, 1).astype(np.uint8)
    around = sum(
        padded[1 + y : padded.shape[0] - 1 + y, 1 + x : padded.shape[1] - 1 + x]
        for y in (-1, 0, 1)
        for x in (-1, 0, 1)
    )
    out = grey.copy()
    out[ink & (np.asarray(around) <= 2)] = 255
    return out


def _long_runs(ink: Ink, dpi: float, inches: float) -> Ink:
    """Ink in horizontal runs of at least some inches, no thicker than a rule and with little ink beside them.

    The feet of bold letters touch one another and make runs too, though none longer than a word; and the
    letters stand on them. Lines under words go as well: with them left in, the words are lost.
    """
    length, thick = round(inches * dpi), round(_THICK * dpi)
    if ink.shape[1] <= length or ink.shape[0] <= 2 * thick:
        return np.zeros_like(ink)
    thickened = ink.copy()
    # A line that falls by a pixel now and then is still one line.
    thickened[1:] |= ink[:-1]
    runs = opened(thickened, length)
    beside = np.pad(np.cumsum(ink, axis=1, dtype=np.int32), ((thick, thick), (1, 0)))
    out = np.zeros_like(ink)
    for row, _, start, end in _strokes(runs):
        above, below = (beside[at, end] - beside[at, start] for at in (row, row + 2 * thick))
        if end - start >= _SURE * dpi or max(above, below) <= _CROWDED * (end - start):
            out[row, start:end] = True
    return out


def begins_with_capital_i(ink: Ink) -> bool:
    """Whether the first character is an I with feet, no 1: its head reaches out on both sides of the stem."""
    columns = np.flatnonzero(ink.any(axis=0))
    if not len(columns):
        return False
    breaks = np.flatnonzero(np.diff(columns) > 1)
    glyph = ink[:, columns[0] : columns[breaks[0] if len(breaks) else -1] + 1]
    rows = np.flatnonzero(glyph.any(axis=1))
    glyph = glyph[rows[0] : rows[-1] + 1]
    height = glyph.shape[0]
    stem = np.flatnonzero(glyph[height * 2 // 5 : height * 3 // 5 + 1].mean(axis=0) > 0.5)
    head = np.flatnonzero(glyph[: max(1, height // 6)].any(axis=0))
    if not len(stem) or not len(head):
        return False
    return bool(stem[0] > head[0] and head[-1] > stem[-1])


def capital_is(ink: Ink) -> int:
    """How many capital I with feet stand there and nothing else, 0 where other characters do.

    Between head and feet nothing but stems is to be seen, in every row the same ones; an H has its bar there,
    a 1 a head to the left only.
    """
    rows = np.flatnonzero(ink.any(axis=1))
    if not len(rows):
        return 0
    glyphs = ink[rows[0] : rows[-1] + 1]
    height = glyphs.shape[0]
    shaft, between = (glyphs[round(part * height) : round((1 - part) * height)] for part in (_FEET, _STOP))
    stems = _column_runs(shaft.mean(axis=0) > _STEADY)
    if not stems or between.any(axis=0).sum() > sum(end - start + 2 for start, end in stems):
        return 0
    edge = max(1, height // 8)
    head, feet = (_serifs(end, stems) for end in (glyphs[:edge], glyphs[-edge:]))
    upper = np.flatnonzero(glyphs[: height // 3].any(axis=0))
    reach = max(stems[0][0] - int(upper[0]), int(upper[-1]) + 1 - stems[-1][1])
    alike = min(head, feet) >= _ALIKE * max(head, feet) > 0
    return len(stems) if alike and reach <= _REACH * height else 0


def _serifs(end: Ink, stems: list[tuple[int, int]]) -> int:
    """How far the stems reach out at this end, all together; 0 where one does not on either side."""
    inked = np.asarray(end.any(axis=0))
    padded = np.pad(inked, 1)
    if not all(padded[start] and padded[stop + 1] for start, stop in stems):
        return 0
    runs = [run for run in _column_runs(inked) if any(run[0] <= start < run[1] for start, _ in stems)]
    return sum(stop - start for start, stop in runs) - sum(stop - start for start, stop in stems)


def _column_runs(columns: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Runs of columns as (first, after the last)."""
    edges = np.flatnonzero(np.diff(np.pad(columns.astype(np.int8), 1)))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def opened(ink: Ink, length: int) -> Ink:
    """What lies in horizontal runs of at least `length` pixels."""
    padded = np.pad(ink, ((0, 0), (1, 1))).astype(np.int8)
    edges = np.diff(padded, axis=1)
    starts, ends = np.nonzero(edges == 1), np.nonzero(edges == -1)
    long = ends[1] - starts[1] >= length
    marks = np.zeros((ink.shape[0], ink.shape[1] + 1), dtype=np.int8)
    marks[starts[0][long], starts[1][long]] = 1
    marks[ends[0][long], ends[1][long]] -= 1
    return np.asarray(np.cumsum(marks, axis=1)[:, :-1] > 0)


def _strokes(ink: Ink) -> Iterator[tuple[int, int, int, int]]:
    """The horizontal runs as (first row, row after the last, start, end)."""
    padded = np.pad(ink, ((0, 0), (1, 1))).astype(np.int8)
    edges = np.diff(padded, axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    for row, start, end in zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True):
        if end - start > 2:
            yield row, row + 1, start, end
