"""Number, day, issuer and signer from the letterhead and the signature, of whatever form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.documents import (
    CODED_HEAD,
    MINISTRY,
    Paper,
    Prose,
    categories,
    coded,
    decided,
    grid,
    head_of_annex,
    with_annex,
)

PAPER = with_annex(
    Paper(), *head_of_annex(), grid(CODED_HEAD, coded("1", "1.990001", "Cấp giấy phép đào kênh"))
)


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("Số: 512/QĐ-UBND", "512/QĐ-UBND"),
        ("Số: 05/QĐ-UBND", "05/QĐ-UBND"),
        ("Số: 02144/QĐ-UBND", "02144/QĐ-UBND"),
        ("Số: 512/QĐ- UBND", "512/QĐ-UBND"),
        ("Số:512 /QĐ-UBND", "512/QĐ-UBND"),
        ("Số: 512/QD-UBND", "512/QĐ-UBND"),
        ("Số: 512/QĐ-UBND.", "512/QĐ-UBND"),
        ("Số: 1075a/QĐ-UBND", "1075a/QĐ-UBND"),
        ("Số: 364a/QĐ- UBND", "364a/QĐ-UBND"),
        ("Số: 2609QĐ/UBND", "2609/QĐ-UBND"),
        ("Số: 2665 QĐ/UBND", "2665/QĐ-UBND"),
        ("Số: 1609/QĐ-TTPVHCC", "1609/QĐ-TTPVHCC"),
        ("Số: 2998/QĐ-VP", "2998/QĐ-VP"),
        ("Số: 40 /QĐ- BTP", "40/QĐ-BTP"),
        ("Số: 517/QĐ-BNN-KTHT", "517/QĐ-BNN-KTHT"),
        ("Số: 5230/QĐ-BCA-C06", "5230/QĐ-BCA-C06"),
        ("Số: 88/QĐ-BVHTT&DL", "88/QĐ-BVHTT&DL"),
    ],
)
def test_number(printed: str, number: str) -> None:
    assert decided(replace(PAPER, number=printed)).number == number


def test_no_number_at_all() -> None:
    found = decided(replace(PAPER, number="Số:      /QĐ-UBND"))
    assert found.number is None
    assert categories(found) == ["no_number"]


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("An Bình, ngày 05 tháng 12 năm 2025", "2025-12-05"),
        ("An Bình, ngày 3 tháng 8 năm 2020", "2020-08-03"),
        ("An Bình, ngày 01 tháng12 năm 2025", "2025-12-01"),
        ("An Bình, ngày01tháng 12năm2025", "2025-12-01"),
        ("An Bình, 26/7/2017", "2017-07-26"),
    ],
)
def test_day_of_signing(printed: str, day: str) -> None:
    assert decided(replace(PAPER, signed=printed)).to_json()["signed"] == day


def test_blank_day_is_signalled() -> None:
    found = decided(replace(PAPER, signed="An Bình, ngày    tháng    năm 2025"))
    assert found.signed is None
    assert "no_date" in categories(found)


@pytest.mark.parametrize(
    "caption",
    [
        "(Kèm theo Quyết định số: 203/QĐ-UBND ngày 20/11/20225 của Chủ tịch UBND tỉnh)",
        "(Kèm theo Quyết định số /QĐ-UBND ngày / /2025)",
        "(Ban hành kèm theo Quyết định số      /QĐ-UBND ngày……./…../2025)",
    ],
)
def test_letterhead_wins_over_the_caption(caption: str) -> None:
    annex = ("PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH", Prose(caption), PAPER.annex[-1])
    found = decided(replace(PAPER, annex=annex))
    assert (found.number, found.to_json()["signed"], len(found.items)) == ("512/QĐ-UBND", "2025-12-05", 1)


@pytest.mark.parametrize(
    ("authority", "issuer"),
    [
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH AN BÌNH", "Ủy ban nhân dân tỉnh An Bình"),
        ("CHỦ TỊCH UBND TỈNH AN BÌNH", "Ủy ban nhân dân tỉnh An Bình"),
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ AN BÌNH", "Ủy ban nhân dân thành phố An Bình"),
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH", "Ủy ban nhân dân tỉnh An Bình"),
        ("ỦY BAN NHÂN DÂN TỈNH AN BÌNH", "Ủy ban nhân dân tỉnh An Bình"),
    ],
)
def test_provincial_issuer(authority: str, issuer: str) -> None:
    found = decided(replace(PAPER, authority=authority))
    assert (found.issuer, found.issuer_level) == (issuer, "province")


@pytest.mark.parametrize(
    ("number", "authority", "issuer"),
    [
        ("4512/QĐ-BNNMT", "BỘ TRƯỞNG BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "Bộ Nông nghiệp và Môi trường"),
        ("618/QĐ-BYT", "BỘ TRƯỞNG BỘ Y TẾ", "Bộ Y tế"),
        ("40 /QĐ- BTP", "BỘ TRƯỞNG BỘ TƯ PHÁP", "Bộ Tư pháp"),
        ("361/QĐ-BCT", "BỘ TRƯỞNG BỘ CÔNG THƯƠNG", "Bộ Công Thương"),
        ("508/QĐ-BVHTTDL", "BỘ TRƯỞNG BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "Bộ Văn hóa, Thể thao và Du lịch"),
        ("30/QĐ-BCA-C06", "BỘ TRƯỞNG BỘ CÔNG AN", "Bộ Công an"),
        ("99/QĐ-NHNN", "THỐNG ĐỐC NGÂN HÀNG NHÀ NƯỚC VIỆT NAM", "Ngân hàng Nhà nước Việt Nam"),
    ],
)
def test_ministry(number: str, authority: str, issuer: str) -> None:
    paper = replace(MINISTRY, number=f"Số: {number}", authority=authority, annex=PAPER.annex)
    found = decided(paper)
    assert (found.issuer, found.issuer_level, len(found.items)) == (issuer, "ministry", 1)


def test_centre_that_publishes_for_the_province() -> None:
    paper = replace(
        PAPER,
        number="Số: 1609/QĐ-TTPVHCC",
        body="ỦY BAN NHÂN DÂN THÀNH PHỐ AN BÌNH\nTRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        authority="GIÁM ĐỐC TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG THÀNH PHỐ AN BÌNH",
        signature="GIÁM ĐỐC",
        articles=(
            *PAPER.articles[:2],
            "Điều 3. Các phòng thuộc Trung tâm Phục vụ hành chính công thành phố An Bình thi hành Quyết "
            "định này.",
        ),
    )
    found = decided(paper)
    assert found.issuer_level == "province"
    assert found.issuer == "Trung tâm Phục vụ hành chính công thành phố An Bình"


def test_office_chief_by_delegation() -> None:
    paper = replace(
        PAPER,
        number="Số: 2998/QĐ-VP",
        body="ỦY BAN NHÂN DÂN TỈNH AN BÌNH\nVĂN PHÒNG",
        authority="CHÁNH VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH AN BÌNH",
        signature="CHÁNH VĂN PHÒNG",
    )
    found = decided(paper)
    assert (found.issuer_level, found.is_publication, len(found.items)) == ("province", True, 1)


@pytest.mark.parametrize(
    ("signature", "signer"),
    [
        ("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", "Trần Văn Bình"),
        ("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", "Nguyễn Thị Ánh Đào"),
        ("CHỦ TỊCH\n(Đã ký)", "Y Ngọc"),
        ("KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG", "Đỗ Ngọc Ước"),
        ("CHỦ TỊCH", "Lê Á"),
    ],
)
def test_signer(signature: str, signer: str) -> None:
    assert decided(replace(PAPER, signature=signature, signer=signer)).signer == signer


def test_signer_unknown() -> None:
    assert decided(replace(PAPER, signer="(Đã ký)")).signer is None


def test_title_over_several_lines_is_one() -> None:
    title = "Về việc công bố Danh mục thủ tục hành chính\nmới ban hành lĩnh vực Thủy lợi\ncủa Sở Y tế"
    assert decided(replace(PAPER, title=title)).title == title.replace("\n", " ")


def test_type_and_title_in_one_paragraph() -> None:
    title = "Về việc công bố Danh mục thủ tục hành chính mới ban hành lĩnh vực Thủy lợi"
    found = decided(replace(PAPER, type_line=f"QUYẾT ĐỊNH\n{title}", title=""))
    assert (found.title, found.is_publication, len(found.items)) == (title, True, 1)
