"""Where somebody whose session is over is led, and what the page keeps of their typing."""

from __future__ import annotations

import pytest

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


@pytest.mark.parametrize(
    ("current", "back"),
    [
        (f"http://127.0.0.1:8765{ITEM}?kind=update", f"{ITEM}%3Fkind%3Dupdate"),
        (f"http://evil.example{ITEM}", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_script_that_asks_too_late_sends_its_page_to_the_login_and_back(
    current: str, back: str, method: str, shared: Person
) -> None:
    headers = {**shared.origin, "hx-request": "true", "hx-current-url": current}
    address = "/queue?text=ho" if method == "GET" else f"{ITEM}/preview"
    answer = shared.client.request(method, address, headers=headers)
    assert (answer.status_code, answer.headers["hx-redirect"]) == (200, f"/login?back={back}")
    assert answer.text == ""


def test_a_script_is_refused_with_a_sentence_that_fits_into_its_page(alone: Person) -> None:
    headers = {**alone.origin, "hx-request": "true"}
    answer = alone.client.post("/items/p-none/preview", headers=headers)
    assert answer.status_code == 404
    assert answer.text.startswith('<p class="notice bad" role="alert">không có đề xuất p-none')
    assert (answer.headers["hx-reswap"], answer.headers["hx-push-url"]) == ("innerHTML", "false")
