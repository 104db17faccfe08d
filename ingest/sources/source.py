"""What all sources have in common: heads come in batches, and each head can be looked into.

A source asks `Memory` before it asks the network, so that a run that was broken off never asks again for
what it had. Sources know nothing of the catalogue; the catalogue's side keeps what they give.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from ingest.sources.faults import FetchError
from ingest.sources.portal_procedure import Form, PortalProcedure
from ingest.sources.strict import Drift

_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Head:
    """One entry of a source's list: `id` is the source's own, `signed` the decision's day.

    `facts` are the entry's own fields as text; their hash tells whether the entry was edited. `mail` and the
    files of a folder have no number: their content says what they are.
    """

    id: str
    number: str | None = None
    title: str | None = None
    signed: date | None = None
    agency: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        """The SHA-256 of everything that the list says of it."""
        return content_hash(
            [self.number, self.title, self.signed and self.signed.isoformat(), self.agency, self.facts]
        )


@dataclass(frozen=True, slots=True)
class Batch:
    """Heads in the source's order; `cursor` leads to the next batch, None after the last.

    `total` is how many the source says there are in all. `failures` are places of the list that gave nothing,
    `left` hosts that it leads to and that are not asked, `left_files` names of files that are no documents.
    """

    heads: tuple[Head, ...]
    cursor: str | None = None
    total: int | None = None
    failures: tuple[FetchError, ...] = ()
    left: tuple[str, ...] = ()
    left_files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A file of a decision, kept at `path`; `posted` is the day on which the source got it."""

    name: str
    path: str
    sha256: str
    posted: date | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A procedure in a list that somebody typed into the portal: the portal's id, name and agency.

    The list holds no code; `code` is that of the portal's own record of the procedure, where it has one.
    """

    id: str
    name: str
    agency: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """What lies behind a head.

    `posted` is the day on which the portal published it, `received` the day on which it came in, where the
    source proves one; `proof` says in a few words what proves it. `lists`: typed procedures by "new",
    "amended", "repealed". `left` names what was there and is no document; `missing` is why a part of it could
    not be had, which is no part of what was told.
    """

    files: tuple[File, ...] = ()
    fields: tuple[str, ...] = ()
    lists: Mapping[str, tuple[Listed, ...]] = field(default_factory=dict)
    posted: date | None = None
    received: date | None = None
    proof: str | None = None
    number: str | None = None
    agency: str | None = None
    signed: date | None = None
    left: tuple[str, ...] = ()
    missing: tuple[FetchError, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "files": [
                {
                    "name": one.name,
                    "path": one.path,
                    "sha256": one.sha256,
                    "posted": one.posted and one.posted.isoformat(),
                }
                for one in self.files
            ],
            "fields": list(self.fields),
            "lists": {
                kind: [
                    {"id": one.id, "name": one.name, "agency": one.agency, "code": one.code} for one in listed
                ]
                for kind, listed in self.lists.items()
            },
            "posted": self.posted and self.posted.isoformat(),
            "received": self.received and self.received.isoformat(),
            "proof": self.proof,
            "number": self.number,
            "agency": self.agency,
            "signed": self.signed and self.signed.isoformat(),
            "left": list(self.left),
        }


class Memory(Protocol):
    """What was had of one head, and the folder for its files."""

    folder: Path

    def get(self, part: str, ask: Callable[[], Any]) -> Any:
        """The JSON value had for this part, else what `ask` gives, kept before it is returned."""

    def of_source(self, part: str, ask: Callable[[], Any]) -> Any:
        """The same for a part that belongs to the whole source, whichever head it is asked for."""

    def put_of_source(self, parts: Mapping[str, Any]) -> None:
        """Keep values for parts of the whole source, whatever was kept for them."""


class Source(Protocol):
    """A source of decisions, ready to be asked."""

    name: str
    drift: Drift

    def batches(self, cursor: str | None) -> Iterator[Batch]:
        """The list from a cursor on, from its beginning where it is None; FetchError."""

    def detail(self, head: Head, memory: Memory) -> Detail:
        """What lies behind a head; FetchError."""


Group = Callable[[str], str | None]
"""Tells for an agency's name which catalogue its procedures belong to: "national", "province" or none."""


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list of procedures as a source gave it, in a file that can be imported; None where there are none.

    `agency` is empty for a list of all agencies of the group. `entries`: how many the source says there are.
    `instead` is why the portal's own export is not there and the file holds what else the portal tells; it
    then says less.
    """

    agency: str
    group: str
    path: str | None
    entries: int
    instead: FetchError | None = None


@runtime_checkable
class Lister(Protocol):
    """A source that also gives whole lists of procedures."""

    def lists(self, group: Group, memory: Memory) -> Iterator[ListFile]:
        """The lists of the agencies that belong to a group; FetchError."""

    def procedure(self, wanted: str) -> PortalProcedure | None:
        """One procedure by its code or the source's id, with all its parts; None where there is none."""

    def files(self, procedure: PortalProcedure, folder: Path) -> Iterator[Path]:
        """The source's own file of one procedure and its forms, loaded down into the folder; FetchError."""


def form_name(form: Form) -> str:
    """A form's name for this machine; its code stands before it, for forms of several papers are alike."""
    stem, dot, ending = form.name.rpartition(".")
    return f"{safe_stem(form.code)[-16:]}-{safe_stem(stem or ending)}" + (
        f".{safe_stem(ending)}" if dot else ""
    )


def safe_stem(text: str) -> str:
    """A text as a file's name on any machine, without an ending."""
    return _UNSAFE.sub("_", text).strip("._")[:80]


def content_hash(content: Any) -> str:
    """The SHA-256 of a JSON value in one spelling."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
