"""Taking, commenting, choosing and turning leaves by keys, in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from extract.decision import Source
from ingest.originals import Originals
from tests.catalogue.judging_cases import CARD, HOTEL, LICENCE, filled, publish
from tests.catalogue.making import item
from tests.catalogue.review.browsing import Surfer, serving
from tests.catalogue.review.opening import DOCUMENT, add_people

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

TWINS = [CARD, LICENCE, HOTEL, ("1.000004", "Cấp lại thẻ hướng dẫn viên du lịch", "Du lịch")]
TEXT = "".join(f"<p>Đoạn {n}: {'thủ tục hành chính ' * 60}</p>" for n in range(8))
ROWS = f"<tr><td>TT</td><td>Tên</td></tr><tr><td>1</td><td>{CARD[1]}</td></tr>"
LIST = f"<html><body>{TEXT}<table>{ROWS}</table></body></html>"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with filled(tmp_path, TWINS) as workspace:
        kept = Originals(workspace.originals).keep(LIST.encode())
        place = Source(table=1, row=2)
        publish(workspace, item(name=CARD[1], code=CARD[0], fee="1 đồng", source=place), sha256=kept)
        publish(
            workspace,
            item(name=CARD[1], fee="2 đồng"),
            sha256=DOCUMENT,
            number="2/QĐ-UBND",
            based_on=(),
        )
        workspace.db.execute("UPDATE locations SET name = 'qd.html' WHERE document = ?", [kept])
    add_people(workspace.folder)
    with serving(workspace.folder) as found:
        yield found


def test_taking_commenting_and_choosing_need_no_mouse(browser: Browser, address: str) -> None:
    from playwright.sync_api import expect

    surfer = Surfer(browser, address)
    page = surfer.open(f"/items/p-{DOCUMENT[:16]}-001")
    surfer.press("a")
    expect(page.locator(".chip.mine")).to_have_count(1)
    surfer.press("a")
    expect(page.locator(".chip")).to_have_count(0)
    surfer.press("c")
    page.keyboard.type("hỏi lại Sở <b>")
    surfer.press("Control+Enter")
    expect(page.locator(".history")).to_contain_text("“hỏi lại Sở <b>”")
    before = page.locator("#would").inner_text()
    surfer.press("2")
    expect(page.locator("#would")).not_to_have_text(before)
    expect(page.locator("#would")).to_contain_text("Cấp lại")
    surfer.press("0")
    expect(page.locator("#would")).not_to_contain_text("Cấp lại")
    assert surfer.asked(f"/proposals/p-{DOCUMENT[:16]}-001")["state"] == "pending"
    surfer.close()
    assert surfer.faults == []


def test_leaves_of_a_text_are_turned_by_keys_and_the_row_is_in_sight(browser: Browser, address: str) -> None:
    from playwright.sync_api import expect

    surfer = Surfer(browser, address)
    page = surfer.open("/queue?decision=")
    ident = next(
        row["id"] for row in surfer.asked("/proposals")["proposals"] if row["number"] == "2815/QĐ-UBND"
    )
    page.goto(f"{address}/items/{ident}")
    expect(page.locator("#frame")).to_be_in_viewport()
    expect(page.locator("#frame")).to_contain_text(CARD[1])
    surfer.press("[")
    expect(page.locator("#frame")).to_have_count(0)
    expect(page.locator(".paper")).to_contain_text("Đoạn 0")
    surfer.press("]")
    expect(page.locator("#frame")).to_be_in_viewport()
    surfer.close()
    assert surfer.faults == []
