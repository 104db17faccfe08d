"""The front door: the `congbo` command wires the rooms and holds no logic.

Results go to stdout, progress and errors to stderr. Exit codes: 0 done; 1 done, but some documents failed;
2 wrong usage or unusable input.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parent))  # before spaCy's library `catalogue`

from ingest.errors import CongboError, DocumentError
from ingest.messages import say
from ingest.messages.command import LazyGroup
from ingest.messages.usage import sentence_of

_CATALOGUE = {
    "import": "catalogue.commands.lists:import_",
    "show": "catalogue.commands.entries:show",
    "history": "catalogue.commands.entries:history",
    "search": "catalogue.commands.entries:search",
    "stats": "catalogue.commands.entries:stats",
}
_PROPOSALS = {
    "list": "catalogue.commands.proposals:list_",
    "accept": "catalogue.commands.proposals:accept",
    "edit": "catalogue.commands.proposals:edit",
    "reject": "catalogue.commands.proposals:reject",
    "unsure": "catalogue.commands.proposals:unsure",
    "undo": "catalogue.commands.proposals:undo",
}
_AUDIT = {"verify": "catalogue.commands.audit:verify", "log": "catalogue.commands.audit:log"}
_EXPORT = {
    "draft": "catalogue.commands.export_draft:draft",
    "templates": "catalogue.commands.export_draft:templates",
    "catalogue": "catalogue.commands.export_lists:catalogue",
    "changes": "catalogue.commands.export_lists:changes",
    "notice": "catalogue.commands.export_lists:notice",
    "submission": "catalogue.commands.export_draft:submission",
    "control": "catalogue.commands.export_control:control",
    "calendar": "catalogue.commands.deadlines:export_calendar",
    "report": "catalogue.commands.export_reports:report",
    "urging": "catalogue.commands.export_reports:urging",
}
_EVIDENCE = {
    "add": "catalogue.commands.evidence:add",
    "list": "catalogue.commands.evidence:list_",
    "remove": "catalogue.commands.evidence:remove",
}
_SOURCES = {
    "list": "catalogue.commands.sources:list_",
    "check": "catalogue.commands.sources:check",
    "new": "catalogue.commands.sources:new",
    "crosscheck": "catalogue.commands.sources:crosscheck",
    "procedure": "catalogue.commands.portal:procedure",
}
_USER = {
    "add": "catalogue.commands.review:add",
    "list": "catalogue.commands.review:list_",
    "passwd": "catalogue.commands.review:passwd",
    "role": "catalogue.commands.review:role",
    "disable": "catalogue.commands.review:disable",
    "enable": "catalogue.commands.review:enable",
}
_COMMANDS = {
    "init": "catalogue.commands.workspace:init",
    "catalogue": _CATALOGUE,
    "fetch": "catalogue.commands.sources:fetch",
    "watch": "catalogue.commands.sources:watch",
    "sources": _SOURCES,
    "ingest": "catalogue.commands.documents:ingest",
    "extract": "catalogue.commands.documents:extract",
    "inspect": "catalogue.commands.inspection:inspect",
    "match": "catalogue.commands.matching:match",
    "explain": "catalogue.commands.matching:explain",
    "reconcile": "catalogue.commands.reconcile:reconcile_",
    "proposals": _PROPOSALS,
    "audit": _AUDIT,
    "overdue": "catalogue.commands.deadlines:overdue",
    "why": "catalogue.commands.deadlines:why",
    "evidence": _EVIDENCE,
    "calendar": "catalogue.commands.calendar:calendar",
    "digest": "catalogue.commands.deadlines:digest",
    "index766": "catalogue.commands.deadlines:index766",
    "export": _EXPORT,
    "review": "catalogue.commands.review:review",
    "user": _USER,
    "evaluate": "corpus.commands:evaluate",
    "doctor": "catalogue.commands.workspace:doctor",
}
"""Every command by the function that carries it out; a group by its own commands."""


@click.group(name="congbo", cls=LazyGroup, lazy=_COMMANDS)
@click.option(
    "--workspace", type=click.Path(path_type=Path), default="congbo-data", envvar="CONGBO_WORKSPACE"
)
@click.version_option(package_name="congbo", message="%(version)s")
@click.pass_context
def cli(ctx: click.Context, workspace: Path) -> None:
    """Hand the workspace's folder on to the command."""
    ctx.obj = workspace


def main() -> None:
    """Run the command; every error ends as one line on stderr and an exit code, never as a traceback."""
    try:
        code = cli(prog_name="congbo", standalone_mode=False)
    except DocumentError as error:
        code = _fail(str(error), 1)
    except CongboError as error:
        code = _fail(str(error), 2)
    except click.exceptions.NoArgsIsHelpError as error:
        code = _fail(error.format_message(), 2)
    except click.UsageError as error:
        code = _fail(sentence_of(error), 2)
    except click.ClickException as error:
        code = _fail(error.format_message(), 2)
    except (click.Abort, KeyboardInterrupt):
        code = _fail(say("cli.interrupted"), 1)
    sys.exit(code if isinstance(code, int) else 0)


def _fail(sentence: str, code: int) -> int:
    click.echo(sentence, err=True)
    return code


if __name__ == "__main__":
    main()
