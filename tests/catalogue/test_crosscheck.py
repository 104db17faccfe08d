"""Typed lists against the document and the catalogue: missing, extra, differing."""

from __future__ import annotations

from pathlib import Path

from catalogue.fetching.crosscheck import DifferenceKind, compare
from catalogue.fetching.crosscheck_workspace import crosschecks
from catalogue.workspace import Workspace
from extract.decision import Change
from ingest.sources.source import Listed
from tests.catalogue.making import decision, item
from tests.catalogue.test_fetching import ministry, pull
from tests.ingest.sources.fake_portal import serving
from tests.ingest.sources.fake_procedures import Filed


def listed(*names: str) -> list[Listed]:
    return [Listed(str(n), name) for n, name in enumerate(names)]


def kinds(*found: object) -> list[object]:
    return [getattr(one, "kind", None) for one in found]


def test_equal_lists_give_nothing() -> None:
    paper = decision(item(Change.NEW, "Cấp thẻ A"), item(Change.AMENDED, "Cấp lại thẻ A"))
    typed = {"new": listed("cấp thẻ A "), "amended": listed("Cấp lại thẻ A"), "repealed": []}
    assert compare(paper, typed, {}) == []


def test_missing_extra_and_slips_of_the_pen() -> None:
    paper = decision(
        item(Change.NEW, "Cấp giấy phép khai thác nước dưới đất"),
        item(Change.NEW, "Gia hạn giấy phép xả thải"),
        item(Change.REPEALED, "Thu hồi thẻ hướng dẫn viên"),
    )
    typed = {
        "new": listed("Cấp giấp phép khai thác nước dưới đât"),
        "amended": listed("Đăng ký kết hôn"),
        "repealed": listed("Thu hồi thẻ hướng dẫn viên"),
    }
    found = compare(paper, typed, {})
    assert [(one.kind, one.in_document, one.on_portal) for one in found] == [
        (
            DifferenceKind.NAME_DIFFERS,
            "Cấp giấy phép khai thác nước dưới đất",
            "Cấp giấp phép khai thác nước dưới đât",
        ),
        (DifferenceKind.MISSING_ON_PORTAL, "Gia hạn giấy phép xả thải", None),
        (DifferenceKind.EXTRA_ON_PORTAL, None, "Đăng ký kết hôn"),
    ]


def test_a_procedure_in_the_wrong_list() -> None:
    paper = decision(item(Change.REPEALED, "Cấp thẻ A"))
    (found,) = compare(paper, {"new": listed("Cấp thẻ A")}, {})
    assert found.kind is DifferenceKind.KIND_DIFFERS


def test_replaced_ones_stand_among_the_new_and_the_repealed() -> None:
    paper = decision(item(Change.REPLACED, "Cấp thẻ mới", replaced_name="Cấp thẻ cũ thời trước"))
    typed = {"amended": listed("Cấp thẻ mới"), "repealed": listed("Cấp thẻ cũ thời trước")}
    assert compare(paper, typed, {}) == []
    assert kinds(*compare(paper, {"amended": listed("Cấp thẻ mới")}, {})) == [
        DifferenceKind.MISSING_ON_PORTAL
    ]


def test_neighbours_that_differ_by_one_word_are_not_mixed_up() -> None:
    names = ("Cấp giấy phép hành nghề dược", "Cấp lại giấy phép hành nghề dược")
    paper = decision(*(item(Change.NEW, name) for name in names))
    assert compare(paper, {"new": listed(*reversed(names))}, {}) == []


def coded(code: str, name: str) -> Listed:
    return Listed(code, name, code=code)


def test_codes_pair_before_names() -> None:
    paper = decision(
        item(Change.AMENDED, "Cấp giấy phép khai thác nước", code="1.000001"),
        item(Change.AMENDED, "Cấp lại giấy phép khai thác nước", code="1.000002"),
    )
    typed = {
        "amended": [
            coded("1.000001.000.00.00.H48", "Cấp lại giấy phép khai thác nước"),
            coded("1.000002.000.00.00.H48", "Cấp giấy phép khai thác nước"),
        ]
    }
    assert [(one.kind, one.code, one.portal_code) for one in compare(paper, typed, {})] == [
        (DifferenceKind.NAME_DIFFERS, "1.000001", "1.000001"),
        (DifferenceKind.NAME_DIFFERS, "1.000002", "1.000002"),
    ]


def test_an_equal_name_under_another_code_is_told_and_a_neighbour_is_not_taken_for_it() -> None:
    paper = decision(
        item(Change.NEW, "Cấp giấy phép xả thải", code="1.000003"),
        item(Change.NEW, "Gia hạn giấy phép xả thải vào công trình", code="1.000004"),
    )
    typed = {
        "new": [
            coded("1.000009", "Cấp giấy phép xả thải"),
            coded("1.000008", "Gia hạn giấy phép xả thải vào công trường"),
        ]
    }
    found = compare(paper, typed, {"1.000008": "Gia hạn ở công trường"})
    assert [(one.kind, one.code, one.portal_code, one.in_catalogue) for one in found] == [
        (DifferenceKind.CODE_DIFFERS, "1.000003", "1.000009", None),
        (DifferenceKind.MISSING_ON_PORTAL, "1.000004", None, None),
        (DifferenceKind.EXTRA_ON_PORTAL, "1.000008", "1.000008", "Gia hạn ở công trường"),
    ]


def test_a_code_listed_at_two_levels_is_one_entry_of_the_portal() -> None:
    paper = decision(
        item(Change.AMENDED, "Cấp thẻ A (cấp tỉnh)", code="1.000001"),
        item(Change.AMENDED, "Cấp thẻ A", code="1.000001"),
    )
    (found,) = compare(paper, {"amended": [coded("1.000001", "Cấp thẻ A")]}, {"1.000001": "Cấp thẻ A"})[:1]
    assert (found.kind, found.on_portal, found.in_catalogue) == (
        DifferenceKind.NAME_DIFFERS,
        "Cấp thẻ A",
        "Cấp thẻ A",
    )


def test_without_a_code_on_one_side_names_decide() -> None:
    paper = decision(item(Change.NEW, "Cấp giấy phép khai thác nước dưới đất", code="1.000001"))
    typed = {"new": listed("Cấp giấy phép khai thác nước dưới đât")}
    (found,) = compare(paper, typed, {})
    assert (found.kind, found.code, found.portal_code) == (DifferenceKind.NAME_DIFFERS, "1.000001", None)


def test_the_old_code_of_a_replaced_procedure_is_compared_too() -> None:
    replaced = item(
        Change.REPLACED, "Mới", code="1.000002", replaces_code="1.000001", replaced_name="Tên cũ khác hẳn"
    )
    typed = {"new": [coded("1.000002", "Mới")], "repealed": [coded("1.000001", "Tên cũ")]}
    (found,) = compare(decision(replaced), typed, {})
    assert (found.kind, found.in_document, found.on_portal, found.code) == (
        DifferenceKind.NAME_DIFFERS,
        "Tên cũ khác hẳn",
        "Tên cũ",
        "1.000001",
    )


def test_the_catalogue_beside() -> None:
    paper = decision(
        item(Change.AMENDED, "Tên mới", code="1.000001"),
        item(Change.AMENDED, "Khác", code="1.000002"),
        item(Change.NEW, "Mới", code="1.000003"),
    )
    typed = {"amended": listed("Tên mới", "Khác"), "new": listed("Mới")}
    found = compare(paper, typed, {"1.000001": "Tên cũ"})
    assert [(one.kind, one.code, one.on_portal, one.in_catalogue) for one in found] == [
        (DifferenceKind.CATALOGUE_NAME_DIFFERS, "1.000001", "Tên mới", "Tên cũ"),
        (DifferenceKind.NOT_IN_CATALOGUE, "1.000002", "Khác", None),
    ]


def test_what_was_pulled_is_compared(tmp_path: Path) -> None:
    lists = {"new": ["Cấp giấy phép đào kênh", "Cấp giấy phép lấp kênh"]}
    with serving([ministry(lists=lists)]) as portal, Workspace.create(tmp_path, "Quảng Ngãi") as workspace:
        portal.files.filed = [Filed("1.990009", "Cấp giấy phép đào kênh")]
        pull(workspace, portal)
        (checked,) = crosschecks(workspace)
        assert (checked.number, checked.items) == ("4512/QĐ-BNNMT", 1)
        assert (checked.typed, checked.coded) == (2, 1)
        code, extra = checked.differences
        assert (code.kind, code.code, code.portal_code) == (
            DifferenceKind.CODE_DIFFERS,
            "1.990001",
            "1.990009",
        )
        assert (extra.kind, extra.on_portal) == (DifferenceKind.EXTRA_ON_PORTAL, "Cấp giấy phép lấp kênh")
        assert list(crosschecks(workspace, "1/QĐ-BNNMT")) == []
        by_id = [one for one in portal.asked if "procedure_get_procedure_by_id" in one]
        assert len(by_id) == 2
