"""The numbers Word prints before list paragraphs; the text itself does not hold them.

Ordinal columns and headings of real decisions are often numbered this way (ECMA-376 part 1, 17.9).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from ingest.readers.docx_text import Styles, numbering_of, tag, value

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_SMALL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_SLOT = re.compile(r"%([1-9])")
_BULLET = "-"


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is counted and printed."""

    style: str = "decimal"
    text: str = ""
    start: int = 1


class Numbering:
    """Counts the numbered paragraphs of a document in order and gives their labels."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        for abstract in root.iter(tag("abstractNum")):
            levels = (_level(level) for level in abstract.iter(tag("lvl")))
            self._levels[abstract.get(tag("abstractNumId"), "")] = dict(levels)
        for number in root.iter(tag("num")):
            abstract_id = number.find(tag("abstractNumId"))
            if abstract_id is not None:
                self._read_list(number, value(abstract_id))

    def _read_list(self, number: etree._Element, abstract: str) -> None:
        identifier = number.get(tag("numId"), "")
        self._lists[identifier] = abstract
        if number.find(tag("lvlOverride")) is None:
            return
        # A list that overrides its pattern starts counting anew.
        own = f"{abstract}/{identifier}"
        self._lists[identifier] = own
        self._levels[own] = dict(self._levels.get(abstract, {}))
        for override in number.iter(tag("lvlOverride")):
            level = int(override.get(tag("ilvl"), "0"))
            known = self._levels[own].get(level, _Level())
            start = override.find(tag("startOverride"))
            if start is not None and value(start).isdecimal():
                self._levels[own][level] = _Level(known.style, known.text, int(value(start)))
            for inner in override.iter(tag("lvl")):
                self._levels[own][level] = _level(inner)[1]

    def label(self, properties: etree._Element | None) -> str:
        """The label of the next paragraph with these properties, "" where it is not numbered."""
        found = numbering_of(properties) or self._styles.of(properties).numbering
        if found is None or found[0] not in self._lists:
            return ""
        key, level = self._lists[found[0]], found[1]
        levels = self._levels.get(key, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(key, {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        if levels[level].style == "bullet":
            return _BULLET
        if levels[level].style == "none":
            return ""

        def printed(slot: re.Match[str]) -> str:
            other = int(slot.group(1)) - 1
            pattern = levels.get(other, _Level())
            return _printed(counts.get(other, pattern.start), pattern.style)

        return _SLOT.sub(printed, levels[level].text)


def _level(element: etree._Element) -> tuple[int, _Level]:
    """The number of a level and how it is counted and printed."""
    found = {name: element.find(tag(name)) for name in ("numFmt", "lvlText", "start")}
    texts = {name: "" if one is None else value(one) for name, one in found.items()}
    start = int(texts["start"]) if texts["start"].isdecimal() else 1
    index = element.get(tag("ilvl"), "0")
    level = _Level(texts["numFmt"] or "decimal", texts["lvlText"], start)
    return int(index) if index.isdecimal() else 0, level


def _printed(count: int, style: str) -> str:
    if style in {"upperRoman", "lowerRoman"}:
        roman = _roman(count)
        return roman.upper() if style == "upperRoman" else roman
    if style in {"upperLetter", "lowerLetter"} and count > 0:
        # After z Word doubles the letter: aa, bb …
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if style == "upperLetter" else letter
    return f"{count:02d}" if style == "decimalZero" else str(count)


def _roman(count: int) -> str:
    out = ""
    for size, letters in (*_ROMAN, *_ROMAN_SMALL):
        out += letters * (count // size)
        count %= size
    return out
