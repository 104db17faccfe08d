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
    Spelling,
    entries,
    fields,
    issuers,
    procedures,
    styles,
)
from corpus.generator.lists import MERGED_ROWS
from extract.decision import Change, Effect, Level, Reference

_FIRST_DAY = date(2026, 1, 5)
_DAYS = 170
_KINDS = (Change.NEW, Change.AMENDED, Change.REPLACED, Change.REPEALED, Change.STANDARDISED)
_STYLES = {
    ("ministry", Change.NEW): ("ministry_new",),
    ("ministry", Change.AMENDED): ("ministry_amended", "ministry_amended_rows"),
    ("ministry", Change.REPLACED): ("ministry_replaced",),
    ("ministry", Change.REPEALED): ("ministry_repealed", "ministry_repealed_rows"),
    ("ministry", Change.STANDARDISED): ("ministry_standardised",),
    ("province", Change.REPLACED): ("province_replaced",),
    ("province", Change.REPEALED): ("province_repealed", "province_repealed_rows"),
}
_PROVINCE_STYLES = (
    "province_plain",
    "province_wide",
    "province_slash",
    "province_line",
    "province_semicolon",
    "province_no_code",
    "province_running",
    "province_repeated_head",
    "province_level_column",
    "province_gaps",
)
_ACTS = ("Nghị định số 926/2026/NĐ-CP ngày 31 tháng 3 năm 2026 của Chính phủ", "Luật số 190/2026/QH16")


def draw(count: int, seed: int) -> list[SampleDecision]:
    """`count` decisions, each from its own stream of the seed, so that more of them change none before."""
    return [_draw(number, random.Random(f"{seed}/{number}")) for number in range(1, count + 1)]  # noqa: S311 (no secret)


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
    field = chance.choice(list(fields().values()))
    pool = [one for other in _together(field, chance) for one in _of_field(other)]
    local = [one for one in pool if one.levels != (Level.CENTRAL,)]
    ministry = chance.random() < 0.45 or not local
    issuer = issuers()[field.ministry if ministry else "province"]
    publishes = ministry or chance.random() > 0.1
    decision = SampleDecision(
        stem=f"v{number:04d}",
        issuer=issuer,
        number=_number(issuer.suffix, chance),
        signed=_weekday(_FIRST_DAY + timedelta(days=chance.randrange(_DAYS))),
        field=field,
        lists=_lists(pool if ministry else local, issuer.level, chance),
        publishes=publishes,
        counted=publishes and chance.random() < 0.5,
        texts=ministry and chance.random() < 0.5,
        workflow=not publishes or (not ministry and chance.random() < 0.3),
        forms=chance.random() < 0.2,
        internal=publishes and field.key == "to_chuc",
        shortened=chance.random() < 0.08,
        annex_missing=chance.random() < 0.05,
        blank_caption=chance.random() < 0.2,
        silent_annex=chance.random() < 0.15,
        spelling=_spelling(chance),
    )
    decision = _dated(decision, chance)
    return decision if ministry or not publishes else _linked(decision, chance)


def _number(suffix: str, chance: random.Random) -> str:
    """Mostly plain; some with a letter ("1075a") or the unit that drafted it ("QĐ-BTP-VP")."""
    letter = "a" if chance.random() < 0.05 else ""
    unit = "-VP" if suffix != "UBND" and chance.random() < 0.05 else ""
    return f"{chance.randrange(3, 4200)}{letter}/QĐ-{suffix}{unit}"


def _together(field: Field, chance: random.Random) -> list[Field]:
    """The field, sometimes with another of the same ministry."""
    others = [one for one in fields().values() if one.ministry == field.ministry and one.key != field.key]
    return [field, chance.choice(others)] if others and chance.random() < 0.3 else [field]


def _weekday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def _dated(decision: SampleDecision, chance: random.Random) -> SampleDecision:
    """From signing, from a day before or after it, or from when another act takes effect."""
    drawn = chance.random()
    if drawn < 0.2:
        return replace(decision, effective=decision.signed + timedelta(days=chance.randrange(-10, 40)))
    return replace(decision, tied_to=chance.choice(_ACTS)) if drawn < 0.3 else decision


def _spelling(chance: random.Random) -> Spelling:
    return Spelling(
        short_dates=chance.random() < 0.4,
        open_tones=chance.random() < 0.25,
        decomposed=chance.random() < 0.1,
        spaced_numbers=chance.random() < 0.15,
        padded_number=chance.random() < 0.1,
        glued_date=chance.random() < 0.1,
        words=chance.randrange(3),
    )


def _lists(pool: Sequence[Procedure], level: str, chance: random.Random) -> tuple[SampleList, ...]:
    left = list(pool)
    chance.shuffle(left)
    if level == "province" and chance.random() < 0.15:
        kinds = [Change.LISTED]
    else:
        kinds = sorted(chance.sample(_KINDS, chance.randrange(1, 4)), key=_KINDS.index)
    drawn = [(kind, _rows(_take(left, kind, len(kinds), chance), kind, level)) for kind in kinds]
    filled = [(kind, rows) for kind, rows in drawn if rows]
    filled = filled or [(Change.AMENDED, _rows(pool, Change.AMENDED, level))]
    one_field = len({row.procedure.field.key for _, rows in filled for row in rows}) == 1
    return tuple(
        SampleList(kind, _style(rows, level, kind, one_field, chance), tuple(rows)) for kind, rows in filled
    )


def _take(pool: list[Procedure], kind: Change, n_kinds: int, chance: random.Random) -> list[Procedure]:
    wanted = chance.randrange(1, max(2, len(pool) // n_kinds) + 1) + (kind is Change.REPLACED)
    wanted = min(wanted, MERGED_ROWS) if kind is Change.REPLACED else wanted
    taken = pool[:wanted]
    del pool[:wanted]
    return taken


def _rows(taken: Sequence[Procedure], kind: Change, level: str) -> list[Entry]:
    if kind is Change.REPLACED:
        rows = [entries(taken[0], old)[-1] for old in taken[1:]]
    else:
        rows = [entry for procedure in taken for entry in entries(procedure)]
    return [row for row in rows if level == "ministry" or Level.CENTRAL not in row.levels]


def _style(
    rows: Sequence[Entry], level: str, kind: Change, one_field: bool, chance: random.Random
) -> ListStyle:
    if rows[0].procedure.internal and kind is not Change.REPLACED:
        return styles()["ministry_internal" if level == "ministry" else "province_internal"]
    names = _STYLES.get((level, kind), _PROVINCE_STYLES)
    return chance.choice([styles()[name] for name in names if _fits(styles()[name], rows, one_field)])


def _fits(style: ListStyle, rows: Sequence[Entry], one_field: bool) -> bool:
    """Whether the list can tell all: the title tells one field and no level but the department's."""
    of_province = all(row.levels == (Level.PROVINCE,) for row in rows)
    return (one_field or style.fields is not Grouping.TITLE) and (
        of_province or style.levels is not Grouping.TITLE
    )


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
