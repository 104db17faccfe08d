"""Coloured scans in grey, without the red of stamps: text under a red stamp is whole in the red channel.

Red letters stay: only what is as large as a stamp is taken for one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ingest.readers.ocr_image import Grey

Colours = NDArray[np.uint8]
"""Rows, columns, and red, green, blue."""

# By how much red has to outdo the other channels; scanners and JPEG leave black letters with less.
_REDDER = 50
# The page is looked at in tiles of so many pixels a side, at 200 to the inch; so many red pixels count.
_TILE, _RED_PIXELS = 8, 6
# A stamp's sides, in tiles: half an inch at least. Lines of red letters are lower.
_STAMP = 12
_COARSE, _GREYISH = 8, 12
# Stamp ink in the red channel; what is darker there is black ink, or a mixture of the two.
_BRIGHT = 200


def grey_of(colours: Colours) -> Grey:
    """The picture in grey, its stamps shown by their red channel."""
    if _is_grey(colours[::_COARSE, ::_COARSE]):
        return np.ascontiguousarray(colours[:, :, 0])
    red, green, blue = (colours[:, :, at].astype(np.uint16) for at in range(3))
    grey = ((30 * red + 59 * green + 11 * blue) // 100).astype(np.uint8)
    for left, top, right, bottom in stamps(colours):
        inside = colours[top:bottom, left:right, 0]
        grey[top:bottom, left:right] = np.where(inside >= _BRIGHT, np.uint8(255), inside)
    return grey


def stamps(colours: Colours) -> list[tuple[int, int, int, int]]:
    """Where red ink covers as much as a stamp does: left, top, right, bottom in pixels."""
    others = np.maximum(colours[:, :, 1], colours[:, :, 2]).astype(np.int16)
    is_red = colours[:, :, 0].astype(np.int16) - others >= _REDDER
    rows, columns = (size // _TILE for size in is_red.shape)
    tiles = is_red[: rows * _TILE, : columns * _TILE].reshape(rows, _TILE, columns, _TILE)
    left_over = {(int(y), int(x)) for y, x in np.argwhere(tiles.sum(axis=(1, 3)) >= _RED_PIXELS)}
    found = []
    while left_over:
        ys, xs = zip(*_joined(left_over.pop(), left_over), strict=True)
        if min(max(ys) - min(ys), max(xs) - min(xs)) + 1 >= _STAMP:
            found.append(
                (
                    max(0, (min(xs) - 1) * _TILE),
                    max(0, (min(ys) - 1) * _TILE),
                    (max(xs) + 2) * _TILE,
                    (max(ys) + 2) * _TILE,
                )
            )
    return found


def _joined(start: tuple[int, int], left_over: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """The tiles that hang together with one, taken out of those left over."""
    together = {start}
    waiting = [start]
    while waiting:
        y, x = waiting.pop()
        near = {(y + down, x + right) for down in (-1, 0, 1) for right in (-1, 0, 1)} & left_over
        left_over -= near
        together |= near
        waiting.extend(near)
    return together


def _is_grey(sample: Colours) -> bool:
    """Whether no pixel of a sample has a colour to speak of."""
    spread = sample.max(axis=2).astype(np.int16) - sample.min(axis=2)
    return not (spread > _GREYISH).any()
