"""Every page under the rules of WCAG 2 A and AA by axe-core, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from catalogue.assignments import assign
from catalogue.intake import register, store_failure
from extract.decision import Issue
from ingest.errors import Category, DocumentError
from tests.catalogue.judging_cases import CARD, HOTEL, filled, publish
from tests.catalogue.making import item
from tests.catalogue.review.browsing import Surfer, serving
from tests.catalogue.review.opening import DOCUMENT, add_people

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

JUDGED, OPEN = (f"/items/p-{DOCUMENT[:16]}-{position:03d}" for position in (1, 2))
PAGES = {
    "start": "/",
    "deadlines": "/deadlines",
    "queue": "/queue",
    "empty queue": "/queue?text=zzzz",
    "item": OPEN,
    "judged item": f"{JUDGED}?done={JUDGED[7:]}",
    "decisions": "/decisions",
    "decision": f"/decisions/{DOCUMENT}",
    "catalogue": "/catalogue?text=du lịch",
    "entry": "/catalogue/1.000001?on=2025-11-01&other=2025-12-01",
    "lost evidence": "/evidence",
    "import": "/runs/imports/1",
    "audit": "/audit",
    "account": "/account",
    "people": "/people",
    "refused": "/nothing",
}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    """A page on which everything is shown that can be: doubts, candidates, verdicts, comments, problems."""
    issue = Issue("count_mismatch", facts=(("change", "new"), ("declared", "2"), ("found", "1")))
    with filled(tmp_path_factory.mktemp("access")) as workspace:
        publish(
            workspace,
            item(name=CARD[1], code=CARD[0], time_limit="3 ngày"),
            item(name=HOTEL[1], code=HOTEL[0], fee="100.000 đồng", basis="Luật Du lịch"),
            item(name="Công nhận hạng cơ sở lưu trú"),
            sha256=DOCUMENT,
            issues=(issue,),
        )
        register(workspace, "f" * 64, ["hong.pdf"])
        store_failure(workspace, "f" * 64, DocumentError(Category.ENCRYPTED, "hong.pdf"))
        assign(workspace, [OPEN[7:]], "reviewer", "lead")
    add_people(workspace.folder)
    with serving(workspace.folder) as address:
        surfer = Surfer(browser, address, "reviewer")
        surfer.send(f"{JUDGED}/verdict", verdict="accept", seen="0", reason="đã rõ")
        surfer.send(f"{OPEN}/comment", text="hỏi Sở")
        surfer.close()
        yield address


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("page", ["login", *PAGES])
def test_no_rule_is_broken(page: str, language: str, browser: Browser, address: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    surfer = Surfer(browser, address, "administrator" if page != "login" else None)
    surfer.speak(language)
    surfer.open(PAGES.get(page, "/login"))
    surfer.page.evaluate("() => document.querySelectorAll('details').forEach((one) => (one.open = true))")
    found = Axe().run(surfer.page, options=RULES).response["violations"]
    surfer.close()
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []


def test_a_broken_rule_is_found(browser: Browser, address: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    surfer = Surfer(browser, address, None)
    surfer.open("/login")
    surfer.page.evaluate(
        "() => document.querySelector('label').replaceWith(document.querySelector('input[name=name]'))"
    )
    found = Axe().run(surfer.page, options=RULES).response["violations"]
    surfer.close()
    assert "label" in {one["id"] for one in found}
