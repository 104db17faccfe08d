"""How commands say what moved because of them."""

from __future__ import annotations

from collections.abc import Sequence

import click

from catalogue.deadlines.notes import written_day
from catalogue.obligations import Shift
from ingest.messages import say


def show_shifts(shifts: Sequence[Shift]) -> None:
    """One line for each obligation that stands otherwise now."""
    for one in shifts:
        days = [written_day(day) if day else "–" for day in (one.due_before, one.due_after)]
        due = say("shift.due", before=days[0], after=days[1]) if days[0] != days[1] else ""
        click.echo(
            say(
                "shift.line",
                rule=one.rule,
                number=one.number,
                before=one.before or "–",
                after=one.after or "–",
                due=due,
            )
        )
    if not shifts:
        click.echo(say("shift.none"))
