"""Where somebody whose session is over is led, and what the page keeps of their typing."""

from __future__ import annotations

import pytest

from catalogue.review.rendering import STATIC
from tests.catalogue.review.opening import DOCUMENT, Person

ITEM = f"/items/p-{DOCUMENT[:16]}-001"


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        (f"http://127.0.0.1:8765{ITEM}?kind=update", f"{ITEM}%3Fkind%3Dupdate"),
        (f"http://evil.example{ITEM}", "/"),
        ("//127.0.0.1:8765//evil.example", "/"),
        ("", "/"),
    ],
)
def test_a_form_sent_too_late_leads_back_to_its_page(referer: str, back: str, shared: Person) -> None:
    headers = {**shared.origin, "referer": referer}
    answer = shared.client.post(f"{ITEM}/verdict", data={"verdict": "accept"}, headers=headers)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/login?back={back}")


def test_a_page_asked_for_too_late_is_come_back_to(shared: Person) -> None:
    assert shared.get(f"{ITEM}?kind=update").headers["location"] == f"/login?back={ITEM}%3Fkind%3Dupdate"


def test_no_password_is_kept_in_the_browser() -> None:
    assert "hidden|password" in (STATIC / "drafts.js").read_text("utf-8")
