"""What was seen at a source, kept as it is seen: runs, heads, answers, earlier versions.

One transaction for each page of a list and for each answer, so that a run killed at any point is taken up by
the next without asking again for what it had. New is an id or a content never seen, whatever its date.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from catalogue.deadlines.calendar import today
from catalogue.workspace import Workspace, to_json
from extract.numbers import number_key
from ingest.sources.faults import FetchError
from ingest.sources.source import Batch, Detail, Head, content_hash
from ingest.sources.strict import Drift

FOLDER = "fetched"
"""The folder of a workspace for files as the sources gave them."""

LISTS = "catalogue"
"""Runs and answers of lists of procedures are kept under "<source>/catalogue"."""

LISTED = "#listed"
"""In place of a cursor: the list was read to its end, details are still to be had."""

BROKEN = "#broken"
"""In place of a cursor: lists of procedures were broken off; what was had of them serves the next run."""

OF_SOURCE = ""
"""In place of a head's id: answers that belong to the whole source and outlive a run."""

_TAKEN_UP_WITHIN = timedelta(days=1)
_OF_NO_FILE = "source = ? AND part NOT LIKE 'file/%'"
_PLAIN = re.compile(r"[\w.-]{1,60}")

Now = Callable[[], datetime]


@dataclass(slots=True)
class Run:
    """One pull of a source; `cursor` is where its list goes on, or LISTED."""

    id: int
    started: str
    cursor: str | None = None
    total: int | None = None
    new: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class StoredHead:
    """A head with how far it was looked into; days are those of Việt Nam."""

    head: Head
    state: str
    first_seen: date
    first_moment: str
    checked: str | None
    detail: dict[str, Any] | None


class Ledger:
    """The rows of one source; `now` gives the moment, an aware one."""

    def __init__(self, workspace: Workspace, source: str, now: Now) -> None:
        self.workspace = workspace
        self.source = source
        self._now = now

    def moment(self) -> str:
        """The moment in UTC, to the second."""
        return self._now().astimezone(UTC).isoformat(timespec="seconds")

    def day(self) -> date:
        """The day in Việt Nam."""
        return today(self._now())

    def begin(self) -> Run:
        """A new run, or the one of the last day that was killed or could not read its list to the end.

        A list that was read is read anew after a fault behind it: what came since must not wait for that.
        Answers had of single heads last as long as their run, for heads are edited.
        """
        since = (self._now() - _TAKEN_UP_WITHIN).astimezone(UTC).isoformat(timespec="seconds")
        rows = self.workspace.rows(
            "SELECT * FROM source_runs WHERE source = ? AND id = (SELECT max(id) FROM source_runs"
            " WHERE source = ?) AND (ended IS NULL OR cursor <> ?) AND started >= ?",
            [self.source, self.source, LISTED, since],
        )
        if rows:
            row = rows[0]
            run = Run(row["id"], row["started"], row["cursor"], row["total"], row["new"], row["changed"])
            with self.workspace.writing():
                self._update(run, ended=None, fault=None, sentence=None)
            return run
        started = self.moment()
        with self.workspace.writing() as db:
            db.table("source_answers").delete_where(f"foreign_id <> '' AND {_OF_NO_FILE}", [self.source])
            row = {"source": self.source, "started": started, "new": 0, "changed": 0, "requests": 0}
            ident = db.table("source_runs").insert(row).last_pk
        return Run(int(str(ident)), started)

    def note(self, run: Run, batch: Batch, requests: int) -> int:
        """Keep one page of the list and how far it was read; return how many heads are new or changed."""
        fresh = 0
        with self.workspace.writing():
            for head in batch.heads:
                fresh += self._note_head(run, head)
            run.cursor, run.total = batch.cursor, batch.total if batch.total is not None else run.total
            self._update(run, cursor=run.cursor, total=run.total, new=run.new, changed=run.changed)
            self.add_requests(run, requests)
        return fresh

    def listed(self, run: Run) -> None:
        """The list was read as far as it has to be."""
        run.cursor = LISTED
        with self.workspace.writing():
            self._update(run, cursor=LISTED)

    def end(
        self,
        run: Run,
        drift: Drift,
        requests: int,
        fault: FetchError | None,
        *,
        broken: bool,
        unlisted: Sequence[FetchError] = (),
    ) -> None:
        """The run is over; `broken`: it was cut short, its cursor stays. `unlisted`: places that failed."""
        told = [fault] if fault else unlisted
        with self.workspace.writing():
            self._update(
                run,
                ended=self.moment(),
                cursor=run.cursor if broken else None,
                seen=self.seen_since(run.started),
                fault=fault.fault.value if fault else None,
                sentence="; ".join(one.sentence() for one in told) or None,
                drift=to_json(drift.to_json()),
            )
            self.add_requests(run, requests)

    def last_sweep(self) -> str | None:
        """When the last run began that read the whole list; None where there was none."""
        return self._of_sweeps("max(started)")

    def first_sweep(self) -> str | None:
        """When the first run ended that read the whole list: what was not there by then came later."""
        return self._of_sweeps("min(ended)")

    def _of_sweeps(self, wanted: str) -> str | None:
        rows = self.workspace.rows(
            f"SELECT {wanted} AS at FROM source_runs WHERE source = ? AND ended IS NOT NULL"  # noqa: S608 (fixed)
            " AND (cursor = ? OR cursor IS NULL AND fault IS NULL) AND (total IS NULL OR seen >= total)",
            [self.source, LISTED],
        )
        return rows[0]["at"] if rows else None

    def first_run(self) -> date:
        """The day on which the source was first asked."""
        rows = self.workspace.rows(
            "SELECT min(started) AS at FROM source_runs WHERE source = ?", [self.source]
        )
        return today(datetime.fromisoformat(rows[0]["at"])) if rows[0]["at"] else self.day()

    def seen_since(self, moment: str) -> int:
        """How many heads were seen at this moment or later."""
        return self.workspace.db.table("source_heads").count_where(
            "source = ? AND last_seen >= ?", [self.source, moment]
        )

    def hashes(self) -> dict[str, str]:
        """The hash of every head by its id."""
        rows = self.workspace.rows(
            "SELECT foreign_id, hash FROM source_heads WHERE source = ?", [self.source]
        )
        return {row["foreign_id"]: row["hash"] for row in rows}

    def heads(self) -> list[StoredHead]:
        """All heads, the newest decisions first."""
        rows = self.workspace.rows(
            "SELECT * FROM source_heads WHERE source = ? ORDER BY signed DESC, foreign_id DESC",
            [self.source],
        )
        return [_stored(row) for row in rows]

    def memory(self, head: Head, requests: Callable[[], int], run: Run) -> Remembered:
        """What was had of a head so far."""
        return Remembered(self, head.id, requests, run)

    def store_detail(self, head: Head, detail: Detail) -> bool:
        """Keep what lies behind a head; True where it is new or not what it was before.

        Where a part is missing the head counts as failed, so that the next run asks again.
        """
        told = detail.to_json()
        digest = content_hash(
            {**told, "files": [[one["name"], one["sha256"], one["posted"]] for one in told["files"]]}
        )
        where = (self.source, head.id)
        table = self.workspace.db.table("source_heads")
        with self.workspace.writing():
            row: dict[str, Any] = dict(table.get(where))
            different = bool(row["detail_hash"] != digest)
            if different and row["detail_hash"]:
                self._keep_version(row)
            fresh = {
                "state": "failed" if detail.missing else "had",
                "checked": self.moment(),
                "posted": told["posted"],
                "received": told["received"],
                "detail": to_json(told),
                "detail_hash": digest,
            }
            table.update(where, fresh)
            self._forget(head)
        return different

    def fail(self, head: Head) -> None:
        """The head could not be looked into; the next run tries again."""
        with self.workspace.writing() as db:
            fresh = {"state": "failed", "checked": self.moment()}
            db.table("source_heads").update((self.source, head.id), fresh)
            self._forget(head)

    def _forget(self, head: Head) -> None:
        """Forget the answers had of a head, but for files: their codes name their content."""
        self.workspace.db.table("source_answers").delete_where(
            f"{_OF_NO_FILE} AND foreign_id = ?", [self.source, head.id]
        )

    def _note_head(self, run: Run, head: Head) -> int:
        table, now = self.workspace.db.table("source_heads"), self.moment()
        row = {
            "number": head.number,
            "number_key": number_key(head.number) if head.number else None,
            "title": head.title,
            "signed": head.signed and head.signed.isoformat(),
            "agency": head.agency,
            "facts": to_json(dict(head.facts)),
            "hash": head.hash,
        }
        standing = self.workspace.rows(
            "SELECT * FROM source_heads WHERE source = ? AND foreign_id = ?", [self.source, head.id]
        )
        if not standing:
            seen = {"first_seen": now, "last_seen": now, "state": "seen"}
            table.insert({"source": self.source, "foreign_id": head.id, **row, **seen})
            run.new += 1
            return 1
        changed = standing[0]["hash"] != head.hash
        if changed:
            self._keep_version(standing[0])
            self._forget(head)
            run.changed += 1
            row["state"] = "changed"
        table.update((self.source, head.id), {"last_seen": now, **(row if changed else {})})
        return int(changed)

    def _keep_version(self, row: dict[str, Any]) -> None:
        names = ("source", "foreign_id", "facts", "hash", "detail", "detail_hash")
        self.workspace.db.table("source_versions").insert(
            {**{name: row[name] for name in names}, "seen": self.moment()}
        )

    def _update(self, run: Run, **facts: Any) -> None:
        self.workspace.db.table("source_runs").update(run.id, facts)

    def add_requests(self, run: Run, requests: int) -> None:
        """Count requests as made by a run; inside `writing()`."""
        self.workspace.db.execute(
            "UPDATE source_runs SET requests = requests + ? WHERE id = ?", [requests, run.id]
        )


class Remembered:
    """The answers had for one head; each is kept before it is used."""

    def __init__(self, ledger: Ledger, foreign_id: str, requests: Callable[[], int], run: Run) -> None:
        self._ledger = ledger
        self._id = foreign_id
        self._requests = requests
        self._run = run
        name = foreign_id if _PLAIN.fullmatch(foreign_id) and foreign_id.strip(".") else None
        name = name or sha256(foreign_id.encode()).hexdigest()[:16]
        self.folder: Path = ledger.workspace.folder / FOLDER / ledger.source / name

    def get(self, part: str, ask: Callable[[], Any]) -> Any:
        """The value had for this part, else what `ask` gives, kept before it is returned."""
        return self._had(self._id, part, ask)

    def of_source(self, part: str, ask: Callable[[], Any]) -> Any:
        """The same for a part that belongs to the whole source."""
        return self._had(OF_SOURCE, part, ask)

    def put_of_source(self, parts: Mapping[str, Any]) -> None:
        """Keep values for parts of the whole source, whatever was kept for them."""
        with self._ledger.workspace.writing():
            for part, value in parts.items():
                self._keep(OF_SOURCE, part, value)

    def _had(self, foreign_id: str, part: str, ask: Callable[[], Any]) -> Any:
        rows = self._ledger.workspace.rows(
            "SELECT facts FROM source_answers WHERE source = ? AND foreign_id = ? AND part = ?",
            [self._of(foreign_id), foreign_id, part],
        )
        if rows:
            return json.loads(rows[0]["facts"])
        value = ask()
        with self._ledger.workspace.writing():
            self._keep(foreign_id, part, value)
        return value

    def _keep(self, foreign_id: str, part: str, value: Any) -> None:
        where = {"source": self._of(foreign_id), "foreign_id": foreign_id, "part": part}
        table = self._ledger.workspace.db.table("source_answers")
        table.insert({**where, "facts": to_json(value)}, replace=True)
        self._ledger.add_requests(self._run, self._requests())

    def _of(self, foreign_id: str) -> str:
        """The source whose answers these are: what belongs to all of it is kept under its plain name."""
        source = self._ledger.source
        return source.partition("/")[0] if foreign_id == OF_SOURCE else source


def _stored(row: dict[str, Any]) -> StoredHead:
    head = Head(
        id=row["foreign_id"],
        number=row["number"],
        title=row["title"],
        signed=date.fromisoformat(row["signed"]) if row["signed"] else None,
        agency=row["agency"],
        facts=json.loads(row["facts"]),
    )
    return StoredHead(
        head,
        row["state"],
        today(datetime.fromisoformat(row["first_seen"])),
        row["first_seen"],
        row["checked"],
        json.loads(row["detail"]) if row["detail"] else None,
    )
