"""Web pages as trees: several whole pages one behind the other, and what is no page at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_FRAMES = re.compile(r"<\?xml[^>]*>|<!doctype[^>]*>|</?(?:html|head|body)\b[^>]*>", re.IGNORECASE)


def tree_of(page: str) -> HtmlElement | None:
    """The elements of a page; None where it has none, be it empty or a comment alone.

    The portal sends several whole pages one behind the other, and the parser would end with the first.
    """
    from lxml import etree
    from lxml import html as markup

    body = _FRAMES.sub("", page).replace("\0", "")
    try:
        return markup.document_fromstring(body) if body.strip() else None
    except etree.ParserError:
        return None
