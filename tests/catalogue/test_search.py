from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest

from catalogue.imports.importing import import_catalogue
from catalogue.procedure import Scope
from catalogue.search import search
from catalogue.workspace import Workspace
from tests.catalogue.judging_cases import filled
from tests.catalogue.making import national_csv

ROWS = [
    ("1.000001", "Đăng ký đất đai lần đầu", "Đất đai"),
    ("1.000002", "Dâng ký dạt dài", "Khác"),
    ("1.000003", "Cấp giấy phép đấu nối đường nhánh", "Đường bộ"),
    ("1.000004", "Hoà giải tranh chấp đất đai", "Đất đai"),
    ("1.001122", "Cấp lại giấy phép xây dựng", "Xây dựng"),
    ("1.001123", "Cấp giấy phép xây dựng", "Xây dựng"),
]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return filled(tmp_path_factory.mktemp("kho"), ROWS)


def codes(workspace: Workspace, text: str) -> list[str]:
    return [hit.code for hit in search(workspace, text)]


def test_typed_marks_rank_first_and_without_marks_all_are_found(workspace: Workspace) -> None:
    assert codes(workspace, "đăng ký đất đai")[0] == "1.000001"
    assert set(codes(workspace, "dang ky dat dai")) == {"1.000001", "1.000002"}
    assert codes(workspace, "dâng ký dạt dài")[0] == "1.000002"


def test_d_with_stroke_is_found_by_d(workspace: Workspace) -> None:
    assert codes(workspace, "dau noi duong") == ["1.000003"]
    assert codes(workspace, "đau noi duong") == ["1.000003"]
    assert codes(workspace, "ĐẤU NỐI ĐƯỜNG") == ["1.000003"]


def test_decomposed_letters_and_other_tone_places_are_the_same(workspace: Workspace) -> None:
    hits = search(workspace, unicodedata.normalize("NFD", "đăng ký đất đai"))
    assert (hits[0].code, hits[0].toned) == ("1.000001", True)
    assert [(hit.code, hit.toned) for hit in search(workspace, "hòa giải")] == [("1.000004", True)]


def test_the_last_word_may_be_only_begun(workspace: Workspace) -> None:
    assert codes(workspace, "cấp lại giấy phép xây d") == ["1.001122"]
    assert codes(workspace, "dau no") == ["1.000003"]


def test_a_whole_phrase_comes_before_scattered_words(workspace: Workspace) -> None:
    assert codes(workspace, "cap giay phep xay dung") == ["1.001123", "1.001122"]


def test_where_no_name_holds_all_words_some_are_enough(workspace: Workspace) -> None:
    assert codes(workspace, "đấu nối khí quyển")[0] == "1.000003"
    assert codes(workspace, "vô tận") == []


@pytest.mark.parametrize("text", ["1.001122", "1.001122.000.00.00.H48", "1.001122.H48", " 1.001122 cấp lại"])
def test_a_code_finds_its_entry_with_its_tail_or_not(workspace: Workspace, text: str) -> None:
    assert codes(workspace, text) == ["1.001122"]


def test_a_code_may_be_only_begun(workspace: Workspace) -> None:
    assert codes(workspace, "1.0011") == ["1.001122", "1.001123"]


@pytest.mark.parametrize(
    "text", ["", "   ", '"', 'a" OR name : *', "NEAR(x y)", "-", "toned : x", "^*", "1.", "\x00"]
)
def test_nothing_that_is_typed_breaks_the_query(workspace: Workspace, text: str) -> None:
    search(workspace, text)


def test_a_former_name_finds_its_entry(tmp_path: Path) -> None:
    workspace = filled(tmp_path, ROWS)
    listing = national_csv(tmp_path / "b.csv", [("1.000001", "Công nhận quyền sử dụng thửa đất", "Đất đai")])
    import_catalogue(workspace, listing, scope=Scope.PROVINCE, imported_on=date(2026, 6, 1))
    (hit,) = search(workspace, "đăng ký đất đai lần đầu")
    assert (hit.code, hit.name, hit.former) == (
        "1.000001",
        "Công nhận quyền sử dụng thửa đất",
        "Đăng ký đất đai lần đầu",
    )
    assert search(workspace, "cong nhan thua dat")[0].former is None


def test_the_provinces_own_entry_comes_before_the_national_one(tmp_path: Path) -> None:
    workspace = filled(tmp_path, ROWS)
    import_catalogue(workspace, national_csv(tmp_path / "nat.csv", ROWS), scope=Scope.NATIONAL)
    found = [hit.procedure for hit in search(workspace, "đấu nối đường nhánh")]
    assert found == ["province:1.000003", "national:1.000003"]
    assert [hit.procedure for hit in search(workspace, "1.000003")] == found


def test_the_index_built_bit_by_bit_is_the_index_built_at_once(tmp_path: Path) -> None:
    workspace = filled(tmp_path, ROWS)
    changed = [(code, f"{name} cấp xã", field) for code, name, field in ROWS[:3]]
    import_catalogue(workspace, national_csv(tmp_path / "b.csv", changed), scope=Scope.PROVINCE)
    texts = ["đất đai", "cap xa", "giấy phép", "đăng ký"]
    before = [search(workspace, text) for text in texts]
    workspace.db.execute("INSERT INTO names_fts (names_fts) VALUES ('integrity-check')")
    workspace.db.execute("INSERT INTO names_fts (names_fts) VALUES ('rebuild')")
    assert [search(workspace, text) for text in texts] == before
