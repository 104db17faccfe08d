"""The content-addressed store of originals."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from ingest.originals import Originals


def test_bytes_and_files_of_one_content_are_one_original(tmp_path: Path) -> None:
    content = "Quyết định".encode()
    source = tmp_path / "quyết định.pdf"
    source.write_bytes(content)
    store = Originals(tmp_path / "store")
    first = store.keep(content)
    assert first == store.keep(source) == hashlib.sha256(content).hexdigest()
    assert store.path(first).read_bytes() == content
    kept = [path for path in (tmp_path / "store").rglob("*") if path.is_file()]
    assert kept == [store.path(first)]


def test_other_content_is_another_original(tmp_path: Path) -> None:
    store = Originals(tmp_path)
    assert store.keep(b"a") != store.keep(b"b")


def test_membership(tmp_path: Path) -> None:
    store = Originals(tmp_path)
    sha256 = store.keep(b"a")
    assert sha256 in store
    assert "0" * 64 not in store


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Originals(tmp_path).path(name)


def test_a_failed_read_leaves_nothing(tmp_path: Path) -> None:
    store = Originals(tmp_path / "store")
    with pytest.raises(FileNotFoundError):
        store.keep(tmp_path / "missing.pdf")
    assert list((tmp_path / "store").iterdir()) == []


def test_an_original_cannot_be_changed_by_accident(tmp_path: Path) -> None:
    store = Originals(tmp_path)
    path = store.path(store.keep(b"a"))
    assert path.stat().st_mode & 0o222 == 0
