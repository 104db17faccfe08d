"""`congbo review`, `congbo user add`, `list`, `passwd`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from catalogue import users
from catalogue.commands.options import json_option
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
        print_json([{"name": one.name, "role": one.role.value} for one in people])
        return
    table(("user", "role"), ((one.name, say(f"role.{one.role}")) for one in people))


@click.command(cls=Told)
@click.argument("name")
@click.pass_obj
def passwd(folder: Path, /, name: str) -> None:
    """Change a password."""
    with Workspace.open(folder) as workspace:
        users.set_password(workspace, name, _password())
    click.echo(say("user.password_changed", name=name))


def _password() -> str:
    """A password typed unseen, twice at a terminal; a line of standard input elsewhere."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = click.prompt(say("user.password"), hide_input=True, confirmation_prompt=say("user.again"))
    return typed
