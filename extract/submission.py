"""The submission (Tờ trình) on which a decision was taken: who submitted it, under what number, on what day.

"Theo đề nghị của Giám đốc Sở … tại Tờ trình số …/TTr-S… ngày …": its day ends the department's clock
(rule R1), the department answers for the decision even where the title names none.
"""

from __future__ import annotations

import re

from extract.agencies import canonical_department
from extract.decision import Submission
from extract.numbers import dates
from extract.phrases import phrase

_PROPOSED = re.compile(r"^\W*(?:Theo|Xét|Căn cứ)\s+đề nghị của\s+(?P<who>.*)$", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:tờ trình|văn bản|công văn)\s+số\s*:?\s*"
    r"(?P<number>\d+\s?/\s?[A-ZĐ]\w*(?:\s?[-–&]\s?[A-ZĐ][A-ZĐ\d]*)*)",
    re.IGNORECASE,
)
_DEPARTMENT = re.compile(rf"\b{phrase('department')}\b", re.IGNORECASE)
_END = re.compile(
    r"\s+(?:tại|theo)\s+(?:các\s+)?(?:tờ trình|văn bản|công văn)|\s+và\s+(?:giám đốc|chánh)"
    r"|\s+(?:tỉnh|thành phố)\s|[.;]|$",
    re.IGNORECASE,
)


def read_submission(preamble: list[str]) -> Submission | None:
    """The submission named in the preamble, None where none is."""
    for line in reversed(preamble):
        found = _PROPOSED.match(line)
        if not found:
            continue
        who = found["who"]
        numbered = _NUMBER.search(who)
        day = next((day for day, _, _ in dates(who[numbered.end() :])), None) if numbered else None
        return Submission(
            department=_department(who),
            number="".join(numbered["number"].split()).rstrip(".") if numbered else None,
            date=day,
        )
    return None


def _department(who: str) -> str | None:
    named = list(_DEPARTMENT.finditer(who))
    found = next((one for one in named if not one.group().lower().startswith("văn phòng")), None)
    found = found or next(iter(named), None)
    if found is None:
        return None
    end = _END.search(who, found.end())
    name = who[found.start() : end.start() if end else len(who)].strip(" ,")
    return canonical_department(name)
