"""A workspace with a small provincial catalogue, and decisions stored in it without any file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from catalogue.applying import Wish
from catalogue.consequences import derive
from catalogue.entries import present
from catalogue.imports.importing import import_catalogue
from catalogue.imports.layouts import Layout
from catalogue.intake import register, store_decision
from catalogue.judgements import Verdict
from catalogue.judging import By, Session, judge
from catalogue.overview import Asked, proposals
from catalogue.procedure import Scope
from catalogue.workspace import Workspace
from extract.decision import Change, Decision, Item
from tests.catalogue.making import decision, item, national_csv

CARD = ("1.000001", "Cấp thẻ hướng dẫn viên du lịch", "Du lịch")
LICENCE = ("1.000002", "Thu hồi giấy phép lữ hành", "Du lịch")
HOTEL = ("1.000003", "Công nhận hạng cơ sở lưu trú du lịch", "Du lịch")
SIGNED = date(2025, 11, 20)
FORMS = [
    (f"a{ending}", layout)
    for layout in Layout
    for ending in (".xlsx", ".csv", ".jsonl")
    if (layout, ending) != (Layout.PORTAL, ".jsonl")
]
"""A name for the file of each form in which the catalogue is exported, and its layout."""


def filled(folder: Path, rows: Iterable[tuple[str, str, str]] = (CARD, LICENCE, HOTEL)) -> Workspace:
    """A workspace of Quảng Ngãi whose own catalogue holds these rows, known since 28 April 2025."""
    workspace = Workspace.create(folder / "kho", "Quảng Ngãi")
    listing = national_csv(folder / "danh-muc.csv", rows)
    import_catalogue(workspace, listing, scope=Scope.PROVINCE, imported_on=date(2025, 4, 28))
    return workspace


def publish(workspace: Workspace, *items: Item, sha256: str = "a" * 64, **facts: Any) -> Decision:
    """Store a decision of Quảng Ngãi and derive what follows."""
    made = decision(*items, sha256=sha256, **facts)
    register(workspace, sha256, [f"{sha256[:8]}.pdf"])
    store_decision(workspace, made)
    derive(workspace)
    return made


def changed(folder: Path) -> Workspace:
    """Three entries; by a decision of 20 November 2025 one has a time limit, and one has ended."""
    workspace = filled(folder)
    publish(
        workspace,
        item(name=CARD[1], code=CARD[0], time_limit="3 ngày", ordinal="7", section="A"),
        item(Change.REPEALED, name=LICENCE[1], code=LICENCE[0]),
    )
    accept(workspace, *ids(workspace))
    return workspace


def ids(workspace: Workspace, **asked: Any) -> list[str]:
    """The ids of the proposals in the order of their positions."""
    found = proposals(workspace, Asked(**asked))
    return [
        row["id"] for row in sorted(found, key=lambda row: (row["signed"], row["number"], row["position"]))
    ]


def the(workspace: Workspace, ident: str) -> dict[str, Any]:
    """The proposal of that id."""
    return next(row for row in proposals(workspace) if row["id"] == ident)


MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def accept(workspace: Workspace, *proposals: str, known: date = MARCH, **wish: Any) -> Session:
    """Accept proposals as known on a day, with what `Wish` may hold."""
    return judge(workspace, proposals, Verdict.ACCEPT, Wish(**wish), By("lan", known=known))


def undo(workspace: Workspace, *proposals: str, known: date = APRIL) -> Session:
    """Take back the judgements on proposals."""
    return judge(workspace, proposals, Verdict.UNDO, by=By("lan", known=known))


def field(workspace: Workspace, code: str, name: str) -> object:
    """A column of an entry as it stands, None where there is no such entry."""
    rows = workspace.rows(f"SELECT {name} FROM procedures WHERE id = ?", [f"province:{code}"])
    return rows[0][name] if rows else None


def refusal(session: Session) -> str:
    """The key of the one refusal of a session in which nothing passed."""
    ((_, error),) = session.refused
    assert not session.passed
    assert error.sentence()
    return error.key


def dump(workspace: Workspace) -> str:
    """The catalogue as it stands, as text."""
    return "\n".join(present(workspace))
