from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher

from tests.catalogue.review.browsing import chromium
from tests.catalogue.review.opening import Person, add_people, workspace_with_proposals

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(autouse=True, scope="package")
def quick_hashes() -> Iterator[None]:
    """Passwords hashed with as little work as argon2id allows."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("catalogue.users._hasher", lambda: hasher)
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with three proposals and an account for each role."""
    made = workspace_with_proposals(tmp_path)
    add_people(made)
    return made


@pytest.fixture
def alone(tmp_path: Path) -> Person:
    """Somebody alone at their own machine, without login."""
    return Person(workspace_with_proposals(tmp_path), single_user=True)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Person:
    """The page with accounts, nobody logged in; for tests that write nothing but sessions."""
    folder = workspace_with_proposals(tmp_path_factory.mktemp("shared"))
    add_people(folder)
    return Person(folder)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the tests of a file; they are skipped where there is none."""
    with chromium() as found:
        yield found
