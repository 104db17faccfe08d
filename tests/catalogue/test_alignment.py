"""What explains a difference between two names, and what never does."""

from __future__ import annotations

import pytest

from catalogue.matching.alignment import align
from catalogue.matching.names import name_of
from catalogue.matching.usage import Usage

_TRADES = ["thuốc", "xăng dầu", "vàng", "bảo hiểm", "dược liệu", "phân bón"]
_NAMES = [f"Cấp giấy phép kinh doanh {trade}" for trade in _TRADES]
_NAMES += ["Chăn nuôi lợn", "Chăn nuôi gà", "Nạp LPG vào chai", "Tiếp nhận vào cơ sở bảo trợ xã hội"]
USAGE = Usage(name_of(name).words for name in _NAMES)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Cấp giấy phép kinh danh thuốc", "Cấp giấy phép kinh doanh thuốc", "misprint"),
        ("Cấp giấp phép kinh doanh thuốc", "Cấp giấy phép kinh doanh thuốc", "misprint"),
        ("Cấp giấy phép kinh d0anh thuốc", "Cấp giấy phép kinh doanh thuốc", "misread"),
        ("Hồ chứa của nhà máy", "Hồ chứa đối với nhà máy", "linking"),
        ("Chấm dứt việc cho thuê", "Chấm dứt cho thuê", "linking"),
        ("Thi thăng hạng III", "Thi thăng hạng 3", "numeral"),
        ("Thi tuyển viên chức (Nghị định số 85/2023/NĐ-CP)", "Thi tuyển viên chức", "citation"),
        ("Cấp giấyphép kinh doanh các thuốc", "Cấp giấy phép kinh doanh thuốc", "spacing"),
        ("Cấp giấy phép kinh doanh thuốc", "Cap giay phep kinh doanh thuoc", "marks_lost"),
    ],
)
def test_explained(one: str, other: str, kind: str) -> None:
    there, back = align(name_of(one), name_of(other), USAGE), align(name_of(other), name_of(one), USAGE)
    assert there.complete
    assert back.complete
    assert kind in there.explained
    assert there.explained == back.explained


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chăn nuôi lươn", "Chăn nuôi lợn"),
        ("Nạp LNG vào chai", "Nạp LPG vào chai"),
        ("Cấp đổi giấy phép", "Cấp giấy phép"),
        ("Thi thăng hạng III", "Thi thăng hạng 2"),
        ("Thi thăng hạng II", "Thi thăng hạng III"),
        ("Thi tuyển (Nghị định 85/2023/NĐ-CP)", "Thi tuyển (Nghị định 46/2022/NĐ-CP)"),
        ("Thi tuyển (2024)", "Thi tuyển"),
        ("Khai báo và đăng ký", "Khai báo hoặc đăng ký"),
        ("Cấp giấy phép kinh tế thuốc", "Cấp giấy phép kinh doanh thuốc"),
    ],
)
def test_unexplained(one: str, other: str) -> None:
    assert not align(name_of(one), name_of(other), USAGE).complete
    assert not align(name_of(other), name_of(one), USAGE).complete


def test_without_knowledge_of_other_names_no_misprint_is_proven() -> None:
    one, other = name_of("Cấp giấy phép kinh danh thuốc"), name_of("Cấp giấy phép kinh doanh thuốc")
    found = align(one, other)
    assert (found.left, found.right) == (("danh",), ("doanh",))


def test_a_word_at_home_in_its_place_is_no_misprint() -> None:
    usage = Usage([*(name_of(name).words for name in _NAMES), *[("kinh", "danh")] * 2])
    one, other = name_of("Cấp giấy phép kinh danh thuốc"), name_of("Cấp giấy phép kinh doanh thuốc")
    assert not align(one, other, usage).complete


def test_the_day_of_a_cited_act_is_no_part_of_the_name() -> None:
    one = name_of("Cấp phép theo Nghị định số 54/2024/NĐ-CP ngày 16/5/2024")
    assert one.key == name_of("Cấp phép theo Nghị định số 54/2024/NĐ-CP").key
