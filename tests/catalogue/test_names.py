from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.matching.alignment import align
from catalogue.matching.names import decisive_difference, name_of
from extract.decision import Level
from extract.folding import plain

WORDS = [
    "cấp",
    "lại",
    "giấy",
    "phép",
    "hoạt",
    "động",
    "cơ",
    "sở",
    "kinh",
    "doanh",
    "thuốc",
    "thuỷ",
    "sản",
    "hoá",
]
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)


def complete(one: str, other: str) -> bool:
    return align(name_of(one), name_of(other)).complete


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thủ tục cấp thẻ", "Cấp thẻ."),
        ("TTHC cấp thẻ", "CẤP  THẺ"),
        ("Thuỷ sản: cấp hoá đơn", "Thủy sản – cấp hóa đơn"),
        ("Thẩm quyền của UBND tỉnh", "Thẩm quyền của Ủy ban nhân dân tỉnh"),
        ("Nhiệm vụ KH&CN cấp tỉnh", "Nhiệm vụ khoa học và công nghệ cấp tỉnh"),
        ("cap lai giay phep", "Cấp lại giấy phép"),
        ("Cấp giấy phép (cấp tỉnh)", "Cấp giấy phép"),
        ("Cấp giấyphép kinh doanh", "Cấp giấy phép kinh doanh"),
        ("Cấp phép (1.014464)", "Cấp phép"),
        ("Mua bán trang thiết bị y tế loại B", "Mua bán thiết bị y tế loại B"),
        ("Thuộc Bộ Tài nguyên và Môi trường", "Thuộc Bộ Nông nghiệp và Môi trường"),
        ("Cấp Giấy phép nhận chìm ở bien", "Cấp Giấy phép nhận chìm ở biển"),
        ("Đăng ký thành lập văn phòng công chứng", "Đăng ký thành lập văn phỏng công chứng"),
    ],
)
def test_explained_differences(one: str, other: str) -> None:
    assert complete(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cấp giấy phép", "Cấp lại giấy phép"),
        ("Đối tượng thuộc diện", "Đối tượng không thuộc diện"),
        ("Nạp LPG vào chai", "Nạp LNG vào chai"),
        ("Chứng chỉ hạng I", "Chứng chỉ hạng II"),
        ("Chuyển đến", "Chuyển đi"),
        ("Cơ sở cấp tỉnh, cấp xã", "Cơ sở cấp tỉnh, cấp huyện"),
        ("Thi tuyển viên chức", "Thi tuyển công chức"),
        ("Gia hạn giấy phép", "Gia hạn, điều chỉnh giấy phép"),
        ("Thu thẻ", "Thủ thê"),
        ("Thủ tục thi tuyển (2024)", "Thủ tục thi tuyển"),
    ],
)
def test_unexplained_differences(one: str, other: str) -> None:
    assert not complete(one, other)


def test_an_alignment_names_the_words() -> None:
    found = align(name_of("Cấp lại thẻ"), name_of("Cấp đổi thẻ"))
    assert (found.left, found.right) == (("lại",), ("đổi",))


def test_level_marks_are_features_not_words() -> None:
    assert name_of("Cấp thẻ (cấp tỉnh)").levels == (Level.PROVINCE,)
    assert name_of("Cấp thẻ (cấp tỉnh)").words == ("cấp", "thẻ")


def test_decisive_words_of_each_side() -> None:
    one, other = name_of("Cấp lại giấy phép thuộc loại A"), name_of("Cấp giấy phép không thuộc loại A")
    assert decisive_difference(one, other) == (("cấp lại", "thuộc"), ("cấp", "không thuộc"))
    assert decisive_difference(one, one) == ((), ())


@given(names, names)
def test_alignment_is_symmetric(one: str, other: str) -> None:
    there, back = align(name_of(one), name_of(other)), align(name_of(other), name_of(one))
    assert there.complete == back.complete
    assert sorted(there.left) == sorted(back.right) or not there.complete


@given(names, st.sampled_from(WORDS), st.integers(0, 12))
def test_one_word_more_is_never_explained(name: str, word: str, at: int) -> None:
    words = name.split()
    words.insert(min(at, len(words)), word)
    assert not complete(name, " ".join(words))


@given(names)
def test_spelling_noise_is_always_explained(name: str) -> None:
    noisy = "Thủ tục " + unicodedata.normalize("NFD", name.upper()) + " ."
    assert complete(name, noisy)
    assert complete(name, plain(name))


@given(names)
def test_making_comparable_is_idempotent(name: str) -> None:
    once = name_of(name)
    assert name_of(" ".join(once.words)).key == once.key


@given(st.text(max_size=200))
def test_any_text_can_be_a_name(text: str) -> None:
    assert align(name_of(text), name_of(text)).complete
