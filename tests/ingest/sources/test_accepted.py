"""What an office's own sources take in: every kind of document that can be read, and bundles of them."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

SCANS_AND_BUNDLES = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".zip", ".rar"}


@pytest.mark.parametrize(
    ("kind", "setting"), [("folder", "endings"), ("mailbox", "attachments"), ("links", "endings")]
)
def test_scans_and_bundles_are_taken_like_other_documents(kind: str, setting: str) -> None:
    kinds = tomllib.loads(files("ingest.sources").joinpath("sources.toml").read_text("utf-8"))["kind"]
    assert set(kinds[kind][setting]) >= {".pdf", ".docx", ".doc", ".rtf", *SCANS_AND_BUNDLES}
