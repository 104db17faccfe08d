"""The pictures on a PDF page: how much of it they take, and how much of that no text of the page tells.

Scanners cut a page into strips or tiles; images that touch are one picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ingest.document import BBox

_TOUCHING = 2.0
# More images than this are specks of one picture; each by itself tells nothing.
_MANY = 400
# Emblems, logos, signatures and stamps are smaller shares of a page than this.
_LARGE = 0.08
# So many letters a full page of text has at least.
_PAGE_LETTERS = 300


class Placed(Protocol):
    """Text with its box."""

    @property
    def text(self) -> str:
        """The characters."""

    @property
    def box(self) -> BBox:
        """Where they stand."""


@dataclass(frozen=True, slots=True)
class Covered:
    """Shares of a page, 0 to 1: under pictures, and under large pictures that hold no text of the page."""

    share: float = 0.0
    untold: float = 0.0


NO_PICTURE = Covered()


def covered(images: Iterable[BBox], pieces: Sequence[Placed], page: BBox) -> Covered:
    """What the images of a page cover; all boxes as (left, bottom, right, top)."""
    seen = (_common(image, page) for image in images)
    found = pictures([image for image in seen if image[0] < image[2] and image[1] < image[3]])
    if not found:
        return NO_PICTURE
    whole = max(1.0, _area(page))
    untold = 0.0
    for picture in found:
        share = _area(picture) / whole
        if share >= _LARGE and _letters_in(picture, pieces) < _PAGE_LETTERS * share:
            untold += share
    return Covered(sum(map(_area, found)) / whole, untold)


def pictures(images: Sequence[BBox]) -> list[BBox]:
    """The boxes around images that touch one another."""
    if len(images) > _MANY:
        lefts, bottoms, rights, tops = zip(*images, strict=True)
        return [(min(lefts), min(bottoms), max(rights), max(tops))]
    out: list[BBox] = []
    for image in images:
        whole = image
        while (near := next((one for one in out if _touch(one, whole)), None)) is not None:
            out.remove(near)
            whole = _around(near, whole)
        out.append(whole)
    return out


def _letters_in(picture: BBox, pieces: Iterable[Placed]) -> int:
    return sum(
        sum(map(str.isalpha, piece.text))
        for piece in pieces
        if picture[0] <= (piece.box[0] + piece.box[2]) / 2 <= picture[2]
        and picture[1] <= (piece.box[1] + piece.box[3]) / 2 <= picture[3]
    )


def _touch(one: BBox, other: BBox) -> bool:
    across = one[0] - _TOUCHING <= other[2] and other[0] - _TOUCHING <= one[2]
    return across and one[1] - _TOUCHING <= other[3] and other[1] - _TOUCHING <= one[3]


def _around(one: BBox, other: BBox) -> BBox:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _common(one: BBox, other: BBox) -> BBox:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _area(box: BBox) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
