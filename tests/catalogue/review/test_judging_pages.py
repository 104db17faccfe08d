from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import pytest

from catalogue.review.rendering import worded
from catalogue.workspace import Workspace
from extract.decision import Change, Level, Source
from tests.catalogue.judging_cases import CARD, HOTEL, LICENCE, field, filled, publish
from tests.catalogue.making import item
from tests.catalogue.review.opening import DOCUMENT, Person, add_people, hidden, workspace_with_proposals

CARDS, HOTELS, LICENCES = (f"p-{DOCUMENT[:16]}-{position:03d}" for position in (1, 2, 3))


def opened(person: Person) -> Workspace:
    return Workspace.open(person.house.settings.folder)


def state(person: Person, ident: str) -> str:
    found = person.get(f"/api/v1/proposals/{ident}").json()["state"]
    assert isinstance(found, str)
    return found


def test_accepting_changes_the_catalogue_and_leads_to_the_next(alone: Person) -> None:
    order = [row["id"] for row in alone.proposals()]
    following = order[order.index(CARDS) + 1]
    answer = alone.post(f"/items/{CARDS}/verdict", verdict="accept", seen="0")
    assert answer.headers["location"] == f"/items/{following}?done={CARDS}"
    assert state(alone, CARDS) == "accepted"
    with opened(alone) as workspace:
        assert field(workspace, CARD[0], "time_limit") == "3 ngày"
    assert CARDS not in [row["id"] for row in alone.proposals()]


def test_the_last_verdict_leads_back_to_the_queue(alone: Person) -> None:
    last = alone.proposals()[-1]["id"]
    answer = alone.post(f"/items/{last}/verdict", verdict="reject", seen="0", reason="trùng")
    assert answer.headers["location"] == f"/queue?done={last}"
    assert "“trùng”" in alone.get(f"/items/{last}").text


def test_a_field_set_otherwise_is_accepted_with_the_edit(alone: Person) -> None:
    form = {"was_time_limit": "3 ngày", "set_time_limit": "4 ngày", "was_name": "x\ny", "set_name": "x\r\ny"}
    alone.post(f"/items/{CARDS}/verdict", verdict="accept", seen="0", **form)
    with opened(alone) as workspace:
        assert field(workspace, CARD[0], "time_limit") == "4 ngày"
        assert field(workspace, CARD[0], "name") == CARD[1]
    assert alone.get(f"/api/v1/proposals/{CARDS}").json()["judged"]["verdict"] == "edit"


def test_another_candidate_may_be_chosen(alone: Person) -> None:
    alone.post(f"/items/{CARDS}/verdict", verdict="accept", seen="0", entry=LICENCE[0])
    with opened(alone) as workspace:
        assert field(workspace, LICENCE[0], "time_limit") == "3 ngày"
        assert field(workspace, CARD[0], "time_limit") is None


def test_the_last_verdict_can_be_taken_back_on_the_queue_too(alone: Person) -> None:
    alone.post(f"/items/{CARDS}/verdict", verdict="reject", seen="0")
    seen = alone.get(f"/api/v1/proposals/{CARDS}").json()["judgement"]
    shown = alone.get(f"/queue?kind=update&done={CARDS}").text
    assert "Đã ghi: từ chối" in shown
    assert f'action="/items/{CARDS}/verdict?kind=update"' in shown
    assert f'name="seen" value="{seen}"' in shown
    assert "Đã ghi" not in alone.get("/queue").text
    assert alone.get("/queue?done=none").status_code == 404


def test_choosing_another_candidate_shows_what_it_would_change_and_records_nothing(alone: Person) -> None:
    form = {"seen": "0", "was_fee": "", "set_fee": ""}
    own = alone.post(f"/items/{CARDS}/preview", **form).text
    assert "<ins>3 ngày</ins>" in own
    other = alone.post(f"/items/{CARDS}/preview", entry=LICENCE[0], **form).text
    assert f"<del>{LICENCE[1].partition(' ')[0]}</del>" in other
    fresh = alone.post(f"/items/{CARDS}/preview", entry="new", **form).text
    assert "<ins>Cấp thẻ hướng dẫn viên du lịch</ins>" in fresh or "đã có trong danh mục" in fresh
    assert "<html" not in own
    assert "decision_keys" not in own
    assert state(alone, CARDS) == "pending"
    with opened(alone) as workspace:
        assert workspace.db.table("judgements").count == 0
        assert field(workspace, CARD[0], "time_limit") is None


def test_a_preview_of_what_cannot_be_passed_says_why(tmp_path: Path) -> None:
    with filled(tmp_path) as workspace:
        publish(workspace, item(Change.AMENDED, name="Một thủ tục không ai biết đến"), sha256=DOCUMENT)
    person = Person(workspace.folder, single_user=True)
    assert "hãy chọn một ứng viên" in person.post(f"/items/{CARDS}/preview", seen="0").text
    wrong = person.post(f"/items/{CARDS}/preview", seen="0", was_effective="", effective="31/02/2025")
    assert (wrong.status_code, "không phải một ngày" in wrong.text) == (200, True)


def test_levels_and_lists_are_shown_in_words(tmp_path: Path) -> None:
    with filled(tmp_path) as workspace:
        levels = (Level.PROVINCE, Level.COMMUNE)
        publish(workspace, item(name=CARD[1], code=CARD[0], levels=levels), sha256=DOCUMENT)
    person = Person(workspace.folder, single_user=True)
    for text in (
        person.get(f"/items/{CARDS}").text,
        person.post(f"/items/{CARDS}/preview", seen="0").text,
        person.post("/queue/bulk", verdict="accept").text,
    ):
        shown = text.replace("<ins>", "").replace("</ins>", "")
        assert "tỉnh; xã" in shown
        assert "[&#34;" not in shown
    form = {"was_levels": "tỉnh; xã", "set_levels": "xã"}
    assert '<textarea name="set_levels" rows="1">tỉnh; xã</textarea>' in person.get(f"/items/{CARDS}").text
    person.post(f"/items/{CARDS}/verdict", verdict="accept", seen="0", **form)
    with opened(person) as workspace:
        assert field(workspace, CARD[0], "levels") == '["commune"]'
    assert worded('["Sở A", "Sở B"]', "departments") == "Sở A; Sở B"
    assert worded("2025-11-20", "valid_to") == "20/11/2025"
    assert worded("[]", "agencies") is None


def test_bulk_verdicts_bear_their_reason(alone: Person) -> None:
    shown = hidden(alone.post("/queue/bulk?kind=update", verdict="reject"), "confirmed")
    alone.post("/queue/bulk?kind=update", verdict="reject", confirmed=shown, reason="trùng quyết định khác")
    assert "“trùng quyết định khác”" in alone.get(f"/items/{HOTELS}").text


def test_only_the_first_of_very_many_are_judged_at_once_and_that_is_said(
    alone: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalogue.review.pages_item.MOST_AT_ONCE", 2)
    preview = alone.post("/queue/bulk", verdict="unsure").text
    assert "Chỉ lấy 2 đề xuất đầu trong 3" in preview
    assert "sẽ ghi 2 kết luận" in preview


def test_a_verdict_is_taken_back(alone: Person) -> None:
    alone.post(f"/items/{CARDS}/verdict", verdict="accept", seen="0")
    seen = str(alone.get(f"/api/v1/proposals/{CARDS}").json()["judgement"])
    alone.post(f"/items/{CARDS}/verdict", verdict="undo", seen=seen)
    assert state(alone, CARDS) == "undone"
    with opened(alone) as workspace:
        assert field(workspace, CARD[0], "time_limit") is None


def test_the_same_verdict_sent_twice_counts_once(alone: Person) -> None:
    for _ in range(2):
        answer = alone.post(f"/items/{CARDS}/verdict", verdict="accept", seen="0")
        assert answer.status_code == 303
    with opened(alone) as workspace:
        assert workspace.db.table("judgements").count == 1


@pytest.mark.parametrize(
    "form",
    [{}, {"verdict": "choose"}, {"verdict": "accept", "seen": "x"},
     {"verdict": "accept", "was_effective": "", "effective": "31/02/2025"}],
)  # fmt: skip
def test_a_form_that_is_not_right_is_refused(form: dict[str, str], alone: Person) -> None:
    assert alone.post(f"/items/{CARDS}/verdict", **form).status_code == 400
    assert state(alone, CARDS) == "pending"


def test_a_verdict_that_cannot_be_passed_is_told_with_a_way_out_on_the_page(tmp_path: Path) -> None:
    with filled(tmp_path) as workspace:
        publish(workspace, item(Change.AMENDED, name="Một thủ tục không ai biết đến"), sha256=DOCUMENT)
    person = Person(workspace.folder, single_user=True)
    answer = person.post(f"/items/{CARDS}/verdict", verdict="accept", seen="0")
    assert answer.status_code == 400
    assert "hãy chọn một ứng viên" in answer.text
    assert "congbo proposals" not in answer.text


def test_the_second_of_two_people_sees_the_first_ones_verdict_and_overwrites_nothing(tmp_path: Path) -> None:
    folder = workspace_with_proposals(tmp_path)
    add_people(folder)
    first = Person(folder)
    second = first.another()
    first.login("reviewer")
    second.login("second")
    first.post(f"/items/{CARDS}/verdict", verdict="unsure", seen="0", reason="hỏi lại Sở")
    answer = second.post(f"/items/{CARDS}/verdict", verdict="accept", seen="0")
    assert answer.status_code == 409
    assert 'id="conflict"' in answer.text
    assert "reviewer đã ghi “chưa kết luận được”" in answer.text
    assert "“hỏi lại Sở”" in answer.text
    assert state(second, CARDS) == "unsure"
    told = second.post(f"/api/v1/proposals/{CARDS}/verdict", verdict="reject", seen="0")
    assert (told.status_code, told.json()["error"]["facts"]["judged"]["user"]) == (409, "reviewer")
    assert second.post(f"/items/{CARDS}/verdict", verdict="undo", seen="0").status_code == 409
    assert second.post(f"/items/{CARDS}/verdict", verdict="accept", seen="1").status_code == 303
    with Workspace.open(folder) as workspace:
        told_by = [row["user"] for row in workspace.rows('SELECT "user" FROM judgements ORDER BY id')]
    assert told_by == ["reviewer", "second"]


def test_comments_stand_in_the_history(alone: Person) -> None:
    assert alone.post(f"/items/{HOTELS}/comment", text="  chờ Sở trả lời ").status_code == 303
    assert alone.post(f"/items/{HOTELS}/comment", text=" ").status_code == 400
    assert "“chờ Sở trả lời”" in alone.get(f"/items/{HOTELS}").text
    assert alone.get(f"/api/v1/proposals/{HOTELS}").json()["history"][0]["text"] == "chờ Sở trả lời"


def test_many_are_judged_at_once_after_a_preview(alone: Person) -> None:
    preview = alone.post("/queue/bulk?kind=update", verdict="accept")
    assert preview.status_code == 200
    assert state(alone, CARDS) == "pending"
    assert "100.000 đồng" in preview.text
    alone.post("/queue/bulk?kind=update", verdict="accept", confirmed=hidden(preview, "confirmed"))
    assert [state(alone, one) for one in (CARDS, HOTELS, LICENCES)] == ["accepted", "accepted", "pending"]


def test_what_was_not_previewed_is_not_judged_at_once(alone: Person) -> None:
    answer = alone.post("/queue/bulk", verdict="accept", confirmed=CARDS)
    assert "bản xem trước mới" in answer.text
    assert state(alone, CARDS) == "pending"


PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus='alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "</title><svg onload=alert(1)>",
    "javascript:alert(1)",
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_a_document_says_becomes_markup(payload: str, tmp_path: Path) -> None:
    fields = ("field", "agency", "time_limit", "fee", "basis", "section", "ordinal", "code_printed")
    said: dict[str, Any] = {name: f"{payload}{name}" for name in fields}
    with filled(tmp_path) as workspace:
        publish(
            workspace,
            item(name=f"{CARD[1]} {payload}", code=CARD[0], source=Source(row=1), **said),
            item(Change.REPLACED, name=HOTEL[1], replaced_name=f"{payload}old"),
            sha256=DOCUMENT,
            number=f"1/{payload}",
            issuer=f"{payload}issuer",
            title=f"{payload}title",
            signer=f"{payload}signer",
            departments=(f"{payload}department",),
        )
    person = Person(workspace.folder, single_user=True)
    person.post(f"/items/{CARDS}/comment", text=payload)
    person.post(f"/items/{CARDS}/verdict", verdict="unsure", seen="0", reason=payload)
    found = html.escape(payload, quote=True)
    spelt = {found, found.replace("&quot;", "&#34;").replace("&#x27;", "&#39;")}
    pages = ("/", "/queue", f"/items/{CARDS}", f"/items/{HOTELS}", f"/decisions/{DOCUMENT}", "/decisions",
             "/deadlines", "/catalogue?text=the", "/catalogue/1.000001", "/evidence", "/runs/imports/1",
             "/audit", f"/decisions/{DOCUMENT}?kind={payload}")  # fmt: skip
    for address in pages:
        text = person.get(address).text
        assert payload in spelt or payload not in text, address
    whole = person.get(f"/items/{CARDS}").text
    for name in ("time_limit", "fee", "basis", "section", "code_printed"):
        assert any(f"{one}{name}" in whole.replace("<ins>", "").replace("</ins>", "") for one in spelt), name
    for asked in ("text", "decision", "department", "flag", "state"):
        text = person.get("/queue", params={asked: payload}).text
        assert payload in spelt or payload not in text, asked
