from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalogue import consequences
from catalogue.arrivals import Argument, Result
from catalogue.decisions import load_decision, load_decisions
from catalogue.imports.importing import import_catalogue
from catalogue.intake import IntakeReport, Outcome, take_in
from catalogue.overview import explain, match_text, proposals
from catalogue.understanding import Understand, understand
from catalogue.workspace import Workspace
from extract import deciding
from extract.decision import (
    SCAN_WITHOUT_ROWS,
    Change,
    Decision,
    Effect,
    Issue,
    Item,
    Level,
    Reference,
    Source,
)
from ingest import reading
from ingest.bundles import Found
from ingest.document import Document
from ingest.errors import Category, DocumentError, UsageError
from ingest.limits import Limits
from tests.catalogue.making import decision, item, national_csv


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def understood(found: Found) -> Decision:
    """The decision that a file describes in JSON: {"number": …, "items": [[change, code, name]]}."""
    data = found.file.read_bytes()
    if data == b"bad":
        raise DocumentError(Category.DAMAGED, found.name, page=3, detail="x")
    facts = json.loads(data)
    rows = [
        item(Change(change), name, code=code, time_limit="3 ngày")
        for change, code, name in facts.get("items", [])
    ]
    return decision(
        *rows,
        sha256=hashlib.sha256(data).hexdigest(),
        number=facts["number"],
        signed=date.fromisoformat(facts.get("signed", "2025-11-20")),
        is_publication=facts.get("publication", True),
        issues=(Issue(*facts["issue"]),) if "issue" in facts else (),
    )


def in_line(
    function: Callable[[Argument], Result], arguments: Sequence[Argument], *, workers: int, limits: Limits
) -> Iterator[tuple[int, Result | DocumentError]]:
    for at, argument in enumerate(arguments):
        try:
            yield at, function(argument)
        except DocumentError as error:
            yield at, error


def backwards(
    function: Callable[[Argument], Result], arguments: Sequence[Argument], *, workers: int, limits: Limits
) -> Iterable[tuple[int, Result | DocumentError]]:
    return reversed(list(in_line(function, arguments, workers=workers, limits=limits)))


def take(workspace: Workspace, *paths: Path, **options: Any) -> IntakeReport:
    return take_in(workspace, paths, **{"understand": understood, "run": in_line, "keep": sha, **options})


def put(folder: Path, name: str, number: str, *items: tuple[str, str | None, str], **facts: Any) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"number": number, "items": items, **facts}), encoding="utf-8")
    return path


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "kho")
    rows = [
        ("1.000001", "Cấp thẻ hướng dẫn viên du lịch", "Du lịch"),
        ("1.000002", "Thu hồi giấy phép lữ hành", "Du lịch"),
    ]
    import_catalogue(made, national_csv(tmp_path / "national.csv", rows), imported_on=date(2025, 4, 28))
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inbox = tmp_path / "van-ban"
    put(inbox, "a.json", "1/QĐ-UBND", ("amended", "1.000001", "Cấp thẻ hướng dẫn viên du lịch"))
    put(
        inbox, "con/b.json", "2/QĐ-UBND", ("repealed", None, "Thu hồi giấy phép lữ hành"), signed="2025-11-21"
    )
    put(inbox, "c.json", "3/QĐ-UBND", ("new", None, "Xếp hạng bảo tàng"), ("new", None, "Xếp hạng thư viện"))
    put(inbox, "ke-hoach.json", "4/KH-UBND", publication=False)
    (inbox / "hong.json").write_bytes(b"bad")
    (inbox / "ban-sao.json").write_bytes((inbox / "a.json").read_bytes())
    return inbox


def dump(workspace: Workspace) -> dict[str, list[dict[str, Any]]]:
    """All derived rows; the log of what happened when is no part of them."""
    left_out = ("_", "sqlite_", "audit_", "names_fts")
    tables = [name for name in workspace.db.table_names() if not name.startswith(left_out)]
    out = {}
    for name in tables:
        rows = workspace.rows(f'SELECT * FROM "{name}"')
        for row in rows:
            row.pop("entered_at", None)
        out[name] = sorted(rows, key=str)
    return out


def test_every_path_is_accounted_for(workspace: Workspace, folder: Path, tmp_path: Path) -> None:
    report = take(workspace, folder, tmp_path / "nowhere.pdf")
    assert {outcome: report.count(outcome) for outcome in Outcome} == {
        Outcome.STORED: 3,
        Outcome.UNCHANGED: 0,
        Outcome.DUPLICATE: 1,
        Outcome.NOT_PUBLICATION: 1,
        Outcome.BUNDLE: 0,
        Outcome.FAILED: 2,
    }
    assert report.failed
    failed = {Path(one.path).name: one.error for one in report.paths if one.error}
    assert {name: error.category for name, error in failed.items() if error} == {
        "hong.json": Category.DAMAGED,
        "nowhere.pdf": Category.NOT_FOUND,
    }
    assert "nowhere.pdf" in "\n".join(report.sentences())
    states = workspace.rows("SELECT state, count(*) AS n FROM documents GROUP BY 1 ORDER BY 1")
    assert [(row["state"], row["n"]) for row in states] == [
        ("failed", 1),
        ("not_publication", 1),
        ("stored", 3),
    ]
    assert workspace.rows("SELECT error_category, error_page FROM documents WHERE state = 'failed'") == [
        {"error_category": "damaged", "error_page": 3}
    ]


def test_a_scan_that_gave_no_procedure_is_named_in_the_report(workspace: Workspace, tmp_path: Path) -> None:
    facts = [["confidence", "61"], ["unread", "2"]]
    lost = put(tmp_path, "quet.json", "9/QĐ-UBND", publication=False, issue=[SCAN_WITHOUT_ROWS, None, facts])
    (sentence, *_) = take(workspace, lost).sentences()
    assert sentence.startswith("quet.json: ")
    assert "61 %" in sentence
    assert "quet.json" not in "\n".join(take(workspace, lost).sentences())


def test_same_bytes_are_one_document_at_two_places(workspace: Workspace, folder: Path) -> None:
    take(workspace, folder)
    names = workspace.rows(
        "SELECT name FROM locations WHERE document = ? ORDER BY 1", [sha(folder / "a.json")]
    )
    assert [row["name"] for row in names] == ["a.json", "ban-sao.json"]


def test_what_follows_is_derived(workspace: Workspace, folder: Path) -> None:
    take(workspace, folder)
    told = {(one["number"], one["position"]): one for one in proposals(workspace)}
    assert {key: (one["kind"], one["procedure"], one["band"]) for key, one in told.items()} == {
        ("1/QĐ-UBND", 1): ("update", "national:1.000001", "certain"),
        ("3/QĐ-UBND", 1): ("add", None, "none"),
        ("3/QĐ-UBND", 2): ("add", None, "none"),
        ("2/QĐ-UBND", 1): ("repeal", "national:1.000002", "certain"),
    }
    assert told["1/QĐ-UBND", 1]["differing"] == [{"field": "time_limit", "new": "3 ngày", "old": None}]
    rules = {row["rule"] for row in workspace.rows("SELECT DISTINCT rule FROM obligations")}
    assert {"R1", "R2", "R3"} <= rules


def test_a_second_run_changes_no_row_and_says_so(workspace: Workspace, folder: Path) -> None:
    take(workspace, folder)
    before = workspace.db.conn.total_changes
    report = take(workspace, folder)
    assert workspace.db.conn.total_changes == before
    assert report.changed_rows == 0
    assert "không có gì thay đổi" in report.sentences()[-1]
    assert (report.count(Outcome.UNCHANGED), report.count(Outcome.FAILED)) == (4, 1)
    again = take(workspace, folder, again=True)
    assert again.changed_rows == 0


def test_the_order_of_documents_changes_nothing(folder: Path, workspace: Workspace, tmp_path: Path) -> None:
    take(workspace, folder)
    with Workspace.create(tmp_path / "kho2") as other:
        import_catalogue(other, tmp_path / "national.csv", imported_on=date(2025, 4, 28))
        for path in sorted(folder.rglob("*.json"), reverse=True):
            take(other, path, run=backwards)
        assert dump(other) == dump(workspace)


@pytest.mark.parametrize("stage", ["_settle_matches", "_settle_proposals", "settle_obligations"])
def test_an_interrupted_run_is_finished_by_the_next(
    workspace: Workspace, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    whole = getattr(consequences, stage)
    calls: list[int] = []

    def broken(*facts: Any) -> Any:
        calls.append(1)
        if len(calls) == 2 or stage == "settle_obligations":
            raise KeyboardInterrupt
        return whole(*facts)

    with Workspace.create(tmp_path / "kho2") as other:
        import_catalogue(other, tmp_path / "national.csv", imported_on=date(2025, 4, 28))
        monkeypatch.setattr(consequences, stage, broken)
        with pytest.raises(KeyboardInterrupt):
            take(other, folder)
        monkeypatch.setattr(consequences, stage, whole)
        take(other, folder)
        take(workspace, folder)
        assert dump(other) == dump(workspace)


def test_an_interruption_between_documents_leaves_whole_documents(
    workspace: Workspace, folder: Path, tmp_path: Path
) -> None:
    def stops(
        function: Understand, arguments: Sequence[Found], *, workers: int, limits: Limits
    ) -> Iterable[tuple[int, Decision | DocumentError]]:
        for at, one in in_line(function, arguments, workers=workers, limits=limits):
            if at == 2:
                raise KeyboardInterrupt
            yield at, one

    with pytest.raises(KeyboardInterrupt):
        take(workspace, folder, run=stops)
    stored = workspace.rows("SELECT sha256 FROM documents WHERE state = 'stored'")
    assert len(stored) == 2
    assert workspace.rows("SELECT count(*) AS n FROM items")[0]["n"] == 3
    report = take(workspace, folder)
    assert report.count(Outcome.UNCHANGED) == 2
    with Workspace.create(tmp_path / "kho2") as other:
        import_catalogue(other, tmp_path / "national.csv", imported_on=date(2025, 4, 28))
        take(other, folder)
        assert dump(other) == dump(workspace)


def test_a_dry_run_writes_nothing(workspace: Workspace, folder: Path) -> None:
    before = dump(workspace)
    report = take(workspace, folder, dry_run=True)
    assert report.count(Outcome.STORED) == 3
    assert dump(workspace) == before


def test_days_given_become_evidence_once(workspace: Workspace, folder: Path) -> None:
    days = {"posted": date(2025, 11, 25), "received": date(2025, 11, 26)}
    take(workspace, folder / "a.json", folder / "ke-hoach.json", **days)
    rows = workspace.rows("SELECT kind, number, document, date FROM evidence ORDER BY kind")
    document = sha(folder / "a.json")
    assert rows == [
        {"kind": "posted_national", "number": "1/QĐ-UBND", "document": document, "date": "2025-11-25"},
        {"kind": "received", "number": "1/QĐ-UBND", "document": document, "date": "2025-11-26"},
    ]
    closed = workspace.rows("SELECT closed_on FROM obligations WHERE rule = 'R2' AND subject = ?", [document])
    assert closed == [{"closed_on": "2025-11-25"}]
    assert take(workspace, folder / "a.json", **days).changed_rows == 0


def test_a_failure_does_not_undo_what_is_stored(workspace: Workspace, folder: Path) -> None:
    take(workspace, folder / "a.json")

    def broken(found: Found) -> Decision:
        raise DocumentError(Category.MEMORY, found.name)

    report = take(workspace, folder / "a.json", again=True, understand=broken)
    assert report.failed
    assert workspace.rows("SELECT state FROM documents") == [{"state": "stored"}]


def test_a_failure_is_tried_again(workspace: Workspace, folder: Path) -> None:
    take(workspace, folder / "hong.json")

    def mended(found: Found) -> Decision:
        return decision(item(), sha256=sha(found.file))

    assert take(workspace, folder / "hong.json", understand=mended).count(Outcome.STORED) == 1
    assert workspace.rows("SELECT state, error_category FROM documents") == [
        {"state": "stored", "error_category": None}
    ]


def test_a_fault_in_deciding_costs_only_its_document(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(document: Any) -> Decision:
        raise IndexError

    monkeypatch.setattr(deciding, "decide", faulty)
    monkeypatch.setattr(reading, "read", lambda _, name: Document("a", name, "", (), ()))
    with pytest.raises(DocumentError) as error:
        understand(Found("a.json", folder / "a.json"))
    assert error.value.category is Category.CRASHED


def test_a_file_that_changes_while_it_is_read_fails(workspace: Workspace, folder: Path) -> None:
    report = take(workspace, folder / "a.json", understand=lambda _: decision(item(), sha256="f" * 64))
    assert report.paths[0].error is not None
    assert report.paths[0].error.category is Category.UNREADABLE
    assert load_decisions(workspace) == []


def test_fewer_items_on_a_second_reading_leave_no_orphans(workspace: Workspace, folder: Path) -> None:
    path = folder / "c.json"
    take(workspace, path)

    def shorter(found: Found) -> Decision:
        return decision(item(Change.NEW, "Xếp hạng bảo tàng"), sha256=sha(found.file), number="3/QĐ-UBND")

    take(workspace, path, again=True, understand=shorter)
    for table in ("items", "matches", "proposals"):
        assert workspace.db.table(table).count == 1


def test_a_copy_of_a_decision_proposes_nothing_twice(workspace: Workspace, tmp_path: Path) -> None:
    first = put(tmp_path, "a.json", "1/QĐ-UBND", ("amended", "1.000001", "Cấp thẻ hướng dẫn viên du lịch"))
    second = put(
        tmp_path, "b.json", "1/QĐ-UBND", ("amended", "1.000001", "Cấp thẻ hướng dẫn viên du lịch"), other=1
    )
    take(workspace, first, second)
    assert sorted(one["kind"] for one in proposals(workspace)) == ["nothing", "update"]


def test_a_decision_is_read_back_as_it_was_stored(workspace: Workspace, folder: Path) -> None:
    whole: Item = item(
        code="1.000001",
        code_printed="1.000001.H48",
        levels=(Level.PROVINCE, Level.COMMUNE),
        source=Source(page=2, table=1, row=3, bbox=(1.0, 2.5, 3.0, 4.0)),
        further_codes=("1.000002",),
    )
    made = decision(
        whole,
        sha256=sha(folder / "a.json"),
        affects=(Reference("7/QĐ-UBND", None, Effect.REPEALS_PART, "mục I"),),
        declared_counts={"new": None, "amended": 1},
        issues=(Issue("no_number", 1, (("a", "b"),)),),
    )
    take(workspace, folder / "a.json", understand=lambda _: made)
    assert load_decision(workspace, made.sha256) == made
    assert load_decisions(workspace) == [made]


def test_what_an_earlier_decision_brings_in_is_named(workspace: Workspace, tmp_path: Path) -> None:
    name = "Xếp hạng bảo tàng tư nhân"
    first = put(tmp_path, "a.json", "1/QĐ-UBND", ("new", "1.014464", name), signed="2025-11-03")
    second = put(tmp_path, "b.json", "2/QĐ-UBND", ("amended", "1.014464", name), signed="2025-11-04")
    take(workspace, second, first)
    told = {one["number"]: one for one in proposals(workspace)}
    assert (told["1/QĐ-UBND"]["kind"], told["1/QĐ-UBND"]["conflicts"]) == ("add", [])
    assert [one["key"] for one in told["2/QĐ-UBND"]["conflicts"]] == ["announced"]
    assert "1/QĐ-UBND" in told["2/QĐ-UBND"]["conflicts"][0]["sentence"]


def test_an_import_brings_what_follows_up_to_date(workspace: Workspace, folder: Path, tmp_path: Path) -> None:
    take(workspace, folder / "c.json")
    assert [one["procedure"] for one in proposals(workspace)] == [None, None]
    rows = [("1.000003", "Xếp hạng bảo tàng", "Du lịch")]
    import_catalogue(workspace, national_csv(tmp_path / "b.csv", rows))
    assert "national:1.000003" in {one["procedure"] for one in proposals(workspace)}


def test_matching_a_text(workspace: Workspace) -> None:
    typed = match_text(workspace, "cap the huong dan vien du lich")
    assert (typed.procedure, typed.band) == ("national:1.000001", "review")
    coded = match_text(workspace, "1.000002 Thu hồi giấy phép lữ hành")
    assert (coded.method, coded.band) == ("code", "certain")
    assert coded.to_json()["reasons"][0]["sentence"] == "trùng mã 1.000002"


def test_explaining_an_item(workspace: Workspace, folder: Path) -> None:
    take(workspace, folder)
    told = explain(workspace, proposals(workspace)[0]["id"])
    assert told["matches"][0]["reasons"]
    with pytest.raises(UsageError, match="none-such"):
        explain(workspace, "none-such")


def test_a_province_is_not_asked_for_anothers_obligations(folder: Path, tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "hue", "Huế") as other:
        take(other, folder)
        assert [row["subject"] for row in other.rows("SELECT subject FROM obligations")] == []
