"""Where a row stands: the stack of headings above it, and what they say together.

Headings nest by the order in which their styles first appear, not by a fixed rank: some decisions number
levels A, B and fields I, II, others the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from extract.decision import Change, Level
from extract.headings import UNRANKED, Heading, Region


@dataclass(frozen=True, slots=True)
class Standing:
    """A heading in force: its style decides what it ends, `whole` marks the head of an annex."""

    heading: Heading
    style: str
    in_table: bool

    @property
    def whole(self) -> bool:
        """Whether it is the head of a whole annex."""
        return self.style == "annex"


class Context:
    """The headings in force at one place of the annexes."""

    def __init__(self) -> None:
        self.stack: list[Standing] = []

    def annex(self, heading: Heading) -> None:
        """A new annex begins."""
        self.stack = [Standing(heading, "annex", in_table=False)]

    def section(self, heading: Heading) -> None:
        """A heading between tables: it ends its like, all below it, and the groups of the table before."""
        self.stack = [standing for standing in self.stack if not standing.in_table]
        self._push(Standing(heading, _style(heading), in_table=False))

    def group(self, heading: Heading) -> None:
        """A grouping row inside a table."""
        self._push(Standing(heading, f"row {_style(heading)}", in_table=True))

    def _push(self, new: Standing) -> None:
        styles = [standing.style for standing in self.stack]
        if new.style in styles:
            del self.stack[styles.index(new.style) :]
        elif new.style == "part":
            self.stack = [standing for standing in self.stack if standing.whole]
        self.stack.append(new)

    @property
    def region(self) -> Region | None:
        """What stands here; contents and workflows last until a list is announced."""
        region: Region | None = None
        for standing in self.stack:
            said = standing.heading.region
            if said is None:
                continue
            lasting = region in (Region.CONTENTS, Region.WORKFLOW, Region.FEES)
            if lasting and said is Region.LIST and not _announces(standing.heading):
                continue
            region = said
        return region

    def changes(self) -> tuple[tuple[Change, ...], bool]:
        """The kinds of the innermost heading that names any, and whether that is an annex's head."""
        for standing in reversed(self.stack):
            if standing.heading.changes:
                return standing.heading.changes, standing.whole
        return (), False

    def levels(self) -> tuple[tuple[Level, ...], bool]:
        """The levels of the innermost group or section that names any; True for "áp dụng chung"."""
        for standing in reversed(self.stack):
            if standing.whole:
                continue
            if standing.heading.levels or standing.heading.shared:
                return standing.heading.levels, standing.heading.shared
        return (), False

    def field(self) -> str | None:
        """The field (lĩnh vực) of the innermost heading that names one."""
        return next((said for standing in reversed(self.stack) if (said := standing.heading.field)), None)

    def effective(self) -> date | None:
        """The day of effect that the innermost heading states for its rows alone."""
        days = (standing.heading.effective for standing in reversed(self.stack))
        return next((day for day in days if day), None)

    def headings(self) -> tuple[Heading, ...]:
        """The headings in force, the outermost first."""
        return tuple(standing.heading for standing in self.stack)

    def path(self) -> str:
        """The section as a path: "Phụ lục I > A > II"."""
        labels = [standing.heading.label or _short(standing.heading.text) for standing in self.stack]
        return " > ".join(labels)


def _style(heading: Heading) -> str:
    if heading.rank != UNRANKED:
        style = ("annex", "part", "letter", "roman", "number")[heading.rank]
        return style + "." * (heading.label or "").rstrip(".").count(".")
    if heading.changes:
        return "plain change"
    if heading.levels or heading.shared:
        return "plain level"
    return "plain field" if heading.field else "plain"


def _announces(heading: Heading) -> bool:
    return bool(heading.changes) or heading.text.lower().find("danh mục") >= 0


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
