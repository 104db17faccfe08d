from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from catalogue.assignments import assign
from catalogue.review.marking import pieces
from catalogue.review.queue import Wanted
from catalogue.review.rendering import figure, worded
from catalogue.workspace import Workspace
from extract.decision import Change, Issue, Level
from ingest.messages import use_language
from tests.catalogue.judging_cases import CARD, HOTEL, LICENCE, filled, publish
from tests.catalogue.making import item
from tests.catalogue.review.opening import DOCUMENT, Person


def test_numbers_and_days_are_written_as_the_language_has_them() -> None:
    assert (figure(6583), figure(12), figure(1234567)) == ("6.583", "12", "1.234.567")
    use_language("en")
    try:
        assert figure(6583) == "6,583"
    finally:
        use_language(None)
    assert worded('["province", "commune"]', "levels") == "tỉnh; xã"
    assert worded("province; commune", "levels") == "tỉnh; xã"
    assert (worded("True", "in_force"), worded("False", "in_force")) == ("có", "không")


def test_changed_words_are_marked_and_nothing_is_lost() -> None:
    old, new = pieces("03 ngày làm việc", "05 ngày làm việc kể từ ngày nhận")
    assert [(one.text, one.changed) for one in old] == [("03", True), (" ngày làm việc", False)]
    assert "".join(one.text for one in new) == "05 ngày làm việc kể từ ngày nhận"
    assert [one.text for one in new if one.changed] == ["05", " kể từ ngày nhận"]
    assert pieces(None, "x") == ([], [pieces(None, "x")[1][0]])
    assert not any(one.changed for side in pieces("Hoà giải", "hòa  giải") for one in side)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?text=hướng dẫn viên", {CARD[1]}),
        ("?text=huong dan vien", {CARD[1]}),
        ("?text=HUONG+viên", {CARD[1]}),
        ("?text=hướng dận", set()),
        ("?text=1.0000", {CARD[1], HOTEL[1], "Thu hồi giấy phép lữ hành"}),
        ("?text=2815", {CARD[1], HOTEL[1], "Thu hồi giấy phép lữ hành"}),
        ("?text=%25", set()),
        ("?kind=repeal", {"Thu hồi giấy phép lữ hành"}),
        ("?change=amended&text=hang", {HOTEL[1]}),
        ("?level=commune", set()),
        ("?state=accepted", set()),
        ("?field=Du lịch&band=certain", {CARD[1], HOTEL[1], "Thu hồi giấy phép lữ hành"}),
        (f"?decision={DOCUMENT}&kind=repeal", {"Thu hồi giấy phép lữ hành"}),
        ("?decision=nothing", set()),
    ],
)
def test_the_queue_shows_what_is_asked_for(query: str, names: set[str], alone: Person) -> None:
    assert {row["name"] for row in alone.proposals(query)} == names
    shown = alone.get(f"/queue{query}")
    assert shown.status_code == 200
    assert len(re.findall("data-row", shown.text)) == len(names)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("?due=overdue", ["1/QĐ-UBND"]),
        ("?due=soon", ["2/QĐ-UBND", "2/QĐ-UBND"]),
        ("?due=no_basis", []),
        ("?due=none", ["3/QĐ-UBND"]),
        ("?due=nonsense", []),
        ("?flag=any", ["2/QĐ-UBND"]),
        ("?flag=effective_open", []),
        ("?flag=repealed_unknown", ["2/QĐ-UBND"]),
        ("?flag=issues", ["1/QĐ-UBND"]),
        ("?assignee=lan", ["1/QĐ-UBND"]),
        ("?assignee=-", ["2/QĐ-UBND", "2/QĐ-UBND", "3/QĐ-UBND"]),
        ("?assignee=nobody", []),
        ("?assignee=lan&due=soon", []),
    ],
)
def test_the_queue_is_narrowed_by_deadline_flag_and_assignee(
    query: str, numbers: list[str], tmp_path: Path
) -> None:
    with filled(tmp_path) as workspace:
        issue = Issue("count_mismatch", facts=(("change", "new"), ("declared", "2"), ("found", "1")))
        publish(
            workspace,
            item(name=CARD[1], code=CARD[0], fee="1"),
            sha256="1" * 64,
            number="1/QĐ-UBND",
            signed=date(2025, 11, 3),
            issues=(issue,),
        )
        publish(
            workspace,
            item(name=LICENCE[1], code=LICENCE[0], fee="1"),
            item(Change.REPEALED, name="Thủ tục lạ", code="1.999999"),
            sha256="2" * 64,
            number="2/QĐ-UBND",
            signed=date(2025, 11, 27),
        )
        publish(
            workspace,
            item(name=HOTEL[1], code=HOTEL[0], fee="1"),
            sha256="3" * 64,
            number="3/QĐ-UBND",
            issuer="Ủy ban nhân dân tỉnh Lâm Đồng",
        )
        assign(workspace, [f"p-{'1' * 16}-001"], "lan", "lan")
    rows = Person(workspace.folder, single_user=True).proposals(query)
    assert [row["number"] for row in rows] == numbers


def test_every_view_has_its_address() -> None:
    wanted = Wanted.of({"text": " a ", "kind": "update", "state": "open", "page": "3", "other": "x"})
    assert wanted.query() == {"text": "a", "kind": "update"}
    assert Wanted.of(wanted.query()) == wanted


def test_what_is_overdue_comes_first_and_then_what_is_doubtful(tmp_path: Path) -> None:
    with filled(tmp_path) as workspace:
        publish(
            workspace,
            item(name=CARD[1], code=CARD[0], fee="1"),
            sha256="b" * 64,
            number="1/QĐ-UBND",
            signed=date(2025, 11, 28),
        )
        publish(
            workspace,
            item(name=HOTEL[1], code=HOTEL[0], fee="1"),
            item(name="Công nhận hạng cơ sở lưu trú du lịch khác", levels=(Level.COMMUNE,)),
            sha256="c" * 64,
            number="2/QĐ-UBND",
        )
    rows = Person(workspace.folder, single_user=True).proposals()
    assert [row["number"] for row in rows] == ["2/QĐ-UBND", "2/QĐ-UBND", "1/QĐ-UBND"]
    assert rows[0]["conflicts"]
    assert not rows[1]["conflicts"]


def test_pages_of_the_queue_hold_all_rows_once(tmp_path: Path) -> None:
    with filled(tmp_path) as workspace:
        rows = [
            item(Change.NEW, name=f"Thủ tục số {number}", code=f"2.{number:06d}") for number in range(120)
        ]
        publish(workspace, *rows, sha256=DOCUMENT)
    person = Person(workspace.folder, single_user=True)
    pages = [person.proposals(f"?page={page}") for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [50, 50, 20, 0]
    assert len({row["id"] for page in pages for row in page}) == 120
    assert 'rel="next"' not in person.get("/queue?page=99").text
    assert 'rel="prev"' in person.get("/queue?page=99").text


def test_every_number_of_the_start_page_leads_to_as_many_rows(alone: Person) -> None:
    text = alone.get("/").text
    tiles = re.findall(r'href="(/deadlines[^"]*)"><b>(\d+)</b>', text)
    assert len(tiles) == 5
    plot = re.findall(r'<td class="number"><a href="(/deadlines[^"]*)">(\d+)</a>', text)
    assert plot
    for address, count in tiles + plot:
        shown = alone.get(address.replace("&amp;", "&")).text
        assert f'<span class="quiet">{count}</span></h1>' in shown, address
    assert re.search(r'href="/queue"><b>3</b>', text)
    assert alone.get("/api/v1/summary").json()["proposals"]["all"] == 3


def test_the_decision_page_tells_counts_links_and_rows(alone: Person) -> None:
    text = alone.get(f"/decisions/{DOCUMENT}").text
    assert "2815/QĐ-UBND" in text
    assert "3659/QĐ-BVHTTDL" in text
    assert len(re.findall("data-row", text)) == 3
    assert alone.get(f"/api/v1/decisions/{DOCUMENT}").json()["counts"] == [
        {"change": "amended", "declared": None, "found": 2, "agree": True},
        {"change": "repealed", "declared": None, "found": 1, "agree": True},
    ]


def test_an_entry_shows_its_history_and_what_differs_between_two_days(alone: Person) -> None:
    alone.post(f"/items/p-{DOCUMENT[:16]}-001/verdict", verdict="accept", seen="0")
    text = alone.get("/catalogue/1.000001?on=2025-11-19&other=2025-11-20").text
    assert "<ins>3 ngày</ins>" in text
    assert "Quyết định 2815/QĐ-UBND" in text
    assert "<ins>3 ngày</ins>" in alone.get("/catalogue/1.000001?on=19/11/2025&other=20/11/2025").text
    assert 'name="on" value="19/11/2025"' in text
    assert f'<a href="/items/p-{DOCUMENT[:16]}-001?state=all" data-row>' in text
    assert alone.get("/catalogue/1.000001?on=yesterday").status_code == 400
    assert alone.get("/catalogue/1.000001?on=31/02/2025").status_code == 400
    assert alone.get("/catalogue/1.999999").status_code == 400


@pytest.mark.parametrize("text", ["hạng cơ sở", "hang co so", "1.000003"])
def test_the_catalogue_is_searched(text: str, alone: Person) -> None:
    assert HOTEL[1] in alone.get("/catalogue", params={"text": text}).text


def test_the_language_is_switched(alone: Person) -> None:
    assert '<html lang="vi">' in alone.get("/").text
    alone.post("/language", language="en", back="/queue")
    text = alone.get("/queue").text
    assert '<html lang="en">' in text
    assert "Overdue first" in text
    assert alone.post("/language", language="xx").status_code == 400


def test_a_failure_is_told_without_its_insides(alone: Person) -> None:
    with Workspace.open(alone.house.settings.folder) as workspace:
        workspace.db.execute("UPDATE proposals SET conflicts = '[{}]'")
    answer = alone.get("/queue?kind=update")
    item_page = alone.get(f"/items/p-{DOCUMENT[:16]}-001")
    assert answer.status_code in (200, 500)
    assert item_page.status_code == 500
    assert "KeyError" not in item_page.text
    assert "Traceback" not in item_page.text


def test_deadlines_are_turned_page_by_page(alone: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalogue.review.queue.AT_ONCE", 2)
    first = alone.get("/deadlines?status=open")
    number = int(re.findall(r'<span class="quiet">(\d+)</span></h1>', first.text)[0])
    assert number > 2
    last = -(-number // 2)
    assert f"1 / {last}" in first.text
    assert 'href="/deadlines?status=open&amp;page=2" rel="next"' in first.text
    told = [alone.get(f"/deadlines?status=open&page={page}").text for page in range(1, last + 1)]
    assert sum(text.count("<summary>") for text in told) == number
    assert 'rel="next"' not in told[-1]
