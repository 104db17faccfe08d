"""One entry as it is shown: as it held on a day, as it was known on a day, with its sources and history."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from catalogue.deadlines import today
from catalogue.entries import CONTENT
from catalogue.history import Version, changes_of, version_on, versions
from catalogue.procedure import Scope
from catalogue.timeline import IN_FORCE
from catalogue.workspace import Workspace
from ingest.errors import UsageError
from ingest.messages import say

_CODE = re.compile(r"([1-9]\.\d{6}(?:\.\d{2})?)((?:\.000\.00\.00)?(?:\.[A-Z]\d{2})?)")


def entry_of(workspace: Workspace, text: str) -> str:
    """The id of the entry with a code, its tail or not: the province's own, else the national one.

    UsageError where the text is no code, or no entry ever had it.
    """
    code = _CODE.fullmatch("".join(text.split()).upper())
    if code is None:
        raise UsageError("history.no_code", text=text)
    for scope in (Scope.PROVINCE, Scope.NATIONAL):
        if workspace.rows("SELECT 1 FROM versions WHERE procedure = ? LIMIT 1", [f"{scope.value}:{code[1]}"]):
            return f"{scope.value}:{code[1]}"
    raise UsageError("history.no_entry", code=code[1])


def shown(
    workspace: Workspace, text: str, on: date | None = None, known: date | None = None
) -> dict[str, Any]:
    """An entry as it held on a day (default today) as known on a day (default now), with its sources.

    UsageError where nothing was known of it for that day.
    """
    ident = entry_of(workspace, text)
    day = on or today()
    version = version_on(workspace, ident, day, known)
    if version is None:
        raise UsageError("history.not_then", code=ident.rpartition(":")[2], day=f"{day:%d/%m/%Y}")
    standing = [version.source] if known else changes_of(workspace, ident)
    return {
        **told(version),
        "on": day.isoformat(),
        "known": known.isoformat() if known else None,
        "code_tails": _tails(workspace, ident),
        "former_names": _former_names(workspace, ident),
        "sources": [source_of(change) for change in standing],
        "last_seen_in": _last_import(workspace, ident),
    }


def biography(workspace: Workspace, text: str) -> dict[str, Any]:
    """Every version of an entry that was ever held true, in the order in which they became known."""
    ident = entry_of(workspace, text)
    return {"procedure": ident, "versions": [told(one) for one in versions(workspace, ident)]}


def told(version: Version) -> dict[str, Any]:
    """A version with its entry's fields and what began it."""
    entry = version.entry
    fields = {name: getattr(entry, name) for name in CONTENT}
    return {
        "procedure": entry.id,
        "scope": entry.scope.value,
        **{name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()},
        "in_force": version.in_force,
        "valid_from": version.valid_from,
        "valid_to": version.valid_to,
        "known_from": version.known_from,
        "known_to": version.known_to,
        "source": source_of(version.source),
    }


def source_of(change: Mapping[str, Any]) -> dict[str, Any]:
    """Where a change comes from: the row of an import, or the row of a decision and who accepted it."""
    facts = {name: change.get(name) for name in _OF_DECISION if change.get(name) is not None}
    if change["judgement"] is None:
        facts = {name: change.get(name) for name in ("import", "file", "imported_on", "row")}
    return {
        "kind": "import" if change["judgement"] is None else "decision",
        **facts,
        "valid_from": change["valid_from"],
        "fields": sorted(name for name in change["fields"] if name != IN_FORCE),
        "sentence": _sentence(change),
    }


_OF_DECISION = ("decision", "document", "item", "section", "ordinal", "judgement", "linked")


def _sentence(change: Mapping[str, Any]) -> str:
    if change["judgement"] is None:
        return say("history.from_import", file=change["file"] or "–", row=change["row"] or "–")
    where = [say("history.ordinal", ordinal=change["ordinal"])] if change["ordinal"] else []
    where += [change["section"]] if change["section"] else []
    key = "history.from_decision"
    if change["fields"].get(IN_FORCE) is False:
        key = "history.ended_by_decision"
    return say(
        key, number=change["decision"] or "–", where=", ".join(where) or "–", judgement=change["judgement"]
    )


def _tails(workspace: Workspace, ident: str) -> list[str]:
    """The ends of the code as they were printed: "000.00.00.H48", "H48"."""
    root = ident.rpartition(":")[2]
    printed = workspace.rows(
        "SELECT DISTINCT code_printed FROM changes WHERE procedure = ? AND withdrawn_by IS NULL"
        " AND code_printed IS NOT NULL ORDER BY 1",
        [ident],
    )
    tails = (row["code_printed"].removeprefix(root).strip(".") for row in printed)
    return [tail for tail in tails if tail]


def _former_names(workspace: Workspace, ident: str) -> list[str]:
    rows = workspace.rows("SELECT name FROM names WHERE procedure = ? AND former ORDER BY id", [ident])
    return [row["name"] for row in rows]


def _last_import(workspace: Workspace, ident: str) -> dict[str, Any] | None:
    """The list that last spoke of the entry, and the one in which it was missed since, if any."""
    rows = workspace.rows(
        "SELECT s.file, s.imported_on, g.file AS missing_in, g.imported_on AS missing_since"
        " FROM procedures p LEFT JOIN imports s ON s.id = p.last_import"
        " LEFT JOIN imports g ON g.id = p.gone_in"
        " WHERE p.id = ? AND p.last_import IS NOT NULL",
        [ident],
    )
    return rows[0] if rows else None
