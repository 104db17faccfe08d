"""Bundles of attachments in the intake: each document as one of its own, faults that cost only themselves."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from catalogue.commands.documents import extract
from catalogue.imports.importing import import_catalogue
from catalogue.intake import Outcome, take_in
from catalogue.overview import proposals
from catalogue.workspace import Workspace
from corpus.generator.composing import blocks, title
from corpus.generator.typesetters import typesetter
from corpus.generator.varied import draw
from ingest.errors import Category
from ingest.limits import Limits
from ingest.originals import Originals
from tests.catalogue.making import national_csv
from tests.catalogue.test_intake import dump, in_line, take, understood
from tests.ingest.test_archive import bundle, with_password

FIRST = ("amended", "1.000001", "Cấp thẻ hướng dẫn viên du lịch")
SECOND = ("repealed", "1.000002", "Thu hồi giấy phép lữ hành")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "kho")
    rows = [("1.000001", FIRST[2], "Du lịch"), ("1.000002", SECOND[2], "Du lịch")]
    import_catalogue(made, national_csv(tmp_path / "national.csv", rows), imported_on=date(2025, 4, 28))
    return made


def described(number: str, *items: tuple[str, str | None, str]) -> bytes:
    return json.dumps({"number": number, "items": items}).encode()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A bundle of two decisions, one of them in a bundle inside, and a program's own file."""
    folder = tmp_path / "van-ban"
    folder.mkdir()
    inner = bundle(("qd2.json", described("2/QĐ-UBND", SECOND)))
    data = bundle(("qd/qd1.json", described("1/QĐ-UBND", FIRST)), ("phụ.zip", inner), ("Thumbs.db", b"x"))
    (folder / "gói.zip").write_bytes(data)
    return folder


def test_each_document_of_a_bundle_is_taken_in(workspace: Workspace, inbox: Path) -> None:
    report = take(workspace, inbox, keep=None)
    assert [(one.name, one.outcome) for one in report.paths] == [
        ("gói.zip", Outcome.BUNDLE),
        ("gói.zip/qd/qd1.json", Outcome.STORED),
        ("gói.zip/phụ.zip/qd2.json", Outcome.STORED),
    ]
    assert not report.failed
    assert "bỏ qua 1 tệp" in report.paths[0].issues[0]
    assert "1 gói nén" in report.sentences()[-2]
    assert {(one["number"], one["kind"]) for one in proposals(workspace)} == {
        ("1/QĐ-UBND", "update"),
        ("2/QĐ-UBND", "repeal"),
    }
    places = workspace.rows(
        "SELECT path, name FROM locations l JOIN decisions d USING (document) ORDER BY path"
    )
    root = (inbox / "gói.zip").as_posix()
    assert places == [
        {"path": f"{root}/phụ.zip/qd2.json", "name": "gói.zip/phụ.zip/qd2.json"},
        {"path": f"{root}/qd/qd1.json", "name": "gói.zip/qd/qd1.json"},
    ]
    originals = Originals(workspace.originals)
    assert all(row["sha256"] in originals for row in workspace.rows("SELECT sha256 FROM documents"))


def test_a_second_run_over_a_bundle_changes_nothing(workspace: Workspace, inbox: Path) -> None:
    take(workspace, inbox)
    report = take(workspace, inbox)
    assert (report.changed_rows, report.count(Outcome.UNCHANGED)) == (0, 3)


def test_the_same_document_beside_the_bundle_is_one(workspace: Workspace, inbox: Path) -> None:
    (inbox / "x.json").write_bytes(described("1/QĐ-UBND", FIRST))
    report = take(workspace, inbox)
    assert (report.count(Outcome.DUPLICATE), report.count(Outcome.STORED)) == (1, 2)
    assert workspace.db.table("decisions").count == 2


def test_faults_name_bundle_and_member_and_the_rest_goes_on(workspace: Workspace, inbox: Path) -> None:
    one, two = described("1/QĐ-UBND", FIRST), described("2/QĐ-UBND", SECOND)
    whole = bundle(("a.json", one), ("kín.json", b"secret"), ("hỏng.json", b"bad"), ("z.json", two))
    (inbox / "gói.zip").write_bytes(with_password(whole, "kín.json"))
    report = take(workspace, inbox)
    assert {each.name: each.error.category for each in report.paths if each.error} == {
        "gói.zip": Category.INCOMPLETE,
        "gói.zip/kín.json": Category.ENCRYPTED,
        "gói.zip/hỏng.json": Category.DAMAGED,
    }
    assert workspace.db.table("decisions").count == 2
    told = "\n".join(report.sentences())
    assert "gói.zip/kín.json: tệp có mật khẩu" in told
    assert "không mở được 1 tệp trong gói nén: kín.json" in told
    assert take(workspace, inbox).changed_rows == 0
    (inbox / "gói.zip").write_bytes(bundle(("kín.json", described("3/QĐ-UBND", FIRST))))
    assert take(workspace, inbox).count(Outcome.STORED) == 1


def test_members_before_a_limit_are_kept(workspace: Workspace, inbox: Path) -> None:
    report = take_in(
        workspace,
        [inbox],
        understand=understood,
        run=_with_small_bundles,
    )
    assert [one.outcome for one in report.paths] == [Outcome.FAILED, Outcome.STORED]
    assert report.paths[0].error
    assert report.paths[0].error.category is Category.ARCHIVE_LIMIT
    states = workspace.rows("SELECT state, error_category FROM documents ORDER BY state")
    assert [tuple(row.values()) for row in states] == [("failed", "archive_limit"), ("stored", None)]


def _with_small_bundles(function, arguments, *, workers, limits):  # type: ignore[no-untyped-def]  # as `in_line`
    def small(argument):  # type: ignore[no-untyped-def]  # one of the two functions that are run
        return (
            function(argument, Limits(archive_bytes=150))
            if function.__name__ == "unpack"
            else function(argument)
        )

    return in_line(small, arguments, workers=workers, limits=limits)


def test_an_interrupted_run_over_a_bundle_is_finished_by_the_next(
    workspace: Workspace, inbox: Path, tmp_path: Path
) -> None:
    def stops(found: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take(workspace, inbox, understand=stops)
    assert {row["state"] for row in workspace.rows("SELECT state FROM documents")} == {"kept"}
    take(workspace, inbox)
    with Workspace.create(tmp_path / "kho2") as other:
        import_catalogue(other, tmp_path / "national.csv", imported_on=date(2025, 4, 28))
        take(other, inbox)
        assert dump(other) == dump(workspace)


def test_a_dry_run_over_a_bundle_leaves_nothing(workspace: Workspace, inbox: Path) -> None:
    before = dump(workspace)
    report = take(workspace, inbox, dry_run=True)
    assert [one.outcome for one in report.paths] == [Outcome.BUNDLE, Outcome.STORED, Outcome.STORED]
    assert dump(workspace) == before
    assert not list(workspace.originals.rglob("??*")) or not workspace.originals.exists()


@pytest.mark.slow
def test_extract_gives_each_document_of_a_bundle(tmp_path: Path) -> None:
    sample = draw(1, seed=5)[0]
    data = typesetter("docx")(blocks(sample), title(sample))
    path = tmp_path / "gói.zip"
    path.write_bytes(with_password(bundle(("qd.docx", data), ("kín.docx", data)), "kín.docx"))
    done = CliRunner().invoke(extract, [str(path), "--out", str(tmp_path / "ra")], standalone_mode=False)
    assert done.return_value == 1
    assert "gói.zip/kín.docx: tệp có mật khẩu" in done.stderr
    told = json.loads((tmp_path / "ra" / "gói-qd.json").read_text("utf-8"))
    assert told["number"] == sample.number
