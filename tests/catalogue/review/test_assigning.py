from __future__ import annotations

import re
from pathlib import Path

from catalogue.assignments import assign, assigned
from catalogue.audit import events
from catalogue.workspace import Workspace
from tests.catalogue.review.opening import DOCUMENT, Person, hidden, workspace_with_proposals

CARDS, HOTELS, LICENCES = (f"p-{DOCUMENT[:16]}-{position:03d}" for position in (1, 2, 3))


def logged_in(folder: Path, name: str) -> Person:
    person = Person(folder)
    person.login(name)
    return person


def holder(folder: Path, ident: str) -> str | None:
    with Workspace.open(folder) as workspace:
        found = assigned(workspace, [ident]).get(ident)
        return found.user if found else None


def test_a_reviewer_takes_a_proposal_and_gives_it_back(folder: Path) -> None:
    person = logged_in(folder, "reviewer")
    answer = person.post(f"/items/{CARDS}/assign?kind=update", to="reviewer")
    assert answer.headers["location"] == f"/items/{CARDS}?kind=update"
    assert holder(folder, CARDS) == "reviewer"
    assert 'class="chip mine"' in person.get(f"/items/{CARDS}").text
    assert [row["id"] for row in person.proposals("?assignee=reviewer")] == [CARDS]
    assert {row["assignee"] for row in person.proposals()} == {"reviewer", None}
    person.post(f"/items/{CARDS}/assign", to="-")
    assert holder(folder, CARDS) is None


def test_a_reviewer_takes_nothing_out_of_other_hands_and_assigns_nobody_else(folder: Path) -> None:
    person = logged_in(folder, "reviewer")
    assert person.post(f"/items/{CARDS}/assign", to="second").status_code == 403
    with Workspace.open(folder) as workspace:
        assign(workspace, [CARDS], "second", "lead")
    for to in ("reviewer", "-"):
        answer = person.post(f"/items/{CARDS}/assign", to=to)
        assert answer.status_code == 409
        assert "đang giao cho second" in answer.text
    assert holder(folder, CARDS) == "second"
    shown = person.get(f"/items/{CARDS}").text
    assert f'action="/items/{CARDS}/assign' not in shown
    assert ">second</span>" in shown


def test_a_lead_puts_a_proposal_in_anybodys_hands_who_may_judge(folder: Path) -> None:
    person = logged_in(folder, "lead")
    menu = person.get(f"/items/{CARDS}").text
    assert re.findall(r"<option>(\w+)</option>", menu) == ["lead", "administrator", "reviewer", "second"]
    person.post(f"/items/{CARDS}/assign", to="second")
    person.post(f"/items/{CARDS}/assign", to="reviewer")
    assert holder(folder, CARDS) == "reviewer"
    for to in ("viewer", "nobody", ""):
        assert person.post(f"/items/{CARDS}/assign", to=to).status_code == 400
    assert person.post("/items/none/assign", to="lead").status_code == 404
    with Workspace.open(folder) as workspace:
        assert [one["user"] for one in events(workspace.db, "assignment")] == ["lead", "lead"]


def test_many_are_assigned_at_once_after_a_preview(folder: Path) -> None:
    person = logged_in(folder, "lead")
    person.post(f"/items/{CARDS}/assign", to="second")
    preview = person.post("/queue/assign?kind=update", to="reviewer")
    assert "sẽ giao 2 đề xuất cho reviewer" in preview.text
    assert "second: <b>1</b>" in preview.text
    assert holder(folder, HOTELS) is None
    shown = hidden(preview, "confirmed")
    done = person.post("/queue/assign?kind=update", to="reviewer", confirmed=shown)
    assert "Đã giao 2 đề xuất cho reviewer" in done.text
    assert [holder(folder, one) for one in (CARDS, HOTELS, LICENCES)] == ["reviewer", "reviewer", None]
    assert "không có gì thay đổi" in person.post("/queue/assign?kind=update", to="reviewer").text
    shown = hidden(person.post("/queue/assign?assignee=reviewer", to="-"), "confirmed")
    person.post("/queue/assign?assignee=reviewer", to="-", confirmed=shown)
    assert holder(folder, CARDS) is None


def test_what_was_not_previewed_is_not_assigned_at_once(folder: Path) -> None:
    person = logged_in(folder, "lead")
    answer = person.post("/queue/assign", to="reviewer", confirmed=CARDS)
    assert "bản xem trước mới" in answer.text
    assert holder(folder, CARDS) is None


def test_what_a_colleague_has_taken_since_the_preview_is_left_in_their_hands(folder: Path) -> None:
    lead = logged_in(folder, "lead")
    preview = lead.post("/queue/assign", to="second")
    reviewer = lead.another()
    reviewer.login("reviewer")
    reviewer.post(f"/items/{CARDS}/assign", to="reviewer")
    answer = lead.post("/queue/assign", to="second", confirmed=hidden(preview, "confirmed"))
    assert "bản xem trước mới" in answer.text
    assert "reviewer: <b>1</b>" in answer.text
    assert [holder(folder, one) for one in (CARDS, HOTELS)] == ["reviewer", None]
    lead.post("/queue/assign", to="second", confirmed=hidden(answer, "confirmed"))
    assert holder(folder, CARDS) == "second"


def test_the_menus_offer_oneself_nobody_and_those_who_have_something(folder: Path) -> None:
    with Workspace.open(folder) as workspace:
        assign(workspace, [CARDS], "second", "lead")
    text = logged_in(folder, "reviewer").get("/queue?assignee=someone").text
    menu = text.partition('<select name="assignee">')[2].partition("</select>")[0]
    found = re.findall(r'<option value="([^"]*)"( selected)?>([^<]*)<', menu)
    assert [(value, said) for value, _, said in found] == [
        ("", "tất cả"),
        ("reviewer", "giao cho tôi"),
        ("-", "chưa giao cho ai"),
        ("second", "second"),
        ("someone", "someone"),
    ]
    assert [value for value, selected, _ in found if selected] == ["someone"]


def test_somebody_alone_takes_proposals_too(tmp_path: Path) -> None:
    person = Person(workspace_with_proposals(tmp_path), single_user=True)
    name = re.findall(r'name="to" value="([^"]+)" data-key="a"', person.get(f"/items/{CARDS}").text)[0]
    assert person.post(f"/items/{CARDS}/assign", to=name).status_code == 303
    assert person.proposals(f"?assignee={name}")[0]["id"] == CARDS


def test_accounts_tell_how_much_everybody_has(folder: Path) -> None:
    with Workspace.open(folder) as workspace:
        assign(workspace, [CARDS, HOTELS], "second", "lead")
    person = logged_in(folder, "administrator")
    assert '<a href="/queue?assignee=second">2</a>' in person.get("/people").text
    person.post(f"/items/{CARDS}/verdict", verdict="accept", seen="0")
    assert '<a href="/queue?assignee=second">1</a>' in person.get("/people").text
