"""`congbo proposals list`, and the verdicts on proposals: accept, edit, reject, unsure, undo."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from catalogue import overview
from catalogue.applying import Wish
from catalogue.commands.options import dry_run_option, json_option
from catalogue.entries import LISTS
from catalogue.judgements import State, Verdict, lost_judgements
from catalogue.judging import By, Session, judge
from catalogue.overview import Asked
from catalogue.printing import print_json, table
from catalogue.procedure import Band, Difference, Kind
from catalogue.workspace import Workspace
from ingest.errors import UsageError
from ingest.messages import say
from ingest.messages.command import Day, Told

F = TypeVar("F", bound=Callable[..., Any])

_BY_DEFAULT = (State.PENDING.value, State.UNDONE.value)
"""What a bulk judgement takes unless told otherwise: an unsure or reopened proposal is asked for by name."""

_NOT_SHOWN = frozenset({"decision_keys", "code_printed"})
"""Fields that say again what another says."""


def _asking(command: F) -> F:
    """The options that choose among proposals."""
    for option in reversed(
        (
            click.option("--kind", type=click.Choice([one.value for one in Kind])),
            click.option("--state", "states", multiple=True, type=click.Choice([one.value for one in State])),
            click.option("--decision", "decision"),
            click.option("--band", type=click.Choice([one.value for one in Band])),
            click.option("--department"),
        )
    ):
        command = option(command)
    return command


def _judging(command: F) -> F:
    """Which proposals, why, and by whom."""
    for decorate in reversed(
        (
            click.argument("ids", nargs=-1),
            click.option("--all", "every", is_flag=True),
            _asking,
            click.option("--reason"),
            click.option("--user"),
            dry_run_option,
            json_option,
        )
    ):
        command = decorate(command)
    return command


@click.command(name="list", cls=Told)
@_asking
@json_option
@click.pass_obj
def list_(folder: Path, /, **options: Any) -> None:
    """List proposals, those with conflicts first."""

    as_json = options.pop("json")
    with Workspace.open(folder) as workspace:
        rows = overview.proposals(workspace, Asked(**options))
        lost = lost_judgements(workspace)
    if as_json:
        print_json(rows)
        return
    table(
        ("id", "decision", "kind", "code", "name", "match", "state", "note"),
        (
            (
                row["id"],
                row["number"],
                say(f"proposal.{row['kind']}"),
                row["code"],
                row["name"],
                " ".join(
                    filter(None, (say(f"band.{row['band']}"), (row["procedure"] or "").rpartition(":")[2]))
                ),
                say(f"state.{row['state']}"),
                _note(row),
            )
            for row in rows
        ),
    )
    for one in lost:
        click.echo("! " + say("judging.lost", judgement=one.id, proposal=one.proposal, user=one.user))


def _note(row: dict[str, Any]) -> str:
    note = "; ".join(reason["sentence"] for reason in row["conflicts"] or row["reasons"])
    if "judged" not in row:
        return note
    judged = row["judged"]
    verdict = say(f"verdict.{judged['verdict']}")
    return f"{say('judging.reopened', verdict=verdict, user=judged['user'], at=judged['at'][:10])}; {note}"


@click.command(cls=Told)
@_judging
@click.option("--entry")
@click.option("--set", "fields", multiple=True)
@click.option("--effective", type=Day())
@click.pass_obj
def accept(folder: Path, /, ids: Sequence[str], **options: Any) -> int:
    """Accept proposals."""

    wish = Wish(_fields(options.pop("fields")), options.pop("entry"), options.pop("effective"))
    return _judge(folder, ids, Verdict.ACCEPT, options, wish)


@click.command(cls=Told)
@click.argument("ids", nargs=1)
@click.option("--set", "fields", multiple=True)
@click.option("--effective", type=Day())
@click.option("--reason")
@click.option("--user")
@dry_run_option
@json_option
@click.pass_obj
def edit(folder: Path, /, ids: str, **options: Any) -> int:
    """Accept one proposal with fields set otherwise."""

    wish = Wish(_fields(options.pop("fields")), None, options.pop("effective"))
    if not wish.edits:
        raise UsageError("judging.nothing_set")
    return _judge(folder, [ids], Verdict.ACCEPT, options, wish)


@click.command(cls=Told)
@_judging
@click.pass_obj
def reject(folder: Path, /, ids: Sequence[str], **options: Any) -> int:
    """Reject proposals."""

    return _judge(folder, ids, Verdict.REJECT, options)


@click.command(cls=Told)
@_judging
@click.pass_obj
def unsure(folder: Path, /, ids: Sequence[str], **options: Any) -> int:
    """Mark proposals as doubtful."""

    return _judge(folder, ids, Verdict.UNSURE, options)


@click.command(cls=Told)
@_judging
@click.pass_obj
def undo(folder: Path, /, ids: Sequence[str], **options: Any) -> int:
    """Take judgements back."""

    return _judge(folder, ids, Verdict.UNDO, options)


def _judge(
    folder: Path, ids: Sequence[str], verdict: Verdict, options: dict[str, Any], wish: Wish | None = None
) -> int:
    """Pass the verdict on the proposals named or asked for; 1 where one that was named is left out."""
    as_json, dry_run, every = options.pop("json"), options.pop("dry_run"), options.pop("every", False)
    by = By(options.pop("user"), options.pop("reason"))
    if bool(ids) == every:
        raise UsageError("judging.ids_or_all")
    with Workspace.open(folder) as workspace:
        chosen = _asked_for(workspace, verdict, options) if every else list(ids)
        session = judge(workspace, chosen, verdict, wish, by, dry_run=dry_run)
    if as_json:
        print_json(session.to_json())
    else:
        _print(session)
    return 1 if session.refused and not every else 0


def _asked_for(workspace: Workspace, verdict: Verdict, options: dict[str, Any]) -> list[str]:
    judged = (State.ACCEPTED.value, State.REJECTED.value, State.UNSURE.value)
    states = options.pop("states") or (judged if verdict is Verdict.UNDO else _BY_DEFAULT)
    rows = overview.proposals(workspace, Asked(**options, states=states))
    return [row["id"] for row in rows]


def _print(session: Session) -> None:
    """What changed, what was left out and why, then the counts."""
    rows = (
        (one.proposal, ident.rpartition(":")[2], say(f"field.{change.field}"), change.old, change.new)
        for one in session.passed
        for ident, change in map(_in_words, one.changes)
        if change.field not in _NOT_SHOWN
    )
    table(("id", "code", "field", "old", "new"), rows)
    for _, error in session.refused:
        click.echo(f"! {error.sentence()}")
    key = "judging.would_pass" if session.dry_run else "judging.passed"
    click.echo(say(key, passed=len(session.passed), refused=len(session.refused)))


def _in_words(changed: tuple[str, Difference]) -> tuple[str, Difference]:
    """A change of an entry with its lists, kept as JSON, in words."""
    ident, change = changed
    if change.field not in (*LISTS, "levels"):
        return changed
    old, new = (json.loads(value or "[]") for value in (change.old, change.new))
    if change.field == "levels":
        old, new = ([say(f"level.{level}") for level in levels] for levels in (old, new))
    return ident, Difference(change.field, "; ".join(old) or None, "; ".join(new) or None)


def _fields(pairs: Sequence[str]) -> dict[str, str]:
    """Fields set as "name=value"."""
    for pair in pairs:
        if "=" not in pair:
            raise UsageError("judging.not_a_pair", text=pair)
    return {name.strip(): value for name, _, value in (pair.partition("=") for pair in pairs)}
