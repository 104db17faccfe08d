"""Imports are change sets: what a list adds and changes, and what it no longer holds.

"Gone" is said and never deletes: a list may be of one ministry, or wrong. Only entries whose publishing
agency the list speaks of can be gone from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from catalogue.audit import EventKind, record
from catalogue.audit_rows import sealed
from catalogue.consequences import derive, is_derived
from catalogue.deadlines import today
from catalogue.deadlines.notes import written_day
from catalogue.entries import content
from catalogue.history import Stated, state
from catalogue.imports.changing import ENDED, Ended, EntryChange, changes_of_list, ended_of_list
from catalogue.imports.layouts import Held, Layout
from catalogue.imports.listing import Listing, Problem, read_listing
from catalogue.imports.own_listing import read_own_listing
from catalogue.imports.sheets import read_sheets
from catalogue.procedure import Procedure, Scope
from catalogue.timeline import ALWAYS, IN_FORCE
from catalogue.workspace import Workspace, to_json
from ingest.errors import UsageError
from ingest.messages import say


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do (`dry_run`). `rows` = added + changed + unchanged + problems.

    `ended` are the entries that the list holds and that are out of force here; they stay so.
    """

    file: str
    scope: Scope
    layout: str
    rows: int
    changes: tuple[EntryChange, ...]
    unchanged: int
    problems: tuple[Problem, ...]
    ignored_columns: tuple[str, ...]
    dry_run: bool = False
    unknown: Mapping[tuple[str, str], int] = field(default_factory=dict)
    ended: tuple[Ended, ...] = ()

    def count(self, kind: str) -> int:
        """How many entries were added, changed or are gone."""
        return sum(change.kind == kind for change in self.changes)

    @property
    def duplicates(self) -> int:
        """Rows whose code stood in an earlier row of the file."""
        return sum(problem.kind == "duplicate" for problem in self.problems)

    @property
    def nothing_changed(self) -> bool:
        """True where the catalogue is as it was."""
        return not self.changes

    def sentences(self) -> list[str]:
        """The report for people: what happened, then one line for each row without an entry."""
        facts = {kind: self.count(kind) for kind in ("added", "changed", "gone")}
        bad = len(self.problems) - self.duplicates
        out = [
            say("import.read", file=self.file, rows=self.rows, scope=say(f"scope.{self.scope}")),
            say("import.nothing_changed", entries=self.unchanged - len(self.ended))
            if self.nothing_changed
            else say("import.changed", **facts, unchanged=self.unchanged),
        ]
        if self.problems:
            out.append(say("import.left_out", duplicates=self.duplicates, problems=bad))
        out += [
            say(f"import_problem.{one.kind}", row=one.row, code=one.code, name=one.name)
            for one in self.problems
        ]
        out += [
            say("import.ended", code=one.code, name=one.name, day=written_day(date.fromisoformat(one.day)))
            for one in self.ended
        ]
        out += [
            say(f"import_unknown.{kind}", text=text, count=count)
            for (kind, text), count in self.unknown.items()
        ]
        return out

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "file": self.file,
            "scope": self.scope.value,
            "layout": self.layout,
            "rows": self.rows,
            "added": self.count("added"),
            "changed": self.count("changed"),
            "gone": self.count("gone"),
            "unchanged": self.unchanged,
            "duplicates": self.duplicates,
            "problems": [asdict(problem) for problem in self.problems],
            "changes": [
                {
                    "kind": change.kind,
                    "procedure": change.procedure,
                    "name": change.name,
                    "differences": [one.to_json() for one in change.differences],
                }
                for change in self.changes
                if change.kind != "added"
            ],
            "unknown": [
                {"kind": kind, "text": text, "count": count} for (kind, text), count in self.unknown.items()
            ],
            "ended": [asdict(one) for one in self.ended],
            "ignored_columns": list(self.ignored_columns),
            "dry_run": self.dry_run,
        }


def import_catalogue(
    workspace: Workspace,
    path: str | Path,
    *,
    dry_run: bool = False,
    scope: Scope | None = None,
    imported_on: date | None = None,
) -> ImportReport:
    """Read a catalogue list into the workspace as one change set, and derive anew what follows from it.

    A list that changes nothing has what an interrupted run left undone derived.

    The scope is read from the rows unless given; a list of another province than the workspace's is refused
    unless the scope is given. `imported_on` (default today in Việt Nam) dates the knowledge. UsageError: the
    file is not a list of procedures; then nothing is stored.
    """
    path = Path(path)
    sheets = read_sheets(path)
    if sheets.own is Layout.FULL:
        listing = read_own_listing(sheets, scope)
    else:
        listing = read_listing(sheets, path, scope)
    meant, day = scope is not None, imported_on or today()
    ended = ended_of_list(workspace, listing, day)
    if dry_run:
        changes, unchanged = _compared(workspace, listing, path, meant)
    else:
        with workspace.writing():
            changes, unchanged = _compared(workspace, listing, path, meant)
            if changes:
                _store(workspace, listing, changes, path, day)
        if changes or not is_derived(workspace):
            derive(workspace)
    return ImportReport(
        file=path.name,
        scope=listing.scope,
        layout=listing.layout,
        rows=listing.rows,
        changes=changes,
        unchanged=unchanged,
        problems=listing.problems,
        ignored_columns=listing.ignored_columns,
        dry_run=dry_run,
        unknown=listing.unknown,
        ended=ended,
    )


def _compared(
    workspace: Workspace, listing: Listing, path: Path, meant: bool
) -> tuple[tuple[EntryChange, ...], int]:
    """The changes; UsageError for another province's list that is not `meant`, unless we know all of it."""
    changes, unchanged = changes_of_list(workspace, listing)
    home = workspace.province
    if not meant and home and listing.province not in (None, home.name) and (changes or not listing.own):
        raise UsageError("import.other_province", file=path, province=listing.province, home=home.name)
    return changes, unchanged


def _store(
    workspace: Workspace, listing: Listing, changes: tuple[EntryChange, ...], path: Path, day: date
) -> None:
    db = workspace.db
    counts = {kind: sum(change.kind == kind for change in changes) for kind in ("added", "changed", "gone")}
    duplicates = sum(problem.kind == "duplicate" for problem in listing.problems)
    number = _noted(
        workspace,
        {
            "scope": listing.scope.value,
            "file": path.name,
            "file_sha256": listing.sha256,
            "layout": listing.layout,
            "imported_on": day.isoformat(),
            "rows": listing.rows,
            **counts,
            "unchanged": len(listing.procedures) - counts["added"] - counts["changed"],
            "duplicates": duplicates,
            "problems": len(listing.problems) - duplicates,
        },
    )
    stated = list(_stated(listing, changes, number, day))
    added = {change.procedure for change in changes if change.kind == "added"}
    by_decision = {ident for ident, held in listing.held.items() if held.decision} & added
    state(workspace, (one for one in stated if one.procedure not in by_decision), day, decided=False)
    state(workspace, (one for one in stated if one.procedure in by_decision), day, decided=True)
    if not listing.own:
        _note_seen(workspace, changes, number)
    db.table("import_changes").insert_all(
        {
            "import": number,
            "procedure": change.procedure,
            "kind": change.kind,
            "before": to_json({one.field: one.old for one in change.differences}),
            "after": to_json({one.field: one.new for one in change.differences}),
        }
        for change in changes
    )
    db.table("import_problems").insert_all(
        {"import": number, **asdict(problem)} for problem in listing.problems
    )
    (row,) = workspace.rows("SELECT * FROM imports WHERE id = ?", [number])
    record(db, EventKind.IMPORT, str(number), {**row, **sealed(db, "import", number)})


def _note_seen(workspace: Workspace, changes: tuple[EntryChange, ...], number: int) -> None:
    """Which list last spoke of an entry, and which was the first that no longer did; ours say neither."""
    gone = [(number, change.procedure) for change in changes if change.kind == "gone"]
    seen = [(number, change.procedure) for change in changes if change.kind != "gone"]
    connection = workspace.db.conn
    connection.executemany("UPDATE procedures SET gone_in = ? WHERE id = ?", gone)
    connection.executemany("UPDATE procedures SET last_import = ?, gone_in = NULL WHERE id = ?", seen)


def _noted(workspace: Workspace, facts: dict[str, Any]) -> int:
    """The number of the import; its event follows once all that it states is written."""
    row = {**facts, "id": int(workspace.db.table("imports").count) + 1}
    workspace.db.table("imports").insert(row)
    return int(row["id"])


def _stated(listing: Listing, changes: tuple[EntryChange, ...], number: int, day: date) -> Iterator[Stated]:
    """What the list states: all of an entry it adds, since a day not known; what differs, since today."""
    listed = {one.id: one for one in listing.procedures}
    for change in changes:
        if change.kind == "gone":
            continue
        one = listed[change.procedure]
        source = {
            "import": number,
            "row": listing.row_numbers.get(one.code),
            "code_printed": one.code_printed,
        }
        if change.kind == "added":
            yield from _added(one, listing.held.get(one.id), source)
            continue
        fields = {difference.field: difference.new for difference in change.differences}
        ended = fields.pop(ENDED, None)
        if fields:
            yield Stated(one.id, fields, day.isoformat(), source)
        if ended:
            yield Stated(one.id, {IN_FORCE: False}, ended, source)


def _added(one: Procedure, held: Held | None, source: dict[str, Any]) -> Iterator[Stated]:
    """A new entry; a list of our own tells the days it held, and by which decision it did or ended."""
    told = {name: getattr(held, name) for name in ("decision", "section", "ordinal")} if held else {}
    by_end = bool(held and not held.in_force)
    begun = (held and held.valid_from) or ALWAYS
    fields = {**content(one), IN_FORCE: True}
    yield Stated(one.id, fields, begun, source if by_end else {**source, **told})
    if held and held.valid_to:
        yield Stated(one.id, {IN_FORCE: False}, held.valid_to, {**source, **told} if by_end else source)
