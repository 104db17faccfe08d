from __future__ import annotations

from catalogue.provinces import province_named


def test_provinces_and_cities_are_named_by_what_they_are() -> None:
    named = [province_named(name) for name in ("Quảng Ngãi", "TP Hồ Chí Minh", "Huế")]
    assert [one.title for one in named] == ["tỉnh Quảng Ngãi", "thành phố Hồ Chí Minh", "thành phố Huế"]
