"""Every number of the start page is a link to its list."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from catalogue.deadlines import EvidenceKind
from catalogue.evidence import add
from catalogue.fetching.state import Ledger
from catalogue.imports.importing import import_catalogue
from catalogue.intake import Outcome, register, store_decision, store_failure
from catalogue.procedure import Scope
from catalogue.workspace import Workspace
from extract.decision import SCAN_WITHOUT_ROWS, Change, Issue
from ingest.errors import Category, DocumentError
from ingest.sources.source import Batch, Head
from ingest.sources.strict import Drift
from tests.catalogue.judging_cases import CARD, HOTEL, LICENCE, filled, publish
from tests.catalogue.making import decision, item, national_csv
from tests.catalogue.review.opening import Person

BEGUN = datetime(2025, 11, 28, 2, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two imports, a decision with a doubtful row, a broken file, evidence of no decision."""
    with filled(tmp_path) as workspace:
        renamed, added = (
            (CARD[0], "Cấp thẻ <b>hướng dẫn viên</b>", CARD[2]),
            ("1.000004", "Thủ tục thêm", "X"),
        )
        rows = [renamed, LICENCE, added, added, ("", "Không mã", "X")]
        listing = national_csv(tmp_path / "thang-2.csv", rows)
        import_catalogue(workspace, listing, scope=Scope.PROVINCE, imported_on=date(2025, 11, 1))
        publish(workspace, item(Change.REPEALED, name="Thủ tục lạ", code="1.999999"))
        register(workspace, "d" * 64, ["hong.pdf"])
        store_failure(workspace, "d" * 64, DocumentError(Category.ENCRYPTED, "hong.pdf"))
        day = date(2025, 11, 24)
        add(workspace, "77/QĐ-BYT", EvidenceKind.RECEIVED, day, source="sổ đến", user="lan", as_of=day)
        return workspace.folder


@pytest.fixture
def alone(folder: Path) -> Person:
    return Person(folder, single_user=True)


def asked(folder: Path, fault: bool = False) -> None:
    """Two runs of a source: the first sees three heads, the second a changed one and a new one."""
    with Workspace.open(folder) as workspace:
        for later, heads in (
            (0, [("1", "a"), ("2", "a"), ("3", "a")]),
            (60, [("1", "a"), ("2", "b"), ("4", "a")]),
        ):
            moment = BEGUN + timedelta(minutes=later)
            ledger = Ledger(workspace, "csdl", lambda moment=moment: moment)  # type: ignore[misc]  # a default
            run = ledger.begin()
            found = tuple(
                Head(
                    ident,
                    f"{ident}/QĐ-BYT",
                    f"Đầu mục {ident}{title}",
                    date(2025, 11, 3),
                    "Bộ Y tế",
                    {"t": title},
                )
                for ident, title in heads
            )
            ledger.note(run, Batch(found, None, len(found)), 1)
            ledger.end(run, Drift(), 0, None, broken=False)
        if fault:
            workspace.db.execute(
                "UPDATE source_runs SET fault = 'empty', sentence = 'danh sách trống' WHERE id = 2"
            )


def numbers(text: str) -> list[tuple[str, int]]:
    """The addresses with the numbers that stand for them."""
    found = re.findall(r'href="([^"]+)"><b>(\d+)</b>', text)
    found += re.findall(r'class="number"><a[^>]* href="([^"]+)">(\d+)</a>', text)
    return [(address.replace("&amp;", "&"), int(number)) for address, number in found]


def test_no_number_stands_without_its_list(alone: Person) -> None:
    asked(alone.house.settings.folder)
    text = alone.get("/").text
    bare = re.sub(r"<a [^>]*>.*?</a>", "", text.partition("<main")[2], flags=re.DOTALL)
    assert re.findall(r'class="number">\s*[1-9]\d*\s*<', bare) == []
    told = numbers(text)
    assert len(told) > 10
    for address, _ in told:
        assert alone.get(address).status_code == 200, address


def test_an_imports_numbers_are_those_of_its_lists(alone: Person) -> None:
    told = re.findall(r'href="(/runs/imports/\d+\?part=(\w+))">[^<\d]*(\d+)</a>', alone.get("/").text)
    assert [(part, int(number)) for _, part, number in told if number != "0"] == [
        ("added", 1), ("changed", 1), ("added", 3),
    ]  # fmt: skip
    for address, _, number in told:
        assert alone.get(address).text.count("data-row>") == int(number)
    assert all("added" not in run for run in alone.get("/api/v1/summary").json()["runs"])


def test_doubtful_proposals_are_listed_under_their_number(alone: Person) -> None:
    ((address, number),) = [one for one in numbers(alone.get("/").text) if "flag=" in one[0]]
    assert len(alone.proposals("?" + address.partition("?")[2])) == number == 1


def test_work_of_no_known_department_is_listed_under_its_number(tmp_path: Path) -> None:
    with filled(tmp_path) as workspace:
        publish(workspace, item(name=CARD[1], code=CARD[0]), departments=(), based_on=())
        publish(
            workspace, item(name=HOTEL[1], code=HOTEL[0]), sha256="b" * 64, number="3/QĐ-UBND", based_on=()
        )
    person = Person(workspace.folder, single_user=True)
    found = {address: number for address, number in numbers(person.get("/").text) if "department=" in address}
    nameless = {address: number for address, number in found.items() if "department=-" in address}
    assert nameless
    for address, number in found.items():
        assert f'<span class="quiet">{number}</span></h1>' in person.get(address).text


def test_an_import_lists_what_it_added_changed_and_left_out(alone: Person) -> None:
    text = alone.get("/runs/imports/2").text
    parts = dict(re.findall(r'href="/runs/imports/2\?part=(\w+)">[^<]*<b>(\d+)</b>', text))
    assert parts == {"added": "1", "changed": "1", "gone": "1", "duplicates": "1", "problems": "1"}
    assert "Thủ tục thêm" in text
    changed = alone.get("/runs/imports/2?part=changed").text
    assert "&lt;b&gt;" in changed
    assert "<ins>" in changed
    assert HOTEL[1] in alone.get("/runs/imports/2?part=gone").text
    assert "mã 1.000004 đã có ở dòng trên" in alone.get("/runs/imports/2?part=duplicates").text
    assert "Không mã" in alone.get("/runs/imports/2?part=problems").text
    assert alone.get("/runs/imports/9").status_code == 404
    assert alone.get("/runs/imports/x").status_code == 404


def test_a_long_import_is_shown_page_by_page(tmp_path: Path) -> None:
    rows = [(f"1.{number:06d}", f"Thủ tục {number}", "X") for number in range(1, 121)]
    with filled(tmp_path, rows) as workspace:
        person = Person(workspace.folder, single_user=True)
    seen = [
        re.findall(r"data-row>([^<]+)<", person.get(f"/runs/imports/1?page={page}").text)
        for page in (1, 2, 3, 9)
    ]
    assert [len(one) for one in seen] == [50, 50, 20, 20]
    assert len({code for one in seen for code in one}) == 120


def test_a_run_of_a_source_lists_what_was_new_and_what_had_changed(alone: Person) -> None:
    asked(alone.house.settings.folder)
    first, second = (alone.get(f"/runs/sources/{number}").text for number in (1, 2))
    assert first.count('class="mark met"') == 3
    rows = re.findall(r'<td class="fixed">(\d/QĐ-BYT)</td>.*?<span class="mark([^"]*)">', second, re.DOTALL)
    assert rows == [("4/QĐ-BYT", " met"), ("2/QĐ-BYT", "")]
    home = numbers(alone.get("/").text)
    assert ("/runs/sources/2", 2) in home
    assert ("/runs/sources/1", 3) in home
    assert alone.get("/runs/sources/7").status_code == 404


def test_problems_are_told_in_words(alone: Person) -> None:
    asked(alone.house.settings.folder, fault=True)
    (told,) = re.findall(r'<ul class="problems">(.*?)</ul>', alone.get("/").text, re.DOTALL)
    assert "Hong.pdf: " in told
    assert "encrypted" not in told
    assert ("/evidence", 1) in numbers(told)


def test_sources_that_are_not_well_are_problems(folder: Path) -> None:
    (folder / "sources.toml").write_text('[source.csdl]\nkind = "folder"\npath = "/nowhere"\n', "utf-8")
    asked(folder, fault=True)
    problems = Person(folder, single_user=True).get("/api/v1/summary").json()["problems"]
    (sentence,) = [one["sentence"] for one in problems if one["kind"] == "source"]
    assert sentence.endswith("danh sách trống")


def test_settings_that_cannot_be_read_are_a_problem_and_not_the_end(folder: Path) -> None:
    (folder / "sources.toml").write_text("[source", "utf-8")
    person = Person(folder, single_user=True)
    assert person.get("/").status_code == 200
    problems = person.get("/api/v1/summary").json()["problems"]
    assert "sources.toml" in problems[-1]["sentence"]


def test_evidence_of_no_decision_is_listed_and_can_be_taken_back(alone: Person) -> None:
    text = alone.get("/evidence").text
    assert "77/QĐ-BYT" in text
    (ident,) = re.findall(r'name="evidence" value="(\w+)"', text)
    assert alone.post("/evidence/taken-back", evidence="other").status_code == 400
    assert alone.post("/evidence/taken-back", evidence=ident, reason="nhầm số").status_code == 303
    assert "77/QĐ-BYT" not in alone.get("/evidence").text
    assert "/evidence" not in [address for address, _ in numbers(alone.get("/").text)]


def test_a_scan_that_gave_no_procedure_is_told_with_its_name_until_it_gives_some(folder: Path) -> None:
    scan = decision(
        sha256="e" * 64,
        is_publication=False,
        issues=(Issue(SCAN_WITHOUT_ROWS, None, (("confidence", "61"), ("unread", "2"))),),
    )
    with Workspace.open(folder) as workspace:
        register(workspace, "e" * 64, ["quet.pdf"])
        assert store_decision(workspace, scan) is Outcome.NOT_PUBLICATION
    person = Person(folder, single_user=True)
    (told,) = [one for one in person.get("/api/v1/summary").json()["problems"] if one["document"] == "e" * 64]
    assert (told["category"], told["facts"]) == (SCAN_WITHOUT_ROWS, {"confidence": "61", "unread": "2"})
    assert told["sentence"].startswith("quet.pdf: ")
    assert f'href="/decisions/{"e" * 64}#issues"' in person.get("/").text
    assert "61 %" in person.get(f"/decisions/{'e' * 64}").text
    with Workspace.open(folder) as workspace:
        store_decision(workspace, decision(item(), sha256="e" * 64))
    assert "quet.pdf" not in person.get("/").text
