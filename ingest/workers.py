"""Parallel work in processes that can be killed: one bad document costs only its own budget.

Threads cannot be stopped while native code runs, so each call runs in a process with limits on address space,
processor time and wall time (Pebble's pool). A call that breaks a limit becomes a `DocumentError`; the others
go on.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from ingest.errors import Category, DocumentError
from ingest.limits import Limits

Argument = TypeVar("Argument")
Result = TypeVar("Result")

# Calls handed out ahead of the one that is waited for, per worker: enough to keep all busy behind a slow one.
_AHEAD = 8
_NO_LIMITS = Limits()


def run(
    function: Callable[[Argument], Result],
    arguments: Iterable[Argument],
    *,
    workers: int,
    limits: Limits = _NO_LIMITS,
) -> Iterator[tuple[int, Result | DocumentError]]:
    """Call a picklable function for each argument; yields (index, result) in the order of the arguments.

    In place of a result stands a `DocumentError`: the one the call raised, or TIMEOUT (wall or processor
    time), MEMORY or CRASHED with the argument's text as the file. Any other error that the call raises is
    raised here, for it is a bug. Closing the iterator, or an interrupt, stops all workers at once.
    """
    from pebble import ProcessPool

    pool = ProcessPool(
        max_workers=workers,
        max_tasks=limits.recycle,
        context=multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver"),
    )
    rest = enumerate(arguments)
    waiting: deque[tuple[int, str, Any]] = deque()
    try:
        while True:
            while len(waiting) < workers * _AHEAD and (following := next(rest, None)) is not None:
                index, argument = following
                longest = limits.wall_seconds + limits.recognition_seconds
                future = pool.schedule(_call, (function, argument, limits), timeout=longest)
                waiting.append((index, str(argument), future))
            if not waiting:
                return
            index, name, future = waiting.popleft()
            yield index, _outcome(future, name, limits)
    finally:
        pool.stop()  # type: ignore[no-untyped-call]  # Pebble leaves it without annotations
        pool.join()


def _outcome(future: Any, name: str, limits: Limits) -> Any:
    """The result of a call, or the error for the limit it broke."""
    from pebble import ProcessExpired

    try:
        return future.result()
    except DocumentError as error:
        return error
    except TimeoutError:
        return DocumentError(Category.TIMEOUT, name, seconds=f"{limits.wall_seconds:g}")
    except MemoryError:
        return DocumentError(Category.MEMORY, name)
    except ProcessExpired as error:
        times = {"SIGXCPU": limits.cpu_seconds, "SIGALRM": limits.wall_seconds}
        for ended_by, seconds in times.items():
            if error.exitcode == -getattr(signal, ended_by, 0):
                return DocumentError(Category.TIMEOUT, name, seconds=f"{seconds:g}")
        return DocumentError(Category.CRASHED, name)


def _call(function: Callable[[Argument], Result], argument: Argument, limits: Limits) -> Result:
    """Runs in the worker: the limits, then the call."""
    _confine(limits)
    try:
        return function(argument)
    finally:
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_REAL, 0)


def allow(seconds: float) -> None:
    """Give the running call that much more time, as recognising pictures needs; nothing outside workers."""
    if sys.platform == "win32" or not signal.getitimer(signal.ITIMER_REAL)[0]:
        return
    import resource

    signal.setitimer(signal.ITIMER_REAL, signal.getitimer(signal.ITIMER_REAL)[0] + seconds)
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (soft + int(seconds) + 1, hard))


def _confine(limits: Limits) -> None:
    """Limit this process's time from now on, and its address space; only POSIX can.

    The timer ends the process whatever it does, for nothing handles its signal.
    """
    if sys.platform == "win32":
        return
    import resource

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, hard))
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used.ru_utime + used.ru_stime) + limits.cpu_seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
