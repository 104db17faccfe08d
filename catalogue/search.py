"""Finding entries by what a person types: a code or the beginning of one, or words of a name.

SQLite's tokenizer folds tone marks away but never đ, and what it folded it cannot rank by. So names are
folded here (`extract/folding.py`), once with their marks and once without, and indexed as they are: words
are found without marks, and names that bear the marks that were typed come first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.procedure import Scope
from catalogue.workspace import Workspace
from extract.codes import codes
from extract.folding import fold, plain

_BEGUN_CODE = re.compile(r"\s*([1-9]\.\d{0,6}(?:\.\d{1,2})?)\s*")


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found; `former` is the former name that matched, `toned`: with all marks typed."""

    procedure: str
    code: str
    name: str
    former: str | None = None
    toned: bool = False
    valid_to: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "procedure": self.procedure,
            "scope": self.procedure.partition(":")[0],
            "code": self.code,
            "name": self.name,
            "former_name": self.former,
            "toned": self.toned,
            "valid_to": self.valid_to,
        }


def search(workspace: Workspace, text: str, most: int = 20) -> list[Hit]:
    """The entries meant by a text, best first: those of its code, else those whose names hold all its words.

    Where no name holds all, those that hold some are found. A former name finds its entry after the present
    ones; of equal hits the province's own entry comes first.
    """
    found = _by_code(workspace, text)
    if not found:
        words = list(zip(fold(text).split(), plain(text).split(), strict=True))
        found = _by_words(workspace, words, " AND ") or _by_words(workspace, words, " OR ")
    return found[:most]


def _by_code(workspace: Workspace, text: str) -> list[Hit]:
    begun = _BEGUN_CODE.fullmatch(text)
    wanted = [code.root for code in codes(text) if code.root] or ([begun[1]] if begun else [])
    return [
        Hit(row["id"], row["code"], row["name"], valid_to=row["valid_to"])
        for code in wanted
        for row in workspace.rows(
            "SELECT * FROM procedures WHERE code = :code OR substr(code, 1, length(:code)) = :code"
            " ORDER BY code != :code, code, scope = :national",
            {"code": code, "national": Scope.NATIONAL.value},
        )
    ]


def _by_words(workspace: Workspace, words: Sequence[tuple[str, str]], joined: str) -> list[Hit]:
    """Words as (with marks, without); the last may be only begun."""
    if not words:
        return []
    marked = [(word, nth == len(words)) for nth, (word, bare) in enumerate(words, start=1) if word != bare]
    bare = [(word, nth == len(words)) for nth, (_, word) in enumerate(words, start=1)]
    rows = workspace.rows(
        "SELECT n.*, bm25(names_fts) AS rank, p.code, p.name AS present, p.valid_to, p.scope,"
        " n.id IN (SELECT rowid FROM names_fts WHERE names_fts MATCH :toned) AS exact"
        " FROM names_fts JOIN names n ON n.id = names_fts.rowid JOIN procedures p ON p.id = n.procedure"
        " WHERE names_fts MATCH :bare",
        {"bare": _query("plain", bare, joined), "toned": _query("toned", marked or bare, " AND ")},
    )
    phrase = " ".join(word for _, word in words)
    rows.sort(
        key=lambda row: (
            not (marked and row["exact"]),
            phrase not in row["plain"],
            row["former"],
            row["rank"],
            row["scope"] == Scope.NATIONAL,
            row["procedure"],
        )
    )
    best = {row["procedure"]: row for row in reversed(rows)}
    return [
        Hit(
            row["procedure"],
            row["code"],
            row["present"],
            row["name"] if row["former"] else None,
            bool(marked and row["exact"]),
            row["valid_to"],
        )
        for row in rows
        if best[row["procedure"]] is row
    ]


def _query(column: str, words: Sequence[tuple[str, bool]], joined: str) -> str:
    """An FTS5 query on one column; words hold letters and digits only, so quoting them is enough."""
    terms = (f'"{word}"*' if begun else f'"{word}"' for word, begun in words)
    return f"{column} : ({joined.join(terms)})"
