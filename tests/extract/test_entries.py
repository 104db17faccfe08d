"""One row's cells taken apart."""

from __future__ import annotations

import pytest

from extract.entries import as_above, names_no_procedure, read_code, read_name, tidy

NAME = "Cấp giấy phép đào kênh"


@pytest.mark.parametrize(
    "cell",
    [
        f"{NAME}/ 1.014464.H50",
        f"{NAME}; 1.014464.H50",
        f"{NAME} (1.014464.H50)",
        f"{NAME} 1.014464.H50",
        f"{NAME}\nMã TTHC: 1.014464.H50",
        f"{NAME} (Mã TTHC: 1.014464.H50)",
        f"{NAME} (mã số 1.014464.H50)",
        f"{NAME}[1] (1.014464.H50)",
        f"{NAME} [1.014464.H50]",
        f"1.014464.H50 - {NAME}",
        f"{NAME} (1.014464.\nH50)",
    ],
)
def test_name_and_code(cell: str) -> None:
    found = read_name(cell)
    assert (found.name, [code.printed for code in found.codes]) == (NAME, ["1.014464.H50"])


@pytest.mark.parametrize(
    "name", [f"{NAME} (cấp tỉnh)", f"{NAME} – kênh chính", "Đấu nối 35kV", f"{NAME} A, B"]
)
def test_name_alone_stays_whole(name: str) -> None:
    found = read_name(name)
    assert (found.name, found.codes, found.misprint, found.time_limit) == (name, (), None, None)


def test_code_in_the_middle_of_the_name() -> None:
    found = read_name("Cấp giấy phép (1.014464) đào kênh")
    assert (found.name, len(found.codes)) == (NAME, 1)


def test_two_codes() -> None:
    found = read_name(f"{NAME} (1.014464, 2.000908)")
    assert [code.root for code in found.codes] == ["1.014464", "2.000908"]
    assert found.name == NAME


@pytest.mark.parametrize(
    "cell", [f"{NAME} (1.014.111)", f"{NAME}\nMã TTHC: 1.0125010", f"{NAME} (B-BTP-258939-TT)"]
)
def test_misprinted_code(cell: str) -> None:
    found = read_name(cell)
    assert found.misprint is not None
    assert found.misprint.printed in cell
    assert found.name == NAME


def test_figure_in_a_name_is_no_misprint() -> None:
    name = "Thuê đất trên 1.0125 ha"
    assert (read_name(name).name, read_name(name).misprint) == (name, None)


@pytest.mark.parametrize(
    ("cell", "time_limit"),
    [
        (f"{NAME}. Thời gian thực hiện: Mười (10) ngày làm việc.", "Mười (10) ngày làm việc"),
        (f"{NAME}\nThời hạn giải quyết TTHC: 05 ngày", "05 ngày"),
        (f"{NAME}; thời gian giải quyết: 03 ngày;", "03 ngày"),
    ],
)
def test_time_limit_in_the_name_cell(cell: str, time_limit: str) -> None:
    found = read_name(cell)
    assert (found.name, found.time_limit) == (NAME, time_limit)


@pytest.mark.parametrize(
    ("cell", "roots", "printed"),
    [
        ("1.014464.H50", ["1.014464"], None),
        ("1.014464\n2.000908", ["1.014464", "2.000908"], None),
        ("1.01443", [], "1.01443"),
        ("B-BTP-258939-TT", [], "B-BTP-258939-TT"),
        ("Không có mã số", [], None),
        ("", [], None),
        ("-", [], None),
        ("…", [], None),
    ],
)
def test_code_cell(cell: str, roots: list[str], printed: str | None) -> None:
    found, misprint = read_code(cell)
    assert ([code.root for code in found], misprint) == (roots, printed)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("05 ngày\nlàm việc", "05 ngày làm việc"),
        ("Không", "Không"),
        ("-", None),
        ("…", None),
        ("[…]", None),
        ("(...)", None),
        ("", None),
        ("A[2]", "A"),
        ("A (*)", "A"),
        (
            "Nghị định số 151/2025/NĐ-\nCP;\n- Quyết định số 12/\nQĐ-UBND",
            "Nghị định số 151/2025/NĐ-CP; - Quyết định số 12/QĐ-UBND",
        ),
        ("Luật Đất đai -\nLuật Nhà ở", "Luật Đất đai - Luật Nhà ở"),
    ],
)
def test_tidy(cell: str, text: str | None) -> None:
    assert tidy(cell) == text


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Như trên", True),
        ("như trên.", True),
        ("nt", True),
        ("-//-", True),
        ("〃", True),
        ("-", False),
        ("Như trên đã nêu", False),
        (None, False),
        ("", False),
    ],
)
def test_as_above(cell: str | None, expected: bool) -> None:
    assert as_above(cell) is expected


@pytest.mark.parametrize("text", ["", "12", "x", "-", "A B", "TTHC", "1 2 3"])
def test_no_name(text: str) -> None:
    assert names_no_procedure(text) is True


@pytest.mark.parametrize("text", ["Nghỉ hưu", NAME])
def test_a_name(text: str) -> None:
    assert names_no_procedure(text) is False
