"""Pages held aslant: boxes found on the levelled picture, back on the page as it is."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ingest.document import BBox
from ingest.readers.pdf_page import Frame


@dataclass(frozen=True, slots=True)
class Tilt:
    """The angle in degrees, counter-clockwise, by which lines rise on the page, and the page's centre."""

    angle: float
    x: float
    y: float

    def tilted(self, box: BBox) -> BBox:
        """The smallest box on the page around a box of the levelled picture."""
        cosine, sine = self._turn()
        width, height = box[2] - box[0], box[3] - box[1]
        across, down = width * cosine + height * abs(sine), height * cosine + width * abs(sine)
        return self._around(box, sine, across, down)

    def levelled(self, box: BBox) -> BBox:
        """The box of the levelled picture that a box made by `tilted` stands around."""
        cosine, sine = self._turn()
        across, down = box[2] - box[0], box[3] - box[1]
        shrunk = cosine**2 - sine**2
        width, height = (
            (across * cosine - down * abs(sine)) / shrunk,
            (down * cosine - across * abs(sine)) / shrunk,
        )
        return self._around(box, -sine, width, height)

    def _turn(self) -> tuple[float, float]:
        return math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))

    def _around(self, box: BBox, sine: float, width: float, height: float) -> BBox:
        """A box of that size around the box's centre turned about the page's."""
        cosine = math.sqrt(1 - sine**2)
        x, y = (box[0] + box[2]) / 2 - self.x, (box[1] + box[3]) / 2 - self.y
        x, y = self.x + x * cosine + y * sine, self.y - x * sine + y * cosine
        return x - width / 2, y - height / 2, x + width / 2, y + height / 2


@dataclass(frozen=True, slots=True)
class TiltedFrame(Frame):
    """The frame of a page that was levelled before it was read."""

    angle: float = 0.0

    @property
    def tilt(self) -> Tilt:
        """How the page as shown stands against the levelled picture."""
        width, height = self.size
        return Tilt(self.angle, width / 2, height / 2)

    def unread(self, box: BBox) -> BBox:
        """A box as read -> as shown."""
        return self.tilt.tilted(Frame.unread(self, box))
