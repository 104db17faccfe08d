"""The workspace: one folder with the database `congbo.db` and the kept originals, no server.

Every write goes through `Workspace.writing()`: a deferred transaction cannot wait for the lock when it
turns to writing, `BEGIN IMMEDIATE` can. One `Workspace` belongs to one thread; open another for another.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlite_utils import Database

from catalogue.audit import EventKind, record
from catalogue.provinces import Province, province_named
from catalogue.schema import migrations
from ingest.errors import UsageError

DATABASE = "congbo.db"
ORIGINALS = "originals"
BUSY_TIMEOUT_S = 10
_OF_THE_MACHINE = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
}
"""https://www.sqlite.org/rescode.html"""

W = TypeVar("W", bound="Workspace")


class Workspace:
    """An open workspace; `folder` is where it lies. Use as a context manager or call `close`."""

    def __init__(self, folder: Path, db: Database) -> None:
        self.folder = folder
        self.db = db

    @classmethod
    def create(cls, folder: str | Path, province: str | None = None) -> Self:
        """Make a workspace in `folder` for `province` (a name of data file provinces.csv, or None: any).

        UsageError where one is there already, the province is unknown or the folder cannot be written.
        """
        folder = Path(folder)
        chosen = province_named(province) if province else None
        try:
            (folder / ORIGINALS).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError("workspace.not_writable", folder=folder, detail=error) from error
        with _opening(cls, folder) as workspace, workspace.writing() as db:
            if db.table("settings").exists() and workspace.settings():
                raise UsageError("workspace.exists", folder=folder)
            _migrate(db, folder)
            home = {
                "province": chosen.name if chosen else "",
                "province_code": chosen.code if chosen else "",
            }
            db.table("settings").insert_all({"key": key, "value": value} for key, value in home.items())
            record(db, EventKind.SETTING, None, home)
        return workspace

    @classmethod
    def open(cls, folder: str | Path) -> Self:
        """Open the workspace in `folder`, bringing an older schema up to date.

        UsageError where there is none (says `congbo init`), where the database is damaged, or where a
        newer program has written it.
        """
        folder = Path(folder)
        if not (folder / DATABASE).is_file():
            raise UsageError("workspace.none", folder=folder)
        with _opening(cls, folder) as workspace:
            if not migrations.applied(workspace.db):
                raise UsageError("workspace.none", folder=folder)
            if _own_migrations() != _applied_migrations(workspace.db):
                with workspace.writing() as db:
                    _migrate(db, folder)
        return workspace

    def close(self) -> None:
        """Close the database connection."""
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def originals(self) -> Path:
        """The folder of kept originals."""
        return self.folder / ORIGINALS

    @property
    def province(self) -> Province | None:
        """The province this workspace is kept for; None where it was made without one."""
        name = self.settings().get("province")
        return province_named(name) if name else None

    def settings(self) -> dict[str, str]:
        """All settings by key."""
        return {str(row["key"]): str(row["value"]) for row in self.db.table("settings").rows}

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """One transaction that holds the write lock from its first statement; all of it or nothing.

        UsageError where another holds the lock for longer than `BUSY_TIMEOUT_S`, or the disk takes no more.
        """
        connection = self.db.conn
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield self.db
            connection.execute("COMMIT")
        except BaseException as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if refusal := _refusal(error, self.folder):
                raise refusal from error
            raise

    def rows(self, sql: str, facts: Sequence[Any] | Mapping[str, Any] = ()) -> list[dict[str, Any]]:
        """The rows of a query, as dictionaries."""
        parameters = dict(facts) if isinstance(facts, Mapping) else list(facts)
        return list(self.db.query(sql, parameters))

    def settle(
        self,
        table: str,
        wanted: Iterable[Mapping[str, Any]],
        among: Mapping[str, Any] | None = None,
        keep: Sequence[str] = (),
    ) -> int:
        """Make the rows of `table` that agree with `among` the `wanted` ones; return how many changed.

        Rows that are right already are not touched. Columns named in `keep` belong to people: they are
        written with a new row and left alone afterwards. To be called inside `writing()`.
        """
        keys = self.db.table(table).pks
        where = " AND ".join(f'"{column}" = ?' for column in among or {})
        found = {
            tuple(row[key] for key in keys): row
            for row in self.db.table(table).rows_where(where or None, list((among or {}).values()))
        }
        changed = 0
        for row in wanted:
            key = tuple(row[column] for column in keys)
            standing = found.pop(key, None)
            if standing is None:
                self.db.table(table).insert(dict(row))
            else:
                fresh = {
                    name: value for name, value in row.items() if name not in keep and standing[name] != value
                }
                if not fresh:
                    continue
                self.db.table(table).update(key, fresh)
            changed += 1
        for key in found:
            self.db.table(table).delete(key)
        return changed + len(found)


def to_json(value: object) -> str:
    """JSON text in one spelling: sorted keys, no blanks, Vietnamese letters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _connect(path: Path) -> Database:
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_S * 1000}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return Database(connection)


def _refusal(error: BaseException, folder: Path) -> UsageError | None:
    """What lies with the machine as a sentence; None for a fault of the program."""
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if primary == sqlite3.SQLITE_BUSY:
        return UsageError("workspace.busy", folder=folder, seconds=BUSY_TIMEOUT_S)
    if primary in _OF_THE_MACHINE:
        return UsageError("workspace.not_writable", folder=folder, detail=error)
    return None


def _applied_migrations(db: Database) -> set[str]:
    return {migration.name for migration in migrations.applied(db)}


@cache
def _own_migrations() -> frozenset[str]:
    empty = Database(memory=True)
    try:
        return frozenset(migration.name for migration in migrations.pending(empty))
    finally:
        empty.close()


def _migrate(db: Database, folder: Path) -> None:
    """Apply what is pending; a migration applied but unknown here was made by a newer program."""
    if _applied_migrations(db) - _own_migrations():
        raise UsageError("workspace.newer", folder=folder)
    migrations.apply(db)


@contextmanager
def _opening(cls: type[W], folder: Path) -> Iterator[W]:
    """An opened workspace, closed again if its opening fails; SQLite's errors are told as sentences."""
    workspace = None
    try:
        workspace = cls(folder, _connect(folder / DATABASE))
        yield workspace
    except BaseException as error:
        if workspace:
            workspace.close()
        if refusal := _refusal(error, folder):
            raise refusal from error
        if isinstance(error, sqlite3.OperationalError):
            raise UsageError("workspace.not_writable", folder=folder, detail=error) from error
        if isinstance(error, sqlite3.DatabaseError):
            raise UsageError("workspace.damaged", folder=folder, detail=error) from error
        raise
