"""A program under Chromium's name that is none makes no test fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalogue.review.browsing import chromium, program

STUB = "#!/bin/sh\necho 'requires the chromium snap to be installed' >&2\nexit 1\n"
BROKEN = "#!/bin/sh\n[ \"$1\" = --version ] && echo 'Chromium 1' && exit 0\nexit 1\n"


def called_chromium(folder: Path, script: str) -> None:
    path = folder / "chromium-browser"
    path.write_text(script)
    path.chmod(0o755)


def test_a_stub_that_only_names_its_package_is_no_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called_chromium(tmp_path, STUB)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program() is None


@pytest.mark.slow
def test_a_browser_that_does_not_start_skips_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called_chromium(tmp_path, BROKEN)
    monkeypatch.setattr("tests.catalogue.review.browsing.which", lambda name: str(tmp_path / name)
                        if name == "chromium-browser" else None)  # fmt: skip
    with pytest.raises(pytest.skip.Exception, match="does not start"), chromium():
        pass
