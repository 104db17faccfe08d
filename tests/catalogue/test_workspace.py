from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from catalogue.provinces import find_province, province_named, provinces
from catalogue.workspace import DATABASE, Workspace
from ingest.errors import UsageError


def test_a_workspace_is_made_and_opened_again(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "kho", "Quảng Ngãi").close()
    with Workspace.open(tmp_path / "kho") as workspace:
        assert workspace.settings() == {"province": "Quảng Ngãi", "province_code": "H48"}
        assert workspace.province is not None
        assert workspace.province.former == ("Kon Tum",)
        assert workspace.originals.is_dir()


def test_a_workspace_may_be_of_no_province(tmp_path: Path) -> None:
    with Workspace.create(tmp_path) as workspace:
        assert workspace.province is None


def test_every_connection_has_its_safeguards(tmp_path: Path) -> None:
    Workspace.create(tmp_path).close()
    with Workspace.open(tmp_path) as workspace:
        pragma = {
            name: workspace.db.conn.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    assert pragma == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "busy_timeout": 10_000}


def test_an_unknown_folder_says_init(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="congbo init"):
        Workspace.open(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_workspace_is_not_overwritten(tmp_path: Path) -> None:
    Workspace.create(tmp_path, "Huế").close()
    with pytest.raises(UsageError) as error:
        Workspace.create(tmp_path, "Hà Nội")
    assert error.value.key == "workspace.exists"
    with Workspace.open(tmp_path) as workspace:
        assert workspace.settings()["province"] == "Huế"


def test_a_half_made_workspace_is_made_whole(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / DATABASE).execute("PRAGMA journal_mode = WAL").connection.close()
    with pytest.raises(UsageError, match="congbo init"):
        Workspace.open(tmp_path)
    Workspace.create(tmp_path).close()
    Workspace.open(tmp_path).close()


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    with Workspace.create(tmp_path) as workspace:
        workspace.db.table("_sqlite_migrations").insert(
            {"migration_set": "congbo", "name": "9999_future", "applied_at": "2030-01-01"}
        )
    with pytest.raises(UsageError) as error:
        Workspace.open(tmp_path)
    assert error.value.key == "workspace.newer"


def test_a_damaged_database_is_told(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"not a database at all" * 100)
    with pytest.raises(UsageError) as error:
        Workspace.open(tmp_path)
    assert error.value.key == "workspace.damaged"


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "kho").write_text("x")
    with pytest.raises(UsageError) as error:
        Workspace.create(tmp_path / "kho")
    assert error.value.key == "workspace.not_writable"


def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    with Workspace.create(tmp_path) as workspace:

        def half() -> None:
            with workspace.writing() as db:
                db.table("documents").insert({"sha256": "a", "state": "kept"})
                db.table("documents").insert({"sha256": "a", "state": "kept"})

        with pytest.raises(sqlite3.IntegrityError):
            half()
        assert workspace.db.table("documents").count == 0


def test_a_workspace_that_another_writes_to_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalogue.workspace.BUSY_TIMEOUT_S", 0)
    with Workspace.create(tmp_path) as one, Workspace.open(tmp_path) as other:
        with one.writing(), pytest.raises(UsageError) as refused, other.writing():
            pass
        assert refused.value.key == "workspace.busy"
        assert refused.value.facts["folder"] == tmp_path
        with other.writing() as db:
            db.table("settings").insert({"key": "later", "value": "1"})
        assert one.settings()["later"] == "1"


def test_a_disk_that_takes_no_more_is_told_and_nothing_stays(tmp_path: Path) -> None:
    with Workspace.create(tmp_path) as workspace:
        pages = workspace.rows("PRAGMA page_count")[0]["page_count"]
        workspace.db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(UsageError) as refused, workspace.writing() as db:
            db.table("settings").insert({"key": "big", "value": "x" * 100_000})
        assert refused.value.key == "workspace.not_writable"
        assert "big" not in workspace.settings()


def test_settling_touches_only_what_is_wrong(tmp_path: Path) -> None:
    wanted = [{"sha256": name, "state": "kept"} for name in "abc"]
    with Workspace.create(tmp_path) as workspace:
        with workspace.writing():
            assert workspace.settle("documents", wanted) == 3
        before = workspace.db.conn.total_changes
        with workspace.writing():
            assert workspace.settle("documents", wanted) == 0
        assert workspace.db.conn.total_changes == before
        with workspace.writing():
            assert workspace.settle("documents", [{"sha256": "a", "state": "stored"}, wanted[1]]) == 2
        rows = workspace.rows("SELECT sha256, state FROM documents ORDER BY 1")
        assert rows == [{"sha256": "a", "state": "stored"}, {"sha256": "b", "state": "kept"}]


def test_settling_leaves_people_their_columns(tmp_path: Path) -> None:
    row = {"sha256": "a", "state": "kept"}
    with Workspace.create(tmp_path) as workspace, workspace.writing() as db:
        workspace.settle("documents", [row])
        db.table("documents").update("a", {"state": "accepted"})
        assert workspace.settle("documents", [row], keep=["state"]) == 0
        assert workspace.rows("SELECT state FROM documents") == [{"state": "accepted"}]


def test_eight_writers_lose_nothing(tmp_path: Path) -> None:
    Workspace.create(tmp_path).close()
    failures: list[BaseException] = []

    def count_up() -> None:
        try:
            with Workspace.open(tmp_path) as workspace:
                for _ in range(40):
                    with workspace.writing() as db:
                        seen = int(workspace.settings().get("count", "0"))
                        db.table("settings").upsert({"key": "count", "value": str(seen + 1)}, pk="key")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=count_up) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Workspace.open(tmp_path) as workspace:
        assert not failures
        assert workspace.settings()["count"] == "320"


def test_there_are_34_provinces_with_codes_of_their_own() -> None:
    assert len(provinces()) == 34
    assert len({province.code for province in provinces()}) == 34


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ủy ban nhân dân tỉnh Quảng Ngãi", "Quảng Ngãi"),
        ("quang ngai", "Quảng Ngãi"),
        ("UBND tỉnh Kon Tum", "Quảng Ngãi"),
        ("Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("TP Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("Trung tâm Phục vụ hành chính công thành phố Hà Nội", "Hà Nội"),
        ("Ủy ban nhân dân tỉnh Thừa Thiên Huế", "Huế"),
    ],
)
def test_provinces_are_found_by_any_of_their_names(text: str, name: str) -> None:
    assert province_named(text).name == name


def test_an_unknown_province_is_a_usage_error() -> None:
    assert find_province("Atlantis") is None
    with pytest.raises(UsageError, match="Atlantis"):
        province_named("Atlantis")
