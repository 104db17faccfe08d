"""The page of a proposal tells what accepting it writes, before and after."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from catalogue.workspace import Workspace
from extract.decision import Change
from tests.catalogue.judging_cases import CARD, filled, publish
from tests.catalogue.making import item
from tests.catalogue.review.opening import DOCUMENT, Person

CARDS, HOTELS, LICENCES = (f"p-{DOCUMENT[:16]}-{position:03d}" for position in (1, 2, 3))
_ROW = re.compile(r'<th scope="row">([^<]*)</th>\s*<td>(.*?)</td>\s*<td>(.*?)</td>', re.S)


def table(text: str) -> list[tuple[str, str, str]]:
    """The changes on a page, as field, old and new value."""
    return [
        (name, *(re.sub(r"<[^>]+>", "", side).strip() for side in sides))
        for name, *sides in _ROW.findall(text)
    ]


@pytest.mark.parametrize("ident", [CARDS, HOTELS, LICENCES])
def test_the_page_opens_with_the_changes_that_choosing_its_own_entry_shows(ident: str, alone: Person) -> None:
    opened = table(alone.get(f"/items/{ident}").text)
    assert opened == table(alone.post(f"/items/{ident}/preview", seen="0").text)
    assert opened


def test_a_repeal_says_from_when_the_entry_is_out_of_force(alone: Person) -> None:
    text = alone.get(f"/items/{LICENCES}").text
    assert table(text) == [("Hết hiệu lực từ", "–", "20/11/2025")]


def test_an_update_names_the_decision_that_the_entry_will_bear(alone: Person) -> None:
    assert table(alone.get(f"/items/{CARDS}").text) == [
        ("Thời hạn giải quyết", "–", "3 ngày"),
        ("Quyết định công bố", "–", "2815/QĐ-UBND"),
    ]


@pytest.mark.parametrize("ident", [CARDS, LICENCES])
def test_an_accepted_proposal_shows_what_was_written(ident: str, alone: Person) -> None:
    before = table(alone.get(f"/items/{ident}").text)
    alone.post(f"/items/{ident}/verdict", verdict="accept", seen="0")
    text = alone.get(f"/items/{ident}").text
    assert table(text) == before
    assert "Trước khi ghi" in text


def test_what_cannot_be_accepted_yet_says_so_beside_what_differs(tmp_path: Path) -> None:
    with filled(tmp_path) as workspace:
        publish(workspace, item(Change.AMENDED, name="Một thủ tục không ai biết đến"), sha256=DOCUMENT)
        publish(
            workspace,
            item(name=CARD[1], code=CARD[0], fee="5 đồng"),
            sha256="b" * 64,
            number="9/QĐ-UBND",
            effective=None,
        )
    person = Person(workspace.folder, single_user=True)
    assert "Chưa rõ là thủ tục nào" in person.get(f"/items/{CARDS}").text
    text = person.get(f"/items/p-{'b' * 16}-001").text
    assert "Ngày có hiệu lực còn để ngỏ" in text
    assert ("Phí, lệ phí", "–", "5 đồng") in table(text)


def test_looking_records_nothing(alone: Person) -> None:
    with Workspace.open(alone.house.settings.folder) as workspace:
        before = list(workspace.db.conn.iterdump())
        alone.get(f"/items/{CARDS}")
        assert list(workspace.db.conn.iterdump()) == before


@pytest.mark.parametrize("verdict", [None, "accept"])
def test_pages_are_read_while_something_else_is_writing(
    verdict: str | None, alone: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    if verdict:
        alone.post(f"/items/{CARDS}/verdict", verdict=verdict, seen="0")
    monkeypatch.setattr("catalogue.review.outcome.MOST_WAIT_S", 0.05)
    with Workspace.open(alone.house.settings.folder) as workspace, workspace.writing():
        answer = alone.get(f"/items/{CARDS}")
    assert answer.status_code == 200
    assert ("Thời hạn giải quyết", "–", "3 ngày") in table(answer.text)
    assert ("hãy đợi một lát" in answer.text) is (verdict is None)


def test_a_value_that_cannot_be_is_told_beside_the_candidate(alone: Person) -> None:
    form = {"seen": "0", "was_levels": "", "set_levels": "liên xã"}
    answer = alone.post(f"/items/{CARDS}/preview", **form)
    assert answer.status_code == 200
    assert "không phải cấp thực hiện: hãy viết trung ương" in answer.text
