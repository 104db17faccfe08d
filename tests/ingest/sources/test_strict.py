"""Values that a portal writes otherwise than it did are told, and never become a day or a text by chance."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ingest.sources.faults import Fault, FetchError
from ingest.sources.gateway_records import read_heads, read_page
from ingest.sources.strict import Drift, Fields, is_plausible, reading

ROW = {
    "ID": "7",
    "CODE": "1/QĐ-BYT",
    "NAME": "Về việc",
    "PUBLISHING_DATE": "05-12-2025",
    "AGENCY_NAME": "Bộ Y tế",
    "AGENCY_ID": "1",
    "AMOUNT": "1",
    "ROW_STT": "1",
}
LABELS = {
    "Số quyết định": "1",
    "Trích yếu": "a",
    "Ngày quyết định": "05-12-2025",
    "Cơ quan ban hành": "Bộ Y tế",
}


def test_null_is_no_text() -> None:
    with pytest.raises(FetchError) as caught:
        Fields({"a": None}, "k", "nơi").text("a")
    assert (caught.value.fault, caught.value.facts["field"]) == (Fault.SCHEMA, "a")


@pytest.mark.parametrize("name", ["CODE", "NAME", "AGENCY_NAME", "PUBLISHING_DATE"])
def test_null_in_one_entry_is_told_and_the_list_is_read(name: str) -> None:
    drift = Drift()
    heads, total = read_heads([ROW, {**ROW, name: None}], "nơi", drift)
    assert (len(heads), total, drift.to_json()) == (2, 1, {f"decision.{name}=?": 1})
    head = heads[1]
    assert "None" not in {head.number, head.title, head.agency}


@pytest.mark.parametrize(
    ("day", "signed", "told"),
    [
        ("05-12-2025", date(2025, 12, 5), {}),
        ("", None, {}),
        ("2025-12-05", None, {"decision.PUBLISHING_DATE=?": 1}),
        ("05/12/2025", None, {"decision.PUBLISHING_DATE=?": 1}),
        ("05-12-2205", None, {}),
    ],
)
def test_a_day_in_another_form_is_told(day: str, signed: date | None, told: dict[str, int]) -> None:
    drift = Drift()
    heads, _ = read_heads([{**ROW, "PUBLISHING_DATE": day}], "nơi", drift)
    assert (heads[0].signed, drift.to_json()) == (signed, told)


@pytest.mark.parametrize(
    ("stored", "uploaded", "changed"),
    [
        ("2025/12/08/a.pdf", date(2025, 12, 8), False),
        ("a.pdf", None, False),
        ("2025-12-08/a.pdf", None, True),
        ("2025/13/08/a.pdf", None, True),
        ("1025/12/08/a.pdf", None, True),
    ],
)
def test_a_file_kept_otherwise_than_by_its_day_is_noticed(
    stored: str, uploaded: date | None, *, changed: bool
) -> None:
    record = {"tenTep": "a.pdf", "code": "f", "tepDinhKemId": stored}
    (one,) = read_page({"attachments": [record], "labels": LABELS}, "nơi", Drift()).attachments
    assert (one.uploaded, one.is_dated_otherwise) == (uploaded, changed)


@pytest.mark.parametrize("value", ["2025-12-08", 1e20, float("nan"), True, 1_765_152_000])
def test_a_day_of_posting_that_cannot_be_read_is_a_fault(value: object) -> None:
    with pytest.raises(FetchError) as caught:
        Fields({"d": value}, "proposal", "nơi").posted("d")
    assert caught.value.fault is Fault.SCHEMA


@pytest.mark.parametrize("value", ["2025-12-08", 1e20, float("nan"), True])
def test_a_moment_that_cannot_be_read_is_told(value: object) -> None:
    drift = Drift()
    with reading({"d": value}, "k", "nơi", drift) as fields:
        assert fields.moment("d") is None
    assert drift.to_json() == {"k.d=?": 1}


def test_a_moment_is_the_day_in_viet_nam() -> None:
    late = int(datetime(2025, 12, 8, 18, tzinfo=UTC).timestamp() * 1000)
    assert Fields({"d": late}, "k", "nơi").posted("d") == date(2025, 12, 9)
    assert Fields({}, "k", "nơi").posted("d") is None


def test_a_day_can_be_from_2007_to_tomorrow() -> None:
    today = datetime.now(UTC).date()
    assert is_plausible(date(2007, 1, 1))
    assert not is_plausible(date(2006, 12, 31))
    assert is_plausible(today)
    assert not is_plausible(today + timedelta(days=3))
