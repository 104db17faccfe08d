"""What leaves the house comes back in whole: our own extractor reads our own drafts."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pdfplumber
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.consequences import derive
from catalogue.exports.answer import Answer, answer_to
from catalogue.imports.importing import import_catalogue
from catalogue.intake import register, store_decision
from catalogue.procedure import Scope
from catalogue.workspace import Workspace
from corpus.generate import write_catalogue, write_decision
from corpus.generator.facts import demo
from corpus.generator.varied import draw
from extract.deciding import decide
from extract.decision import Change, Decision, Item, Level, Source
from ingest.errors import UsageError
from ingest.reading import read
from tests.catalogue.exports.draft_cases import (
    announce,
    answered,
    check_read_back,
    drafted,
    told,
)
from tests.catalogue.judging_cases import CARD, HOTEL, LICENCE, filled, publish
from tests.catalogue.making import item

REAL = Path(__file__).parents[3] / ".." / "shared" / "data" / "decisions" / "dev"
NOTHING_LEFT = "answer.nothing"


def stored(folder: Path, *files: Path, listing: Path | None = None) -> tuple[Workspace, list[Decision]]:
    """A workspace of Quảng Ngãi with these decisions, and those of ministries among them."""
    workspace = Workspace.create(folder / "kho", "Quảng Ngãi")
    if listing:
        import_catalogue(workspace, listing, scope=Scope.PROVINCE, imported_on=date(2026, 1, 5))
    found = []
    for path in files:
        document = read(path)
        decision = decide(document)
        register(workspace, decision.sha256, [path.name])
        store_decision(workspace, decision)
        found.append(decision)
    derive(workspace)
    return workspace, [one for one in found if one.issuer_level == "ministry" and one.is_publication]


def checked(workspace: Workspace, decisions: list[Decision], folder: Path, day: date) -> list[Answer]:
    """The answers to each decision, their drafts read back without a difference."""
    answers = []
    for one in decisions:
        try:
            answer = answer_to(workspace, [one.sha256], day)
        except UsageError as error:
            if error.key != NOTHING_LEFT:
                raise
            assert all(Level.CENTRAL in item.levels for item in one.items)
            continue
        check_read_back(answer, folder)
        assert len(answer.rows) + len(answer.left_out) == len(one.items)
        answers.append(answer)
    return answers


@pytest.mark.slow
@pytest.mark.parametrize("form", ["html", "docx"])
def test_drafts_from_generated_decisions_are_read_back(tmp_path: Path, form: str) -> None:
    samples = [*demo().decisions, *draw(25, 11)]
    listing, _ = write_catalogue(demo().decisions, tmp_path)
    files = [write_decision(one, form, tmp_path / form) for one in samples]
    workspace, decisions = stored(tmp_path, *files, listing=listing)
    with workspace:
        answers = checked(workspace, decisions, tmp_path, date(2026, 7, 1))
    assert len(answers) >= 15
    assert sum(len(answer.rows) for answer in answers) >= 60
    assert any(answer.earlier for answer in answers)


def test_a_draft_of_several_decisions_is_read_back(tmp_path: Path) -> None:
    samples = [one for one in demo().decisions if one.stem.startswith(("02", "03", "09"))]
    files = [write_decision(one, "html", tmp_path / "html") for one in samples]
    workspace, decisions = stored(tmp_path, *files)
    with workspace:
        answer = answer_to(workspace, [one.number or "" for one in decisions], date(2026, 5, 6))
        check_read_back(answer, tmp_path)
    assert [one.number for one in answer.decisions] == ["877/QĐ-BTP", "961/QĐ-BTP"]
    assert len(answer.rows) == 10


def test_marks_for_the_clerk_are_read_as_no_code_field_or_kind(tmp_path: Path) -> None:
    workspace = filled(tmp_path)
    announce(
        workspace,
        item(Change.NEW, "Cấp giấy phép A", field=None),
        item(Change.NEW, "Cấp giấy phép B", levels=()),
        item(Change.REPEALED, "Cấp giấy phép D"),
    )
    found = check_read_back(answered(workspace), tmp_path)
    assert [(one.code, one.code_printed) for one in found.items] == [(None, None)] * 3


def test_a_row_of_several_codes_is_read_back(tmp_path: Path) -> None:
    workspace = filled(tmp_path)
    publish(workspace, item(Change.NEW, LICENCE[1], code=LICENCE[0], ordinal="6"))
    announce(workspace, item(name=CARD[1], code=CARD[0], further_codes=(LICENCE[0], "2.001234")))
    answer = answered(workspace)
    found = check_read_back(answer, tmp_path)
    assert found.items[0].further_codes == (LICENCE[0], "2.001234")
    assert [place.ordinals for place in answer.earlier[0].places] == [("6",)]


def test_positions_in_a_draft_lead_back_to_the_entries(tmp_path: Path) -> None:
    """Ingested again as the decision it became, the draft ends the rows of the earlier list."""
    workspace = filled(tmp_path)
    publish(
        workspace,
        item(Change.NEW, CARD[1], code=CARD[0], section="PHỤ LỤC I > A > I", ordinal="2"),
        item(Change.NEW, LICENCE[1], code=LICENCE[0], section="PHỤ LỤC I > B > I", ordinal="2"),
        item(Change.NEW, HOTEL[1], code=HOTEL[0], section="PHỤ LỤC II > A", ordinal="1"),
    )
    announce(
        workspace,
        item(Change.REPEALED, CARD[1], code=CARD[0]),
        item(Change.REPEALED, HOTEL[1], code=HOTEL[0]),
    )
    found = check_read_back(answered(workspace), tmp_path)
    register(workspace, found.sha256, ["du-thao.docx"])
    store_decision(workspace, found)
    derive(workspace)
    rows = workspace.rows(
        "SELECT procedure, reasons FROM proposals WHERE document = ? AND item IS NULL ORDER BY position",
        [found.sha256],
    )
    assert [row["procedure"] for row in rows] == [f"province:{CARD[0]}", f"province:{HOTEL[0]}"]
    assert all("position_listed" in row["reasons"] for row in rows)


def test_a_list_that_names_no_kind_is_read_back(tmp_path: Path) -> None:
    workspace = filled(tmp_path)
    announce(workspace, item(Change.LISTED, CARD[1], code=CARD[0]), item(Change.LISTED, "Cấp giấy phép A"))
    answer = answered(workspace)
    check_read_back(answer, tmp_path)
    assert [dict(one.facts)["count"] for one in answer.doubts if one.key == "no_kind"] == ["2"]


_WORDS = st.sampled_from(
    [
        "Cấp",
        "Thu hồi",
        "giấy phép",
        "kinh doanh",
        "lữ hành",
        "và",
        "thẻ",
        "hướng dẫn viên",
        "(quốc tế)",
        "hạng A-B",
    ]
)
_NAMES = st.lists(_WORDS, min_size=3, max_size=12).map(" ".join)
_LEVELS = st.sampled_from([(Level.PROVINCE,), (Level.COMMUNE,), (Level.PROVINCE, Level.COMMUNE), ()])
_CODES = st.integers(0, 999_999).map(lambda number: f"1.{number:06d}")
_FIELDS = st.sampled_from(["Du lịch", "Lữ hành quốc tế", "Thể dục - thể thao", "Di sản văn hóa"])


@st.composite
def _items(draw: st.DrawFn) -> Item:
    change = draw(st.sampled_from([change for change in Change if change is not Change.LISTED]))
    replaced = change is Change.REPLACED
    return Item(
        change=change,
        name=draw(_NAMES),
        source=Source(row=1),
        code=draw(_CODES if change in (Change.AMENDED, Change.REPEALED) else st.none() | _CODES),
        field=draw(_FIELDS),
        levels=draw(_LEVELS),
        basis=draw(st.none() | st.just("Luật Du lịch số 09/2017/QH14")),
        time_limit=draw(st.none() | st.just("05 ngày làm việc")),
        replaces_code=draw(_CODES) if replaced else None,
        replaced_name=draw(_NAMES) if replaced else None,
    )


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(items=st.lists(_items(), min_size=1, max_size=12, unique_by=lambda one: (one.name, one.code)))
def test_any_list_is_read_back(tmp_path: Path, items: list[Item]) -> None:
    folder = tmp_path / "one"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with Workspace.create(folder / "kho", "Quảng Ngãi") as workspace:
        announce(workspace, *items)
        check_read_back(answered(workspace), folder)


@pytest.mark.real
@pytest.mark.slow
@pytest.mark.parametrize("form", ["html", "docx", "source"])
def test_drafts_from_real_decisions_are_read_back(tmp_path: Path, form: str) -> None:
    if not REAL.is_dir():
        pytest.skip("needs ../shared/data/decisions/dev")
    gold = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted((REAL / "gold").glob("*.json"))}
    stems = [stem for stem, facts in gold.items() if facts["issuer_level"] == "ministry"]
    files = [path for stem in stems for path in (REAL / form).glob(f"{stem}.*")]
    workspace, decisions = stored(tmp_path, *files)
    with workspace:
        answers = checked(workspace, decisions, tmp_path, date(2025, 12, 20))
    assert len(decisions) == len(stems)
    listed = {
        (facts["number"], one["change"], one["code"], one["name"])
        for facts in gold.values()
        if facts["issuer_level"] == "ministry"
        for one in facts["items"]
        if one["level"] != "central"
    }
    assert {
        (row.number, row.change.value, row.code, row.name) for answer in answers for row in answer.rows
    } == listed


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice (soffice)")
def test_pages_as_libreoffice_prints_them(tmp_path: Path) -> None:
    workspace = filled(tmp_path)
    announce(
        workspace,
        *(item(Change.NEW, f"Cấp giấy phép số {nth} " * 12, basis="Luật Du lịch " * 20) for nth in range(20)),
        item(Change.REPEALED, CARD[1], code=CARD[0]),
    )
    answer = answered(workspace)
    path = drafted(answer, tmp_path)
    convert = [
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--convert-to",
        "pdf",
    ]
    subprocess.run(
        [*convert, "--outdir", str(tmp_path), str(path)], check=True, capture_output=True, timeout=180
    )
    with pdfplumber.open(path.with_suffix(".pdf")) as book:
        pages = [(page.width < page.height, page.extract_text()) for page in book.pages]
        fonts = {char["fontname"].partition("+")[2] for page in book.pages for char in page.chars}
    upright = [text for portrait, text in pages if portrait]
    annexes = [text for portrait, text in pages if not portrait]
    starts = [nth for nth, text in enumerate(annexes) if text.startswith("Phụ lục")]
    assert len(upright) == 3
    assert starts == [0, len(annexes) - 1]
    assert len(annexes) >= 4
    assert upright[0].startswith("ỦY BAN NHÂN DÂN")
    assert upright[1].split("\n")[0] == "2"
    assert "Điều 4." in upright[2]
    assert "Nơi nhận:" in upright[2]
    assert "Nguyễn Văn A" in upright[2]
    for nth, text in enumerate(annexes[1 : starts[1]], start=2):
        assert text.split("\n")[0] == str(nth)
        assert "STT Mã TTHC" in text
    assert all(re.match(r"(?:TimesNewRoman|LiberationSerif)", font) for font in fonts)
    printed = decide(read(path.with_suffix(".pdf")))
    assert [told(one) for one in printed.items] == [told(row) for row in answer.rows]
