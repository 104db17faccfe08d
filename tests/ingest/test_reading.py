"""The door: every bad file ends in its category, with a sentence; every good one in a document."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.document import Paragraph
from ingest.errors import Category, DocumentError
from ingest.limits import Limits
from ingest.messages import catalogue, use_language
from ingest.reading import read, read_bytes
from tests.ingest.papers import ENGLISH, PROSE, html_page, pdf_paper, word_paper


def category_of(data: bytes, limits: Limits = Limits()) -> Category:
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, "a", limits)
    return caught.value.category


def test_a_document_carries_its_identity(tmp_path: Path) -> None:
    path = tmp_path / "quyết định số 1.html"
    path.write_bytes(html_page(PROSE))
    document = read(path)
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (document.name, document.media_type) == ("quyết định số 1.html", "text/html")
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [PROSE]


@pytest.mark.parametrize("data", [pdf_paper, word_paper, lambda: html_page(PROSE), PROSE.encode])
def test_every_format_is_read_and_reads_the_same_twice(data) -> None:  # type: ignore[no-untyped-def]  # a builder
    content = data()
    assert read_bytes(content, "a") == read_bytes(content, "a")
    assert "lĩnh vực thả diều" in read_bytes(content, "a").text()


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        read(tmp_path / "không có.pdf")
    assert caught.value.category is Category.NOT_FOUND
    assert str(caught.value) == "không có.pdf: không tìm thấy tệp; hãy kiểm tra lại đường dẫn"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        read(tmp_path)
    assert caught.value.category is Category.UNREADABLE


def test_file_size_at_the_limit_and_one_past_it(tmp_path: Path) -> None:
    data = html_page(PROSE)
    path = tmp_path / "a.html"
    path.write_bytes(data)
    at = replace(Limits(), file_bytes=len(data))
    assert read(path, at).text() == PROSE
    for limits in (replace(at, file_bytes=len(data) - 1),):
        assert category_of(data, limits) is Category.TOO_LARGE
        with pytest.raises(DocumentError):
            read(path, limits)


def test_a_text_in_another_language() -> None:
    assert category_of(ENGLISH.encode()) is Category.NOT_VIETNAMESE
    french = "Le présent arrêté fixe la procédure à suivre ; il entre en vigueur dès sa publication. " * 8
    assert category_of(french.encode()) is Category.NOT_VIETNAMESE


def test_texts_in_an_old_encoding_are_made_unicode() -> None:
    tcvn3 = "QuyÕt ®Þnh vÒ viÖc c«ng bè thñ tôc hµnh chÝnh"
    document = read_bytes("\n\n".join([tcvn3] * 10).encode(), "a.txt")
    assert document.text().splitlines()[0] == "Quyết định về việc công bố thủ tục hành chính"
    assert [note.category for note in document.notes] == ["old_encoding"]


def test_short_texts_are_not_judged() -> None:
    assert read_bytes(b"1.014464.H12", "a").text() == "1.014464.H12"


def test_addresses_and_codes_among_little_prose_stay_vietnamese() -> None:
    text = (
        "Nộp hồ sơ tại https://dichvucong.example/p/home/dvc-chi-tiet-thu-tuc-hanh-chinh.html?ma=1.01\n" * 12
    )
    assert "dichvucong" in read_bytes(text.encode(), "a").text()


def test_no_text_at_all() -> None:
    assert category_of(html_page("<img src='a.png'>")) is Category.NO_TEXT
    assert category_of(b"<!-- -->") is Category.NO_TEXT


@pytest.mark.parametrize("error", [KeyError("a"), OverflowError(), RecursionError(), MemoryError()])
def test_whatever_a_parser_runs_into_is_told(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise error

    wanted = Category.MEMORY if isinstance(error, MemoryError) else Category.DAMAGED
    for place in ("sniff", "in_unicode", "signatures.notes"):
        with monkeypatch.context() as patch:
            patch.setattr(f"ingest.reading.{place}", broken)
            assert category_of(pdf_paper()) is wanted


def test_each_category_has_a_sentence_in_each_language() -> None:
    for language in ("vi", "en"):
        missing = [one for one in Category if f"error.{one}" not in catalogue(language)]
        assert missing == []
    assert {key for key in catalogue("vi") if key.startswith(("error.", "note."))} == {
        key for key in catalogue("en") if key.startswith(("error.", "note."))
    }


def test_every_note_has_what_its_sentence_says() -> None:
    known = {"count": "2", "lines": "một | hai", "encoding": "TCVN3", "signer": "A", "when": "1/1/2025"}
    known |= {
        "pages": "1-3",
        "confidence": "93",
        "command": "apt-get install",
        "share": "40",
        "names": "image1.png",
        "by": "B",
        "text": "1234/QĐ-UBND",
    }
    for language in ("vi", "en"):
        for key, sentence in catalogue(language).items():
            if key.startswith("note."):
                assert "{" not in sentence.format(**known)


def test_sentences_follow_the_language() -> None:
    error = DocumentError(Category.ENCRYPTED, "a.pdf")
    try:
        use_language("en")
        assert str(error) == "a.pdf: the file has a password; remove the password and bring it in again"
    finally:
        use_language(None)
    assert str(error) == "a.pdf: tệp có mật khẩu; hãy gỡ mật khẩu rồi đưa vào lại"
