"""What `make setup` asks of a fresh machine: `.ci/system-packages` among programs that tests put in place."""

from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import which

import pytest

SCRIPT = Path(__file__).parents[1] / ".ci" / "system-packages"
STUB = "echo 'requires the chromium snap to be installed' >&2; exit 1"
SYSTEM = ("sh", "grep", "timeout", "true")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs in which nothing is installed but what every system has."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in SYSTEM:
        found = which(name)
        assert found, name
        (folder / name).symlink_to(found)
    program(folder, "find", "exit 0")
    program(folder, "id", "echo 1000")
    program(folder, "python3", 'case "$2" in *ensurepip*) exit 1;; *) echo python3.12-venv;; esac')
    program(folder, "chromium-browser", STUB)
    return folder


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def asked(machine: Path, apt: str | None = "exit 0") -> tuple[list[str], str]:
    """The calls of apt-get, and what was said."""
    calls = machine.with_name("calls")
    calls.touch()
    if apt is not None:
        program(machine, "apt-get", f'echo "$@" >> {calls}\n{apt}')
        program(machine, "sudo", '[ "$1" = -n ] && shift; exec "$@"')
    done = subprocess.run(
        [machine / "sh", SCRIPT], env={"PATH": str(machine)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    return calls.read_text().splitlines(), done.stderr


def test_what_is_missing_is_asked_for_without_waiting_for_a_dead_network(machine: Path) -> None:
    calls, said = asked(machine)
    wanted = [call.split()[-1] for call in calls if " install " in f" {call} "]
    assert wanted == [
        "python3.12-venv",
        "fonts-dejavu-core",
        "tesseract-ocr-vie",
        "libreoffice-writer-nogui",
        "chromium",
    ]
    assert all("-o Acquire::Retries=0 -o Acquire::http::Timeout=10" in call for call in calls)
    assert "left out: python3.12-venv (apt-get could not install it)" in said


def test_a_real_browser_is_not_asked_for(machine: Path) -> None:
    program(machine, "chromium-browser", "echo Chromium 150.0")
    calls, said = asked(machine)
    assert calls
    assert "chromium" not in "".join(calls) + said


@pytest.mark.parametrize(
    ("apt", "reason"),
    [
        ("exit 100", "apt-get reached no package source"),
        (None, "apt-get is not on this machine"),
    ],
)
def test_why_something_is_left_out_is_said(machine: Path, apt: str | None, reason: str) -> None:
    _, said = asked(machine, apt)
    assert f"left out: chromium ({reason});" in said


def test_where_there_is_no_right_to_install_that_is_said(machine: Path) -> None:
    program(machine, "apt-get", "exit 0")
    assert "(no right to install it)" in asked(machine, None)[1]
