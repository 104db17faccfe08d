"""`congbo review`, `congbo user add`, `list`, `passwd`, `role`, `disable`, `enable`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from catalogue import users
from catalogue.commands.options import dry_run_option, json_option
from catalogue.printing import print_json, table
from catalogue.workspace import Workspace
from ingest.errors import UsageError
from ingest.messages import say
from ingest.messages.command import Day, Told


@click.command(cls=Told)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default=True)
@click.option("--single-user", is_flag=True)
@click.option("--as-of", type=Day())
@click.pass_obj
def review(folder: Path, /, host: str, port: int, single_user: bool, as_of: date | None) -> None:
    """Open the review page."""
    import uvicorn

    from catalogue.review.app import application
    from catalogue.review.settings import Settings

    settings = Settings(folder, host, port, single_user, as_of)
    with Workspace.open(folder) as workspace:
        if not single_user and not users.users(workspace):
            raise UsageError("review.nobody")
    shown = f"[{host}]" if ":" in host else host
    click.echo(say("review.open_at", address=f"http://{shown}:{port}/"))
    uvicorn.run(application(settings), host=host, port=port, log_level="warning", server_header=False)


@click.command(cls=Told)
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in users.Role]), default="reviewer")
@click.pass_obj
def add(folder: Path, /, name: str, role: str) -> None:
    """Make an account."""
    with Workspace.open(folder) as workspace:
        made = users.add_user(workspace, name, users.Role(role), _password())
    click.echo(say("user.added", name=made.name, role=say(f"role.{made.role}")))


@click.command(name="list", cls=Told)
@json_option
@click.pass_obj
def list_(folder: Path, /, **options: bool) -> None:
    """List the accounts."""
    with Workspace.open(folder) as workspace:
        people = users.users(workspace)
    if options["json"]:
        facts = ({"name": one.name, "role": one.role.value, "disabled": one.disabled} for one in people)
        print_json(list(facts))
        return
    table(
        ("user", "role", "status"),
        (
            (one.name, say(f"role.{one.role}"), say("people.disabled" if one.disabled else "people.open"))
            for one in people
        ),
    )


@click.command(cls=Told)
@click.argument("name")
@click.pass_obj
def passwd(folder: Path, /, name: str) -> None:
    """Change a password."""
    with Workspace.open(folder) as workspace:
        users.set_password(workspace, name, _password())
    click.echo(say("user.password_changed", name=name))


@click.command(cls=Told)
@click.argument("name")
@click.argument("role", type=click.Choice([role.value for role in users.Role]))
@dry_run_option
@click.pass_obj
def role(folder: Path, /, name: str, role: str, dry_run: bool) -> None:
    """Give an account another role."""
    with Workspace.open(folder) as workspace:
        changed = users.set_role(workspace, name, users.Role(role), dry_run=dry_run)
    _tell(changed, "role_changed", dry_run, name=name, role=say(f"role.{role}"))


@click.command(cls=Told)
@click.argument("name")
@dry_run_option
@click.pass_obj
def disable(folder: Path, /, name: str, dry_run: bool) -> None:
    """Let an account open nothing any more."""
    with Workspace.open(folder) as workspace:
        changed = users.disable(workspace, name, dry_run=dry_run)
    _tell(changed, "disabled", dry_run, name=name)


@click.command(cls=Told)
@click.argument("name")
@dry_run_option
@click.pass_obj
def enable(folder: Path, /, name: str, dry_run: bool) -> None:
    """Open a disabled account again."""
    with Workspace.open(folder) as workspace:
        changed = users.enable(workspace, name, dry_run=dry_run)
    _tell(changed, "enabled", dry_run, name=name)


def _tell(changed: bool, key: str, dry_run: bool, **facts: str) -> None:
    click.echo(say(f"user.{key}" if changed else "user.unchanged", **facts))
    if dry_run:
        click.echo(say("intake.dry_run"), err=True)


def _password() -> str:
    """A password typed unseen, twice the same at a terminal; a line of standard input elsewhere."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = click.prompt(say("user.password"), hide_input=True)
    if click.prompt(say("user.again"), hide_input=True) != typed:
        raise UsageError("usage.two_passwords")
    return typed
