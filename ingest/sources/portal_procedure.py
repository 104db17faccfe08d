"""A procedure as the national portal keeps it, whichever of its two generations tells of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Agency:
    """A body that publishes procedures: the portal's id, its name, its code ("G10", "000.00.00.H12")."""

    id: str
    name: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A procedure as the search shows it; `decision_id` (`QDCBID`) is the id of the decision behind it."""

    id: str
    code: str
    name: str
    publisher: str | None = None
    agencies: tuple[str, ...] = ()
    field: str | None = None
    decision_id: str | None = None


@dataclass(frozen=True, slots=True)
class Fee:
    """What is paid for: "Phí", "Lệ phí"; the amount as the portal writes it."""

    name: str
    amount: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to apply ("Trực tiếp", "Trực tuyến", "Dịch vụ bưu chính") with its time limit and fees."""

    name: str
    time_limit: str | None = None
    fees: tuple[Fee, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A form to be filled in: its file's name, and the code or id by which it is loaded down."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the file that is handed in: originals and copies as counts, the case it belongs to."""

    name: str
    originals: str | None = None
    copies: str | None = None
    forms: tuple[Form, ...] = ()
    case: str | None = None


@dataclass(frozen=True, slots=True)
class LegalGround:
    """A legal document that the procedure rests on."""

    number: str
    title: str
    issued: date | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class PortalProcedure:
    """One procedure. Texts are the portal's own; absent ones are None, absent lists empty.

    `decision` is the number of the decision that published it. `parent` is the portal's id of the procedure
    that this one is a copy of. `posted` is the day on which the portal published it.
    """

    id: str
    code: str
    name: str
    decision: str | None = None
    levels: tuple[str, ...] = ()
    kind: str | None = None
    fields: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    publisher: str | None = None
    agencies: tuple[str, ...] = ()
    authority: str | None = None
    address: str | None = None
    authorised: str | None = None
    coordinating: str | None = None
    results: tuple[str, ...] = ()
    keywords: str | None = None
    description: str | None = None
    state: str | None = None
    parent: str | None = None
    signed: date | None = None
    posted: date | None = None
    channels: tuple[Channel, ...] = ()
    steps: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()
    grounds: tuple[LegalGround, ...] = ()
    requirements: tuple[str, ...] = ()
    related: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form; days are ISO."""
        told: dict[str, Any] = _plain(asdict(self))
        return told


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
