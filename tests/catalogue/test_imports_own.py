"""Our own exports come back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.entries import load_procedures
from catalogue.exports.catalogue_entries import Asked, held
from catalogue.exports.catalogue_files import write_catalogue
from catalogue.history import Stated, state, version_on
from catalogue.imports.importing import ImportReport, import_catalogue
from catalogue.imports.layouts import Layout
from catalogue.obligations import listed
from catalogue.procedure import Scope
from catalogue.timeline import IN_FORCE
from catalogue.workspace import Workspace, to_json
from ingest.errors import UsageError
from ingest.messages import use_language
from tests.catalogue.judging_cases import (
    APRIL,
    CARD,
    FORMS,
    LICENCE,
    changed,
    dump,
    filled,
    ids,
    undo,
)
from tests.catalogue.making import national_csv

DAY = date(2026, 3, 2)
FILES = [f"{layout}-{name}" for name, layout in FORMS]


def export(workspace: Workspace, file: Path, on: date = DAY) -> Path:
    """The catalogue in the layout that the file's name holds, else in the full one."""
    asked = Asked(Scope.PROVINCE, on)
    layout = Layout.PORTAL if Layout.PORTAL in file.name else Layout.FULL
    write_catalogue(held(workspace, asked), file, asked, layout)
    return file


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return changed(tmp_path)


@pytest.fixture
def empty(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "khac", "Quảng Ngãi")


def edited(file: Path, code: str, /, **facts: object) -> Path:
    """The JSON Lines with fields of one entry set otherwise."""
    records = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    for record in records:
        if record["code"] == code:
            record.update(facts)
    file.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return file


def one_change(report: ImportReport) -> tuple[str, str, dict[str, tuple[str | None, str | None]]]:
    (change,) = report.changes
    return change.kind, change.procedure, {one.field: (one.old, one.new) for one in change.differences}


@pytest.mark.parametrize("form", FILES)
@pytest.mark.parametrize("on", [DAY, date(2025, 11, 19)])
def test_an_export_changes_nothing_where_it_comes_from(
    workspace: Workspace, tmp_path: Path, form: str, on: date
) -> None:
    before = workspace.db.conn.total_changes
    report = import_catalogue(workspace, export(workspace, tmp_path / f"a-{form}", on))
    assert report.nothing_changed
    assert report.problems == ()
    assert report.unchanged == report.rows > 0
    assert workspace.db.conn.total_changes == before


@pytest.mark.parametrize("form", FILES)
@pytest.mark.parametrize("on", [DAY, date(2025, 11, 19)])
def test_an_export_fills_an_empty_workspace_that_exports_the_same(
    workspace: Workspace, empty: Workspace, tmp_path: Path, form: str, on: date
) -> None:
    file = export(workspace, tmp_path / f"a-{form}", on)
    assert import_catalogue(empty, file).problems == ()
    assert export(empty, tmp_path / f"b-{form}", on).read_bytes() == file.read_bytes()


def test_what_was_written_long_ago_is_no_news(workspace: Workspace, tmp_path: Path) -> None:
    old = export(workspace, tmp_path / "a.jsonl")
    undo(workspace, *ids(workspace))
    undone = version_on(workspace, f"province:{CARD[0]}")
    assert undone
    assert undone.entry.time_limit is None
    now = dump(workspace)
    assert import_catalogue(workspace, old).nothing_changed
    assert dump(workspace) == now


def test_what_a_person_sets_in_an_old_export_is_all_that_changes(
    workspace: Workspace, tmp_path: Path
) -> None:
    old = export(workspace, tmp_path / "a.jsonl")
    undo(workspace, *ids(workspace))
    report = import_catalogue(workspace, edited(old, CARD[0], fee="20.000 đồng"), imported_on=APRIL)
    assert one_change(report) == ("changed", f"province:{CARD[0]}", {"fee": (None, "20.000 đồng")})
    found = version_on(workspace, f"province:{CARD[0]}", APRIL)
    assert found
    assert (found.entry.fee, found.entry.time_limit) == ("20.000 đồng", None)
    assert import_catalogue(workspace, old).nothing_changed


def test_an_end_told_by_an_export_ends_the_entry(workspace: Workspace, tmp_path: Path) -> None:
    file = export(workspace, tmp_path / "a.jsonl")
    report = import_catalogue(workspace, edited(file, CARD[0], in_force=False, valid_to="2026-02-01"))
    assert one_change(report) == ("changed", f"province:{CARD[0]}", {"valid_to": (None, "2026-02-01")})
    entries = {one.code: one.valid_to for one in load_procedures(workspace, Scope.PROVINCE)}
    assert entries[CARD[0]] == "2026-02-01"


def test_an_export_of_a_part_says_nothing_of_the_rest(workspace: Workspace, tmp_path: Path) -> None:
    file = export(workspace, tmp_path / "a.jsonl")
    file.write_text(file.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    assert import_catalogue(workspace, file).nothing_changed


@pytest.mark.parametrize("layout", Layout)
def test_an_export_proves_no_posting(
    workspace: Workspace, empty: Workspace, tmp_path: Path, layout: Layout
) -> None:
    import_catalogue(empty, export(workspace, tmp_path / f"{layout}.csv"))
    assert listed(empty) == []
    assert empty.rows("SELECT DISTINCT layout FROM imports") == [{"layout": f"congbo {layout}"}]
    others = listed(workspace)
    import_catalogue(workspace, edited(export(workspace, tmp_path / "a.jsonl"), CARD[0], fee="1"))
    assert listed(workspace) == others


def test_an_export_leaves_a_missing_entry_missing(workspace: Workspace, tmp_path: Path) -> None:
    import_catalogue(workspace, national_csv(tmp_path / "b.csv", [CARD]), scope=Scope.PROVINCE)
    gone = workspace.rows("SELECT id FROM procedures WHERE gone_in IS NOT NULL")
    assert len(gone) == 1
    assert import_catalogue(workspace, export(workspace, tmp_path / "a.xlsx")).nothing_changed
    import_catalogue(workspace, edited(export(workspace, tmp_path / "a.jsonl"), "1.000003", fee="1"))
    assert workspace.rows("SELECT id FROM procedures WHERE gone_in IS NOT NULL") == gone


def test_another_provinces_export_is_refused_unless_it_is_known(tmp_path: Path, empty: Workspace) -> None:
    other = Workspace.create(tmp_path / "ca-mau")
    row = {"code": "1.000001", "name": "Một", "publisher": "UBND tỉnh Cà Mau"}
    (tmp_path / "a.json").write_text(json.dumps([row]), "utf-8")
    import_catalogue(other, tmp_path / "a.json")
    file = export(other, tmp_path / "b.csv")
    with pytest.raises(UsageError) as raised:
        import_catalogue(empty, file)
    assert raised.value.key == "import.other_province"
    import_catalogue(empty, file, scope=Scope.PROVINCE)
    assert import_catalogue(empty, file).nothing_changed


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"code": "1.01"}, "malformed_code"),
        ({"code": " "}, "no_code"),
        ({"name": ""}, "no_name"),
        ({"in_force": False}, "no_end"),
        ({"valid_from": "2026-01-02", "valid_to": "2026-01-01"}, "bad_period"),
        ({"code": LICENCE[0]}, "duplicate"),
        ({"scope": "national"}, ""),
    ],
)
def test_rows_that_give_no_entry_are_told(
    workspace: Workspace, tmp_path: Path, facts: dict[str, object], kind: str
) -> None:
    report = import_catalogue(workspace, edited(export(workspace, tmp_path / "a.jsonl"), CARD[0], **facts))
    kinds = [one.kind for one in report.problems]
    assert kinds == ([kind] if kind else ["other_scope"] * 2)
    assert report.rows == 3
    assert all(report.sentences())


@pytest.mark.parametrize(("column", "kind"), [("Hiệu lực từ ngày", "bad_day"), ("Danh mục", "bad_word")])
def test_cells_that_say_something_else_are_told(
    workspace: Workspace, tmp_path: Path, column: str, kind: str
) -> None:
    file = export(workspace, tmp_path / "a.csv")
    head, row, *_ = file.read_text("utf-8-sig").splitlines()
    cells = dict.fromkeys(head.replace('"', "").split(","), "")
    assert column in cells
    file.write_text(
        head + "\n" + row.replace("20/11/2025" if kind == "bad_day" else "Tỉnh", "hôm nào", 1), "utf-8"
    )
    assert [one.kind for one in import_catalogue(workspace, file).problems] == [kind]


def test_a_line_that_is_no_record_is_named(workspace: Workspace, tmp_path: Path) -> None:
    file = edited(export(workspace, tmp_path / "a.jsonl"), LICENCE[0], levels="tỉnh")
    with pytest.raises(UsageError, match="2"):
        import_catalogue(workspace, file)


def test_json_lines_of_others_are_read_too(empty: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"code": "1.000001", "name": "Một"}\n{"code": "1.000002", "name": "Hai"}\n', "utf-8")
    assert import_catalogue(empty, file).count("added") == 2


def test_columns_taken_out_by_a_person_say_nothing(workspace: Workspace, tmp_path: Path) -> None:
    records = [
        json.loads(line) for line in export(workspace, tmp_path / "a.jsonl").read_text("utf-8").splitlines()
    ]
    heads = {"scope": "Danh mục", "code": "Mã TTHC", "name": "Tên TTHC", "in_force": "Còn hiệu lực",
             "valid_from": "Hiệu lực từ ngày", "valid_to": "Hết hiệu lực từ ngày"}  # fmt: skip
    card = {**records[0], "scope": "Tỉnh", "in_force": "Có", "name": "Tên mới", "valid_to": ""}
    file = tmp_path / "a.csv"
    file.write_text(",".join(heads.values()) + "\n" + ",".join(card[name] for name in heads), "utf-8")
    assert one_change(import_catalogue(workspace, file))[2] == {"name": (CARD[1], "Tên mới")}


ODD = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("=+-@'\"\t\r\n;,\u0301\u00a0\x00\x01\x1f\x7f\x85\u2028_x000D_ế"),
    ),
    max_size=30,
)
CELLS = st.one_of(
    st.none(), ODD, st.sampled_from(["=1", "'=1", "''", "+", "-1", "@a", "\t=1", "_x0041_", "x" * 33_000])
)
NAMES = ODD.map(lambda text: f"{text}tên").filter(lambda text: text.strip())
PARTS = st.lists(st.sampled_from(["Sở A", "Sở B, C", "=Sở", "'Sở"]), max_size=2, unique=True)
PERIODS = st.sampled_from(
    [(None, None), (None, "2026-01-01"), ("2025-05-01", None), ("2025-05-01", "2027-01-01")]
)


@pytest.mark.parametrize("form", FILES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(NAMES, CELLS, CELLS, PARTS, PERIODS), min_size=1, max_size=3))
def test_whatever_an_entry_holds_the_round_trip_is_exact(
    form: str,
    rows: list[tuple[str, str | None, str | None, list[str], tuple[str | None, str | None]]],
) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        with Workspace.create(folder / "a") as workspace, Workspace.create(folder / "b") as other:
            with workspace.writing():
                state(workspace, list(stated(rows)), DAY, decided=False)
            asked = Asked(Scope.PROVINCE, DAY)
            if Layout.PORTAL in form and not any(one.in_force for one in held(workspace, asked)):
                return
            file = export(workspace, folder / f"a-{form}")
            report = import_catalogue(workspace, file)
            assert (report.changes, report.problems) == ((), ())
            assert import_catalogue(other, file).problems == ()
            assert export(other, folder / f"b-{form}").read_bytes() == file.read_bytes()


def stated(
    rows: list[tuple[str, str | None, str | None, list[str], tuple[str | None, str | None]]],
) -> list[Stated]:
    out = []
    for number, (name, fee, basis, parts, (begun, ended)) in enumerate(rows):
        ident = f"province:1.{number:06d}"
        fields = {"code": ident[9:], "name": name, "fee": fee, "basis": basis, "field": fee, "levels": "[]"}
        lists = {"agencies": to_json(parts), "departments": to_json(parts), "decision_keys": "[]"}
        out.append(Stated(ident, {**fields, **lists, IN_FORCE: True}, begun or ""))
        if ended:
            out.append(Stated(ident, {IN_FORCE: False}, ended))
    return out


@pytest.mark.parametrize("form", FILES)
def test_a_text_that_was_cut_is_no_other_text(tmp_path: Path, empty: Workspace, form: str) -> None:
    workspace = filled(tmp_path)
    long = "Nghị định " * 4_000 + "hết"
    with workspace.writing():
        state(
            workspace, [Stated(f"province:{CARD[0]}", {"basis": long, "audience": long})], DAY, decided=False
        )
    file = export(workspace, tmp_path / f"a-{form}")
    assert import_catalogue(workspace, file).nothing_changed
    import_catalogue(empty, file)
    assert export(empty, tmp_path / f"b-{form}").read_bytes() == file.read_bytes()
    entries = {one.code: one.audience or "" for one in load_procedures(empty, Scope.PROVINCE)}
    assert (len(entries[CARD[0]]) == len(long)) == (not form.endswith(".xlsx"))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_cut_is_known_in_every_language(tmp_path: Path, language: str) -> None:
    workspace = filled(tmp_path)
    with workspace.writing():
        state(workspace, [Stated(f"province:{CARD[0]}", {"basis": "x" * 40_000})], DAY, decided=False)
    use_language(language)
    file = export(workspace, tmp_path / "a-full.xlsx")
    use_language("en" if language == "vi" else "vi")
    assert import_catalogue(workspace, file).nothing_changed
    use_language(None)
