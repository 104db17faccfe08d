"""The rule-based language: tokens keep numbers and codes whole, phrases match in any spelling."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.vocab import Vocab

import extract
from extract.language import RuleTokenizer, marks

LINES = (Path(extract.__file__).parent / "vocabulary.jsonl").read_text("utf-8").splitlines()


def tokens(text: str) -> list[str]:
    return [token.text for token in RuleTokenizer(Vocab())(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("số 3659/QĐ-BKHCN, ngày", ["số", "3659/QĐ-BKHCN", ",", "ngày"]),
        ("(1.014466.H12)", ["(", "1.014466.H12", ")"]),
        ("“đăng ký”;", ["“", "đăng", "ký", "”", ";"]),
        ("ngày 13/11/2025.", ["ngày", "13/11/2025", "."]),
        ("Điều 1.", ["Điều", "1", "."]),
        ("đổi,bổ/thay-thế", ["đổi", ",", "bổ", "/", "thay", "-", "thế"]),
        ("số:12/QĐ-UBND", ["số:12/QĐ-UBND"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@given(st.text(max_size=60))
def test_no_character_is_lost(text: str) -> None:
    assert RuleTokenizer(Vocab())(text).text == text


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("thủ tục hành chính MỚI BAN HÀNH", "change.new"),
        ("ban hành mới", "change.new"),
        ("sửa đổi, bổ sung", "change.amended"),
        ("sửa đổi bổ sung", "change.amended"),
        ("sửa đổi và bổ sung", "change.amended"),
        ("SỬA ĐỔI - BỔ SUNG", "change.amended"),
        ("thay đổi, bổ sung", "change.amended"),
        ("sửa đổi,bổ sung", "change.amended"),
        ("sửa đổi/bổ sung", "change.amended"),
        ("SỬA ĐỔI-BỔ SUNG", "change.amended"),
        ("sửa đổi/ bổ sung", "change.amended"),
        ("sửa đổi–bổ sung", "change.amended"),
        ("sửa đổi", "change.amended"),
        ("bị hủy bỏ", "change.repealed"),
        ("bị huỷ bỏ", "change.repealed"),
        ("bãi bỏ", "change.repealed"),
        ("được thay thế", "change.replaced"),
        ("chuẩn hóa", "change.standardised"),
        ("được chuẩn hoá", "change.standardised"),
        ("tiếp tục thực hiện", "change.listed"),
        ("thủ tục hành chính bổ sung", "change.new"),
        ("công bố bổ sung", "change.new"),
        ("được điều chỉnh, bổ sung", "change.amended"),
        ("TTHC được điều chỉnh", "change.amended"),
        ("thủ tục hành chính hết hiệu lực", "change.repealed"),
        ("TTHC bị loại bỏ", "change.repealed"),
        ("TTHC mới", "change.new"),
    ],
)
def test_kinds_of_change(text: str, label: str) -> None:
    assert [mark.label for mark in marks(text, "change")] == [label]


@pytest.mark.parametrize(
    "text", ["Điều chỉnh quy hoạch", "Quyết định này hết hiệu lực", "Thủ tục điều chỉnh", "Thủ tục loại bỏ"]
)
def test_words_that_tell_no_kind(text: str) -> None:
    assert marks(text, "change") == []


@pytest.mark.parametrize("sign", [",", "/", "-", ";"])
def test_kinds_glued_by_a_sign(sign: str) -> None:
    found = marks(f"mới ban hành{sign}bãi bỏ{sign}thay thế", "change")
    assert [mark.value for mark in found] == ["new", "repealed", "replaced"]


def test_levels_glued_by_a_sign() -> None:
    for text in ("cấp tỉnh,cấp xã", "cấp tỉnh/cấp xã", "cấp tỉnh/xã"):
        assert [mark.text for mark in marks(text, "level")] == [text]


def test_the_longest_phrase_wins() -> None:
    (mark,) = marks("được sửa đổi, bổ sung", "change")
    assert (mark.text, mark.family, mark.value) == ("sửa đổi, bổ sung", "change", "amended")


def test_positions() -> None:
    text = "bãi bỏ và mới ban hành"
    assert [text[mark.start : mark.end] for mark in marks(text, "change")] == ["bãi bỏ", "mới ban hành"]


def test_only_the_families_asked_for() -> None:
    text = "công bố thủ tục hành chính nội bộ bị bãi bỏ cấp xã"
    assert {mark.family for mark in marks(text, "subject", "level")} == {"subject", "level"}
    assert {mark.family for mark in marks(text)} >= {"subject", "level", "change", "act"}


def test_nothing_in_nothing() -> None:
    assert marks("") == []
    assert marks("\n \t") == []


@pytest.mark.parametrize("line", LINES)
def test_every_pattern_is_whole(line: str) -> None:
    entry = json.loads(line)
    assert set(entry) == {"label", "pattern"}
    assert entry["label"].split(".")[0] in {
        "change",
        "level",
        "subject",
        "act",
        "effect",
        "part",
        "shortened",
    }
    assert entry["pattern"]


@pytest.mark.parametrize(
    "entry", [entry for line in LINES if isinstance((entry := json.loads(line))["pattern"], str)]
)
def test_every_plain_phrase_is_found_in_capitals_too(entry: dict[str, str]) -> None:
    for text in (entry["pattern"], entry["pattern"].upper()):
        covering = marks(text, entry["label"].partition(".")[0])
        assert [(mark.start, mark.end) for mark in covering] == [(0, len(text))]
