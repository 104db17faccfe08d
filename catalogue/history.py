"""The catalogue with two times: what held on a day, and what was known of it on a day.

Changes are the evidence: what a list or an accepted decision states of an entry, from a day on. Versions
follow from the changes that stand (`timeline.py`) and are never rewritten: one that is no longer held true
is closed at the day on which that became known. `procedures` holds each entry's newest version, so that it
depends on no clock: what takes effect later stands there already, and as-of questions go to the versions.

Intervals hold their first day and not their last; an empty `known_*` interval is knowledge that did not
outlive its day.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from catalogue.entries import CONTENT, procedure_of
from catalogue.procedure import Procedure, Scope
from catalogue.timeline import ALWAYS, Change, Span, spans
from catalogue.workspace import Workspace, to_json
from extract.folding import fold, plain

_AT_ONCE = 500
_CHANGE_COLUMNS = (
    "procedure",
    "valid_from",
    "fields",
    "decided",
    "import",
    "row",
    "judgement",
    "document",
    "decision",
    "item",
    "section",
    "ordinal",
    "code_printed",
    "linked",
)
_PRESENT = (
    "id",
    "scope",
    *CONTENT,
    "name_folded",
    "name_plain",
    "valid_from",
    "valid_to",
    "known_from",
    "source",
)


@dataclass(frozen=True, slots=True)
class Stated:
    """What one source states of an entry: `fields` as kept in the database, from the ISO day `valid_from`.

    The source is a row of an import, or an item of a decision with the judgement that accepted it. `linked`
    is the entry that this one replaces or is replaced by.
    """

    procedure: str
    fields: Mapping[str, Any]
    valid_from: str = ALWAYS
    source: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an entry; `source` is the change that began it, as a row of `changes`.

    Days are ISO; `valid_from` None: since a day not known; `*_to` None: no end.
    """

    id: int
    entry: Procedure
    in_force: bool
    valid_from: str | None
    valid_to: str | None
    known_from: str
    known_to: str | None
    source: Mapping[str, Any]


def state(workspace: Workspace, stated: Iterable[Stated], known: date, *, decided: bool) -> None:
    """Write down what became known on a day; inside `writing()`."""
    rows: list[tuple[Any, ...]] = [
        (
            one.procedure,
            one.valid_from or None,
            to_json(dict(one.fields)),
            int(decided),
            *(one.source.get(name) for name in _CHANGE_COLUMNS[4:]),
        )
        for one in stated
    ]
    columns = ", ".join(f'"{name}"' for name in _CHANGE_COLUMNS)
    marks = ", ".join("?" * len(_CHANGE_COLUMNS))
    workspace.db.conn.executemany(f"INSERT INTO changes ({columns}) VALUES ({marks})", rows)  # noqa: S608 (own columns)
    bring_up_to_date(workspace, dict.fromkeys(str(row[0]) for row in rows), known)


def withdraw(workspace: Workspace, judgement: int, by: int, known: date) -> None:
    """Take back what a judgement stated, and let stand again what it had put aside; inside `writing()`."""
    touched = [
        row["procedure"]
        for row in workspace.rows(
            "SELECT DISTINCT procedure FROM changes WHERE judgement = ? OR withdrawn_by = ? ORDER BY 1",
            [judgement, judgement],
        )
    ]
    connection = workspace.db.conn
    connection.execute("UPDATE changes SET withdrawn_by = NULL WHERE withdrawn_by = ?", [judgement])
    connection.execute("UPDATE changes SET withdrawn_by = ? WHERE judgement = ?", [by, judgement])
    bring_up_to_date(workspace, touched, known)


def bring_up_to_date(workspace: Workspace, procedures: Iterable[str], known: date) -> None:
    """Make the versions and the present of these entries those that follow from the standing changes."""
    for ids in _chunks(list(procedures)):
        changes = _changes(workspace, ids)
        standing = _standing(workspace, ids)
        latest = _latest_known(workspace, ids)
        for ident in ids:
            wanted = spans(changes.get(ident, ()))
            day = max(known.isoformat(), latest.get(ident, ""))
            _settle_versions(workspace, ident, wanted, standing.get(ident, []), day)
        _settle_names(workspace, ids)
        _settle_present(workspace, ids)


def versions(workspace: Workspace, procedure: str) -> list[Version]:
    """All versions of an entry ever held true, in the order in which they became known."""
    return _read(workspace, "v.procedure = ?", [procedure])


def version_on(
    workspace: Workspace, procedure: str, on: date | None = None, known: date | None = None
) -> Version | None:
    """The version that held on a day as known at the end of a day; None where none was known.

    `on` None asks for the newest version, `known` None for what is known now.
    """
    facts = {
        "procedure": procedure,
        "on": on.isoformat() if on else None,
        "known": known and known.isoformat(),
    }
    found = _read(workspace, f"v.procedure = :procedure AND {_AS_OF}", facts)
    return found[0] if found else None


def entries_on(workspace: Workspace, on: date | None = None, known: date | None = None) -> list[Version]:
    """The version of every entry that held, or had ceased to hold, on a day; arguments as `version_on`."""
    return _read(workspace, _AS_OF, {"on": on and on.isoformat(), "known": known and known.isoformat()})


def entries_in_order(
    workspace: Workspace, scope: Scope, on: date, known: date | None = None
) -> Iterator[Version]:
    """As `entries_on` for one catalogue in the order of the ids, a part at a time."""
    rows = workspace.rows(
        "SELECT DISTINCT procedure FROM versions WHERE procedure GLOB ? ORDER BY 1", [f"{scope.value}:*"]
    )
    where = f"v.procedure IN (SELECT value FROM json_each(:ids)) AND {_AS_OF}"  # noqa: S608 (fixed text)
    for ids in _chunks([row["procedure"] for row in rows]):
        facts = {"ids": to_json(ids), "on": on.isoformat(), "known": known and known.isoformat()}
        yield from _read(workspace, where, facts)


def spans_known(
    workspace: Workspace, procedures: Sequence[str], known: date | None = None
) -> dict[str, list[tuple[str | None, bool]]]:
    """The first day of each span of the entries and whether they were in force then; `known` as above."""
    rows = workspace.rows(
        "SELECT v.procedure, v.valid_from, v.in_force FROM versions v"  # noqa: S608 (fixed text)
        f" WHERE v.procedure IN (SELECT value FROM json_each(:ids)) AND {_KNOWN}"
        " ORDER BY v.procedure, coalesce(v.valid_from, '')",
        {"ids": to_json(list(procedures)), "known": known and known.isoformat()},
    )
    out: dict[str, list[tuple[str | None, bool]]] = {}
    for row in rows:
        out.setdefault(row["procedure"], []).append((row["valid_from"], bool(row["in_force"])))
    return out


def changes_of(workspace: Workspace, procedure: str) -> list[dict[str, Any]]:
    """The changes that stand for an entry, in the order in which they became known, as `Version.source`."""
    rows = workspace.rows(
        "SELECT id FROM changes WHERE procedure = ? AND withdrawn_by IS NULL ORDER BY id", [procedure]
    )
    found = _sources(workspace, [row["id"] for row in rows])
    return [found[row["id"]] for row in rows]


def entry_without(workspace: Workspace, procedure: str, changes: Collection[int]) -> Procedure | None:
    """The newest version that an entry would have without these of its changes; None where none is left."""
    left = [one for one in _changes(workspace, [procedure]).get(procedure, ()) if one.id not in changes]
    held = spans(left)
    if not held:
        return None
    start, _, in_force, content, _ = _span_row(held[-1])
    row = {"procedure": procedure, "valid_from": start, "in_force": in_force, "content": content}
    return _entry(row)


_KNOWN = """(:known IS NULL AND v.known_to IS NULL
      OR v.known_from <= :known AND (v.known_to IS NULL OR :known < v.known_to))"""
_AS_OF = f"""(:on IS NULL OR v.valid_from IS NULL OR v.valid_from <= :on)
 AND (v.valid_to IS NULL OR (:on IS NOT NULL AND :on < v.valid_to))
 AND {_KNOWN}"""


def _read(workspace: Workspace, where: str, facts: Sequence[Any] | Mapping[str, Any]) -> list[Version]:
    rows = workspace.rows(
        f"SELECT v.* FROM versions v WHERE {where} ORDER BY v.procedure, v.id",  # noqa: S608 (fixed text)
        facts,
    )
    sources = _sources(workspace, [row["change"] for row in rows])
    return [
        Version(
            row["id"],
            _entry(row),
            bool(row["in_force"]),
            row["valid_from"],
            row["valid_to"],
            row["known_from"],
            row["known_to"],
            sources[row["change"]],
        )
        for row in rows
    ]


def _entry(row: Mapping[str, Any]) -> Procedure:
    content = json.loads(row["content"])
    ended = None if row["in_force"] else row["valid_from"]
    scope = row["procedure"].partition(":")[0]
    facts = {name: content.get(name) for name in CONTENT}
    return procedure_of({**facts, "id": row["procedure"], "scope": scope, "valid_to": ended})


def _sources(workspace: Workspace, changes: Sequence[int]) -> dict[int, dict[str, Any]]:
    out: dict[int, dict[str, Any]] = {}
    for ids in _chunks(sorted(set(changes))):
        for row in workspace.rows(
            "SELECT c.*, i.file, i.imported_on FROM changes c LEFT JOIN imports i ON i.id = c.import"
            " WHERE c.id IN (SELECT value FROM json_each(?))",
            [to_json(ids)],
        ):
            out[row["id"]] = {**row, "fields": json.loads(row["fields"])}
    return out


def _changes(workspace: Workspace, ids: Sequence[str]) -> dict[str, list[Change]]:
    out: dict[str, list[Change]] = {}
    for row in workspace.rows(
        "SELECT id, procedure, valid_from, fields, decided FROM changes"
        " WHERE withdrawn_by IS NULL AND procedure IN (SELECT value FROM json_each(?)) ORDER BY id",
        [to_json(ids)],
    ):
        change = Change(
            row["id"], row["valid_from"] or ALWAYS, json.loads(row["fields"]), bool(row["decided"])
        )
        out.setdefault(row["procedure"], []).append(change)
    return out


def _standing(workspace: Workspace, ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    out: dict[str, list[dict[str, Any]]] = {}
    for row in workspace.rows(
        "SELECT * FROM versions WHERE known_to IS NULL AND procedure IN (SELECT value FROM json_each(?))",
        [to_json(ids)],
    ):
        out.setdefault(row["procedure"], []).append(row)
    return out


def _latest_known(workspace: Workspace, ids: Sequence[str]) -> dict[str, str]:
    """The last day on which anything became known of each: knowledge never runs backwards with a clock."""
    return {
        row["procedure"]: row["day"]
        for row in workspace.rows(
            "SELECT procedure, max(max(known_from, coalesce(known_to, known_from))) AS day FROM versions"
            " WHERE procedure IN (SELECT value FROM json_each(?)) GROUP BY procedure",
            [to_json(ids)],
        )
    }


def _settle_versions(
    workspace: Workspace, procedure: str, wanted: Sequence[Span], standing: Sequence[dict[str, Any]], day: str
) -> None:
    fresh = {_span_row(span): span for span in wanted}
    for row in standing:
        key = (row["valid_from"], row["valid_to"], row["in_force"], row["content"], row["change"])
        if fresh.pop(key, None) is None:
            workspace.db.conn.execute("UPDATE versions SET known_to = ? WHERE id = ?", [day, row["id"]])
    workspace.db.conn.executemany(
        "INSERT INTO versions (procedure, known_from, valid_from, valid_to, in_force, content, change)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(procedure, day, *key) for key in fresh],
    )


def _span_row(span: Span) -> tuple[str | None, str | None, int, str, int]:
    content = {name: span.content.get(name) for name in CONTENT}
    return span.valid_from or None, span.valid_to, int(span.in_force), to_json(content), span.change


def _settle_names(workspace: Workspace, ids: Sequence[str]) -> None:
    """The name of the newest version, and the former ones of the others held true."""
    rows = workspace.rows(
        "SELECT procedure, json_extract(content, '$.name') AS name, valid_to IS NOT NULL AS former"
        " FROM versions WHERE known_to IS NULL AND procedure IN (SELECT value FROM json_each(?))"
        " ORDER BY procedure, valid_to IS NOT NULL, valid_from DESC",
        [to_json(ids)],
    )
    wanted: dict[tuple[str, str], int] = {}
    for row in rows:
        wanted.setdefault((row["procedure"], row["name"]), row["former"])
    connection = workspace.db.conn
    for row in workspace.rows(
        "SELECT * FROM names WHERE procedure IN (SELECT value FROM json_each(?))", [to_json(ids)]
    ):
        former = wanted.pop((row["procedure"], row["name"]), None)
        if former is None:
            connection.execute("DELETE FROM names WHERE id = ?", [row["id"]])
        elif former != row["former"]:
            connection.execute("UPDATE names SET former = ? WHERE id = ?", [former, row["id"]])
    connection.executemany(
        "INSERT INTO names (procedure, name, toned, plain, former) VALUES (?, ?, ?, ?, ?)",
        [(ident, name, fold(name), plain(name), former) for (ident, name), former in wanted.items()],
    )


def _settle_present(workspace: Workspace, ids: Sequence[str]) -> None:
    """The newest versions as rows of `procedures`; an entry of which nothing is known any more is gone."""
    rows = workspace.rows(
        "SELECT v.*, coalesce(c.decision, i.file) AS source FROM versions v JOIN changes c ON c.id = v.change"
        " LEFT JOIN imports i ON i.id = c.import"
        " WHERE v.known_to IS NULL AND v.valid_to IS NULL"
        " AND v.procedure IN (SELECT value FROM json_each(?))",
        [to_json(ids)],
    )
    quoted = ", ".join(f'"{name}"' for name in _PRESENT)
    marks = ", ".join(f":{name}" for name in _PRESENT)
    update = ", ".join(f'"{name}" = excluded."{name}"' for name in _PRESENT[2:])
    workspace.db.conn.executemany(
        f"INSERT INTO procedures ({quoted}) VALUES ({marks})"  # noqa: S608 (fixed columns)
        f" ON CONFLICT (id) DO UPDATE SET {update}",
        [_present_row(row) for row in rows],
    )
    gone = sorted(set(ids) - {row["procedure"] for row in rows})
    for ident in gone:
        workspace.db.conn.execute("UPDATE matches SET procedure = NULL WHERE procedure = ?", [ident])
        workspace.db.conn.execute("DELETE FROM procedures WHERE id = ?", [ident])


def _present_row(row: Mapping[str, Any]) -> dict[str, Any]:
    content = json.loads(row["content"])
    return {
        **{name: content.get(name) for name in CONTENT},
        "id": row["procedure"],
        "scope": row["procedure"].partition(":")[0],
        "name_folded": fold(content["name"]),
        "name_plain": plain(content["name"]),
        "valid_from": row["valid_from"],
        "valid_to": None if row["in_force"] else row["valid_from"],
        "known_from": row["known_from"],
        "source": row["source"],
    }


def _chunks(values: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
