"""How the pages look: no scrolling sideways, a visible focus in the order of reading, and on paper."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import pytest

from tests.catalogue.judging_cases import CARD, HOTEL, LICENCE, filled, publish
from tests.catalogue.making import item
from tests.catalogue.review.browsing import HEIGHT, WIDTH, Surfer, serving
from tests.catalogue.review.opening import DOCUMENT, add_people

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

LONG = "Cấp, cấp lại, điều chỉnh giấy phép hoạt động của cơ sở kinh doanh dịch vụ lữ hành quốc tế " * 4
ITEM = f"/items/p-{DOCUMENT[:16]}-001"
PAGES = (
    "/", "/deadlines", "/queue", ITEM, "/decisions", f"/decisions/{DOCUMENT}", "/catalogue?text=du lịch",
    "/catalogue/1.000001", "/account", "/people", "/evidence", "/runs/imports/1", "/audit", "/login",
    "/nothing",
)  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    entries = [CARD, (HOTEL[0], LONG, HOTEL[2]), LICENCE]
    with filled(tmp_path_factory.mktemp("looks"), entries) as workspace:
        publish(
            workspace,
            item(name=CARD[1], code=CARD[0], time_limit="3 ngày", basis="x" * 300),
            item(name=LONG.strip(), code=HOTEL[0], fee="100.000 đồng", section="Phụ lục " * 30),
            item(name=f"{LICENCE[1]} {'dài' * 80}", code=LICENCE[0], agency=LONG),
            sha256=DOCUMENT,
            title=LONG,
            departments=("Sở Văn hóa, Thể thao và Du lịch", LONG),
        )
    add_people(workspace.folder)
    with serving(workspace.folder) as address:
        yield address


@pytest.fixture
def surfer(browser: Browser, address: str) -> Iterator[Surfer]:
    surfer = Surfer(browser, address, "administrator")
    yield surfer
    surfer.close()


@pytest.mark.parametrize("page", PAGES)
def test_nothing_scrolls_sideways_at_1366_by_768(page: str, surfer: Surfer) -> None:
    shown = surfer.open(page)
    shown.evaluate("() => document.querySelectorAll('details').forEach((one) => (one.open = true))")
    assert shown.evaluate("() => document.documentElement.scrollWidth") <= WIDTH


@pytest.mark.parametrize("page", ["/", "/queue", ITEM, f"/decisions/{DOCUMENT}", "/people", "/login"])
def test_the_focus_is_seen_and_goes_through_the_page_as_it_is_read(page: str, surfer: Surfer) -> None:
    shown = surfer.open(page)
    shown.evaluate("() => document.activeElement?.blur()")
    order: list[int] = []
    for _ in range(60):
        shown.keyboard.press("Tab")
        place, visible = shown.evaluate(_FOCUSED)
        if place in order or place < 0:
            break
        assert visible, shown.evaluate("() => document.activeElement.outerHTML")
        order.append(place)
    assert len(order) > 1
    assert order == sorted(order)


_FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return [-1, true];
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  const there = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0;
  return [[...document.querySelectorAll("*")].indexOf(one), seen && there];
}"""


def test_the_first_key_leads_past_the_navigation(surfer: Surfer) -> None:
    page = surfer.open("/decisions")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('main') !== null")


def printed(surfer: Surfer, address: str) -> tuple[str, int]:
    """The text on paper, blanks joined, and the number of pages."""
    import pypdfium2

    data = surfer.open(address).pdf(format="A4")
    with pypdfium2.PdfDocument(io.BytesIO(data)) as document:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
        return " ".join(text.split()), len(document)


def test_the_queue_on_paper_tells_its_rows_and_what_it_was_narrowed_to(surfer: Surfer) -> None:
    text, pages = printed(surfer, "/queue?kind=update")
    assert pages <= 2
    for said in (CARD[1], CARD[0], "2815/QĐ-UBND", "2 đề xuất", "Đề xuất sửa đổi"):
        assert said in text
    for pressed in ("Lọc", "Đăng xuất", "English", "Lĩnh vực", "Chấp nhận"):
        assert pressed not in text


def test_the_item_on_paper_tells_source_and_proposal_whole(surfer: Surfer) -> None:
    text, pages = printed(surfer, ITEM)
    assert pages <= 4
    for said in (CARD[1], "3 ngày", "2815/QĐ-UBND", "Thời hạn giải quyết", "Lịch sử"):
        assert said in text
    for pressed in ("Chấp nhận", "Từ chối", "Trước", "Tải bản gốc"):
        assert pressed not in text


@pytest.mark.parametrize(("media", "columns"), [("print", 6), ("screen", 1)])
def test_paper_is_no_narrow_screen(media: Literal["print", "screen"], columns: int, surfer: Surfer) -> None:
    page = surfer.open("/")
    page.set_viewport_size({"width": 720, "height": 1000})
    page.emulate_media(media=media)
    found = page.locator(".tiles").evaluate(
        "one => getComputedStyle(one).gridTemplateColumns.split(' ').length"
    )
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    assert found == columns
