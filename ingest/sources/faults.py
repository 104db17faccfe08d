"""What can go wrong at a source, with a closed list of faults; a fault costs its source, never the others."""

from __future__ import annotations

from enum import StrEnum

from ingest.errors import CongboError, UsageError
from ingest.messages import say


class Fault(StrEnum):
    """Why a source gave no answer; the message catalogue has a sentence for each (`fetch_error.<value>`)."""

    CONNECTION = "connection"
    TIMEOUT = "timeout"
    TLS = "tls"
    STATUS = "status"
    BUSY = "busy"
    TRUNCATED = "truncated"
    TOO_LARGE = "too_large"
    ENCODING = "encoding"
    REDIRECT = "redirect"
    INSECURE = "insecure"
    FORBIDDEN_ADDRESS = "forbidden_address"
    PROXY = "proxy"
    ROBOTS = "robots"
    CHALLENGE = "challenge"
    MOVED = "moved"
    NOT_JSON = "not_json"
    WRONG_TYPE = "wrong_type"
    NOT_FOUND = "not_found"
    SCHEMA = "schema"
    EMPTY = "empty"
    EMPTIED = "emptied"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    PAGE_REPEATED = "page_repeated"
    INCOMPLETE = "incomplete"
    NO_FOLDER = "no_folder"
    UNREADABLE = "unreadable"
    SETTINGS = "settings"
    UNFORESEEN = "unforeseen"


PASSING = frozenset({Fault.CONNECTION, Fault.TIMEOUT, Fault.BUSY, Fault.TRUNCATED, Fault.NOT_JSON})
"""Faults that may be gone a moment later: worth another try."""

OF_ONE_ENTRY = frozenset(
    {
        Fault.TOO_LARGE,
        Fault.WRONG_TYPE,
        Fault.NOT_FOUND,
        Fault.STATUS,
        Fault.SCHEMA,
        Fault.ROBOTS,
        Fault.REDIRECT,
        Fault.INSECURE,
        Fault.UNREADABLE,
    }
)
"""Faults that may lie in one decision or file: the run goes on with the next, unless many follow in a row."""

BEHIND_A_HEAD = OF_ONE_ENTRY | PASSING | {Fault.UNFORESEEN}
"""The same where one entry was asked for again and again: a fault that does not pass may well be its own."""


class FetchError(CongboError):
    """A source did not give what was asked: `fault`, the address or place, further facts of the sentence.

    `wait` is for how many seconds the server asks to be left alone, where it says so (Retry-After).
    """

    def __init__(self, fault: Fault, where: str, *, wait: float | None = None, **facts: object) -> None:
        super().__init__(fault, where, facts)
        self.fault = fault
        self.where = where
        self.wait = wait
        self.facts = facts

    @classmethod
    def of(cls, error: Exception, where: str) -> FetchError:
        """Any error as a fault: one source or entry must not keep the others from being had."""
        if isinstance(error, FetchError):
            return error
        if isinstance(error, OSError):
            place = str(error.filename or where)
            return cls(Fault.UNREADABLE, place, detail=error.strerror or type(error).__name__)
        if isinstance(error, UsageError):
            return cls(Fault.SETTINGS, where, detail=error)
        return cls(Fault.UNFORESEEN, where, detail=f"{type(error).__name__}: {error}")

    def sentence(self) -> str:
        """`where: what is wrong; what to do`."""
        return f"{self.where}: {say(f'fetch_error.{self.fault}', **self.facts)}"
