from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from catalogue.review.pictures import PDF
from extract.decision import Source
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
