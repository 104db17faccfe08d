"""Numbers and days as Vietnamese documents write them: 1.380; 99,5 %; ngày 05 tháng 02 năm 2026."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal


def whole(number: int) -> str:
    """A whole number with a point before every third digit: "98.276"."""
    return f"{number:,}".replace(",", ".")


def counted(number: int) -> str:
    """A count in a running text as official letters write it, two digits at least: "05", "125"; but "0"."""
    return f"{number:02d}" if 0 < number < 10 else whole(number)


def percent(part: int, of: int) -> str:
    """How much a part is, one decimal, rounded half up: "99,5 %"; "–" as a part of nothing."""
    if not of:
        return "–"
    share = (Decimal(100) * part / of).quantize(Decimal("0.1"), ROUND_HALF_UP)
    text = f"{share:,.1f}".removesuffix(".0")
    return f"{text.replace('.', ',')} %"


def day(when: date | None) -> str:
    """A day as tables show it: "05/02/2026"; empty for None."""
    return f"{when:%d/%m/%Y}" if when else ""


def long_day(when: date | None) -> str:
    """A day as letters date themselves (Nghị định 30/2020/NĐ-CP, Phụ lục I mục II.4).

    Days below 10 and months 1 and 2 have a nought before them; dots where the day is still to come.
    """
    if when is None:
        return "ngày … tháng … năm …"
    month = f"{when.month:02d}" if when.month < 3 else str(when.month)
    return f"ngày {when.day:02d} tháng {month} năm {when.year}"
