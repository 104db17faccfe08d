from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from catalogue import evidence
from catalogue.deadlines import EvidenceKind
from catalogue.judgements import Verdict
from catalogue.judging import By, judge
from catalogue.review.standing import Observer
from catalogue.users import Role, add_user
from catalogue.workspace import Workspace
from tests.catalogue.review.opening import DAY, DOCUMENT, PASSWORD, workspace_with_proposals


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
