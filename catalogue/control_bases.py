"""Whether a draft rests on the legal acts that hold on the day it is made, and on no others.

Acts are told by their number, laws by their day; only those of `bases.toml` are judged, for of others nothing
is known here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

from catalogue.control import Check, Detail, Verdict
from catalogue.exports.bases import Basis, all_bases, bases_on
from extract.folding import fold

_OBJECT = re.compile(r"(?:điều|định|tiết) của (?:các )?(?:Luật|Nghị định|Thông tư)(?: số)?\s*$")
"""What stands before an act that is only spoken of: "sửa đổi một số điều của Nghị định số …"."""
_NUMBER = re.compile(r"\b\d{1,4}/(?:\d{4}/)?[A-ZĐ][A-ZĐa-z\d-]*")
"""Of an act, with the year in it, or of a decision, which is told by its day too: "1085/QĐ-TTg"."""
_YEAR = re.compile(r"/\d{4}/")
_DAY = re.compile(r"(\d{1,2})\s*(?:/|-|\.|tháng)\s*(\d{1,2})\s*(?:/|-|\.|năm)\s*(\d{4})")
_LAW = "luật tổ chức chính quyền địa phương"


def legal_bases(
    preamble: Iterable[str], day: date, workspace: Path | None = None, internal: Collection[bool] = (False,)
) -> Check:
    """Acts cited that do not hold on the day, those in force that are left out, and those cited of which no
    source shows that they were still in force on the day.

    A `workspace` may know legal bases of its own (`bases.toml`). `internal` has True where the draft
    publishes internal procedures, False where it publishes others.
    """
    cited = list(preamble)
    if not cited:
        return Check("bases", Verdict.UNKNOWN, (Detail.of("no_bases"),))
    asked = bases_on(day, workspace, internal)
    present = [one for one in all_bases(workspace) if any(_cites(text, one) for text in cited)]
    gone = [one for one in present if not one.holds(day)]
    stale = [Detail.of("basis_stale", act=one.text, source=one.source) for one in gone]
    unchecked = [
        Detail.of("basis_unchecked", act=one.name, day=f"{one.checked:%d/%m/%Y}")
        for one in present
        if one.holds(day) and one.checked < day
    ]
    absent = [Detail.of("basis_absent", act=one.text) for one in asked if one not in present]
    if stale:
        return Check("bases", Verdict.NOT_MET, (*stale, *absent, *unchecked))
    return Check("bases", Verdict.UNKNOWN if absent or unchecked else Verdict.MET, (*absent, *unchecked))


def _cites(text: str, act: Basis) -> bool:
    """By the first number in the act's name, by its day where the number has no year; a law by its day."""
    number = _NUMBER.search(act.text)
    if number:
        found = (one for one in _NUMBER.finditer(text) if not _OBJECT.search(text, 0, one.start()))
        dated = bool(_YEAR.search(number[0])) or bool(_days(act.text) & _days(text))
        return dated and number[0] in {one[0] for one in found}
    return _LAW in fold(text) and bool(_days(act.text) & _days(text))


def _days(text: str) -> set[tuple[int, int, int]]:
    return {(int(one[1]), int(one[2]), int(one[3])) for one in _DAY.finditer(text)}
