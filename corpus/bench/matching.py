"""Match 1,000 damaged names beside plain scorers over the full matrix, in one run.

    python -m corpus.bench matching [NATIONAL] [--queries 1000] [--wratio 1000]

Each name is asked for by itself, as in a run over decisions; the others get the names made comparable and
folded, as ours does. Building an index is told apart. WRatio is the slowest by far; `--wratio` gives it
only the first so many. Without a list the made-up procedures serve, which says little on speed.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np

from catalogue.matching.features import query_of
from catalogue.matching.index import CatalogueIndex
from catalogue.matching.names import Name, name_of
from catalogue.matching.trigrams import Trigrams
from catalogue.procedure import Procedure
from corpus.evaluation_matching import entries_of
from corpus.matching.cases import sample_catalogue
from corpus.matching.noise import NEARLY, SAME
from ingest.messages import say

_SEED = 2025


@dataclass(frozen=True, slots=True)
class Query:
    """A damaged name and the letters of the name that it was made from."""

    printed: str
    name: Name
    meant: str


@dataclass(frozen=True, slots=True)
class Measured:
    """One way: share of right first candidates, milliseconds a query, seconds to build, queries asked."""

    way: str
    accuracy: float
    ms: float
    build: float
    asked: int


def queries(entries: Sequence[Procedure], count: int) -> list[Query]:
    """Damaged names, all kinds of damage by turns; what became another entry's very name is left out."""
    chance = random.Random(_SEED)  # noqa: S311 - a sample, not a secret
    keys = {name_of(one.name).key for one in entries}
    kinds = [*SAME.values(), *NEARLY.values()]
    out: list[Query] = []
    while len(out) < count:
        one = chance.choice(entries)
        printed = kinds[len(out) % len(kinds)](one.name, chance)
        meant = name_of(one.name).key
        if printed is None or (name_of(printed).key in keys and name_of(printed).key != meant):
            continue
        out.append(Query(printed, name_of(printed), meant))
    return out


def measured(entries: Sequence[Procedure], asked: Sequence[Query], wratio: int) -> Iterator[Measured]:
    """Ours and the others, one after the other."""
    from rapidfuzz import fuzz

    started = time.perf_counter()
    index = CatalogueIndex(entries)
    built = time.perf_counter() - started
    keys = {entry.procedure.id: entry.name.key for entry in index.entries}
    texts = [entry.name.text for entry in index.entries]
    by_place = [entry.name.key for entry in index.entries]

    def ours(query: Query) -> str:
        found = index.candidates(query_of(query.printed))
        return keys[found[0].procedure] if found else ""

    yield _timed("congbo", ours, asked, built)
    yield _timed("ratio", lambda query: by_place[_best(query.name.text, texts, fuzz.ratio)], asked)
    started = time.perf_counter()
    trigrams = Trigrams(texts)
    built = time.perf_counter() - started
    yield _timed(
        "TF-IDF 3-grams",
        lambda query: by_place[int(np.argmax(trigrams.shares(query.name.text).both))],
        asked,
        built,
    )
    yield _timed("WRatio", lambda query: by_place[_best(query.name.text, texts, fuzz.WRatio)], asked[:wratio])


def _best(text: str, texts: Sequence[str], scorer: Callable[..., float]) -> int:
    from rapidfuzz import process

    return int(np.argmax(process.cdist([text], texts, scorer=scorer, workers=1)[0]))


def _timed(way: str, first: Callable[[Query], str], asked: Sequence[Query], build: float = 0.0) -> Measured:
    started = time.perf_counter()
    right = sum(first(query) == query.meant for query in asked)
    took = time.perf_counter() - started
    return Measured(way, right / len(asked), 1000 * took / len(asked), build, len(asked))


@click.command(name="matching", help=__doc__)
@click.argument("national", required=False, type=click.Path(path_type=Path))
@click.option("--queries", "count", default=1000, type=click.IntRange(1))
@click.option("--wratio", type=click.IntRange(1))
def main(national: Path | None, count: int, wratio: int | None) -> None:
    """Run the command."""
    entries = entries_of(national) if national else sample_catalogue()
    asked = queries(entries, count)
    click.echo(say("matching.bench_about", queries=count, entries=len(entries)))
    click.echo(f"{'':<16}{'accuracy':>9}{'ms/query':>10}{'build s':>9}{'asked':>7}")
    for one in measured(entries, asked, min(wratio or count, count)):
        click.echo(f"{one.way:<16}{one.accuracy:>9.4f}{one.ms:>10.2f}{one.build:>9.2f}{one.asked:>7}")
