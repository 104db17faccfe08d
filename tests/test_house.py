"""What holds for the whole repository: imports, sizes, texts in both languages."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.messages import LANGUAGES, catalogue

ROOT = Path(__file__).parents[1]
ROOMS = ("ingest", "extract", "catalogue", "corpus")
SOURCES = [ROOT / "congbo.py", *(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))]
TESTS = list((ROOT / "tests").rglob("*.py"))
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 400, 60


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", SOURCES + TESTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES
    long = [
        one.name
        for one in functions(path)
        if (one.end_lineno or one.lineno) - one.lineno >= MOST_LINES_OF_A_FUNCTION
    ]
    assert long == []


def test_nothing_imports_the_front_door() -> None:
    importers = [
        path.name
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.Import) and any(name.name == "congbo" for name in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module == "congbo")
    ]
    assert importers == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    forbidden = {"utils", "helpers", "common", "manager", "misc"}
    assert [path.name for path in SOURCES + TESTS if path.stem in forbidden] == []


def test_both_languages_have_the_same_sentences_with_the_same_facts() -> None:
    vietnamese, english = (catalogue(language) for language in LANGUAGES)
    assert vietnamese.keys() == english.keys()
    for key, sentence in vietnamese.items():
        assert fields(sentence) == fields(english[key]), key


def fields(sentence: str) -> set[str]:
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_every_sentence_said_is_in_the_catalogue() -> None:
    said = re.compile(r"\b(?:say|UsageError)\(\s*\"([a-z_0-9]+\.[a-z_0-9]+)\"")
    known = catalogue("vi").keys()
    missing = {key for path in SOURCES for key in said.findall(path.read_text("utf-8")) if key not in known}
    assert missing == set()


def test_no_path_of_a_machine_and_no_registry_in_the_repository() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in lock
    assert lock.count("--hash=sha256:") > lock.count("==") > 0
    for path in [*SOURCES, *TESTS, ROOT / "Makefile", ROOT / "README.md"]:
        assert not re.search(r"/(?:root|work)/\w", path.read_text("utf-8")), path
