"""The parts of a Word package, found as the standard says: by relationships, not by their names.

ECMA-376 part 2, 9.3; the names that Word uses stand in where a package has lost its relationships.
"""

from __future__ import annotations

import posixpath

from lxml import etree

from ingest.readers.package import Package

_USUAL_MAIN = "word/document.xml"


class Parts:
    """The main part and the parts that it refers to."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self.main = next((part for _, kind, part in _related(package, "") if kind == "officeDocument"), "")
        if self.main not in package.names:
            self.main = _USUAL_MAIN
        related = _related(package, self.main)
        self._by_identifier = {identifier: part for identifier, _, part in related}
        self._by_kind: dict[str, list[str]] = {}
        for _, kind, part in related:
            self._by_kind.setdefault(kind, []).append(part)

    def body(self) -> etree._Element | None:
        """The root of the main part, None where there is none; DocumentError as `Package.xml`."""
        return self._package.xml(self.main)

    def named(self, kind: str) -> etree._Element | None:
        """The root of the one part of a kind: styles, numbering, comments, footnotes, endnotes."""
        parts = self._by_kind.get(kind, [posixpath.join(posixpath.dirname(self.main), f"{kind}.xml")])
        return self._package.xml(parts[0])

    def margins(self) -> list[str]:
        """The page headers and footers, in the order of the package."""
        related = {part for kind in ("header", "footer") for part in self._by_kind.get(kind, ())}
        usual = tuple(posixpath.join(posixpath.dirname(self.main), kind) for kind in ("header", "footer"))
        return [
            part
            for part in self._package.names
            if part in related or (part.startswith(usual) and part.endswith(".xml"))
        ]

    def target(self, identifier: str) -> str:
        """The part that the main part refers to so; "" where it is none of the package."""
        part = self._by_identifier.get(identifier, "")
        return part if part in self._package.names else ""


def _related(package: Package, part: str) -> list[tuple[str, str, str]]:
    """Identifier, kind and part of each relationship of a part ("" for the package itself)."""
    folder, name = posixpath.split(part)
    root = package.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
    found = []
    for one in () if root is None else root:
        if isinstance(one.tag, str) and one.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
            found.append((one.get("Id", ""), one.get("Type", "").rsplit("/", 1)[-1], target))
    return found
