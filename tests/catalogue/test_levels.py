from __future__ import annotations

import pytest

from catalogue.levels import levels_of_agencies, levels_of_column, without_level_mark
from extract.decision import Level


@pytest.mark.parametrize(
    ("column", "levels"),
    [
        ("Cấp Bộ; Cấp Tỉnh; Cấp Xã", (Level.CENTRAL, Level.PROVINCE, Level.COMMUNE)),
        ("Cấp xã, Cấp tỉnh", (Level.PROVINCE, Level.COMMUNE)),
        ("Cơ quan khác", ()),
        (None, ()),
    ],
)
def test_levels_of_a_column(column: str | None, levels: tuple[Level, ...]) -> None:
    assert levels_of_column(column) == levels


def test_levels_of_agencies() -> None:
    assert levels_of_agencies(["Sở Tư pháp", "Bộ Tư pháp"]) == (Level.CENTRAL, Level.PROVINCE)
    assert levels_of_agencies(["Uỷ ban nhân dân cấp xã"]) == (Level.COMMUNE,)
    assert levels_of_agencies(["Cục Thuế tỉnh Cà Mau", "Sở giao dịch"]) == ()


@pytest.mark.parametrize(
    ("name", "bare", "levels"),
    [
        ("Cấp thẻ (cấp tỉnh).", "Cấp thẻ", (Level.PROVINCE,)),
        ("Cấp thẻ (thực hiện tại cấp Trung ương)", "Cấp thẻ", (Level.CENTRAL,)),
        ("Cấp thẻ – cấp xã", "Cấp thẻ", (Level.COMMUNE,)),
        ("Cấp thẻ (2024)", "Cấp thẻ (2024)", ()),
        ("Tiếp nhận vào cơ sở cấp tỉnh, cấp huyện", "Tiếp nhận vào cơ sở cấp tỉnh, cấp huyện", ()),
    ],
)
def test_level_marks(name: str, bare: str, levels: tuple[Level, ...]) -> None:
    assert without_level_mark(name) == (bare, levels)
