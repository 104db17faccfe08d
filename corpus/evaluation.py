"""How well decisions were extracted: figures against gold annotations, and every disagreement.

Gold and predictions are decisions as JSON, in the shape of `Decision.to_json`. What a figure means:

items   precision, recall and F1 of list rows. A predicted row is right when its kind of change, its root code
        (where gold has one) and its folded name (similarity at least the threshold) agree with a gold row of
        the same decision; each gold row is used once.
fields  share of right rows whose level, field, code … agree, counted only where gold states the value.
head    share of decisions whose number, days, issuer and flags agree, where gold states the value.
links   F1 of (relation, number) over `based_on` and `affects`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from corpus.agreement import fold_number, row_similarity, same_field, same_head
from ingest.errors import DocumentError, UsageError
from ingest.messages import say

Json: TypeAlias = Mapping[str, Any]

NAME_THRESHOLD = 0.97
"""Similarity from which two names are the same procedure's."""

OCR_THRESHOLD = 0.90
"""The same for scanned documents, whose names come with misread letters."""

ROW_FIELDS = ("level", "field", "code", "agency", "time_limit", "fee", "basis")
HEAD_FIELDS = ("number", "signed", "effective", "issuer", "is_publication", "internal", "approves_workflow")
RELATIONS = ("based_on", "affects")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing read otherwise than gold has it: `kind` is a sentence of the message catalogue."""

    document: str
    kind: str
    facts: tuple[tuple[str, str], ...] = ()

    def sentence(self) -> str:
        """`document: what differs`."""
        return f"{self.document}: {say(f'evaluation.{self.kind}', **dict(self.facts))}"


@dataclass(slots=True)
class Tally:
    """Right ones among those predicted and those in gold."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def add(self, right: int, predicted: int, gold: int) -> None:
        """Count one more decision."""
        self.right += right
        self.predicted += predicted
        self.gold += gold

    def to_json(self) -> dict[str, float]:
        """Precision, recall and F1 with the counts; nothing predicted of nothing there is perfect."""
        precision = self.right / self.predicted if self.predicted else float(self.gold == 0)
        recall = self.right / self.gold if self.gold else 1.0
        total = precision + recall
        return {
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(2 * precision * recall / total if total else 0.0, 4),
            "right": self.right,
            "predicted": self.predicted,
            "gold": self.gold,
        }


@dataclass(slots=True)
class Share:
    """Right ones of a number of values."""

    right: int = 0
    total: int = 0

    def count(self, right: bool) -> None:
        """Count one more value."""
        self.right += right
        self.total += 1

    @property
    def value(self) -> float:
        """The share, with four decimals."""
        return round(self.right / self.total, 4)


@dataclass(slots=True)
class Figures:
    """The figures of an evaluation, and the disagreements behind them."""

    documents: int = 0
    documents_exact: int = 0
    items: Tally = field(default_factory=Tally)
    fields: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    head: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    links: Tally = field(default_factory=Tally)
    disagreements: list[Disagreement] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The figures as one JSON object."""
        return {
            "documents": self.documents,
            "documents_exact": self.documents_exact,
            "items": self.items.to_json(),
            "fields": {key: share.value for key, share in self.fields.items()},
            "head": {key: share.value for key, share in self.head.items()},
            "links": self.links.to_json(),
        }

    def table(self) -> str:
        """The figures as a few lines for people."""
        items, links = self.items.to_json(), self.links.to_json()
        return "\n".join(
            (
                say("evaluation.documents", count=self.documents, exact=self.documents_exact),
                f"items  P {items['precision']:.3f}  R {items['recall']:.3f}  F1 {items['f1']:.3f}"
                f"  ({self.items.right}/{self.items.predicted} : {self.items.gold})",
                "fields " + "  ".join(f"{key} {share.value:.3f}" for key, share in self.fields.items()),
                "head   " + "  ".join(f"{key} {share.value:.3f}" for key, share in self.head.items()),
                f"links  F1 {links['f1']:.3f}",
            )
        )


def evaluate(gold_dir: Path, predictions: Mapping[str, Json], threshold: float = NAME_THRESHOLD) -> Figures:
    """Score the predictions, by document stem, against every `<stem>.json` of the gold folder.

    A decision without a prediction counts as an empty one. UsageError where the folder holds no gold or a
    file of it is none.
    """
    paths = sorted(gold_dir.glob("*.json"))
    if not paths:
        raise UsageError("evaluation.no_gold", folder=gold_dir)
    figures = Figures()
    for path in paths:
        _score(figures, path.stem, _gold(path), predictions.get(path.stem, {}), threshold)
    return figures


def evaluate_folder(gold: Path, docs: Path, threshold: float = NAME_THRESHOLD) -> Figures:
    """Extract every document of `docs` that has gold and score the result.

    A document is `<stem>.<any suffix but json>`; one that cannot be read counts as an empty prediction and is
    named among the disagreements. UsageError where a folder is missing or a stem has two documents.
    """
    from extract.deciding import decide
    from ingest.reading import read

    predictions: dict[str, Json] = {}
    unread: list[Disagreement] = []
    for stem, path in sorted(_documents(docs).items()):
        if not (gold / f"{stem}.json").exists():
            continue
        try:
            predictions[stem] = decide(read(path)).to_json()
        except DocumentError as error:
            unread.append(Disagreement(stem, "unread", (("error", str(error)),)))
    figures = evaluate(gold, predictions, threshold)
    figures.disagreements[:0] = unread
    return figures


def _documents(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        raise UsageError("evaluation.no_folder", folder=folder)
    out: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.suffix != ".json":
            if path.stem in out:
                raise UsageError("evaluation.two_documents", one=out[path.stem].name, other=path.name)
            out[path.stem] = path
    return out


def _gold(path: Path) -> Json:
    try:
        gold = json.loads(path.read_text("utf-8"))
        rows = gold["items"]
        complete = all("change" in row and "name" in row for row in rows)
    except (ValueError, TypeError, KeyError) as error:
        raise UsageError("evaluation.bad_gold", file=path) from error
    if not complete:
        raise UsageError("evaluation.bad_gold", file=path)
    return {**gold, "items": []} if gold.get("annex_missing") else dict(gold)


def _score(figures: Figures, stem: str, gold: Json, predicted: Json, threshold: float) -> None:
    rows, found = gold["items"], predicted.get("items") or []
    pairs = matched(rows, found, threshold)
    figures.documents += 1
    figures.documents_exact += len(pairs) == len(found) == len(rows)
    figures.items.add(len(pairs), len(found), len(rows))
    says = figures.disagreements
    for i in sorted(set(range(len(rows))) - {i for i, _ in pairs}):
        says.append(_row(stem, "missed", rows[i]))
    for j in sorted(set(range(len(found))) - {j for _, j in pairs}):
        says.append(_row(stem, "extra", found[j]))
    for i, j in pairs:
        _score_fields(figures, stem, rows[i], found[j])
    _score_head(figures, stem, gold, predicted)
    _score_links(figures, stem, gold, predicted)


def matched(gold: Sequence[Json], found: Sequence[Json], threshold: float) -> list[tuple[int, int]]:
    """(gold row, found row) of the rows that are the same: most alike first, then nearest in order."""
    candidates = []
    for i, row in enumerate(gold):
        for j, other in enumerate(found):
            if score := row_similarity(row, other, threshold):
                candidates.append((-score, abs(i - j), i, j))
    used: tuple[set[int], set[int]] = (set(), set())
    out = []
    for _, _, i, j in sorted(candidates):
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            out.append((i, j))
    return out


def _score_fields(figures: Figures, stem: str, row: Json, other: Json) -> None:
    for key in ROW_FIELDS:
        if value := row.get(key):
            right = same_field(key, value, other.get(key))
            figures.fields[key].count(right)
            if not right:
                figures.disagreements.append(_value(stem, key, value, other.get(key)))


def _score_head(figures: Figures, stem: str, gold: Json, predicted: Json) -> None:
    for key in HEAD_FIELDS:
        right = same_head(key, gold, predicted)
        if right is not None:
            figures.head[key].count(right)
            if not right:
                figures.disagreements.append(_value(stem, key, gold.get(key), predicted.get(key)))


def _score_links(figures: Figures, stem: str, gold: Json, predicted: Json) -> None:
    for relation in RELATIONS:
        if gold.get(relation) is None:  # not annotated
            continue
        wanted, found = _numbers(gold, relation), _numbers(predicted, relation)
        figures.links.add(len(wanted & found), len(found), len(wanted))
        for kind, numbers in (("link_missed", wanted - found), ("link_extra", found - wanted)):
            figures.disagreements += [
                Disagreement(stem, kind, (("relation", relation), ("number", number)))
                for number in sorted(numbers)
            ]


def _numbers(decision: Json, relation: str) -> set[str]:
    return {fold_number(link.get("number")) for link in decision.get(relation) or []}


def _row(stem: str, kind: str, row: Json) -> Disagreement:
    keys = ("change", "code", "name")
    return Disagreement(stem, kind, tuple((key, str(row.get(key) or "–")[:90]) for key in keys))


def _value(stem: str, key: str, gold: object, found: object) -> Disagreement:
    facts = (("what", key), ("gold", repr(gold)[:80]), ("found", repr(found)[:80]))
    return Disagreement(stem, "value", facts)
