"""Make the table of cases and its reference run anew.

    python -m corpus.matching

Look through the difference before it is committed: the tests hold every later run to the reference.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from catalogue.matching.names import name_of
from corpus.matching.cases import CASES, REFERENCE, Case, Grade, run, sample_catalogue
from corpus.matching.noise import ANOTHER, NEARLY, SAME
from ingest.messages import say

_SEED = 2025
_BY_GRADE = ((Grade.STRONG, SAME), (Grade.MEDIUM, NEARLY), (Grade.WEAK, ANOTHER))


def made() -> Iterator[Case]:
    """The cases; a change that gives a name of the catalogue or of the same letters is left out."""
    chance = random.Random(_SEED)  # noqa: S311 - cases, not secrets
    catalogue = sample_catalogue()
    keys = {name_of(one.name).key for one in catalogue}
    twins = {key for key in keys if sum(name_of(one.name).key == key for one in catalogue) > 1}
    number = 0
    for one in catalogue:
        own = name_of(one.name).key
        for grade, changes in _BY_GRADE:
            for kind, change in changes.items():
                name = change(one.name, chance)
                if name is None or own in twins or (grade is not Grade.STRONG and name_of(name).key in keys):
                    continue
                number += 1
                yield Case(f"{number:04d}", grade, kind, one.code, name)


def write(path: Path, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table as UTF-8 CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows(rows)


@click.command(help=__doc__)
def main() -> None:
    """Run the command."""
    cases = list(made())
    write(CASES, ("id", "grade", "kind", "code", "name"), (one.row for one in cases))
    write(REFERENCE, ("id", "band", "first", "place"), (one.row for one in run(cases)))
    click.echo(say("corpus.cases_written", count=len(cases)))


if __name__ == "__main__":
    main()
