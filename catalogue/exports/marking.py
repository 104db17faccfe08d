"""The last touch on a filled Word file: what the clerk has to fill in is highlighted, long rows may be split.

A row of a table stays on one page as the template asks, but for one that would take up most of a page.
"""

from __future__ import annotations

import io
import math
import zipfile
from copy import deepcopy
from typing import Any

from catalogue.exports.writing import timeless

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY = "word/document.xml"
_LETTER_PT = 5.4
"""Mean width of a letter of 11 points in points, blanks counted."""
_LINE_PT = 13.0
_PADDING_PT = 5.7
_MOST_PT = 380.0
"""Height up to which a row is kept whole: a page in landscape has about 430 points below a table's head."""
_TWIPS = 20
_BEHIND_HIGHLIGHT = frozenset(
    f"{_W}{name}" for name in ("u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang")
)
"""What stands behind `highlight` among the properties of a run (ISO/IEC 29500-1, 17.3.2.28)."""


def marked(package: bytes, mark: str) -> bytes:
    """The Word file with every `mark` highlighted and its long rows free to go over to the next page."""
    from lxml import etree

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as before, zipfile.ZipFile(out, "w") as after:
        for info in before.infolist():
            data = before.read(info)
            if info.filename == _BODY:
                tree = etree.fromstring(data)
                _highlight(tree, mark)
                _free_long_rows(tree)
                data = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            after.writestr(info, data)
    return timeless(out.getvalue())


def _highlight(tree: Any, mark: str) -> None:
    for text in [one for one in tree.iter(f"{_W}t") if mark in (one.text or "")]:
        _split(text, mark)


def _split(text: Any, mark: str) -> None:
    """Give each piece of a run's text a run of its own, the marks highlighted ones."""
    run = text.getparent()
    children = [one for one in run if one.tag != f"{_W}rPr"]
    at = children.index(text)
    pieces: list[Any] = []
    for nth, piece in enumerate(text.text.split(mark)):
        if nth:
            pieces.append(_run_like(run, mark, shaded=True))
        if piece:
            pieces.append(_run_like(run, piece, shaded=False))
    behind = children[at + 1 :]
    if behind:
        rest = deepcopy(run)
        for child in [one for one in rest if one.tag != f"{_W}rPr"][: at + 1]:
            rest.remove(child)
        pieces.append(rest)
        for child in behind:
            run.remove(child)
    run.remove(text)
    for piece in reversed(pieces):
        run.addnext(piece)


def _run_like(run: Any, words: str, *, shaded: bool) -> Any:
    made = deepcopy(run)
    for child in [one for one in made if one.tag != f"{_W}rPr"]:
        made.remove(child)
    if shaded:
        properties = made.find(f"{_W}rPr")
        if properties is None:
            properties = made.makeelement(f"{_W}rPr")
            made.insert(0, properties)
        shade = made.makeelement(f"{_W}highlight", {f"{_W}val": "yellow"})
        behind = next((one for one in properties if one.tag in _BEHIND_HIGHLIGHT), None)
        properties.append(shade) if behind is None else behind.addprevious(shade)
    text = made.makeelement(f"{_W}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    text.text = words
    made.append(text)
    return made


def _free_long_rows(tree: Any) -> None:
    for row in tree.iter(f"{_W}tr"):
        whole = row.find(f"{_W}trPr/{_W}cantSplit")
        if whole is not None and _height(row) > _MOST_PT:
            whole.getparent().remove(whole)


def _height(row: Any) -> float:
    """How high a row will be, in points, by the widths of its cells and the letters in them."""
    return max((_lines(cell) * _LINE_PT for cell in row.iter(f"{_W}tc")), default=0.0)


def _lines(cell: Any) -> int:
    width = cell.find(f"{_W}tcPr/{_W}tcW")
    points = float(width.get(f"{_W}w")) / _TWIPS if width is not None else 0.0
    letters = max((points - _PADDING_PT) / _LETTER_PT, 1.0)
    lines = 0
    for paragraph in cell.iter(f"{_W}p"):
        texts = "".join("\n" if one.tag == f"{_W}br" else one.text or "" for one in _told(paragraph))
        lines += sum(max(math.ceil(len(line) / letters), 1) for line in texts.split("\n"))
    return lines


def _told(paragraph: Any) -> list[Any]:
    return [one for one in paragraph.iter() if one.tag in (f"{_W}t", f"{_W}br")]
