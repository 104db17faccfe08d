"""Generated decisions as scans: pages as pictures, clean or as badly held as real ones."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFilter

from corpus.generator.composing import blocks, title
from corpus.generator.facts import SampleDecision
from corpus.generator.typesetters import typesetter

PAPER = 255


@dataclass(frozen=True, slots=True)
class Wear:
    """How a scan was made: dots per inch, the angle in degrees it was held at, what happened to its pages."""

    dpi: int = 200
    skew: float = 0.0
    noise: float = 8.0
    blur: float = 0.6
    stamp: bool = False
    last_upside_down: bool = False


NORMAL = {dpi: Wear(dpi) for dpi in (150, 200)}
HARD = {dpi: Wear(dpi, skew=2.0, stamp=True, last_upside_down=True) for dpi in (150, 200)}


def scanned(decision: SampleDecision, wear: Wear) -> bytes:
    """A decision as a PDF of pictures."""
    whole = [stamped(page) if wear.stamp else page for page in pages(decision, wear.dpi)]
    images = [worn(page, wear.skew, wear.noise, wear.blur) for page in whole]
    if wear.last_upside_down:
        images[-1] = images[-1].rotate(180)
    return bound(images, wear.dpi)


def pages(decision: SampleDecision, dpi: int = 200) -> list[Image.Image]:
    """The pages of a decision as grey pictures."""
    return pictures(typesetter("pdf")(blocks(decision), title(decision)), dpi)


def pictures(data: bytes, dpi: int = 200) -> list[Image.Image]:
    """The pages of a PDF as grey pictures."""
    document = pdfium.PdfDocument(data)
    try:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]
    finally:
        document.close()


def worn(page: Image.Image, skew: float = 0.0, noise: float = 8.0, blur: float = 0.6) -> Image.Image:
    """A page as it comes from a scanner: a little blurred, noisy, and turned counter-clockwise by `skew`."""
    turned = page.rotate(skew, Image.Resampling.BICUBIC, fillcolor=PAPER)
    soft = np.asarray(turned.filter(ImageFilter.GaussianBlur(blur)), dtype=np.float64)
    grain = np.random.default_rng(7).normal(0, noise, soft.shape)
    return Image.fromarray(np.clip(soft * 0.9 + 10 + grain, 0, 255).astype(np.uint8))


def stamped(page: Image.Image) -> Image.Image:
    """A page with a round stamp over its text, as grey as a red one becomes."""
    out = page.copy()
    width, height = out.size
    around = (width * 0.55, height * 0.45, width * 0.8, height * 0.45 + width * 0.25)
    ImageDraw.Draw(out).ellipse(around, outline=120, width=max(3, width // 300))
    return out


def bound(scans: Sequence[Image.Image], dpi: int = 200) -> bytes:
    """Pictures as the pages of a PDF."""
    out = io.BytesIO()
    scans[0].save(out, "PDF", save_all=True, append_images=list(scans[1:]), resolution=dpi)
    return out.getvalue()
