"""No bytes whatever bring more than a `DocumentError`: cut, flipped and spliced files of each format."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import DocumentError
from ingest.reading import read_bytes
from tests.ingest.papers import PROSE, html_page, pdf_paper, word_from_xml, word_paper

_BODY = f"<p>{PROSE}<table><tr><th rowspan=2>1<td colspan=3>2<tr><td>3</table>"
_XML = f"<w:p><w:r><w:t>{PROSE}</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
PAPERS: dict[str, Callable[[], bytes]] = {
    "pdf": pdf_paper,
    "docx": word_paper,
    "bare docx": lambda: word_from_xml(_XML),
    "html": lambda: html_page(_BODY),
    "text": f"{PROSE}\n|\nSTT\n|\nTên\n|\n|\n1\n|\n|\n|\n**A**\n|\n".encode,
}
_SETTINGS = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def survives(data: bytes) -> None:
    with suppress(DocumentError):
        read_bytes(data, "a")


@pytest.mark.parametrize("paper", PAPERS)
@given(data=st.data())
@_SETTINGS
def test_cut_files(paper: str, data: st.DataObject) -> None:
    whole = PAPERS[paper]()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    survives(whole[start:end])


@pytest.mark.parametrize("paper", PAPERS)
@given(data=st.data())
@_SETTINGS
def test_flipped_bytes(paper: str, data: st.DataObject) -> None:
    changed = bytearray(PAPERS[paper]())
    for _ in range(data.draw(st.integers(1, 12))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    survives(bytes(changed))


@pytest.mark.parametrize("paper", PAPERS)
@given(data=st.data())
@_SETTINGS
def test_doubled_and_spliced_parts(paper: str, data: st.DataObject) -> None:
    whole = PAPERS[paper]()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    at = data.draw(st.integers(0, len(whole)))
    survives(whole[:at] + whole[start:end] + whole[at:])


@given(st.binary(max_size=400))
@_SETTINGS
def test_any_bytes(data: bytes) -> None:
    survives(data)


@given(st.text(max_size=400))
@_SETTINGS
def test_any_text(text: str) -> None:
    survives(text.encode("utf-8", "surrogatepass"))


@given(
    st.lists(
        st.sampled_from(["|", "", "**A**", "1", "STT", "Nơi nhận:", "một", "PHỤ LỤC", "** **"]), max_size=60
    )
)
@_SETTINGS
def test_any_bars(lines: list[str]) -> None:
    """Whatever the bars say, no word of a capture is lost."""
    text = "\n".join(lines)
    with suppress(DocumentError):
        found = read_bytes(text.encode(), "a").text()
        for word in ("một", "STT", "PHỤ LỤC"):
            assert found.count(word) == lines.count(word)
