"""The JSON of a decision: the keys of the contract, ISO dates, nulls, and nothing that JSON cannot hold."""

from __future__ import annotations

import json
from datetime import date

import pytest

from extract.decision import (
    COUNTED,
    Change,
    Decision,
    Effect,
    Effective,
    Issue,
    Item,
    Level,
    Reference,
    Source,
    iso,
)

ITEM = Item(change=Change.NEW, name="Cấp giấy phép đào kênh", source=Source())
EMPTY = Decision(
    number=None,
    issuer=None,
    issuer_level=None,
    signed=None,
    signer=None,
    title=None,
    effective=None,
    is_publication=False,
    internal=False,
    approves_workflow=False,
    shortened_procedure=False,
    departments=(),
    based_on=(),
    affects=(),
    declared_counts={},
    items=(),
    sha256="0" * 64,
    media_type="text/html",
    pages=None,
)
DECISION_KEYS = {
    "number",
    "issuer",
    "issuer_level",
    "signed",
    "signer",
    "title",
    "effective",
    "is_publication",
    "internal",
    "approves_workflow",
    "shortened_procedure",
    "departments",
    "submission",
    "based_on",
    "affects",
    "declared_counts",
    "items",
    "issues",
    "document",
}
ITEM_KEYS = {
    "change",
    "code",
    "code_printed",
    "name",
    "field",
    "level",
    "levels",
    "agency",
    "time_limit",
    "fee",
    "basis",
    "replaces_code",
    "replaced_name",
    "section",
    "internal",
    "source",
    "confidence",
}


def test_keys_of_a_decision() -> None:
    assert set(EMPTY.to_json()) == DECISION_KEYS
    assert set(EMPTY.to_json()["document"]) == {"sha256", "media_type", "pages"}


def test_absent_values_are_null() -> None:
    told = EMPTY.to_json()
    for key in ("number", "issuer", "issuer_level", "signed", "signer", "title", "effective"):
        assert told[key] is None
    assert told["declared_counts"] == dict.fromkeys(COUNTED)
    assert told["departments"] == told["based_on"] == told["affects"] == told["items"] == told["issues"] == []
    item = ITEM.to_json()
    given = {"change", "name", "levels", "internal", "source", "confidence", "further_codes", "parts"}
    assert all(item[key] is None for key in item if key not in given)
    assert item["levels"] == []


def test_keys_of_an_item_and_what_is_added_to_the_contract() -> None:
    assert set(ITEM.to_json()) - ITEM_KEYS <= {
        "ordinal",
        "further_codes",
        "effective",
        "parts",
    }
    assert set(ITEM.to_json()) >= ITEM_KEYS
    assert set(ITEM.to_json()["source"]) - {"page", "table", "row", "bbox"} == {"path"}


@pytest.mark.parametrize(
    ("levels", "level"),
    [((), None), ((Level.COMMUNE,), "commune"), ((Level.PROVINCE, Level.COMMUNE), None)],
)
def test_level_is_null_where_several_or_none_apply(levels: tuple[Level, ...], level: str | None) -> None:
    item = Item(change=Change.NEW, name="x", source=Source(), levels=levels)
    assert item.to_json()["level"] == level
    assert item.to_json()["levels"] == [one.value for one in levels]


def test_words_of_the_contract() -> None:
    assert [change.value for change in Change] == [
        "new",
        "amended",
        "replaced",
        "repealed",
        "standardised",
        "listed",
    ]
    assert [level.value for level in Level] == ["central", "province", "district", "commune"]
    assert [effect.value for effect in Effect] == ["replaces", "repeals", "repeals_part", "amends", "keeps"]
    assert COUNTED == ("new", "amended", "replaced", "repealed", "other")


def test_references() -> None:
    ground = Reference("3659/QĐ-BKHCN", date(2025, 11, 13)).to_json()
    assert ground == {"number": "3659/QĐ-BKHCN", "date": "2025-11-13"}
    changed = Reference("1818/QĐ-UBND", None, Effect.AMENDS).to_json()
    assert (changed["number"], changed["date"], changed["effect"]) == ("1818/QĐ-UBND", None, "amends")


def test_effective() -> None:
    told = Effective("kể từ ngày ký", date(2025, 11, 20)).to_json()
    assert (told["text"], told["date"]) == ("kể từ ngày ký", "2025-11-20")
    assert Effective("theo Quyết định số 1").to_json()["date"] is None


def test_source_with_its_box() -> None:
    assert Source(3, 1, 2, (1.0, 2.0, 3.5, 4.0), None).to_json() == {
        "page": 3,
        "table": 1,
        "row": 2,
        "bbox": [1.0, 2.0, 3.5, 4.0],
        "path": None,
    }


def test_issue_in_words_and_facts() -> None:
    told = Issue("count_mismatch", 3, (("change", "new"), ("declared", "5"), ("found", "4"))).to_json()
    assert set(told) >= {"category", "message", "page"}
    assert (told["category"], told["page"], told["facts"]["declared"]) == ("count_mismatch", 3, "5")
    assert "5" in told["message"]
    assert "4" in told["message"]
    assert "{" not in told["message"]


def test_all_of_it_is_plain_json() -> None:
    whole = Decision(
        **{
            **{name: getattr(EMPTY, name) for name in EMPTY.__dataclass_fields__},
            "signed": date(2025, 11, 20),
            "items": (ITEM,),
            "issues": (Issue("no_number"),),
            "affects": (Reference("1/QĐ-UBND", date(2025, 1, 1), Effect.REPEALS),),
            "effective": Effective("kể từ ngày ký", date(2025, 11, 20)),
        }
    )
    told = json.loads(json.dumps(whole.to_json(), allow_nan=False))
    assert told["signed"] == "2025-11-20"
    assert told == whole.to_json()


def test_iso() -> None:
    assert iso(date(2025, 1, 2)) == "2025-01-02"
    assert iso(None) is None
