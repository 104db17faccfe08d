"""Commands whose texts come from the message catalogue, in the language asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from importlib import import_module
from typing import Any

import click

from ingest.messages import LANGUAGES, catalogue, language, say, use_language
from ingest.messages.usage import allowed, metavar_of


def help_of(group: str | None, name: str | None) -> str:
    """The help under `help.<group>_<name>` where that key stands, else under `help.<name>`."""
    own = f"help.{group}_{name}"
    return say(own if own in catalogue(language()) else f"help.{name}")


class Told(click.Command):
    """A command: its help is `help.<name>`, that of its options `help.<option>`.

    Commands of a group and options that share a name with another have keys of their own, with the name of
    the group or the command before it. An argument is told by `argument.<group>_<command>_<argument>`,
    `argument.<command>_<argument>` or `argument.<argument>`.
    """

    allow_extra_args = True  # so that this class, not click, says which words are too many

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The parameters, and the language, which may be chosen before a command or after it."""
        return [_language_option(hidden=ctx.parent is not None), *super().get_params(ctx)]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words; a usage error that knows where it arose for those that do not fit."""
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        if rest and not isinstance(self, click.Group):
            raise click.UsageError(say("usage.too_many", words=" ".join(rest)), ctx)
        return rest

    def get_help(self, ctx: click.Context) -> str:
        """The whole help text."""
        above = ctx.parent.command.name if ctx.parent else None
        self.help = help_of(above, self.name)
        self.options_metavar = say("metavar.options")
        for parameter in self.get_params(ctx):
            parameter.metavar = _written(parameter)
        return super().get_help(ctx)

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - click's signature
        """One line for the list of commands."""
        return say(f"help.{self.name}")

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The line that shows how to call it."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=say("cli.usage"))

    def format_arguments(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What each argument is."""
        arguments = [one for one in self.get_params(ctx) if isinstance(one, click.Argument)]
        records = [
            (metavar_of(one) or one.make_metavar(ctx), self._argument_help(one, ctx)) for one in arguments
        ]
        if records:
            with formatter.section(say("cli.arguments")):
                formatter.write_dl(records)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, and the commands of a group."""
        options = (one for one in self.get_params(ctx) if isinstance(one, click.Option) and not one.hidden)
        with formatter.section(say("cli.options")):
            formatter.write_dl([(_spelling(one, ctx), self._option_help(one, ctx)) for one in options])
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """How days are written, where the command takes any."""
        if any(isinstance(one.type, Day) for one in self.get_params(ctx)):
            formatter.write_paragraph()
            formatter.write_text(say("cli.days"))

    def _argument_help(self, argument: click.Argument, ctx: click.Context) -> str:
        above = ctx.parent.command.name if ctx.parent else None
        names = (f"{above}_{self.name}_{argument.name}", f"{self.name}_{argument.name}", argument.name)
        known = catalogue(language())
        return next((known[key] for name in names if (key := f"argument.{name}") in known), "")

    def _option_help(self, option: click.Option, ctx: click.Context) -> str:
        above = ctx.parent.command.name if ctx.parent else None
        name = "help" if "--help" in option.opts else option.name
        own = f"help.{above}_{self.name}_{name}"
        text = say(own) if own in catalogue(language()) else help_of(self.name, name)
        extra = option.get_help_extra(ctx)
        notes = [say("cli.required")] if "required" in extra else []
        notes += [say("cli.default", value=extra["default"])] if "default" in extra else []
        notes += [allowed(option.type) or extra["range"]] if "range" in extra else []
        return f"{text} [{'; '.join(notes)}]" if notes else text


def _spelling(option: click.Option, ctx: click.Context) -> str:
    record = option.get_help_record(ctx)
    return record[0] if record else ""


def _written(parameter: click.Parameter) -> str | None:
    """The value of a parameter in the usage line: in brackets where it may be left out, dots for many."""
    name = metavar_of(parameter)
    if name is None or not isinstance(parameter, click.Argument):
        return name
    return (name if parameter.required else f"[{name}]") + ("..." if parameter.nargs != 1 else "")


def _language_option(*, hidden: bool) -> click.Option:
    return click.Option(["--lang"], type=click.Choice(LANGUAGES), is_eager=True, expose_value=False,
                        hidden=hidden, callback=_choose_language)  # fmt: skip


def _choose_language(ctx: click.Context, _: click.Parameter, chosen: str | None) -> None:
    """A command without `--lang` keeps what was chosen before it; the front door begins anew."""
    if chosen or (ctx.parent is None and isinstance(ctx.command, LazyGroup)):
        use_language(chosen)


class LazyGroup(Told, click.Group):
    """A group whose commands are loaded when they are called; `lazy` names them in the order of use.

    A value is "module:function", or the dictionary of a group within.
    """

    def __init__(self, *args: Any, lazy: Mapping[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.lazy = lazy

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The pieces of the usage line, with the command's place named."""
        self.subcommand_metavar = say("metavar.command")
        return super().collect_usage_pieces(ctx)

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
