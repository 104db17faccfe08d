"""`congbo inspect`."""

from __future__ import annotations

from pathlib import Path

import click

from catalogue.commands.options import json_option
from catalogue.printing import print_json, table
from extract.deciding import decide
from extract.decision import Decision
from extract.inspecting import Finding, draw, findings
from ingest.document import Document
from ingest.errors import DocumentError, UsageError
from ingest.formats import Format
from ingest.messages import say
from ingest.messages.command import Told
from ingest.reading import read
from ingest.signatures import Standing, signatures, standing
from ingest.workers import run


@click.command(cls=Told)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--page", type=click.IntRange(1))
@click.option("--png", type=click.Path(dir_okay=False, path_type=Path))
@json_option
def inspect(file: Path, page: int | None, png: Path | None, **options: bool) -> None:
    """Show what was found in a document, or draw it on a page."""
    document, decision, signed = _understood(file)
    pages = len(document.pages)
    if page and page > pages > 0:
        raise UsageError("inspect.no_such_page", file=file.name, page=page, pages=pages)
    found = findings(document, decision, page if pages else None)
    if png:
        if not pages:
            raise UsageError("inspect.no_pages", file=file.name)
        draw(file, page or 1, findings(document, decision, page or 1)).save(png)
        click.echo(say("inspect.drawn", file=png))
    elif options["json"]:
        print_json([one.to_json() for one in [*found, *_signed(signed)]])
    else:
        table(
            ("kind_found", "box", "found"),
            ((say(f"inspect.{one.kind}"), _box(one.bbox), one.label) for one in [*found, *_signed(signed)]),
        )


def _understood(file: Path) -> tuple[Document, Decision, Standing | None]:
    """Read and decided in a process that can be killed; DocumentError as `ingest.reading.read`."""
    ((_, found),) = run(_read, [file], workers=1)
    if isinstance(found, DocumentError):
        raise found
    return found


def _read(file: Path) -> tuple[Document, Decision, Standing | None]:
    document = read(file)
    is_pdf = document.media_type == Format.PDF.media_type
    return document, decide(document), standing(signatures(file.read_bytes())) if is_pdf else None


def _signed(found: Standing | None) -> list[Finding]:
    """What a PDF's digital signatures show; other formats have none that is looked for."""
    return [Finding("signature", None, say(f"inspect.signed_{found}"))] if found else []


def _box(bbox: tuple[float, ...] | None) -> str:
    return " ".join(f"{edge:.0f}" for edge in bbox) if bbox else ""
