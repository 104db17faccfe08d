"""Decisions drawn at random from the facts: every kind, level, style and issuer turns up.

The same seed draws the same decisions.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from corpus.generator.facts import (
    Entry,
    Field,
    Grouping,
    ListStyle,
    Procedure,
    SampleDecision,
    SampleList,
    entries,
    fields,
    issuers,
    procedures,
    styles,
)
from extract.decision import Change, Effect, Level, Reference

_FIRST_DAY = date(2026, 1, 5)
_DAYS = 170
_KINDS = (Change.NEW, Change.AMENDED, Change.REPLACED, Change.REPEALED, Change.STANDARDISED)
_STYLES = {
    ("ministry", Change.NEW): ("ministry_new",),
    ("ministry", Change.AMENDED): ("ministry_amended", "ministry_amended_rows"),
    ("ministry", Change.REPLACED): ("ministry_replaced",),
    ("ministry", Change.REPEALED): ("ministry_repealed",),
    ("ministry", Change.STANDARDISED): ("ministry_standardised",),
    ("province", Change.REPLACED): ("province_replaced",),
    ("province", Change.REPEALED): ("province_repealed",),
}
_PROVINCE_STYLES = (
    "province_plain",
    "province_wide",
    "province_slash",
    "province_line",
    "province_semicolon",
    "province_no_code",
)


def draw(count: int, seed: int) -> list[SampleDecision]:
    """`count` decisions, each from its own stream of the seed, so that more of them change none before."""
    return [_draw(number, random.Random(f"{seed}/{number}")) for number in range(1, count + 1)]  # noqa: S311


def long_decision(n_items: int) -> SampleDecision:
    """A ministry decision with `n_items` amended procedures and their Part II, for measuring speed."""
    field = fields()["ho_tich"]
    models = [one for one in _of_field(field) if not one.former]
    numbered = [
        replace(
            models[number % len(models)],
            code=f"1.{300000 + number}",
            name=f"{models[number % len(models)].name} (trường hợp {number + 1})",
        )
        for number in range(n_items)
    ]
    rows = tuple(entry for procedure in numbered for entry in entries(procedure))
    listed = SampleList(Change.AMENDED, styles()["ministry_amended"], rows)
    return SampleDecision(
        f"long-{n_items}", issuers()["BTP"], "1999/QĐ-BTP", _FIRST_DAY, field, (listed,), texts=True
    )


def _draw(number: int, chance: random.Random) -> SampleDecision:
    ministry = chance.random() < 0.45
    field = chance.choice(list(fields().values()))
    internal = field.key == "to_chuc"
    if not ministry and not any(Level.CENTRAL not in one.levels for one in _of_field(field)):
        ministry = True
    issuer = issuers()[field.ministry if ministry else "province"]
    signed = _working_like(_FIRST_DAY + timedelta(days=chance.randrange(_DAYS)))
    effective = signed + timedelta(days=chance.randrange(-10, 40)) if chance.random() < 0.25 else None
    decision = SampleDecision(
        stem=f"v{number:04d}",
        issuer=issuer,
        number=f"{chance.randrange(3, 4200)}/QĐ-{issuer.suffix}",
        signed=signed,
        field=field,
        lists=_lists(field, issuer.level, internal, chance),
        counted=chance.random() < 0.5,
        texts=ministry and chance.random() < 0.5,
        workflow=not ministry and not internal and chance.random() < 0.3,
        internal=internal,
        shortened=chance.random() < 0.08,
        blank_caption=chance.random() < 0.2,
        effective=effective,
    )
    return decision if ministry else _linked(decision, chance)


def _working_like(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def _lists(field: Field, level: str, internal: bool, chance: random.Random) -> tuple[SampleList, ...]:
    pool = _of_field(field)
    if level == "province":
        pool = [one for one in pool if one.levels != (Level.CENTRAL,)]
    chance.shuffle(pool)
    if level == "province" and chance.random() < 0.15:
        kinds = [Change.LISTED]
    else:
        kinds = sorted(chance.sample(_KINDS, chance.randrange(1, 4)), key=_KINDS.index)
    out = []
    for kind in kinds:
        taken = _take(pool, kind, len(kinds), chance)
        rows = [entry for entry in _rows(taken, kind) if level == "ministry" or _local(entry)]
        if rows:
            style = _style(rows, level, kind, internal, chance)
            out.append(SampleList(kind, style, tuple(rows)))
    return tuple(out) or (_first_list(field, level, internal, chance),)


def _first_list(field: Field, level: str, internal: bool, chance: random.Random) -> SampleList:
    rows = [
        entry for entry in _rows(_of_field(field), Change.AMENDED) if level == "ministry" or _local(entry)
    ]
    return SampleList(Change.AMENDED, _style(rows, level, Change.AMENDED, internal, chance), tuple(rows))


def _take(pool: list[Procedure], kind: Change, n_kinds: int, chance: random.Random) -> list[Procedure]:
    wanted = chance.randrange(1, max(2, len(pool) // n_kinds) + 1) + (kind is Change.REPLACED)
    taken = pool[:wanted]
    del pool[:wanted]
    return taken


def _rows(taken: Sequence[Procedure], kind: Change) -> list[Entry]:
    if kind is not Change.REPLACED:
        return [entry for procedure in taken for entry in entries(procedure)]
    pairs = zip(taken[::2], taken[1::2], strict=False)
    return [entries(new, old)[-1] for new, old in pairs]


def _local(entry: Entry) -> bool:
    return Level.CENTRAL not in entry.levels


def _style(
    rows: Sequence[Entry], level: str, kind: Change, internal: bool, chance: random.Random
) -> ListStyle:
    if internal and kind is not Change.REPLACED:
        return styles()["ministry_internal" if level == "ministry" else "province_internal"]
    names = _STYLES.get((level, kind), _PROVINCE_STYLES)
    fitting = [styles()[name] for name in names if _fits(styles()[name], rows)]
    return chance.choice(fitting)


def _fits(style: ListStyle, rows: Sequence[Entry]) -> bool:
    """A list whose title alone tells the level can only hold procedures of the province."""
    return style.levels is not Grouping.TITLE or all(row.levels == (Level.PROVINCE,) for row in rows)


def _linked(decision: SampleDecision, chance: random.Random) -> SampleDecision:
    """The links of a provincial decision: the ministry's it rests on, the earlier ones it touches."""
    before = decision.signed - timedelta(days=chance.randrange(3, 30))
    based_on = Reference(f"{chance.randrange(100, 4000)}/QĐ-{decision.field.ministry}", before)
    earlier = Reference(f"{chance.randrange(100, 2900)}/QĐ-UBND", before - timedelta(days=150))
    effect = chance.choice(list(Effect))
    part = f"số thứ tự 0{chance.randrange(1, 10)} Mục II" if effect is Effect.REPEALS_PART else None
    return replace(
        decision,
        based_on=(based_on,) if chance.random() < 0.8 else (),
        affects=(replace(earlier, effect=effect, part=part),) if chance.random() < 0.5 else (),
    )


def _of_field(field: Field) -> list[Procedure]:
    return [one for one in procedures().values() if one.field.key == field.key]
