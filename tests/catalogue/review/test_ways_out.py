"""What cannot be recorded names a way out that its page really has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from catalogue.workspace import Workspace
from extract.decision import Change, Effect, Position, Reference
from ingest.messages import LANGUAGES, catalogue
from tests.catalogue.judging_cases import CARD, field, filled, publish
from tests.catalogue.making import item
from tests.catalogue.review.opening import DOCUMENT, Person

CARDS = f"p-{DOCUMENT[:16]}-001"


@pytest.fixture
def article(tmp_path: Path) -> tuple[Person, str]:
    """A proposal that an article of a decision makes, of which nobody knows which procedure it means."""
    with filled(tmp_path) as workspace:
        unknown = Reference("7/QĐ-UBND", None, Effect.REPEALS_PART, "x", (Position(("9",), None),))
        publish(workspace, item(name=CARD[1], code=CARD[0]), sha256=DOCUMENT, affects=(unknown,))
        (row,) = workspace.rows("SELECT id FROM proposals WHERE kind = 'unclear'")
    return Person(workspace.folder, single_user=True), row["id"]


def refusal(person: Person, ident: str, **form: str) -> str:
    answer = person.post(f"/items/{ident}/verdict", **{"verdict": "accept", "seen": "0", **form})
    assert answer.status_code == 400
    return re.findall(r'role="alert">([^<]*)<', answer.text)[0]  # type: ignore[no-any-return]  # of strings


def test_a_proposal_from_an_article_asks_for_a_code_and_takes_it(article: tuple[Person, str]) -> None:
    person, ident = article
    page = person.get(f"/items/{ident}").text
    told = refusal(person, ident)
    assert "nêu mã TTHC ở mục “Đối chiếu” (phím 1)" in told
    assert told in page
    assert told in person.post("/queue/bulk?kind=unclear", verdict="accept").text
    assert 'type="radio"' not in page
    assert len(re.findall(r'<input name="other_code" form="verdict"[^>]* required data-key="1"', page)) == 1
    assert page.count('name="other_code"') == 1
    assert person.post(f"/items/{ident}/preview", other_code=CARD[0]).text.count('<th scope="row">') == 1
    form = {"verdict": "accept", "seen": "0", "other_code": CARD[0]}
    assert person.post(f"/items/{ident}/verdict", **form).status_code == 303
    with Workspace.open(person.house.settings.folder) as workspace:
        assert field(workspace, CARD[0], "valid_to") is not None


def test_what_needs_no_code_is_sent_without_one(article: tuple[Person, str]) -> None:
    person, ident = article
    page = person.get(f"/items/{ident}").text
    for verdict in ("reject", "unsure"):
        assert re.search(rf'value="{verdict}" formnovalidate', page)


def test_a_row_without_candidates_offers_to_be_added(tmp_path: Path) -> None:
    with filled(tmp_path, []) as workspace:
        publish(workspace, item(Change.AMENDED, name="Một thủ tục không ai biết đến"), sha256=DOCUMENT)
    person = Person(workspace.folder, single_user=True)
    told = refusal(person, CARDS)
    page = person.get(f"/items/{CARDS}").text
    assert "(phím 0)" in told
    assert 'data-key="0"' in page
    assert "“Sửa” (phím e)" in told
    assert 'data-key="e"' in page
    assert 'name="other_code"' in page


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"other_code": "1.999999"}, "hãy tìm mã ở trang Danh mục"),
        ({"was_levels": "", "set_levels": "liên xã"}, "hãy viết trung ương; tỉnh; huyện; xã"),
        ({"was_effective": "", "effective": "01/01/9999"}, "01/01/9999 không thể đúng"),
        ({"entry": "new"}, "đã có trong danh mục: hãy chọn thủ tục mang mã ấy"),
        ({"was_code": CARD[0], "set_code": "x"}, "hãy viết như 1.001122"),
    ],
)
def test_a_refusal_speaks_of_the_page(form: dict[str, str], told: str, alone: Person) -> None:
    said = refusal(alone, CARDS, **form)
    assert told in said
    assert CARDS not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_that_names_a_command_or_a_number_has_words_of_the_page(language: str) -> None:
    sentences = catalogue(language)
    of_commands = {
        key.partition(".")[2]
        for key, text in sentences.items()
        if key.startswith("judgement.") and re.search(r"`|--|{proposal}", text)
    }
    assert of_commands - {"no_proposal"} <= {
        key.partition(".")[2] for key in sentences if key.startswith("review_refused.")
    }
