"""The sources of a workspace: its own file sources.toml over the program's, and new ones written into it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from catalogue.audit import EventKind, record
from catalogue.workspace import Workspace
from ingest.errors import UsageError
from ingest.sources.settings import Settings, load_settings

FILE = "sources.toml"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def settings_of(workspace: Workspace) -> Settings:
    """The sources of a workspace; UsageError names what is wrong in its file."""
    return load_settings(workspace.folder / FILE)


def add_source(
    workspace: Workspace,
    name: str,
    *,
    folder: Path | None = None,
    mailbox: Path | None = None,
    addresses: Sequence[str] = (),
    dry_run: bool = False,
) -> Path:
    """Write a new source into the workspace's file; UsageError where the name is taken or cannot be one."""
    own = workspace.folder / FILE
    if not _NAME.fullmatch(name):
        raise UsageError("sources.wrong_name", name=name)
    if name in settings_of(workspace).sources:
        raise UsageError("sources.exists", name=name)
    if addresses:
        hosts = sorted({urlsplit(one).hostname or "" for one in addresses})
        facts: dict[str, object] = {"kind": "links", "addresses": list(addresses), "hosts": hosts}
    elif folder or mailbox:
        place = (folder or mailbox or Path()).absolute()
        facts = {"kind": "folder" if folder else "mailbox", "path": place.as_posix()}
    else:
        raise UsageError("sources.nothing", name=name)
    lines = [f"[source.{name}]", *(f"{key} = {_toml(value)}" for key, value in facts.items())]
    if not dry_run:
        before = own.read_text("utf-8").rstrip() + "\n\n" if own.exists() else ""
        with workspace.writing() as db:
            own.write_text(before + "\n".join(lines) + "\n", "utf-8")
            record(db, EventKind.SETTING, f"source {name}", facts)
    return own


def check_address(address: str) -> None:
    """UsageError for an address that no pull would ask."""
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise UsageError("sources.wrong_address", address=address) from error
    if parts.scheme != "https" or not parts.hostname:
        raise UsageError("sources.wrong_address", address=address)


@contextmanager
def alone(workspace: Workspace) -> Iterator[None]:
    """Hold the workspace's pull for this process; UsageError where another one is at it.

    The lock is the operating system's (also on Windows) and ends with the process, however it ends.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(workspace.folder / "fetch.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise UsageError("sources.running") from error
    try:
        yield
    finally:
        lock.release()


def _toml(value: object) -> str:
    """A text or a list of texts in TOML: its basic strings are those of JSON, but for the solidus."""
    return json.dumps(value, ensure_ascii=False)
