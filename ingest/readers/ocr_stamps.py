"""Stamps on grey scans: ink paler than that of letters, in strokes thicker than those of letters.

A red stamp comes out of a grey scanner as a middling grey. Where it crosses a line of text neither can be
read, and the upper and lower edge of its ring are taken for rules of a table. Letters and rules are dark or
thin, so that no patch of them is evenly grey; a stamp has many such patches close together.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ingest.readers.ocr_image import Grey, Ink, opened

# Levels of paper made white (255): letters are darker, paper and the edges of letters paler.
_DARK, _MIDDLE, _PALE = 95, 168, 210
_FADING, _EDGE = 85, 225
# How much of a window, in pixels along its side, is evenly grey at least: a stretch of a stamp's ring.
_WINDOW, _ENOUGH = 41, 40
_SPREAD = 4
# Rules go on below a stamp: runs of ink so long on both sides of a gap no wider than this.
_RULE, _GAP = 24, 48
_MARGIN = 80


def without_stamps(grey: Grey) -> Grey:
    """The page, its paper white and its dots at about 200 to the inch, with the ink of stamps painted over.

    What a stamp covers stays where it is darker than the stamp; rules that it crosses go on.
    """
    darkest, palest = _around(grey, np.minimum), _around(grey, np.maximum)
    # Soft rules are three pixels wide, though hardly ever as dark as that; none is five.
    evenly = (palest < _MIDDLE) | (_around(palest, np.maximum) < _PALE)
    core = (darkest > _DARK) & evenly
    if int(core.sum()) < _ENOUGH:
        return grey
    stamp = core & (_counts(core) >= _ENOUGH)
    if not stamp.any():
        return grey
    rows, columns = (np.flatnonzero(stamp.any(axis=axis)) for axis in (1, 0))
    area = tuple(slice(max(0, int(at[0]) - _MARGIN), int(at[-1]) + _MARGIN) for at in (rows, columns))
    out = grey.copy()
    within = (darkest[area] > _FADING) & (palest[area] < _EDGE)
    out[area] = _painted_over(grey[area], stamp[area], within)
    return out


def _painted_over(grey: Grey, stamp: Ink, within: Ink) -> Grey:
    """The part of a page around `stamp` without it, as far as it goes on `within`; rules go on."""
    for _ in range(_SPREAD):
        stamp = within & _around(stamp, np.logical_or)
    stamp = _around(_around(stamp, np.logical_or), np.logical_or) & (grey > _DARK)
    left = np.where(stamp, np.uint8(255), grey)
    ink = left < _PALE
    crossed = stamp & (_bridged(ink) | _bridged(np.ascontiguousarray(ink.T)).T)
    return np.asarray(np.where(crossed, grey, left))


_Pixels = TypeVar("_Pixels", np.uint8, np.bool_)


def _around(pixels: NDArray[_Pixels], choose: np.ufunc) -> NDArray[_Pixels]:
    """Of each pixel and its eight neighbours the one chosen."""
    for axis in (0, 1):
        pixels = choose(choose(pixels, np.roll(pixels, 1, axis)), np.roll(pixels, -1, axis))
    return pixels


def _counts(ink: Ink) -> NDArray[np.int32]:
    """How many pixels are set in the window around each."""
    padded = np.pad(ink, _WINDOW // 2).astype(np.int32)
    sums = np.pad(padded.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32), ((1, 0), (1, 0)))
    side = _WINDOW
    return np.asarray(sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side])


def _bridged(ink: Ink) -> Ink:
    """Where a horizontal rule would go on across a gap: long runs of ink near by on both sides."""
    runs = _thickened(opened(ink, _RULE))
    width = ink.shape[1]
    columns = np.arange(width)
    before = np.maximum.accumulate(np.where(runs, columns, -width), axis=1)
    after = np.minimum.accumulate(np.where(runs, columns, 2 * width)[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(after - before <= _GAP)


def _thickened(ink: Ink) -> Ink:
    """The ink with the pixels above and below, for lines that are not quite level."""
    return np.asarray(ink | np.roll(ink, 1, 0) | np.roll(ink, -1, 0))
