from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from catalogue.review.pictures import PDF
from extract.decision import Source
from ingest.formats import Format
from ingest.originals import Originals
from tests.catalogue.judging_cases import CARD, filled, publish
from tests.catalogue.making import item
from tests.catalogue.review.opening import Person


@pytest.fixture
def opened(tmp_path: Path) -> tuple[Person, str]:
    """A decision of two pages whose row stands on the second, and its document."""
    drawn = BytesIO()
    page = Image.new("RGB", (600, 800), "white")
    page.save(drawn, "PDF", resolution=72, save_all=True, append_images=[page])
    with filled(tmp_path) as workspace:
        document = Originals(workspace.originals).keep(drawn.getvalue())
        place = Source(page=2, table=1, row=1, bbox=(50.0, 100.0, 550.0, 140.0))
        publish(
            workspace,
            item(name=CARD[1], code=CARD[0], fee="1", source=place),
            sha256=document,
            media_type=PDF,
        )
    return Person(workspace.folder, single_user=True), document


def test_the_page_is_drawn_once_and_kept(opened: tuple[Person, str]) -> None:
    person, document = opened
    answer = person.get(f"/documents/{document}/pages/2")
    assert answer.headers["content-type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).size == (1200, 1600)
    (kept,) = (person.house.settings.folder / "pages").rglob("*.png")
    kept.write_bytes(b"kept")
    assert person.get(f"/documents/{document}/pages/2").content == b"kept"


@pytest.mark.parametrize("page", ["0", "3", "x", "-1"])
def test_a_page_that_is_none_is_refused(page: str, opened: tuple[Person, str]) -> None:
    person, document = opened
    assert person.get(f"/documents/{document}/pages/{page}").status_code == 404


def test_the_row_is_framed_on_its_own_page_only(opened: tuple[Person, str]) -> None:
    person, document = opened
    address = f"/items/p-{document[:16]}-001"
    text = person.get(address).text
    assert f'href="/documents/{document}/pages/2"' in text
    assert '<rect id="frame" x="48.0" y="99.0" width="504.0" height="42.0"' in text
    assert 'id="frame"' not in person.get(f"{address}?leaf=1").text


def test_an_original_is_saved_and_never_shown(opened: tuple[Person, str]) -> None:
    person, document = opened
    answer = person.get(f"/documents/{document}")
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


@pytest.fixture(params=["PNG", "JPEG", "TIFF"])
def scanned(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Person, str, int]:
    """A scan of 100 dpi, 6 by 8 inches, a row framed on its last page; the TIFF has two pages."""
    form = Format[request.param]
    page = Image.new("RGB", (600, 800), "white")
    page.paste("red", (0, 0, 300, 400))
    more = {"save_all": True, "append_images": [page]} if form is Format.TIFF else {}
    data = BytesIO()
    page.save(data, request.param, dpi=(100, 100), **more)
    last = 2 if form is Format.TIFF else 1
    with filled(tmp_path) as workspace:
        document = Originals(workspace.originals).keep(data.getvalue())
        place = Source(page=last, table=1, row=1, bbox=(50.0, 100.0, 400.0, 140.0), recognised=True)
        publish(
            workspace,
            item(name=CARD[1], code=CARD[0], fee="1", source=place),
            sha256=document,
            media_type=form.media_type,
        )
    return Person(workspace.folder, single_user=True), document, last


def test_scans_show_their_pages_with_the_row_framed(scanned: tuple[Person, str, int]) -> None:
    person, document, last = scanned
    answer = person.get(f"/documents/{document}/pages/{last}")
    assert answer.headers["content-type"] == "image/png"
    drawn = Image.open(BytesIO(answer.content)).convert("RGB")
    assert drawn.size == (864, 1152)
    red, green, _ = drawn.getpixel((100, 100))  # type: ignore[misc]  # a colour of three values
    assert (red > 240, green < 20) == (True, True)
    text = person.get(f"/items/p-{document[:16]}-001").text
    assert f'href="/documents/{document}/pages/{last}"' in text
    assert 'viewBox="0 0 432.0 576.0"' in text
    assert '<rect id="frame" x="48.0" y="99.0" width="354.0" height="42.0"' in text


def test_scans_have_no_pages_beyond_their_own(scanned: tuple[Person, str, int]) -> None:
    person, document, last = scanned
    assert person.get(f"/documents/{document}/pages/{last + 1}").status_code == 404
    assert person.get(f"/documents/{document}/pages/0").status_code == 404


def test_a_broken_scan_is_refused(tmp_path: Path) -> None:
    data = BytesIO()
    Image.effect_noise((300, 300), 50).save(data, "PNG")
    with filled(tmp_path) as workspace:
        document = Originals(workspace.originals).keep(data.getvalue()[:2_000])
        row = item(name=CARD[1], code=CARD[0], fee="1", source=Source(page=1))
        publish(workspace, row, sha256=document, media_type=Format.PNG.media_type)
    person = Person(workspace.folder, single_user=True)
    assert person.get(f"/documents/{document}/pages/1").status_code == 404
    assert person.get(f"/items/p-{document[:16]}-001").status_code == 200
