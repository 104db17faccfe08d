from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from catalogue import evidence
from catalogue.deadlines import EvidenceKind
from catalogue.judgements import Verdict
from catalogue.judging import By, judge
from catalogue.overview import obligations_on
from catalogue.review.standing import Observer
from catalogue.users import Role, add_user
from catalogue.workspace import Workspace
from tests.catalogue.judging_cases import CARD, filled, publish
from tests.catalogue.making import item
from tests.catalogue.review.opening import DAY, DOCUMENT, PASSWORD, Person, workspace_with_proposals


def test_obligations_are_computed_once_until_something_moves_a_deadline(tmp_path: Path) -> None:
    observer = Observer()
    with Workspace.open(workspace_with_proposals(tmp_path)) as workspace:
        first = observer.standing(workspace, DAY)
        judge(workspace, [f"p-{DOCUMENT[:16]}-001"], Verdict.REJECT, by=By("lan"))
        add_user(workspace, "lan", Role.LEAD, PASSWORD)
        assert observer.standing(workspace, DAY) is first
        evidence.add(
            workspace, "2815/QĐ-UBND", EvidenceKind.POSTED_NATIONAL, DAY, source="ảnh chụp", as_of=DAY
        )
        second = observer.standing(workspace, DAY)
        assert second is not first
        assert observer.standing(workspace, DAY + timedelta(days=1)) is not second


def test_deadlines_that_a_verdict_moves_are_shown_once_it_is_followed(tmp_path: Path) -> None:
    with filled(tmp_path) as workspace:
        publish(
            workspace,
            item(name=CARD[1], code=CARD[0], levels=(), fee="5 đồng"),
            sha256=DOCUMENT,
            number="3659/QĐ-BVHTTDL",
            issuer="Bộ Văn hóa, Thể thao và Du lịch",
            issuer_level="ministry",
            departments=(),
        )
    person = Person(workspace.folder, single_user=True)

    def told() -> tuple[list[str], list[str]]:
        with Workspace.open(workspace.folder) as opened:
            fresh = obligations_on(opened, DAY, everything=True)
            shown = person.house.observer.standing(opened, DAY).views
        return [str(one) for one in shown], [str(one) for one in fresh]

    before, _ = told()
    form = {"verdict": "accept", "seen": "0", "was_levels": "", "set_levels": "central"}
    assert person.post(f"/items/p-{DOCUMENT[:16]}-001/verdict", **form).status_code == 303
    shown, fresh = told()
    assert shown == fresh
    assert shown != before


def test_a_verdict_that_moves_no_deadline_leaves_the_standing_as_it_is(alone: Person) -> None:
    with Workspace.open(alone.house.settings.folder) as workspace:
        first = alone.house.observer.standing(workspace, DAY)
        alone.post(f"/items/p-{DOCUMENT[:16]}-001/verdict", verdict="reject", seen="0")
        assert alone.house.observer.standing(workspace, DAY) is first
