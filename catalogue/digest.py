"""The daily digest: what is overdue, due and without basis, as text and as a web page.

It is written once for a day and its readers. The database says so in the same transaction that puts the
files in place: a run that is killed leaves either both or nothing that a second run would not replace by the
same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

from catalogue.audit import now
from catalogue.deadlines import StatusKind
from catalogue.deadlines.notes import written_day
from catalogue.overview import ObligationView, obligations_on, summary_of
from catalogue.workspace import Workspace, to_json
from ingest.errors import UsageError
from ingest.messages import language, say
from ingest.placing import placing

_SECTIONS = (StatusKind.OVERDUE, StatusKind.DUE, StatusKind.PROMPTLY, StatusKind.NO_BASIS)


@dataclass(frozen=True, slots=True)
class Digest:
    """The files of a digest that are there; `written` is False where that day's was written before.

    Then it is left alone: `before` is the name of its text and the moment (UTC, ISO) at which it was written.
    """

    files: tuple[Path, ...]
    written: bool
    before: tuple[str, str] | None = None


def write_digest(
    workspace: Workspace,
    out: Path,
    day: date,
    readers: Sequence[str] = (),
    department: str | None = None,
    *,
    again: bool = False,
) -> Digest:
    """Write the digest of a day for its readers into `out`; once, unless `again`, wherever that was.

    UsageError where it cannot be written.
    """
    key = to_json([department, sorted(set(readers))])
    stem = f"congbo-{day.isoformat()}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"
    files = (out / f"{stem}.txt", out / f"{stem}.html")
    views = obligations_on(workspace, day, department)
    with workspace.writing() as db:
        standing = workspace.rows(
            "SELECT file, written_at FROM digests WHERE day = ? AND readers = ?", [day.isoformat(), key]
        )
        if standing and not again:
            there = tuple(file for file in files if file.exists())
            return Digest(there, written=False, before=(standing[0]["file"], standing[0]["written_at"]))
        texts = (as_text(views, day, readers), as_page(views, day, readers))
        try:
            out.mkdir(parents=True, exist_ok=True)
            for path, text in zip(files, texts, strict=True):
                _put(path, text)
        except OSError as error:
            raise UsageError("digest.not_writable", folder=out, detail=error) from error
        if not standing:
            db.table("digests").insert(
                {
                    "day": day.isoformat(),
                    "readers": key,
                    "file": files[0].name,
                    "sha256": hashlib.sha256("".join(texts).encode()).hexdigest(),
                    "written_at": now(),
                }
            )
    return Digest(files, written=True)


def as_text(views: Sequence[ObligationView], day: date, readers: Iterable[str] = ()) -> str:
    """The digest as plain text, a line for each obligation, by department."""
    lines = [say("digest.title", day=written_day(day)), *_to(readers), summary_of(list(views)), ""]
    for heading, rows in _by_section(views):
        lines += [heading, ""]
        for department, group in _by_department(rows):
            lines.append(f"  {department}")
            lines += [f"  - {_line(view)}" for view in group]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def as_page(views: Sequence[ObligationView], day: date, readers: Iterable[str] = ()) -> str:
    """The digest as a web page that needs nothing beside itself."""
    title = escape(say("digest.title", day=written_day(day)))
    parts = [
        f'<!doctype html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">',
        f"<title>{title}</title>",
        "<style>body{font-family:sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
        "th,td{text-align:left;vertical-align:top;padding:.3em .6em;border-bottom:1px solid #ccc}</style>",
        f"</head>\n<body>\n<h1>{title}</h1>",
        *(f"<p>{escape(line)}</p>" for line in (*_to(readers), summary_of(list(views)))),
    ]
    heads = "".join(
        f'<th scope="col">{escape(say(f"column.{name}"))}</th>'
        for name in ("department", "decision", "rule", "due", "status", "note")
    )
    for heading, rows in _by_section(views):
        parts.append(f"<h2>{escape(heading)}</h2>\n<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>")
        for department, group in _by_department(rows):
            parts += [_table_row(department, view) for view in group]
        parts.append("</tbody>\n</table>")
    return "\n".join([*parts, "</body>\n</html>"]) + "\n"


def _to(readers: Iterable[str]) -> list[str]:
    named = sorted(set(readers))
    return [say("digest.to", readers=", ".join(named))] if named else []


def _by_section(views: Sequence[ObligationView]) -> Iterable[tuple[str, list[ObligationView]]]:
    for kind in _SECTIONS:
        rows = [view for view in views if view.status.kind is kind]
        if rows:
            yield say("digest.section", status=say(f"overview.status_{kind}"), count=len(rows)), rows


def _by_department(rows: Sequence[ObligationView]) -> list[tuple[str, list[ObligationView]]]:
    groups: dict[str, list[ObligationView]] = {}
    for view in rows:
        name = view.obligation.department or say("overview.no_department")
        groups.setdefault(name, []).append(view)
    return sorted(groups.items())


def _line(view: ObligationView) -> str:
    one = view.obligation
    due = say("digest.due", day=written_day(one.due)) if one.due else ""
    return say(
        "digest.line",
        rule=one.rule.id,
        number=one.number,
        title=one.rule.title,
        due=due,
        verdict=view.verdict,
    )


def _table_row(department: str, view: ObligationView) -> str:
    one = view.obligation
    cells = (
        department,
        one.number or "",
        one.rule.id,
        written_day(one.due) if one.due else "",
        view.verdict,
        view.why,
    )
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _put(path: Path, text: str) -> None:
    """Put a whole file in place, or leave what was there."""
    with placing(path) as file:
        file.write(text.encode())
