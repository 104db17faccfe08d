"""One typesetter for each format: blocks in, the bytes of a file out, the same bytes every time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus.generator.layout import Block

Typesetter = Callable[[Sequence[Block], str], bytes]
"""(blocks, title) -> the file's content."""

FORMATS = ("html", "docx", "pdf", "md")


def typesetter(name: str) -> Typesetter:
    """The typesetter of a format of `FORMATS`; its libraries are loaded here."""
    if name == "html":
        from corpus.generator.typesetters import html

        return html.typeset
    if name == "docx":
        from corpus.generator.typesetters import docx

        return docx.typeset
    if name == "pdf":
        from corpus.generator.typesetters import pdf

        return pdf.typeset
    if name == "md":
        from corpus.generator.typesetters import md

        return md.typeset
    raise ValueError(name)
