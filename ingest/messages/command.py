"""Commands whose texts come from the message catalogue, in the language asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from importlib import import_module
from typing import Any

import click

from ingest.messages import catalogue, language, say


def help_of(group: str | None, name: str | None) -> str:
    """The help under `help.<group>_<name>` where that key stands, else under `help.<name>`."""
    own = f"help.{group}_{name}"
    return say(own if own in catalogue(language()) else f"help.{name}")


class Told(click.Command):
    """A command: its help is `help.<name>`, that of its options `help.<option>`.

    Commands of a group and options that share a name with another have keys of their own, with the name of
    the group or the command before it.
    """

    def get_help(self, ctx: click.Context) -> str:
        """The whole help text."""
        above = ctx.parent.command.name if ctx.parent else None
        self.help = help_of(above, self.name)
        for parameter in self.params:
            if isinstance(parameter, click.Option):
                own = f"{above}_{self.name}_{parameter.name}"
                known = f"help.{own}" in catalogue(language())
                parameter.help = say(f"help.{own}") if known else help_of(self.name, parameter.name)
        return super().get_help(ctx)

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - click's signature
        """One line for the list of commands."""
        return say(f"help.{self.name}")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The help option with its own text."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say("help.help")
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The line that shows how to call it."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=say("cli.usage"))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, and the commands of a group."""
        options = (one for one in self.get_params(ctx) if isinstance(one, click.Option))
        records = [record for one in options if (record := one.get_help_record(ctx))]
        with formatter.section(say("cli.options")):
            formatter.write_dl(records)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)


class LazyGroup(Told, click.Group):
    """A group whose commands are loaded when they are called; `lazy` names them in the order of use.

    A value is "module:function", or the dictionary of a group within.
    """

    def __init__(self, *args: Any, lazy: Mapping[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of the commands."""
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of that name, loaded now; None for an unknown one."""
        target = self.lazy.get(cmd_name)
        if target is None:
            return None
        if isinstance(target, str):
            module, _, function = target.partition(":")
            command = getattr(import_module(module), function)
            assert isinstance(command, click.Command)
            return command
        return LazyGroup(name=cmd_name, lazy=target)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """The commands, a line each, without loading them."""
        with formatter.section(say("cli.commands")):
            formatter.write_dl([(name, help_of(self.name, name)) for name in self.lazy])


def day_of(text: str) -> date | None:
    """The day of "2025-12-31" or "31/12/2025", as people type it; None where it is none."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    return None


class Day(click.ParamType[date]):
    """A day as people write it: 2025-12-31 or 31/12/2025."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; a usage error where it is none."""
        if isinstance(value, date):
            return value
        return day_of(value) or self.fail(say("cli.not_a_day", text=value), param, ctx)
