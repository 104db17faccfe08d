"""Procedures that come as JSON, dirty decision numbers, and what the data does not know."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from catalogue.entries import load_procedures
from catalogue.imports.importing import import_catalogue
from catalogue.imports.numbers import decision_keys, is_placeholder
from catalogue.procedure import Scope
from catalogue.workspace import Workspace
from extract.decision import Level
from ingest.errors import UsageError
from tests.catalogue.making import NEW_HEADER, OLD_HEADER, national_csv, write_csv

DATA = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "kho")


def write(path: Path, told: object) -> Path:
    path.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    return path


def detail(code: str, **facts: str) -> dict[str, str]:
    known = {
        "ma_thu_tuc": code,
        "ten_thu_tuc": "Bổ nhiệm giám định viên",
        "so_quyet_dinh": "QĐ862-BTP",
        "cap_thuc_hien": "Cấp bộ, Cấp tỉnh",
        "linh_vuc": "Giám định tư pháp",
        "co_quan_thuc_hien": "Sở Tư pháp",
        "can_cu_phap_ly": "Không có thông tin",
        "cach_thuc_thuc_hien": (
            "Hình thức nộpThời gianPhí, lệ phíMô tảTrực tuyến20 Ngày làm việc50,000 VNĐ(Lệ phí)"
            "Trực tiếp30 NgàyMiễn phíghi chú"
        ),
    }
    return {**known, **facts}


def test_a_procedure_detail(workspace: Workspace, tmp_path: Path) -> None:
    report = import_catalogue(workspace, write(tmp_path / "1.json", detail("1.001122")))
    assert (report.rows, report.count("added"), report.scope) == (1, 1, Scope.NATIONAL)
    (entry,) = load_procedures(workspace)
    assert (entry.code, entry.levels) == ("1.001122", (Level.CENTRAL, Level.PROVINCE))
    assert (entry.decision_raw, entry.decision_keys) == ("QĐ862-BTP", ("862/QĐ-BTP",))
    assert entry.time_limit == "Trực tuyến: 20 Ngày làm việc; Trực tiếp: 30 Ngày"
    assert entry.fee == "Trực tuyến: 50,000 VNĐ(Lệ phí); Trực tiếp: Miễn phí"
    assert entry.basis is None


def test_a_folder_of_details_is_one_change_set(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "details"
    folder.mkdir()
    for code in ("1.000001", "1.000002"):
        write(folder / f"{code}.json", detail(code))
    assert import_catalogue(workspace, folder).count("added") == 2
    assert workspace.db.table("imports").count == 1
    assert import_catalogue(workspace, folder).nothing_changed


def test_details_make_nothing_gone(workspace: Workspace, tmp_path: Path) -> None:
    import_catalogue(workspace, write(tmp_path / "1.json", detail("1.000001")))
    assert import_catalogue(workspace, write(tmp_path / "2.json", detail("1.000002"))).count("gone") == 0


def test_a_folder_of_mixed_shapes_is_refused_by_name(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "details"
    folder.mkdir()
    write(folder / "1.json", detail("1.000001"))
    write(folder / "2.json", {"code": "1.000002", "name": "Hai"})
    with pytest.raises(UsageError, match=r"2\.json"):
        import_catalogue(workspace, folder)
    assert load_procedures(workspace) == []


PORTAL_DETAIL: dict[str, Any] = {
    "id": "019d",
    "code": "1.000358",
    "name": "Gia hạn giấy phép",
    "decisionNo": "",
    "procedureProposal": {"proposalNumber": "01/QĐ-BCT", "decisionNumber": None},
    "departmentPromulgateName": "Bộ Công thương",
    "categoriesDetails": [{"name": "Thương mại quốc tế"}],
    "departmentsExecuting": [{"name": "Sở Công Thương"}, {"name": "Sở Công Thương"}],
    "isProvince": True,
    "isWard": False,
    "state": "UPDATED",
    "fees": [],
}


@pytest.mark.parametrize("wrapped", [False, True])
def test_the_portals_detail(workspace: Workspace, tmp_path: Path, wrapped: bool) -> None:
    told = {"code": "OK", "data": PORTAL_DETAIL} if wrapped else PORTAL_DETAIL
    import_catalogue(workspace, write(tmp_path / "a.json", told))
    (entry,) = load_procedures(workspace)
    assert (entry.code, entry.decision_keys, entry.field) == ("1.000358", ("1/QĐ-BCT",), "Thương mại quốc tế")
    assert (entry.agencies, entry.levels) == (("Sở Công Thương",), (Level.PROVINCE,))
    assert (entry.publisher, entry.ministry, entry.status) == ("Bộ Công thương", "Bộ Công thương", "UPDATED")


def test_the_portals_lists(workspace: Workspace, tmp_path: Path) -> None:
    item = {
        "code": "1.116625",
        "name": "Cấp",
        "categories": ["Mật mã"],
        "departmentPromulgate": "Bộ Quốc phòng",
    }
    old = {
        "PROCEDURE_CODE": "1.015045",
        "PROCEDURE_NAME": "Đổi",
        "PUBLISHED_AGENCY": "Bộ Công an",
        "IMPLEMENTATION_AGENCY": "Công an Xã; Công an Xã",
    }
    new = import_catalogue(workspace, write(tmp_path / "a.json", {"code": "OK", "data": {"items": [item]}}))
    assert new.count("added") == 1
    assert import_catalogue(workspace, write(tmp_path / "b.json", [old])).count("added") == 1
    by_code = {one.code: one for one in load_procedures(workspace)}
    assert (by_code["1.116625"].field, by_code["1.015045"].agencies) == ("Mật mã", ("Công an Xã",))


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("{", "import.damaged"),
        ("[1, 2]", "import.no_records"),
        ('{"items": []}', "import.no_records"),
        ('[{"ID": "67", "FIELD_NAME": "An toàn"}]', "import.no_records"),
    ],
)
def test_json_without_procedures(workspace: Workspace, tmp_path: Path, content: str, key: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content, "utf-8")
    with pytest.raises(UsageError) as error:
        import_catalogue(workspace, path)
    assert error.value.key == key
    assert "a.json" in error.value.sentence()


def test_an_empty_folder(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        import_catalogue(workspace, tmp_path)
    assert error.value.key == "import.empty_folder"


@pytest.mark.parametrize(
    ("raw", "publisher", "keys"),
    [
        ("2267./QĐ-BXD", None, ("2267/QĐ-BXD",)),
        ("SỐ 64/QĐ-NHNN", None, ("64/QĐ-NHNN",)),
        ("3713/QD-BTP", None, ("3713/QĐ-BTP",)),
        ("QĐ2338-BTP", None, ("2338/QĐ-BTP",)),
        ("Quyết định số 6225/QĐ-BQP", None, ("6225/QĐ-BQP",)),
        ("3980 /QĐ-BQP", None, ("3980/QĐ-BQP",)),
        ("Quyết định số 4777", "Bộ Quốc phòng", ("4777/QĐ-BQP",)),
        ("1681", "Bộ Tài chính", ("1681/QĐ-BTC",)),
        ("0214", "UBND tỉnh Cà Mau", ("214/QĐ-UBND",)),
        ("1681", None, ()),
        ("QĐ/0001-BCA", "Bộ Công an", ()),
        ("Demo/QĐ-BCA", "Bộ Công an", ()),
        ("01/QĐCB", "Tòa án nhân dân", ()),
        ("", None, ()),
    ],
)
def test_decision_numbers_as_catalogues_misspell_them(
    raw: str, publisher: str | None, keys: tuple[str, ...]
) -> None:
    assert decision_keys(raw, publisher) == keys


def test_placeholders_are_no_unread_numbers() -> None:
    assert is_placeholder("QĐ/0001-BCA")
    assert not is_placeholder("01/QĐCB")


def test_what_the_data_does_not_know_is_named_and_counted(workspace: Workspace, tmp_path: Path) -> None:
    rows = [
        ["1.000001", "Một", "Tập đoàn Điện lực", "Sở Vũ trụ", "Điện"],
        ["1.000002", "Hai", "Tập đoàn Điện lực", "Sở Công thương - TP. Hải Phòng", "Điện"],
    ]
    report = import_catalogue(workspace, write_csv(tmp_path / "a.csv", [NEW_HEADER, *rows]))
    assert report.unknown == {("agency", "Tập đoàn Điện lực"): 2, ("department", "Sở Vũ trụ"): 1}
    assert report.count("added") == 2
    assert "Sở Vũ trụ" in "\n".join(report.sentences())


def test_another_provinces_codes_are_told_without_a_committees_name(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "kho", "Quảng Ngãi")
    rows = [OLD_HEADER, ["1", "1.001122.H12", "Một", "", "", "Du lịch", "", "Cấp Tỉnh", ""]]
    with pytest.raises(UsageError, match="Cà Mau"):
        import_catalogue(workspace, write_csv(tmp_path / "a.csv", rows))


@pytest.mark.slow
def test_two_hundred_thousand_rows(workspace: Workspace, tmp_path: Path) -> None:
    rows = [(f"{1 + n // 100_000}.{n % 100_000:06d}", f"Thủ tục số {n}", "Du lịch") for n in range(199_000)]
    rows += rows[:1000]
    path = national_csv(tmp_path / "a.csv", rows)
    report = import_catalogue(workspace, path)
    assert (report.rows, report.count("added"), report.duplicates) == (200_000, 199_000, 1000)
    assert workspace.db.table("procedures").count == 199_000


@pytest.mark.real
@pytest.mark.skipif(not DATA.exists(), reason="the real data does not lie beside the repository")
def test_real_details(workspace: Workspace) -> None:
    report = import_catalogue(workspace, DATA / "catalogue" / "details")
    assert (report.rows, report.count("added"), report.problems) == (80, 80, ())
    entries = load_procedures(workspace)
    assert all(one.decision_keys and one.levels for one in entries)
    assert sum(bool(one.time_limit) for one in entries) > 60
    new_portal = DATA / "portal" / "new_portal"
    assert import_catalogue(workspace, new_portal / "get-formality-by-citizen.1.000358.sample.json").rows == 1
    listed = import_catalogue(workspace, new_portal / "list-all-public-formality.items.sample.json")
    assert (listed.rows, listed.count("added")) == (5, 5)
