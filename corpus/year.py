"""A year of one province's publication decisions, with the days that evidence tells of them.

The sums are those of a real yearly report, spread over departments and fields in `facts/year.toml`; the
procedures are the sample ones under numbers of their own. Nothing is drawn at random.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import count
from typing import Any

from corpus.generator.facts import (
    FACTS,
    Entry,
    Field,
    Procedure,
    SampleDecision,
    SampleList,
    fields,
    issuers,
    procedures,
    styles,
)
from extract.decision import Change, Level, Reference

_STYLES = {
    Change.NEW: ("province_semicolon", "province_plain"),
    Change.AMENDED: ("province_running", "province_line"),
    Change.REPLACED: ("province_replaced", "province_replaced"),
    Change.REPEALED: ("province_repealed_rows", "province_repealed"),
    Change.STANDARDISED: ("province_level_column", "province_semicolon"),
}
_FIRST_SIGNED = date(2025, 1, 6)
_BETWEEN = timedelta(days=8)
_RESTS_ON = timedelta(days=70)
_SOON, _LATE = timedelta(days=1), timedelta(days=35)


@dataclass(frozen=True, slots=True)
class Part:
    """So many decisions of one field, and how many procedures of each kind they publish together."""

    field: Field
    decisions: int
    counts: Mapping[Change, int]


@dataclass(frozen=True, slots=True)
class Year:
    """The decisions of a year in the order of signing, and what else became known.

    `posted` maps a decision's number to the day it was posted on the national database, `received` the
    number of the ministry's decision it rests on to the day that one came in; neither is known of all.
    """

    year: int
    decisions: tuple[SampleDecision, ...]
    posted: Mapping[str, date]
    received: Mapping[str, date]


@cache
def parts() -> tuple[Part, ...]:
    """The plan of the year."""
    return tuple(
        Part(fields()[one["field"]], one["decisions"], {kind: one[kind.value] for kind in _STYLES})
        for one in _plan()["part"]
    )


@cache
def year() -> Year:
    """The decisions and the evidence.

    Of five decisions three are posted the day after signing and one five weeks later; of three that they
    rest on one came in the day before and one ten weeks before.
    """
    planned = [one for part in parts() for one in _shares(part)]
    serial = count(1)
    decisions = tuple(
        _decision(nth, part, counts, serial)
        for nth, (part, counts) in enumerate(sorted(planned, key=lambda pair: pair[1][0]))
    )
    posted, received = {}, {}
    for nth, one in enumerate(decisions):
        rests_on = one.based_on[0].number
        if nth % 5 < 4:
            posted[one.number] = one.signed + (_SOON if nth % 5 < 3 else _LATE)
        if nth % 3 < 2:
            received[rests_on] = one.signed - (_SOON if nth % 3 == 0 else _RESTS_ON)
    return Year(_plan()["year"], decisions, posted, received)


@cache
def _plan() -> dict[str, Any]:
    return tomllib.loads((FACTS / "year.toml").read_text("utf-8"))


def _shares(part: Part) -> Iterator[tuple[Part, tuple[float, dict[Change, int]]]]:
    """What each decision of a part publishes, and where in the year it stands (0 to 1)."""
    for nth in range(part.decisions):
        counts = {
            kind: total // part.decisions + ((nth + at) % part.decisions < total % part.decisions)
            for at, (kind, total) in enumerate(part.counts.items())
        }
        yield part, ((nth + 0.5) / part.decisions, {kind: n for kind, n in counts.items() if n})


def _decision(
    nth: int, part: Part, share: tuple[float, dict[Change, int]], serial: count[int]
) -> SampleDecision:
    signed = _FIRST_SIGNED + nth * _BETWEEN
    signed -= timedelta(days=max(0, signed.weekday() - 4))
    rests_on = Reference(f"{900 + nth * 7}/QĐ-{part.field.ministry}", signed - _RESTS_ON)
    return SampleDecision(
        stem=f"nam-{nth + 1:02d}",
        issuer=issuers()["province"],
        number=f"{120 + nth * 11}/QĐ-UBND",
        signed=signed,
        field=part.field,
        lists=tuple(
            SampleList(kind, styles()[_STYLES[kind][nth % 2]], tuple(_entries(part.field, kind, n, serial)))
            for kind, n in share[1].items()
        ),
        counted=nth % 3 == 0,
        workflow=nth % 4 == 0,
        based_on=(rests_on,),
    )


def _entries(field: Field, kind: Change, wanted: int, serial: count[int]) -> Iterator[Entry]:
    """So many procedures; one settled at two levels is listed at each of them."""
    models = [
        one for one in procedures().values() if one.field.key == field.key and not one.former and _below(one)
    ]
    for _ in range(wanted):
        number = next(serial)
        model = models[number % len(models)]
        own = replace(model, code=f"1.{700000 + number}", name=f"{model.name} (trường hợp {number})")
        if kind is Change.REPLACED:
            old = replace(model, code=f"1.{600000 + number}", name=f"{model.name} (quy định cũ {number})")
            yield Entry(own, _below(model), old)
        else:
            yield from (Entry(own, (level,)) for level in _below(model))


def _below(procedure: Procedure) -> tuple[Level, ...]:
    return tuple(level for level in procedure.levels if level is not Level.CENTRAL)
