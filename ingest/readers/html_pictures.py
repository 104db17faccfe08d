"""Pictures on web pages that may show a table or a whole page of a document."""

from __future__ import annotations

import re

from lxml import html

# Emblems, icons and banners are smaller on one side, in pixels of the page.
_WIDE, _HIGH = 400, 200
_PIXELS = re.compile(r"\s*(\d{1,5})(?:\.\d+)?(?:px)?\s*(?:;|$)")
_STYLED = {
    side: re.compile(rf"(?:^|;)\s*{side}\s*:\s*(\d{{1,5}})(?:\.\d+)?px") for side in ("width", "height")
}
_AROUND = ("a", "nav", "header", "footer", "button")
_LONGEST_NAME = 60


def large_picture(image: html.HtmlElement) -> str | None:
    """The name of a picture (`img`) that is large; of one without a size, if it belongs to the text."""
    width, height = (_size(image, side) for side in ("width", "height"))
    if width is None and height is None:
        large = not any(one.tag in _AROUND for one in image.iterancestors())
    else:
        large = (width is None or width >= _WIDE) and (height is None or height >= _HIGH)
    return _name(image) if large else None


def _size(image: html.HtmlElement, side: str) -> int | None:
    found = _STYLED[side].search(image.get("style", "")) or _PIXELS.match(image.get(side, ""))
    return int(found.group(1)) if found else None


def _name(image: html.HtmlElement) -> str:
    source = str(image.get("src", ""))
    if source.startswith("data:"):
        return "data:…"
    return source.split("?", 1)[0].rstrip("/").rsplit("/", 1)[-1][-_LONGEST_NAME:] or "?"
