"""Arguments and options that several commands share, and the progress they show."""

from __future__ import annotations

from pathlib import Path

import click

from ingest.messages import say

paths_argument = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
json_option = click.option("--json", "json", is_flag=True)
dry_run_option = click.option("--dry-run", is_flag=True)
workers_option = click.option("--workers", type=click.IntRange(1, 64))


def show_progress(done: int, total: int, name: str) -> None:
    """One line on stderr for each document read."""
    click.echo(say("cli.reading", done=done, total=total, name=name), err=True)
