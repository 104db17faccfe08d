"""Killable parallel work: every limit broken on purpose, the healthy calls around it unharmed."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import replace

import pytest

from ingest.errors import Category, DocumentError
from ingest.limits import MEGABYTE, Limits
from ingest.workers import allow, run

QUICK = replace(Limits(), wall_seconds=1.0, memory_bytes=600 * MEGABYTE)


def act(what: str) -> str:
    """What a document may do to its reader."""
    match what:
        case "loop":
            while True:
                pass
        case "sleep":
            time.sleep(60)
        case "allow":
            allow(5)
            time.sleep(1.5)
        case "allocate":
            return str(len(bytearray(3_000 * MEGABYTE)))
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "refuse":
            raise DocumentError(Category.ENCRYPTED, "a.pdf")
        case "bug":
            raise KeyError(what)
    return what.upper()


def category(outcome: str | DocumentError) -> str:
    return outcome.category if isinstance(outcome, DocumentError) else outcome


def test_each_broken_limit_costs_only_its_own_document() -> None:
    arguments = ["a", "sleep", "b", "allocate", "c", "crash", "d", "refuse", "e"]
    outcomes = {index: category(outcome) for index, outcome in run(act, arguments, workers=2, limits=QUICK)}
    assert list(outcomes) == list(range(9))
    assert [outcomes[index] for index in (0, 2, 4, 6, 8)] == ["A", "B", "C", "D", "E"]
    assert outcomes[1] == Category.TIMEOUT
    assert outcomes[3] == Category.MEMORY
    assert outcomes[5] == Category.CRASHED
    assert outcomes[7] == Category.ENCRYPTED


def test_a_call_may_be_given_more_time() -> None:
    assert [category(outcome) for _, outcome in run(act, ["allow", "sleep"], workers=1, limits=QUICK)] == [
        "ALLOW",
        Category.TIMEOUT,
    ]
    allow(5)
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_a_loop_is_killed_at_its_processor_time() -> None:
    limits = replace(QUICK, wall_seconds=30.0, cpu_seconds=1)
    started = time.monotonic()
    ((_, outcome),) = run(act, ["loop"], workers=1, limits=limits)
    assert category(outcome) == Category.TIMEOUT
    assert time.monotonic() - started < 10


def test_errors_name_the_document_and_the_limit() -> None:
    ((_, outcome),) = run(act, ["sleep"], workers=1, limits=QUICK)
    assert isinstance(outcome, DocumentError)
    assert outcome.file == "sleep"
    assert "1 giây" in str(outcome)


def test_a_bug_is_raised() -> None:
    with pytest.raises(KeyError):
        list(run(act, ["bug"], workers=1, limits=QUICK))


def test_processor_time_counts_for_each_document_alone() -> None:
    limits = replace(QUICK, wall_seconds=20.0, cpu_seconds=2)
    outcomes = [category(outcome) for _, outcome in run(burn, [0.9] * 4, workers=1, limits=limits)]
    assert outcomes == ["burnt"] * 4


def burn(seconds: float) -> str:
    """Use processor time."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return "burnt"


def test_worker_processes_are_recycled() -> None:
    limits = replace(QUICK, recycle=2)
    processes = [outcome for _, outcome in run(process_id, range(6), workers=1, limits=limits)]
    assert len(set(map(str, processes))) == 3


def process_id(_: int) -> int:
    return os.getpid()


def test_closing_the_iterator_stops_the_workers() -> None:
    outcomes = run(act, ["a", *["sleep"] * 10], workers=1, limits=replace(QUICK, wall_seconds=60.0))
    started = time.monotonic()
    assert next(outcomes) == (0, "A")
    outcomes.close()  # type: ignore[attr-defined]  # the iterator is a generator
    assert time.monotonic() - started < 10


def test_nothing_to_do() -> None:
    assert list(run(act, [], workers=2)) == []
