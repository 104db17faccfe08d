"""The submission (Tờ trình) that a decision names: who, number, day."""

from __future__ import annotations

from datetime import date

import pytest

from extract.decision import Submission
from extract.submission import read_submission
from tests.extract.documents import Paper, decided

DAY = date(2025, 11, 20)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Theo đề nghị của Giám đốc Sở Y tế tại Tờ trình số 242/TTr-SYT ngày 20/11/2025.",
            Submission("Sở Y tế", "242/TTr-SYT", DAY),
        ),
        (
            "Xét đề nghị của Giám đốc Sở Văn hóa, Thể thao và Du lịch tỉnh An Bình tại Tờ trình số "
            "2849 /TTr-SVHTT&DL ngày 20 tháng 11 năm 2025.",
            Submission("Sở Văn hóa, Thể thao và Du lịch", "2849/TTr-SVHTT&DL", DAY),
        ),
        (
            "Theo đề nghị của Chánh Văn phòng UBND tỉnh và Giám đốc Sở Nông nghiệp và Môi trường "
            "tại Tờ trình số 709/TTr- SNNMT-VP ngày 20/11/2025.",
            Submission("Sở Nông nghiệp và Môi trường", "709/TTr-SNNMT-VP", DAY),
        ),
        (
            "Theo đề nghị của Sở Tài chính tại Văn bản số 14730 /STC-VP ngày 20/11/2025.",
            Submission("Sở Tài chính", "14730/STC-VP", DAY),
        ),
        ("Theo đề nghị của Giám đốc Sở Tài chính.", Submission("Sở Tài chính", None, None)),
        ("Theo đề nghị của Vụ trưởng Vụ Pháp chế.", Submission(None, None, None)),
    ],
)
def test_reads_who_number_and_day(line: str, expected: Submission) -> None:
    assert read_submission(["Căn cứ Luật Tổ chức chính quyền địa phương;", line]) == expected


def test_none_where_the_preamble_names_none() -> None:
    assert read_submission(["Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ;"]) is None
    assert decided(Paper()).to_json()["submission"] is None
