"""The articles of the draft decision: bases, what is published, duties, what takes effect and what ends."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from catalogue.exports.answer import Answer
from catalogue.exports.word import UNKNOWN
from catalogue.workspace import Workspace
from extract.decision import Change, Effective
from tests.catalogue.exports.draft_cases import (
    DEPARTMENT,
    MINISTRY,
    announce,
    answered,
    one_of_each,
    opened,
    texts,
)
from tests.catalogue.judging_cases import CARD, HOTEL, filled, publish
from tests.catalogue.making import item


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return filled(tmp_path)


@pytest.fixture
def answer(workspace: Workspace) -> Answer:
    return one_of_each(workspace)


def test_the_articles_say_what_is_published_and_what_ends(answer: Answer, tmp_path: Path) -> None:
    said = texts(opened(answer, tmp_path))
    assert said[:3] == [
        "QUYẾT ĐỊNH",
        "Về việc công bố Danh mục thủ tục hành chính mới ban hành, được sửa đổi, bổ sung, được thay thế và "
        "bị bãi bỏ trong lĩnh vực Du lịch, Lữ hành thuộc phạm vi chức năng quản lý của Sở Văn hóa, Thể thao "
        "và Du lịch",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI",
    ]
    assert "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;" in said
    assert (
        "Căn cứ Quyết định số 4347/QĐ-BVHTTDL ngày 14 tháng 11 năm 2025 của Bộ trưởng Bộ Văn hóa, Thể thao "
        "và Du lịch về việc công bố thủ tục hành chính lĩnh vực Du lịch;"
    ) in said
    assert (
        "Theo đề nghị của Giám đốc Sở Văn hóa, Thể thao và Du lịch tại Tờ trình số 12/TTr-SVHTTDL "
        "ngày 20 tháng 11 năm 2025."
    ) in said
    first = next(nth for nth, text in enumerate(said) if text.startswith("Điều 1."))
    assert said[first + 1 : first + 5] == [
        "1. 02 thủ tục hành chính mới ban hành (cấp tỉnh 01, cấp tỉnh và cấp xã 01) (Phụ lục I kèm theo);",
        "2. 01 thủ tục hành chính được sửa đổi, bổ sung (cấp tỉnh 01) (Phụ lục II kèm theo);",
        "3. 01 thủ tục hành chính được thay thế (cấp tỉnh 01) (Phụ lục III kèm theo);",
        "4. 01 thủ tục hành chính bị bãi bỏ (cấp tỉnh 01) (Phụ lục IV kèm theo).",
    ]
    assert "1. Quyết định này có hiệu lực thi hành kể từ ngày ký." in said
    assert (
        "2. Bãi bỏ nội dung công bố tại số thứ tự 3 Mục A ban hành kèm theo Quyết định số 2815/QĐ-UBND "
        "ngày 20 tháng 11 năm 2025 của Chủ tịch Ủy ban nhân dân tỉnh Quảng Ngãi."
    ) in said


@pytest.mark.parametrize(
    ("issuer", "said"),
    [
        ("Ủy ban nhân dân tỉnh Kon Tum", "Chủ tịch Ủy ban nhân dân tỉnh Kon Tum"),
        ("Trung tâm Phục vụ hành chính công", "Trung tâm Phục vụ hành chính công"),
    ],
)
def test_earlier_decisions_are_named_with_who_issued_them(
    workspace: Workspace, tmp_path: Path, issuer: str, said: str
) -> None:
    publish(workspace, item(Change.NEW, HOTEL[1], code=HOTEL[0], ordinal="3"), issuer=issuer)
    announce(workspace, item(Change.REPEALED, HOTEL[1], code=HOTEL[0]))
    assert (
        "2. Bãi bỏ nội dung công bố tại số thứ tự 3 ban hành kèm theo Quyết định số 2815/QĐ-UBND "
        f"ngày 20 tháng 11 năm 2025 của {said}."
    ) in texts(opened(answered(workspace), tmp_path))


def test_what_no_known_decision_published_is_marked_for_the_clerk(
    workspace: Workspace, tmp_path: Path
) -> None:
    announce(
        workspace,
        item(name=CARD[1], code=CARD[0]),
        item(Change.REPEALED, "Cấp lại giấy phép"),
        item(Change.NEW, HOTEL[1], code=HOTEL[0]),
    )
    letter = opened(answered(workspace), tmp_path)
    (line,) = (one for one in letter.paragraphs if one.text.startswith("2. Bãi bỏ"))
    assert line.text == (
        f"2. Bãi bỏ nội dung công bố các thủ tục hành chính mã {CARD[0]}, “Cấp lại giấy phép” (số thứ tự "
        f"{UNKNOWN}) tại Quyết định số {UNKNOWN} ngày {UNKNOWN} của Chủ tịch Ủy ban nhân dân tỉnh."
    )
    assert [run.text for run in line.runs if run.font.highlight_color] == [UNKNOWN] * 3


def test_a_single_kind_stands_in_the_first_article_itself(workspace: Workspace, tmp_path: Path) -> None:
    announce(workspace, item(Change.REPEALED, CARD[1], code=CARD[0]))
    said = texts(opened(answered(workspace), tmp_path))
    assert (
        "Điều 1. Công bố kèm theo Quyết định này Danh mục 01 thủ tục hành chính bị bãi bỏ (cấp tỉnh 01) "
        "trong lĩnh vực Du lịch thuộc phạm vi chức năng quản lý của Sở Văn hóa, Thể thao và Du lịch "
        "(Phụ lục kèm theo)."
    ) in said
    assert "Phụ lục" in said
    assert not any("Nội dung cụ thể" in text for text in said)


@pytest.mark.parametrize(
    ("effective", "said"),
    [
        (Effective("", date(2025, 11, 20)), "kể từ ngày ký"),
        (Effective("", date(2026, 1, 15)), "kể từ ngày 15 tháng 01 năm 2026"),
        (
            Effective("kể từ ngày Luật có hiệu lực", None),
            "theo Quyết định số 4347/QĐ-BVHTTDL ngày 14 tháng 11 năm 2025 của Bộ trưởng Bộ Văn hóa, Thể thao "
            "và Du lịch",
        ),
    ],
)
def test_the_day_of_effect_follows_the_ministry_s(
    workspace: Workspace, tmp_path: Path, effective: Effective, said: str
) -> None:
    announce(workspace, item(Change.NEW, CARD[1], code=CARD[0]), effective=effective)
    assert f"Quyết định này có hiệu lực thi hành {said}." in texts(opened(answered(workspace), tmp_path))


def test_procedures_that_hold_later_are_named_by_position(workspace: Workspace, tmp_path: Path) -> None:
    announce(
        workspace,
        item(name=CARD[1], code=CARD[0]),
        item(name=HOTEL[1], code=HOTEL[0], effective=date(2026, 3, 1)),
    )
    said = texts(opened(answered(workspace), tmp_path))
    assert "1. Quyết định này có hiệu lực thi hành kể từ ngày ký." in said
    assert (
        "2. Các thủ tục hành chính tại số thứ tự 2 Phụ lục có hiệu lực kể từ ngày 01 tháng 3 năm 2026."
    ) in said


def test_publicity_is_due_in_two_days_where_the_act_was_made_by_shortened_procedure(
    workspace: Workspace, tmp_path: Path
) -> None:
    announce(workspace, item(name=CARD[1], code=CARD[0]))
    assert any("05 ngày làm việc" in text for text in texts(opened(answered(workspace), tmp_path)))
    announce(workspace, item(name=CARD[1], code=CARD[0]), shortened_procedure=True)
    assert any("02 ngày làm việc" in text for text in texts(opened(answered(workspace), tmp_path)))


def test_internal_procedures_have_bases_and_duties_of_their_own(workspace: Workspace, tmp_path: Path) -> None:
    announce(workspace, item(Change.NEW, CARD[1], code="5.000001", internal=True), internal=True)
    said = texts(opened(answered(workspace), tmp_path))
    bases = [text for text in said if text.startswith("Căn cứ ")]
    assert [text.split(" ngày ")[0] for text in bases] == [
        "Căn cứ Luật Tổ chức chính quyền địa phương",
        "Căn cứ Quyết định số 1085/QĐ-TTg",
        f"Căn cứ Quyết định số {MINISTRY}",
    ]
    second = next(nth for nth, text in enumerate(said) if text.startswith("Điều 2."))
    assert said[second + 1 : second + 6] == [
        f"1. {DEPARTMENT}:",
        "a) Công khai kịp thời, đầy đủ Quyết định này và thủ tục hành chính nội bộ trên Cổng Thông tin điện "
        "tử tỉnh, trang thông tin điện tử của cơ quan;",
        "b) Hướng dẫn, tổ chức thực hiện thủ tục hành chính nội bộ theo nội dung công bố tại Quyết định này.",
        "2. Các sở, ban, ngành; Ủy ban nhân dân các xã, phường, đặc khu tổ chức thực hiện thủ tục hành chính "
        "nội bộ thuộc thẩm quyền giải quyết.",
        "3. Văn phòng Ủy ban nhân dân tỉnh theo dõi, đôn đốc, kiểm tra việc thực hiện Quyết định này.",
    ]
    assert not any("Cơ sở dữ liệu quốc gia" in text or "niêm yết" in text for text in said)


def test_a_title_in_capitals_is_said_anew(workspace: Workspace, tmp_path: Path) -> None:
    announce(workspace, item(name=CARD[1], code=CARD[0]), title="CÔNG BỐ THỦ TỤC HÀNH CHÍNH SỬA ĐỔI, BỔ SUNG")
    said = (
        "về việc công bố thủ tục hành chính được sửa đổi, bổ sung thuộc phạm vi chức năng quản lý của Bộ Văn"
    )
    assert any(said in text for text in texts(opened(answered(workspace), tmp_path)))


def test_a_decision_without_number_or_day_is_cited_with_marks(workspace: Workspace, tmp_path: Path) -> None:
    announce(workspace, item(name=CARD[1], code=CARD[0]), number=None, signed=None, issuer=None, title=None)
    said = texts(opened(answered(workspace, "b" * 64), tmp_path))
    cited = f"Quyết định số {UNKNOWN} ngày {UNKNOWN} của Bộ trưởng {UNKNOWN}"
    assert any(
        text.startswith(f"Căn cứ {cited} về việc công bố thủ tục hành chính được sửa") for text in said
    )


def test_an_annex_names_the_fields_that_it_holds(workspace: Workspace, tmp_path: Path) -> None:
    announce(
        workspace,
        item(Change.NEW, "Cấp giấy phép C", field="Lữ hành"),
        item(Change.REPEALED, CARD[1], code=CARD[0]),
    )
    said = texts(opened(answered(workspace), tmp_path))
    whose = f"THUỘC PHẠM VI CHỨC NĂNG QUẢN LÝ CỦA {DEPARTMENT.upper()}"
    assert [text for text in said if text.startswith("DANH MỤC")] == [
        f"DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH TRONG LĨNH VỰC LỮ HÀNH {whose}",
        f"DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ TRONG LĨNH VỰC DU LỊCH {whose}",
    ]
    assert any("trong lĩnh vực Lữ hành, Du lịch thuộc" in text for text in said)
