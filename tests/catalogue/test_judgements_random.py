"""Whatever people judge and take back in whatever order: undoing all leaves the catalogue as it was."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.audit import verify
from catalogue.judgements import Verdict
from catalogue.judging import By, judge
from catalogue.workspace import Workspace
from extract.decision import Change, Item
from tests.catalogue.judging_cases import CARD, HOTEL, LICENCE, dump, filled, ids, publish
from tests.catalogue.making import item

DAYS = [date(2026, 1, 1), date(2026, 2, 1)]


def rows() -> list[list[Item]]:
    """Two decisions that touch the same entries from different days, and one that merges and splits them."""
    return [
        [
            item(name=CARD[1], code=CARD[0], time_limit=f"{nth} ngày", fee=f"{nth} đồng", effective=day),
            item(Change.REPEALED, LICENCE[1], code=LICENCE[0], effective=day),
            item(Change.NEW, "Xếp hạng thư viện", code="1.014400", fee=f"{nth} đồng", effective=day),
            item(Change.REPLACED, f"Xếp hạng bảo tàng {nth}", code=f"1.01446{nth}", replaces_code=HOTEL[0],
                 replaced_name=HOTEL[1], effective=day),
        ]
        for nth, day in enumerate(DAYS)
    ] + [
        [
            item(Change.REPLACED, "Cấp và thu hồi", code="1.014500", replaces_code=code, replaced_name=name,
                 effective=DAYS[1])
            for code, name, _ in (CARD, LICENCE)
        ] + [
            item(Change.REPLACED, f"Xếp hạng kho {nth}", code=f"1.01460{nth}", replaces_code=HOTEL[0],
                 replaced_name=HOTEL[1], effective=DAYS[0])
            for nth in range(2)
        ]
    ]  # fmt: skip


acts = st.tuples(st.sampled_from(list(Verdict)), st.integers(0, 11), st.integers(0, 3))


@given(st.lists(acts.filter(lambda act: act[0] not in (Verdict.EDIT, Verdict.CHOOSE)), max_size=25))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_undoing_everything_leaves_the_present_as_it_was(done: list[tuple[Verdict, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = filled(Path(folder))
        for nth, items in enumerate(rows()):
            publish(workspace, *items, sha256=str(nth) * 64, number=f"{nth + 1}/QĐ-UBND")
        before, named, day = dump(workspace), ids(workspace), date(2026, 3, 1)
        for verdict, which, later in done:
            day += timedelta(days=later)
            judge(workspace, [named[which]], verdict, by=By("lan", known=day), follow=False)
        _take_all_back(workspace, named, day)
        assert dump(workspace) == before
        assert verify(workspace.db) == []
        _versions_are_whole(workspace)
        workspace.close()


def _take_all_back(workspace: Workspace, named: list[str], day: date) -> None:
    """One round takes back the standing judgement of each proposal, the newest first."""
    while judge(workspace, named, Verdict.UNDO, by=By("lan", known=day), follow=False).passed:
        pass
    states = {row["state"] for row in workspace.rows("SELECT state FROM proposals")}
    assert states <= {"pending", "undone"}


def _versions_are_whole(workspace: Workspace) -> None:
    """What is held true has neither gap nor overlap, and nothing is known before it became known."""
    held = workspace.rows(
        "SELECT *, lead(coalesce(valid_from, '')) OVER (PARTITION BY procedure ORDER BY valid_from) AS next"
        " FROM versions WHERE known_to IS NULL"
    )
    assert all(row["valid_to"] == row["next"] for row in held)
    assert workspace.rows("SELECT 1 FROM versions WHERE known_to < known_from") == []
    assert workspace.rows("PRAGMA foreign_key_check") == []
