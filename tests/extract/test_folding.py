"""Folding: what does not tell two Vietnamese texts apart goes away, everything else stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.folding import fold, modern_tones, nfc, plain

VIETNAMESE = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọùúủũụỳýỷỹỵ "
    "AĐÊÔƠƯ-–,.;:“”()/0123456789"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hóa", "hoá"),
        ("HÓA", "hoá"),
        ("hủy bỏ", "huỷ bỏ"),
        ("Ủy ban", "uỷ ban"),
        ("khỏe", "khoẻ"),
        ("Tòa", "Toà"),
        ("quy trình", "QUY TRÌNH"),
        ("Uỷ  ban – Nhân dân", "uỷ ban nhân dân"),
        ("sửa đổi, bổ sung", "sửa đổi - bổ sung"),
        ("“đăng ký”", "'đăng ký'"),
        ("Tên TTHC/ Mã TTHC", "tên tthc mã tthc"),
        ("Ghi\u00a0chú", "ghi chú"),
        ("ТТНС", "TTHC"),
    ],
)
def test_spelling_twins(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("bỏ", "bò"), ("quý", "quy"), ("đất", "dat"), ("hoa", "hoá"), ("1.0", "10")]
)
def test_what_differs_stays_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("word", ["quý", "quả", "quỳ", "hoàn", "thuyền", "khoản", "toàn", "xuyên", "huyện"])
def test_closed_syllables_and_qu_keep_their_marks(word: str) -> None:
    assert modern_tones(word) == word


def test_examples_of_the_forms() -> None:
    assert fold("Uỷ  ban – Nhân dân") == "uỷ ban nhân dân"
    assert plain("Uỷ ban nhân dân, Đồng Nai") == "uy ban nhan dan dong nai"
    assert nfc("СÔNG BỐ") == "CÔNG BỐ"
    assert fold("") == fold(" – ") == ""


@given(VIETNAMESE)
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert plain(plain(text)) == plain(text)


@given(st.text())
def test_fold_is_idempotent_on_any_text(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(VIETNAMESE)
def test_normal_form_does_not_matter(text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert fold(composed) == fold(decomposed)
    assert plain(composed) == plain(decomposed)


@given(VIETNAMESE)
def test_case_does_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text)


@given(VIETNAMESE)
def test_plain_is_bare(text: str) -> None:
    assert plain(text).isascii()
