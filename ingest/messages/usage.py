"""What a command line may look like, and what was wrong with one, in the language in force.

click speaks English alone: its refusals are told again here by their classes, its names of values by their
types.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from ingest.messages import catalogue, language, say


def sentence_of(error: click.UsageError) -> str:
    """One line: what is wrong, what is allowed, and the help to ask for."""
    told = say("cli.usage_error", detail=_detail(error))
    return say("usage.see_help", told=told, command=error.ctx.command_path) if error.ctx else told


def metavar_of(parameter: click.Parameter) -> str | None:
    """How the value of a parameter is called: an argument by its name, an option by its type.

    None where the values to choose from are shown instead.
    """
    own = catalogue(language()).get(f"metavar.{parameter.name}")
    if isinstance(parameter, click.Argument) and own:
        return own
    if isinstance(parameter.type, click.Choice):
        return None
    return say(f"metavar.{_kind(parameter.type)}")


def allowed(kind: click.ParamType[Any]) -> str | None:
    """What a value of this type may be; None where the type says so itself."""
    if isinstance(kind, click.Choice):
        return say("usage.one_of", choices=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange):
        bounds = {"low": kind.min, "high": kind.max}
        return say("usage.at_least" if kind.max is None else "usage.between", **bounds)
    if _kind(kind) in ("integer", "folder", "file"):
        return say(f"usage.{_kind(kind)}")
    return None


def _kind(kind: click.ParamType[Any]) -> str:
    if isinstance(kind, click.Path):
        return "folder" if not kind.file_okay else "file" if not kind.dir_okay else "path"
    if isinstance(kind, click.IntRange | type(click.INT)):
        return "integer"
    return "day" if kind.name == "date" else "text"


def _detail(error: click.UsageError) -> str:
    match error:
        case click.NoSuchCommand(command_name=name):
            told = say("usage.no_such_command", name=name) + _alike(name, _commands(error))
        case click.NoSuchOption(option_name=name):
            told = say("usage.no_such_option", name=name) + _alike(name, error.possibilities or ())
        case click.MissingParameter(param=click.Parameter() as parameter):
            told = _missing(parameter)
        case click.BadOptionUsage(option_name=name):
            told = say("usage.no_value" if _is_flag(error, name) else "usage.value_missing", name=name)
        case click.BadParameter(param=click.Parameter() as parameter):
            told = _wrong(parameter, error.message)
        case _ if commands := _commands(error):
            told = say("usage.command_missing", commands=", ".join(commands))
        case _:
            told = error.message
    return told


def _wrong(parameter: click.Parameter, message: str) -> str:
    wanted = allowed(parameter.type)
    if wanted is None:
        return f"{_name(parameter)}: {message}"
    return say("usage.must_be", name=_name(parameter), allowed=wanted)


def _missing(parameter: click.Parameter) -> str:
    wanted = allowed(parameter.type) if isinstance(parameter.type, click.Choice) else None
    key = "usage.argument_missing" if isinstance(parameter, click.Argument) else "usage.option_missing"
    return say(key, name=_name(parameter)) + (f" ({wanted})" if wanted else "")


def _name(parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Argument):
        return metavar_of(parameter) or parameter.human_readable_name
    return max(parameter.opts, key=len)


def _commands(error: click.UsageError) -> Sequence[str]:
    """The commands of the group that was called; none where a command was."""
    command = error.ctx.command if error.ctx else None
    return command.list_commands(error.ctx) if error.ctx and isinstance(command, click.Group) else ()


def _is_flag(error: click.BadOptionUsage, name: str) -> bool:
    known = error.ctx.command.get_params(error.ctx) if error.ctx else ()
    return any(isinstance(one, click.Option) and one.is_flag and name in one.opts for one in known)


def _alike(name: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known)
    return say("usage.did_you_mean", names=", ".join(near)) if near else ""
