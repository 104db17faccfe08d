"""The front door: the `congbo` command wires the rooms and holds no logic.

Results go to stdout, progress and errors to stderr. Exit codes: 0 done; 1 done, but some documents failed;
2 wrong usage or unusable input.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

sys.path.insert(
    0, str(Path(__file__).resolve().parent)
)  # our `catalogue` before spaCy's library of that name

from catalogue.printing import json_text, print_csv, print_json, table
from ingest.errors import CongboError, DocumentError, UsageError
from ingest.messages import say, use_language
from ingest.messages.command import Day, ToldGroup

if TYPE_CHECKING:
    from catalogue.workspace import Workspace
    from extract.decision import Decision


_paths = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
_json = click.option("--json", "json", is_flag=True)
_dry_run = click.option("--dry-run", is_flag=True)
_workers = click.option("--workers", type=click.IntRange(1, 64))


@click.group(name="congbo", cls=ToldGroup)
@click.option("--lang", type=click.Choice(["vi", "en"]), is_eager=True, expose_value=False,
              callback=lambda _ctx, _param, value: use_language(value))  # fmt: skip
@click.option(
    "--workspace", type=click.Path(path_type=Path), default="congbo-data", envvar="CONGBO_WORKSPACE"
)
@click.version_option(package_name="congbo", message="%(version)s")
@click.pass_context
def cli(ctx: click.Context, workspace: Path) -> None:
    """Hand the workspace's folder on to the command."""
    ctx.obj = workspace


@cli.command()
@click.option("--province")
@_dry_run
@click.pass_obj
def init(folder: Path, /, province: str | None, dry_run: bool) -> None:
    """Make a workspace."""
    from catalogue.workspace import Workspace

    if dry_run:
        click.echo(say("cli.dry_init", folder=folder))
        return
    with Workspace.create(folder, province) as workspace:
        home = workspace.province
    key = "cli.made_for" if home else "cli.made"
    click.echo(say(key, folder=folder, province=home.name if home else ""))


@cli.group()
def catalogue() -> None:
    """Work on the catalogue."""


@catalogue.command(name="import")
@_paths
@click.option("--scope", type=click.Choice(["province", "national"]))
@_dry_run
@_json
@click.pass_obj
def import_(
    folder: Path, /, paths: Sequence[Path], scope: str | None, dry_run: bool, **options: bool
) -> None:
    """Read catalogue lists."""
    from catalogue.imports.importing import import_catalogue
    from catalogue.procedure import Scope

    chosen = Scope(scope) if scope else None
    with _open(folder) as workspace:
        reports = [import_catalogue(workspace, path, dry_run=dry_run, scope=chosen) for path in paths]
    if options["json"]:
        print_json([report.to_json() for report in reports])
        return
    for report in reports:
        click.echo("\n".join(report.sentences()))


@cli.command()
@_paths
@click.option("--posted", type=Day())
@click.option("--received", type=Day())
@click.option("--again", is_flag=True)
@_workers
@_dry_run
@_json
@click.pass_obj
def ingest(folder: Path, /, paths: Sequence[Path], **options: Any) -> int:
    """Take documents in."""
    from catalogue.intake import take_in

    as_json = options.pop("json")
    with _open(folder) as workspace:
        report = take_in(workspace, paths, progress=_progress, **options)
    if as_json:
        print_json(report.to_json())
    else:
        table(
            ("file", "outcome", "decision", "items", "issues"),
            (
                (Path(one.path).name, say(f"outcome.{one.outcome}"), one.number, one.items, len(one.issues))
                for one in report.paths
            ),
        )
        click.echo("\n".join(report.sentences()))
    return 1 if report.failed else 0


@cli.command()
@_paths
@click.option("--out", type=click.Path(file_okay=False, path_type=Path))
@_workers
@_json
def extract(paths: Sequence[Path], out: Path | None, workers: int | None, **options: bool) -> int:
    """Extract decisions without a workspace."""
    from catalogue.intake import understood

    files, decisions, failed = _by_stem(paths, out), {}, 0
    for path, result in understood(files, workers, _progress):
        if isinstance(result, DocumentError):
            click.echo(str(result), err=True)
            failed += 1
        else:
            decisions[path] = result
    ordered = [(path, decisions[path]) for path in files if path in decisions]
    if out:
        out.mkdir(parents=True, exist_ok=True)
        for path, decision in ordered:
            (out / f"{path.stem}.json").write_text(json_text(decision.to_json()) + "\n", "utf-8")
    elif options["json"]:
        told = [decision.to_json() for _, decision in ordered]
        print_json(told[0] if len(files) == 1 and told else told)
    else:
        for path, decision in ordered:
            _print_decision(path, decision)
    return 1 if failed else 0


@cli.command()
@click.argument("text")
@_json
@click.pass_obj
def match(folder: Path, /, text: str, **options: bool) -> None:
    """Find a procedure by name or code."""
    from catalogue.overview import match_text

    with _open(folder) as workspace:
        found = match_text(workspace, text)
    if options["json"]:
        print_json(found.to_json())
        return
    click.echo(f"{say(f'band.{found.band}')}, {say(f'method.{found.method}')}")
    click.echo("\n".join(f"  {reason.sentence}" for reason in found.reasons))
    table(("score", "code", "name"), ((f"{one.score:.0f}", one.code, one.name) for one in found.candidates))


@cli.command()
@click.argument("item")
@_json
@click.pass_obj
def explain(folder: Path, /, item: str, **options: bool) -> None:
    """Explain a match."""
    from catalogue.overview import explain

    with _open(folder) as workspace:
        told = explain(workspace, item)
    if options["json"]:
        print_json(told)
        return
    click.echo(f"{told['number']}: {told['code'] or '–'} {told['name']}")
    for one in told["matches"]:
        band, method = say(f"band.{one['band']}"), say(f"method.{one['method']}")
        click.echo(f"{band}, {method}: {one['procedure'] or '–'}")
        click.echo("\n".join(f"  {sentence}" for sentence in one["reasons"]))
        rows = ((f"{two['score']:.0f}", two["code"], two["name"]) for two in one["candidates"])
        table(("score", "code", "name"), rows)


@cli.command()
@click.option("--as-of", type=Day())
@click.option("--department")
@click.option("--all", "all", is_flag=True)
@click.option("--why", is_flag=True)
@click.option("--csv", "csv", is_flag=True)
@_json
@click.pass_obj
def overdue(folder: Path, /, as_of: date | None, department: str | None, why: bool, **options: bool) -> None:
    """List obligations, worst first."""
    from catalogue.deadlines import today
    from catalogue.overview import obligations_on, summary_of

    day = as_of or today()
    with _open(folder) as workspace:
        views = obligations_on(workspace, day, department, options["all"])
    if options["json"]:
        print_json([view.to_json() for view in views])
        return
    told = [
        (view.obligation.number, view.obligation.rule.id, view.obligation.department, view.obligation.due,
         view.verdict, view.why)
        for view in views
    ]  # fmt: skip
    columns = ("decision", "rule", "department", "due", "status", "note")
    if options["csv"]:
        print_csv(columns, told)
        return
    table(columns if why else columns[:-1], told if why else (row[:-1] for row in told))
    click.echo(say("cli.as_of", day=f"{day:%d/%m/%Y}", summary=summary_of(views)))


@cli.group()
def proposals() -> None:
    """Work on proposals."""


@proposals.command(name="list")
@click.option("--kind")
@_json
@click.pass_obj
def list_(folder: Path, /, kind: str | None, **options: bool) -> None:
    """List proposals, those with conflicts first."""
    from catalogue.overview import proposals

    with _open(folder) as workspace:
        rows = proposals(workspace, kind)
    if options["json"]:
        print_json(rows)
        return
    table(
        ("id", "decision", "kind", "code", "name", "match", "note"),
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
                "; ".join(reason["sentence"] for reason in row["conflicts"] or row["reasons"]),
            )
            for row in rows
        ),
    )


@cli.command()
@click.argument("gold", type=click.Path(path_type=Path))
@click.argument("docs", type=click.Path(path_type=Path))
@click.option("--errors", is_flag=True)
@click.option("--ocr", is_flag=True)
@_json
def evaluate(gold: Path, docs: Path, errors: bool, ocr: bool, **options: bool) -> None:
    """Score extraction against gold."""
    from corpus.evaluation import NAME_THRESHOLD, OCR_THRESHOLD, evaluate_folder

    figures = evaluate_folder(gold, docs, OCR_THRESHOLD if ocr else NAME_THRESHOLD)
    if errors:
        click.echo("\n".join(one.sentence() for one in figures.disagreements), err=options["json"])
    click.echo(json_text(figures.to_json()) if options["json"] else figures.table())


@cli.command()
@_json
@click.pass_obj
def doctor(folder: Path, /, **options: bool) -> int:
    """Say what is missing on this machine."""
    from catalogue.doctor import examine

    checks = examine(folder)
    if options["json"]:
        print_json([check.to_json() for check in checks])
    else:
        click.echo("\n".join(f"{'✓' if check.ok else '✗'} {check.message}" for check in checks))
    return 0 if all(check.ok for check in checks) else 1


def main() -> None:
    """Run the command; every error ends as one line on stderr and an exit code, never as a traceback."""
    try:
        code = cli(standalone_mode=False)
    except DocumentError as error:
        code = _fail(str(error), 1)
    except CongboError as error:
        code = _fail(str(error), 2)
    except click.UsageError as error:
        code = _fail(say("cli.usage_error", detail=error.format_message()), 2)
    except click.ClickException as error:
        code = _fail(error.format_message(), 2)
    except (click.Abort, KeyboardInterrupt):
        code = _fail(say("cli.interrupted"), 1)
    sys.exit(code if isinstance(code, int) else 0)


def _fail(sentence: str, code: int) -> int:
    click.echo(sentence, err=True)
    return code


def _open(folder: Path) -> Workspace:
    from catalogue.workspace import Workspace

    return Workspace.open(folder)


def _progress(done: int, total: int, name: str) -> None:
    click.echo(say("cli.reading", done=done, total=total, name=name), err=True)


def _by_stem(paths: Sequence[Path], out: Path | None) -> list[Path]:
    """The files among the paths; with a folder to write to, no two may bear one name."""
    from catalogue.intake import files_among

    files = list(files_among(paths))
    stems = [path.stem for path in files]
    twice = next((stem for stem in stems if stems.count(stem) > 1), None)
    if out and twice:
        raise UsageError("cli.same_stem", stem=twice)
    return files


def _print_decision(path: Path, decision: Decision) -> None:
    if not decision.is_publication:
        click.echo(say("cli.not_publication", file=path.name, title=decision.title or "–"))
        return
    signed = f"{decision.signed:%d/%m/%Y}" if decision.signed else "–"
    click.echo(say("cli.items_found", number=decision.number, signed=signed, count=len(decision.items)))
    rows = ((item.change, item.code_printed, item.name, ", ".join(item.levels)) for item in decision.items)
    table(("change", "code", "name", "level"), rows)
    click.echo("\n".join(f"! {issue.message}" for issue in decision.issues))


if __name__ == "__main__":
    main()
