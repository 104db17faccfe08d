from __future__ import annotations

import html
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalogue.audit import events, verify
from catalogue.consequences import derive
from catalogue.deadlines import EvidenceKind
from catalogue.evidence import add, dossier
from catalogue.imports.importing import import_catalogue
from catalogue.intake import register, store_decision
from catalogue.procedure import Scope
from catalogue.workspace import Workspace
from extract.decision import Effect, Position, Reference
from tests.catalogue.deadline_workspace import MINISTRY, PROVINCE, workspace
from tests.catalogue.judging_cases import filled, publish
from tests.catalogue.making import OLD_HEADER, decision, item, write_csv
from tests.catalogue.review.opening import Person, add_people

OWN = f"/decisions/{PROVINCE.sha256}"
OTHERS = decision(item(), sha256="c" * 64, number="9/QĐ-UBND", issuer="Ủy ban nhân dân tỉnh Lâm Đồng")
POSTED = {"kind": "posted_national", "day": "05/01/2026", "number": "2815/QĐ-UBND", "source": "ảnh chụp"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with workspace(tmp_path / "kho", MINISTRY, PROVINCE, OTHERS):
        return tmp_path / "kho"


@pytest.fixture
def alone(folder: Path) -> Person:
    return Person(folder, single_user=True, as_of=date(2026, 1, 7))


def told(person: Person, address: str = OWN) -> dict[str, Any]:
    found = person.get(f"/api/v1{address}").json()
    assert isinstance(found, dict)
    return found


def steps(person: Person, address: str = OWN) -> dict[str, str]:
    progress = told(person, address)["progress"]
    return {one["step"]: one["sentence"] for one in (*progress["workflow"], *progress["posting"])}


def test_what_nothing_proves_is_not_known(alone: Person) -> None:
    assert steps(alone) == {
        "workflow_approved": "chưa rõ",
        "workflow_submitted": "chưa rõ",
        "workflow_set": "chưa rõ",
        "posted_national": "chưa rõ",
        "posted_province": "chưa rõ",
        "website_posted": "chưa rõ",
        "notice_posted": "chưa rõ",
        "removed_national": "chưa rõ",
    }
    assert list(steps(alone, f"/decisions/{MINISTRY.sha256}")) == ["posted_national", "received", "submitted"]


def test_evidence_entered_on_the_page_counts_at_once(alone: Person) -> None:
    answer = alone.post(f"{OWN}/evidence", **POSTED)
    assert answer.status_code == 200
    # Signed on Wednesday 31/12/2025, posted within the five days.
    assert "R2 2815/QĐ-UBND: " in answer.text
    assert "→ <b>đúng hạn</b>" in answer.text
    assert steps(alone)["posted_national"] == "05/01/2026"
    (entry,) = told(alone)["evidence"]
    assert (entry["source"], entry["date"], entry["taken_back_by"]) == ("ảnh chụp", "2026-01-05", None)
    (rule,) = [
        one
        for one in alone.get("/api/v1/obligations?status=met").json()["obligations"]
        if one["rule"] == "R2"
    ]
    assert rule["closed_on"] == "2026-01-05"
    again = alone.post(f"{OWN}/evidence", **POSTED)
    assert "đã có" in again.text
    assert len(told(alone)["evidence"]) == 1


def test_evidence_is_taken_back_with_who_and_why_and_stays_to_be_seen(alone: Person) -> None:
    alone.post(f"{OWN}/evidence", **POSTED)
    ident = told(alone)["evidence"][0]["id"]
    answer = alone.post(f"{OWN}/taken-back", evidence=ident, reason="nhầm <quyết định>")
    assert "đã rút lại minh chứng" in html.unescape(answer.text).lower()
    assert "“nhầm &lt;quyết định&gt;”" in answer.text
    (entry,) = told(alone)["evidence"]
    assert entry["taken_back_by"]
    assert entry["reason"] == "nhầm <quyết định>"
    assert steps(alone)["posted_national"] == "chưa rõ"
    assert alone.post(f"{OWN}/taken-back", evidence="none").status_code == 400
    with Workspace.open(alone.house.settings.folder) as opened:
        kept = events(opened.db, "evidence")
        assert [("taken_by" in one["facts"]) for one in kept] == [False, True]
        assert verify(opened.db) == []
    shown = [one["kind"] for one in told(alone)["history"]]
    assert shown == ["evidence", "evidence", "decision"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day": "31/02/2026"}, "“31/02/2026” không phải một ngày"),
        ({"number": "công văn"}, "“công văn” không phải số quyết định"),
    ],
)
def test_what_cannot_be_entered_is_told_and_nothing_typed_is_lost(
    wrong: dict[str, str], sentence: str, alone: Person
) -> None:
    answer = alone.post(f"{OWN}/evidence", **{**POSTED, **wrong})
    assert answer.status_code == 400
    assert sentence in answer.text
    assert 'value="ảnh chụp"' in answer.text
    assert '<option value="posted_national" selected>' in answer.text
    assert told(alone)["evidence"] == []


@pytest.mark.parametrize("kind", ["", "still_listed", "other"])
def test_a_kind_that_nobody_enters_is_refused(kind: str, alone: Person) -> None:
    assert alone.post(f"{OWN}/evidence", **{**POSTED, "kind": kind}).status_code == 400


def test_remarks_are_told_in_the_language_of_each_visit(alone: Person) -> None:
    alone.post(f"{OWN}/evidence", **{**POSTED, "day": "1/12/2025"})
    remarks = []
    for language in ("vi", "en", "vi"):
        alone.post("/language", language=language, back="/")
        remarks += told(alone)["evidence"][0]["remarks"]
    assert remarks[0] == remarks[2] == "trước ngày ký 31/12/2025 nên không dùng, cần kiểm tra lại"
    assert remarks[1] != remarks[0]


def test_without_a_source_it_is_the_persons_own_word(alone: Person) -> None:
    alone.post(f"{OWN}/evidence", **{**POSTED, "source": " "})
    assert told(alone)["evidence"][0]["source"] == "người dùng khai"


def test_only_reviewers_enter_and_take_back(folder: Path) -> None:
    add_people(folder)
    person = Person(folder)
    person.login("viewer")
    assert person.post(f"{OWN}/evidence", **POSTED).status_code == 403
    assert person.post(f"{OWN}/taken-back", evidence="x").status_code == 403
    assert "<form" not in person.get(OWN).text.partition('id="evidence"')[2].partition("</section>")[0]
    other = person.another()
    other.login("reviewer")
    assert other.post(f"{OWN}/evidence", **POSTED).status_code == 200
    assert told(other)["evidence"][0]["entered_by"] == "reviewer"
    with Workspace.open(folder) as opened:
        assert [one["user"] for one in events(opened.db, "evidence")] == ["reviewer"]


def test_a_decision_of_another_place_is_not_followed(alone: Person) -> None:
    address = f"/decisions/{OTHERS.sha256}"
    assert told(alone, address)["followed"] is False
    text = alone.get(address).text
    assert "không theo dõi thời hạn" in text
    assert 'name="source"' not in text


def test_a_list_proves_the_posting_and_counts_what_was_removed(tmp_path: Path) -> None:
    def row(n: int, number: str) -> list[str]:
        return [str(n), f"1.00000{n}.000.00.00.H48", f"Cấp giấy phép loại {n}", number, "", "Du lịch",
                "UBND tỉnh Quảng Ngãi", "Cấp Tỉnh", "Công khai"]  # fmt: skip

    with workspace(tmp_path / "kho") as made:
        listing = write_csv(tmp_path / "thang-1.csv", [OLD_HEADER, row(1, "2815/QĐ-UBND"), row(3, "")])
        import_catalogue(made, listing, scope=Scope.PROVINCE, imported_on=date(2026, 1, 8))
    person = Person(tmp_path / "kho", single_user=True)
    assert steps(person)["posted_national"] == "08/01/2026 hoặc trước đó"
    assert steps(person)["removed_national"] == "0/1 TTHC"
    assert "thang-1.csv" in person.get(OWN).text


def test_a_workflow_approved_in_the_decision_is_known(tmp_path: Path) -> None:
    with workspace(tmp_path / "kho", replace(PROVINCE, approves_workflow=True)):
        pass
    person = Person(tmp_path / "kho", single_user=True)
    assert steps(person)["workflow_approved"] == "31/12/2025"
    assert "ngay trong quyết định này" in person.get(OWN).text


def test_copies_of_a_decision_share_what_is_told(folder: Path) -> None:
    with Workspace.open(folder) as opened:
        copy = replace(PROVINCE, sha256="d" * 64)
        register(opened, copy.sha256, ["copy.docx"])
        store_decision(opened, copy)
        derive(opened)
        kind, day = EvidenceKind.POSTED_PROVINCE, date(2026, 1, 6)
        add(opened, "2815/QĐ-UBND", kind, day, source="sổ", user="lan", as_of=day)
        found = [dossier(opened).of(document) for document in (PROVINCE.sha256, copy.sha256)]
    assert [len(one.entered) if one else None for one in found] == [1, 1]


def test_proposals_from_articles_are_named_by_their_reason(tmp_path: Path) -> None:
    with filled(tmp_path) as made:
        cited = Reference(
            "10/QĐ-UBND", date(2024, 1, 2), Effect.REPEALS_PART, "số thứ tự 3", (Position(("3",)),)
        )
        publish(made, item(name="Một thủ tục", code="1.000009"), sha256="e" * 64, affects=(cited,))
    rows = told(Person(made.folder, single_user=True), f"/decisions/{'e' * 64}")["rows"]
    assert rows[1]["name"].startswith("nêu theo vị trí: số thứ tự 3")


def test_procedures_are_counted_as_in_the_lists_and_what_articles_say_apart(tmp_path: Path) -> None:
    with filled(tmp_path) as opened:
        unknown = Reference("7/QĐ-UBND", None, Effect.REPEALS_PART, "x", (Position(("1",), None),))
        publish(opened, item(), item(name="Một thủ tục khác"), affects=(unknown,))
    person = Person(opened.folder, single_user=True)
    address = f"/decisions/{'a' * 64}"
    page = person.get(address).text
    assert 'TTHC <span class="quiet">2 · thêm 1 đề xuất từ điều khoản</span>' in page
    assert page.count("data-row>") == 3
    assert f'<a href="{address}">2</a>' in person.get("/decisions").text


def test_evidence_that_came_with_its_document_says_so_in_words(alone: Person) -> None:
    alone.post(f"{OWN}/evidence", **{**POSTED, "source": "congbo ingest"})
    shown = alone.get(OWN).text.partition('id="evidence"')[2].partition("</section>")[0]
    assert "ghi khi nhận văn bản" in shown
    assert "congbo ingest" not in shown
