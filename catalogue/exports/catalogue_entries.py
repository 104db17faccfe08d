"""Which entries a list that leaves the house holds: those of a catalogue on a day, in the order of ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice

from catalogue.exports.numbers import day as written
from catalogue.history import Version, entries_in_order, spans_known
from catalogue.imports.layouts import Held
from catalogue.procedure import Procedure, Scope
from catalogue.workspace import Workspace, to_json
from extract.agencies import department_for, is_department, ministries_of_name
from extract.decision import Level
from extract.folding import fold
from ingest.messages import say

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted of a catalogue as of `on` (as known at the end of `known`, None: as known now).

    `department` and `field` are parts of names, compared folded.
    """

    scope: Scope
    on: date
    known: date | None = None
    department: str | None = None
    field: str | None = None
    level: Level | None = None

    def fits(self, entry: Procedure) -> bool:
        """True where department, field and level are those asked for."""
        return (
            (self.level is None or self.level in entry.levels)
            and (self.field is None or fold(self.field) in fold(entry.field or ""))
            and (
                self.department is None
                or any(fold(self.department) in fold(name) for name in departments_of(entry))
            )
        )

    @property
    def sentence(self) -> str:
        """What was asked, for people."""
        parts = [say(f"scope.{self.scope}"), say("lists.asked_on", day=written(self.on)), *self.filters]
        if self.known:
            parts.append(say("lists.asked_known", day=written(self.known)))
        return ", ".join(parts)

    @property
    def filters(self) -> list[str]:
        """What narrows the catalogue, for people."""
        level = say(f"level.{self.level}") if self.level else None
        told = {"department": self.department, "field": self.field, "level": level}
        return [say(f"lists.asked_{name}", **{name: text}) for name, text in told.items() if text]


def departments_of(entry: Procedure) -> tuple[str, ...]:
    """The provincial departments of an entry: those it states, else those among its agencies, else the one
    that handles its field and ministry."""
    named = entry.departments or tuple(name for name in entry.agencies if is_department(name))
    if named:
        return named
    found = department_for(ministries_of_name(entry.ministry), entry.field)
    return (found,) if found else ()


def own_scope(workspace: Workspace) -> Scope:
    """The catalogue that is kept up to date: the province's own where there is one, else the national."""
    rows = workspace.rows("SELECT 1 FROM versions WHERE procedure GLOB 'province:*' LIMIT 1")
    return Scope.PROVINCE if rows else Scope.NATIONAL


def held(workspace: Workspace, asked: Asked) -> Iterator[Held]:
    """The entries asked for, those that had ceased to be in force among them; a part is read at a time."""
    found = entries_in_order(workspace, asked.scope, asked.on, asked.known)
    for part in iter(lambda: list(islice(found, _AT_ONCE)), []):
        fitting = [version for version in part if asked.fits(version.entry)]
        spans = spans_known(workspace, [version.entry.id for version in fitting], asked.known)
        for version in fitting:
            yield _held(version, spans[version.entry.id])


def _held(version: Version, spans: Sequence[tuple[str | None, bool]]) -> Held:
    """The version with the days its entry was in force: of one that has ended, the last ones."""
    at = next(at for at, (begun, _) in enumerate(spans) if begun == version.valid_from)
    begun: str | None = version.valid_from
    if version.in_force:
        ended = next((start for start, in_force in spans[at:] if not in_force), None)
    else:
        last = max((before for before in range(at) if spans[before][1]), default=None)
        ended = spans[0 if last is None else last + 1][0]
        begun = spans[last][0] if last is not None else ended
    source = version.source
    return Held(
        version.entry,
        version.in_force,
        begun,
        ended,
        source["decision"],
        source["section"],
        source["ordinal"],
    )


def first_known_after(workspace: Workspace, entries: Sequence[str], day: date) -> int:
    """How many of these entries, by id, became known only after a day: whether they held then is open."""
    (row,) = workspace.rows(
        "SELECT count(*) AS number FROM (SELECT procedure FROM versions"
        " WHERE procedure IN (SELECT value FROM json_each(?)) GROUP BY procedure HAVING min(known_from) > ?)",
        [to_json(list(entries)), day.isoformat()],
    )
    return int(row["number"])


@contextmanager
def one_moment(workspace: Workspace) -> Iterator[None]:
    """All that is read within is of one moment: what others write meanwhile is not seen."""
    connection = workspace.db.conn
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
