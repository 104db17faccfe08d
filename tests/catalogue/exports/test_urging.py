import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from docx import Document

import congbo
from extract.decision import Level
from ingest.errors import UsageError
from ingest.messages import say, use_language
from tests.catalogue.deadline_workspace import ITEMS, MINISTRY, PROVINCE, called, workspace
from tests.catalogue.making import item

CULTURE = "Sở Văn hóa, Thể thao và Du lịch"
FILE = "don-doc-so-van-hoa-the-thao-va-du-lich-2026-01-12.docx"
AS_OF = ("--as-of", "2026-01-12")
JUSTICE = replace(
    PROVINCE,
    sha256="c" * 64,
    number="3100/QĐ-UBND",
    signed=date(2026, 1, 6),
    departments=("Sở Tư pháp",),
    items=(item(name="Công chứng", code="1.000009", levels=(Level.PROVINCE,)),
           item(name="Công chứng", code="1.000009", levels=(Level.COMMUNE,))),
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kho") / "kho"
    with workspace(path, MINISTRY, PROVINCE, JUSTICE):
        pass
    return path


def urged(folder: Path, out: Path, *arguments: Any) -> dict[str, Any]:
    told = called(folder, "export", "urging", "--out", out, *(arguments or AS_OF), "--json").stdout
    answer: dict[str, Any] = json.loads(told)
    return answer


def tables(path: Path) -> dict[str, list[list[str]]]:
    """The ruled tables of a letter by the heading of their fifth column."""
    letter = Document(str(path))
    rows = [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in letter.tables
        if table.style and table.style.name == "Table Grid"
    ]
    return {
        ("quá hạn" if "Quá hạn" in one[0] else "sắp" if "Còn lại" in one[0] else "thiếu"): one for one in rows
    }


def text(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)


def test_the_letter_has_what_is_overdue_with_source_and_days(folder: Path, tmp_path: Path) -> None:
    told = urged(folder, tmp_path)
    (letter,) = [one for one in told["letters"] if one["department"] == CULTURE]
    assert letter["file"] == FILE
    # Signed 31/12/2025, due on Friday 9 January; Saturday the 10th was worked for 2 January.
    late = {one["rule"]: (one["due"], one["days"]) for one in letter["overdue"]}
    assert late == dict.fromkeys(("R2", "R3", "R4", "R8"), ("2026-01-09", 2))
    shown = tables(tmp_path / FILE)["quá hạn"]
    assert shown[0] == ["STT", "Quyết định", "Số TTHC", "Việc phải làm và căn cứ", "Hạn cuối", "Quá hạn",
                        "Nội dung còn thiếu"]  # fmt: skip
    assert shown[1] == [
        "1",
        "2815/QĐ-UBND\nngày 31/12/2025",
        "3",
        "Cập nhật, công khai quyết định và TTHC trên CSDLQG về TTHC\nCăn cứ: NĐ 63/2010 Điều 24 k2",
        "09/01/2026",
        "02 ngày làm việc",
        "Chưa có minh chứng đã đăng tải trên CSDLQG",
    ]
    assert len(shown) == 5


def test_what_has_no_start_gets_no_verdict_but_a_table_that_asks(folder: Path, tmp_path: Path) -> None:
    urged(folder, tmp_path)
    shown = tables(tmp_path / FILE)
    asked = {row[1].split("\n")[0]: row[4] for row in shown["thiếu"][1:]}
    assert asked["3659/QĐ-BVHTTDL"] == (
        "Ngày bắt đầu của thời hạn: ngày bộ đăng tải trên CSDLQG hoặc ngày nhận được quyết định"
    )
    assert "3659/QĐ-BVHTTDL" not in {row[1].split("\n")[0] for row in shown["quá hạn"]}
    assert not any("quá hạn" in cell for row in shown["thiếu"] for cell in row)


def test_what_is_left_of_a_list_is_named(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "kho"
    with workspace(path, MINISTRY, PROVINCE):
        pass
    called(path, "evidence", "add", MINISTRY.number, "received", "2025-12-24")
    (letter,) = urged(path, tmp_path / "ra")["letters"]
    (first,) = [one for one in letter["overdue"] if one["rule"] == "R1"]
    assert first["missing"] == f"còn 1/{len(ITEMS)} TTHC: 1.000004 Cấp giấy phép loại 4"


def test_soon_is_counted_in_working_days(folder: Path, tmp_path: Path) -> None:
    # Signed Tuesday 6 January: 7, 8, 9, the worked Saturday 10 and 12; Friday the 9th is two days before.
    def soon(*arguments: str) -> list[str]:
        told = urged(folder, tmp_path / "ra", "--as-of", "2026-01-09", *arguments)
        return [one["rule"] for letter in told["letters"] if letter["department"] == "Sở Tư pháp"
                for one in letter["soon"]]  # fmt: skip

    assert soon("--soon", "1") == []
    assert soon("--soon", "2") == soon() == ["R2", "R3", "R4"]
    shown = tables(tmp_path / "ra" / "don-doc-so-tu-phap-2026-01-09.docx")["sắp"]
    assert shown[1][2:6] == ["1", shown[1][3], "12/01/2026", "02 ngày làm việc"]


def test_what_is_due_on_the_day_itself_is_told_in_words(folder: Path, tmp_path: Path) -> None:
    def said(day: str, soon: str) -> str:
        urged(folder, tmp_path, "--as-of", day, "--soon", soon)
        return text(tmp_path / f"don-doc-so-tu-phap-{day}.docx")

    at_once = said("2026-01-12", "0")
    assert "- Hoàn thành đúng hạn 03 việc đến hạn trong ngày." in at_once
    assert "Việc đến hạn trong ngày" in at_once.splitlines()
    assert "- Hoàn thành đúng hạn 03 việc đến hạn trong 02 ngày làm việc tới." in said("2026-01-09", "2")


def test_what_is_signed_later_is_not_yet_urged(folder: Path, tmp_path: Path) -> None:
    told = urged(folder, tmp_path, "--as-of", "2026-01-05", "--soon", "30")
    assert [one["department"] for one in told["letters"]] == [CULTURE]
    told = urged(folder, tmp_path, "--as-of", "2025-12-22", "--soon", "30")
    (letter,) = told["letters"]
    assert {one["number"] for one in letter["unclear"]} == {"3659/QĐ-BVHTTDL"}
    assert letter["soon"] == []


def test_a_department_without_anything_open_gets_no_letter_and_is_named(tmp_path: Path) -> None:
    done = replace(JUSTICE, signed=date(2026, 1, 12), based_on=(), approves_workflow=True)
    with workspace(tmp_path / "kho", PROVINCE, done):
        pass
    said = called(
        tmp_path / "kho", "export", "urging", *AS_OF, "--out", tmp_path / "ra", "--soon", "1"
    ).stdout
    assert "Sở Tư pháp: không có việc quá hạn, sắp đến hạn hoặc thiếu ngày tháng; không lập công văn" in said
    assert [path.name for path in (tmp_path / "ra").iterdir()] == [FILE]
    assert "việc phải làm kịp thời" in said
    with pytest.raises(UsageError, match="chưa có việc phải làm nào của đơn vị có tên chứa “Y tế”"):
        called(tmp_path / "kho", "export", "urging", *AS_OF, "--out", tmp_path / "ra", "--department", "Y tế")


def test_the_letter_is_an_official_one(folder: Path, tmp_path: Path) -> None:
    urged(folder, tmp_path)
    letter: Any = Document(str(tmp_path / FILE))
    head, end = (
        "\n".join(cell.text for row in table.rows for cell in row.cells) for table in letter.tables[:2]
    )
    assert "ỦY BAN NHÂN DÂN\nTỈNH QUẢNG NGÃI\nVĂN PHÒNG" in head
    assert "Số: ……/VP-TTHC\nV/v đôn đốc công bố, công khai\nthủ tục hành chính" in head
    assert "Quảng Ngãi, ngày … tháng … năm …" in head
    said = text(tmp_path / FILE)
    assert f"Kính gửi: {CULTURE}." in said
    assert "QUYẾT ĐỊNH" not in said
    assert said.count("{{") == said.count("{%") == 0
    assert "Nơi nhận:\n- Như trên;" in end
    assert "- Lưu: VT, TTHC." in end
    assert "CHÁNH VĂN PHÒNG" in end
    for table in letter.tables[2:]:
        assert table.rows[0]._tr.trPr.xpath("w:tblHeader")
    margins = {(round(one.left_margin.mm), round(one.right_margin.mm)) for one in letter.sections}
    assert margins == {(30, 20)}


def test_what_the_clerk_has_to_check_is_told_and_does_not_stand_in_the_letter(
    folder: Path, tmp_path: Path
) -> None:
    told = urged(folder, tmp_path)
    (letter,) = [one for one in told["letters"] if one["department"] == CULTURE]
    assert letter["unverified"] == 4
    said = text(tmp_path / FILE)
    assert "(*) Thời hạn nêu trong văn bản của địa phương." in said
    assert "trước khi ký" not in said
    warned = called(folder, "export", "urging", *AS_OF, "--out", tmp_path, "--department", "văn hóa").stderr
    facts = {"department": CULTURE, "count": 4}
    assert f"! {say('urging.unverified', **facts)}" in warned.splitlines()


def test_the_same_letters_twice_and_none_on_a_dry_run(folder: Path, tmp_path: Path) -> None:
    urged(folder, tmp_path / "mot")
    urged(folder, tmp_path / "hai")
    names = sorted(path.name for path in (tmp_path / "mot").iterdir())
    assert names == ["don-doc-so-tu-phap-2026-01-12.docx", FILE]
    for name in names:
        assert (tmp_path / "mot" / name).read_bytes() == (tmp_path / "hai" / name).read_bytes()
    told = urged(folder, tmp_path / "khong", *AS_OF, "--dry-run")
    assert not told["written"]
    assert len(told["letters"]) == 2
    assert not (tmp_path / "khong").exists()


def test_one_department_alone(folder: Path, tmp_path: Path) -> None:
    told = urged(folder, tmp_path, *AS_OF, "--department", "tu phap")
    assert [one["department"] for one in told["letters"]] == ["Sở Tư pháp"]
    assert io.BytesIO((tmp_path / told["letters"][0]["file"]).read_bytes()).read(2) == b"PK"


def test_letters_are_vietnamese_whatever_language_is_read(folder: Path, tmp_path: Path) -> None:
    words = ["--lang", "en", "--workspace", str(folder), "export", "urging", *AS_OF, "--out", str(tmp_path)]
    try:
        said = CliRunner().invoke(congbo.cli, words, catch_exceptions=False, standalone_mode=False).stdout
    finally:
        use_language(None)
    assert "overdue" in said
    assert tables(tmp_path / FILE)["quá hạn"][1][3].startswith("Cập nhật, công khai")
