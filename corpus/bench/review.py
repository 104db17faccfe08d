"""How fast the review page answers with 10,000 open proposals, also to 20 reviewers at once.

    python -m corpus.bench review [--decisions 50] [--rows 200] [--reviewers 20] [--keep DIR]

Serves the page as `congbo review` does, in a process of its own, and asks it over HTTP. First one person
looks around, each queue and item page at a place of its own; then the same while judging, so that the store
has changed before each page; then all reviewers look and judge at once. The times hold the whole answer as it
comes in, without pictures of pages. A verdict is lost where it was taken and is not in the store afterwards.
"""

from __future__ import annotations

import random
import re
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click
import httpx

from catalogue.users import Role, add_user
from catalogue.workspace import DATABASE, Workspace
from corpus.bench.review_workspace import AS_OF, fill
from ingest.errors import UsageError
from ingest.messages import say

_REPOSITORY = Path(__file__).parents[2]
_START_S = 30
_VERDICTS = ("accept", "reject", "unsure")
_CONGBO = "import congbo; congbo.main()"
_SEEN = re.compile(r'name="seen" value="(\d+)"')
_ITEM = re.compile(r'href="/items/([^"?]+)')


@dataclass(slots=True)
class Times:
    """Milliseconds of the answers of each kind, what went wrong, and where a verdict was taken."""

    took: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    conflicts: int = 0

    def add(self, other: Times) -> None:
        """Take in what another person measured."""
        for kind, times in other.took.items():
            self.took.setdefault(kind, []).extend(times)
        self.errors += other.errors
        self.taken += other.taken
        self.conflicts += other.conflicts

    def lines(self) -> Iterator[str]:
        """A line for each kind of answer."""
        for kind, times in self.took.items():
            half, most = percentile(times, 50), percentile(times, 95)
            yield f"{kind:<24}{len(times):>8}{half:>9.1f}{most:>9.1f}{max(times):>9.1f}"


def percentile(times: list[float], share: int) -> float:
    """The value that so many of a hundred do not exceed."""
    return statistics.quantiles(times, n=100, method="inclusive")[share - 1] if len(times) > 1 else times[0]


class Reviewer:
    """One person at the page, whose answers are timed; whatever is no fit answer is an error."""

    def __init__(self, address: str, name: str, password: str) -> None:
        self.times = Times()
        self._client = httpx.Client(base_url=address, timeout=60)
        self._client.post("/login", data={"name": name, "password": password, "back": "/account"})

    def open(self, kind: str, address: str) -> str:
        """Open a page; its text."""
        return self._timed(kind, "GET", address, (200,)).text

    def judge(self, kind: str, item: str, verdict: str, seen: int = 0) -> None:
        """Pass a verdict on an item as it was seen; somebody else may have been first."""
        form = {"verdict": verdict, "seen": str(seen)}
        answer = self._timed(kind, "POST", f"/items/{item}/verdict", (303, 409), form)
        if answer.status_code == 303:
            self.times.taken.append(item)
        self.times.conflicts += answer.status_code == 409

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def _timed(
        self, kind: str, method: str, address: str, fit: tuple[int, ...], form: dict[str, str] | None = None
    ) -> httpx.Response:
        started = time.perf_counter()
        try:
            answer = self._client.request(method, address, data=form)
        except httpx.HTTPError as error:
            self.times.errors.append(f"{method} {address}: {error!r}")
            return httpx.Response(0, text="")
        self.times.took.setdefault(kind, []).append(1000 * (time.perf_counter() - started))
        if answer.status_code not in fit:
            self.times.errors.append(f"{method} {address}: {answer.status_code}")
        return answer


def look_around(person: Reviewer, items: Sequence[str], pages: int, times: int) -> None:
    """Open pages of the queue, searches and items at so many places."""
    for number in range(times):
        person.open("queue", f"/queue?page={number % pages + 1}")
        person.open("queue, searched", f"/queue?text=cap+lai&page={number % 3 + 1}")
        person.open("item", f"/items/{items[number * len(items) // times]}")


def judge_and_look(person: Reviewer, items: Sequence[str], times: int) -> None:
    """Judge so many items, each time opening the queue and the next item behind it."""
    for number in range(times):
        person.judge("verdict", items[number], _VERDICTS[number % 3])
        person.open("queue after verdict", "/queue")
        person.open("item after verdict", f"/items/{items[number + 1]}?done={items[number]}")


def all_at_once(people: Sequence[Reviewer], verdicts: int) -> None:
    """Everybody opens the queue, an item of it and judges it, so many times; some want the same one."""
    start = threading.Barrier(len(people))

    def work(number: int) -> None:
        person, chance = people[number], random.Random(number)  # noqa: S311 - a sample, not a secret
        start.wait()
        for _ in range(verdicts):
            waiting = _ITEM.findall(person.open("queue at once", f"/queue?page={chance.randrange(1, 4)}"))
            item = chance.choice(waiting)
            shown = _SEEN.search(person.open("item at once", f"/items/{item}"))
            verdict = chance.choice(_VERDICTS)
            person.judge("verdict at once", item, verdict, int(shown[1]) if shown else 0)

    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(work, range(len(people))))


def measured(folder: Path, reviewers: int, verdicts: int, times: int) -> Times:
    """Serve the workspace and have it looked at and judged. The workspace gets accounts and judgements."""
    password = secrets.token_urlsafe()
    names = [f"reviewer-{number}-{secrets.token_hex(2)}" for number in range(reviewers)]
    with Workspace.open(folder) as workspace:
        for name in names:
            add_user(workspace, name, Role.REVIEWER, password)
        rows = workspace.rows("SELECT id FROM proposals WHERE state = 'pending' ORDER BY id")
        before = len(workspace.rows("SELECT id FROM judgements"))
    items = [row["id"] for row in rows]
    told = Times()
    with served(folder) as address:
        people = [Reviewer(address, name, password) for name in names]
        look_around(people[0], items, max(1, len(items) // 50), times)
        judge_and_look(people[0], items[-times - 1 :], times)
        all_at_once(people, verdicts)
        for person in people:
            told.add(person.times)
            person.close()
    told.errors += lost(folder, told.taken, before)
    return told


def lost(folder: Path, taken: Sequence[str], before: int) -> list[str]:
    """The verdicts that were taken but are not in the store, or are there without having been taken."""
    with Workspace.open(folder) as workspace:
        rows = workspace.rows("SELECT proposal FROM judgements WHERE id > ?", [before])
    kept = Counter(row["proposal"] for row in rows)
    wanted = Counter(taken)
    return [f"lost: {one}" for one in (wanted - kept)] + [f"not sent: {one}" for one in (kept - wanted)]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The review page as the command serves it; its address. What verdicts lead to is not waited for."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    command = [sys.executable, "-c", _CONGBO, "--workspace", str(folder.resolve()), "review", "--port", port]
    command += ["--as-of", AS_OF.isoformat()]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, cwd=_REPOSITORY, stdout=subprocess.DEVNULL) as server:  # noqa: S603 - ours
        try:
            _wait(server, address)
            yield address
        finally:
            server.kill()


def _wait(server: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + _START_S
    while server.poll() is None and time.monotonic() < until:
        try:
            httpx.get(f"{address}/login")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise UsageError("bench.not_served")


@click.command(name="review", help=__doc__)
@click.option("--decisions", default=50, type=click.IntRange(1, 60))
@click.option("--rows", default=200, type=click.IntRange(10))
@click.option("--reviewers", default=20, type=click.IntRange(1))
@click.option("--verdicts", default=10, type=click.IntRange(1))
@click.option("--times", default=200, type=click.IntRange(1))
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path))
def main(*, decisions: int, rows: int, reviewers: int, verdicts: int, times: int, keep: Path | None) -> None:
    """Run the command."""
    with tempfile.TemporaryDirectory(prefix="congbo-bench-") as made:
        folder = keep or Path(made) / "workspace"
        if not (folder / DATABASE).is_file():
            fill(folder, decisions, rows).close()
        with Workspace.open(folder) as workspace:
            counted = workspace.rows(
                "SELECT count(*) AS proposals, count(DISTINCT document) AS decisions FROM proposals"
            )[0]
        click.echo(say("bench.review_about", **counted))
        told = measured(folder, reviewers, verdicts, times)
    click.echo(f"{'ms':<24}{'answers':>8}{'p50':>9}{'p95':>9}{'most':>9}")
    for line in told.lines():
        click.echo(line)
    sums = {"reviewers": reviewers, "verdicts": len(told.taken), "conflicts": told.conflicts}
    click.echo(say("bench.review_sum", **sums, errors=len(told.errors)))
    for error in told.errors[:20]:
        click.echo(error, err=True)
    raise SystemExit(bool(told.errors))
