"""Nothing is recorded on facts that its reader never saw, and nothing typed counts as a repetition."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.judgements import SNAPSHOT
from catalogue.review.fingerprints import fingerprints
from catalogue.workspace import Workspace
from tests.catalogue.judging_cases import CARD, field, publish
from tests.catalogue.making import item
from tests.catalogue.review.opening import DOCUMENT, Person, add_people, hidden, workspace_with_proposals

CARDS, HOTELS = (f"p-{DOCUMENT[:16]}-{position:03d}" for position in (1, 2))
LATER = "b" * 64
OTHER = f"p-{LATER[:16]}-001"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small workspace with a second decision on the same procedure, and accounts."""
    made = workspace_with_proposals(tmp_path)
    with Workspace.open(made) as workspace:
        publish(
            workspace,
            item(name="Cấp thẻ hướng dẫn viên du lịch quốc tế", code=CARD[0], time_limit="9 ngày"),
            sha256=LATER,
            number="9/QĐ-UBND",
        )
    add_people(made)
    return made


@pytest.fixture
def people(folder: Path) -> tuple[Person, Person, Person]:
    """Two reviewers and a lead at the same page."""
    first = Person(folder)
    second, lead = first.another(), first.another()
    for person, name in ((first, "reviewer"), (second, "second"), (lead, "lead")):
        person.login(name)
    return first, second, lead


def told(person: Person, ident: str) -> dict[str, object]:
    found = person.get(f"/api/v1/proposals/{ident}").json()
    assert isinstance(found, dict)
    return found


def accept_other(person: Person) -> None:
    answer = person.post(
        f"/items/{OTHER}/verdict", verdict="accept", seen="0", was_effective="", effective="01/11/2025"
    )
    assert answer.status_code == 303


def test_a_verdict_on_what_is_no_longer_proposed_is_shown_the_new_facts_first(
    people: tuple[Person, Person, Person], folder: Path
) -> None:
    first, second, _ = people
    shown = hidden(first.get(f"/items/{CARDS}"), "fingerprint")
    assert shown == told(first, CARDS)["fingerprint"]
    accept_other(second)
    form = {"verdict": "accept", "seen": "0", "fingerprint": shown}
    answer = first.post(f"/items/{CARDS}/verdict", **form)
    assert answer.status_code == 409
    assert "đã đổi từ lúc bạn mở trang" in answer.text
    assert "đã được rút lại" not in answer.text
    assert told(first, CARDS)["state"] == "pending"
    api = first.post(f"/api/v1/proposals/{CARDS}/verdict", **form)
    assert (api.status_code, api.json()["error"]["code"]) == (409, "changed")
    fresh = hidden(answer, "fingerprint")
    assert fresh != shown
    assert first.post(f"/items/{CARDS}/verdict", **{**form, "fingerprint": fresh}).status_code == 303
    with Workspace.open(folder) as workspace:
        assert field(workspace, CARD[0], "time_limit") == "3 ngày"


def test_taking_a_verdict_back_asks_only_for_the_verdict(people: tuple[Person, Person, Person]) -> None:
    first, second, _ = people
    first.post(f"/items/{CARDS}/verdict", verdict="unsure", seen="0")
    shown = first.get(f"/items/{CARDS}")
    accept_other(second)
    form = {"seen": hidden(shown, "seen"), "fingerprint": hidden(shown, "fingerprint")}
    assert first.post(f"/items/{CARDS}/verdict", verdict="undo", **form).status_code == 303


@pytest.mark.parametrize("column", [*SNAPSHOT, "source_hash", "judgement"])
def test_a_fingerprint_holds_all_that_says_what_is_proposed(column: str, folder: Path) -> None:
    with Workspace.open(folder) as workspace:
        before = fingerprints(workspace, [CARDS, HOTELS, "p-none"])
        workspace.db.execute("PRAGMA foreign_keys = OFF")
        workspace.db.execute(f"UPDATE proposals SET {column} = '7' WHERE id = ?", [CARDS])
        after = fingerprints(workspace, [CARDS, HOTELS])
    assert after.keys() == before.keys() == {CARDS, HOTELS}
    assert after[HOTELS] == before[HOTELS]
    assert after[CARDS] != before[CARDS]


@pytest.mark.parametrize("column", ["fee", "valid_to"])
def test_a_fingerprint_holds_the_entry_that_would_change(column: str, folder: Path) -> None:
    with Workspace.open(folder) as workspace:
        before = fingerprints(workspace, [CARDS])
        workspace.db.execute(
            f"UPDATE procedures SET {column} = '2025-01-01' WHERE id = ?",
            [f"province:{CARD[0]}"],
        )
        assert fingerprints(workspace, [CARDS]) != before


def test_what_a_colleague_doubts_since_the_preview_is_not_judged_with_the_rest(
    people: tuple[Person, Person, Person],
) -> None:
    _, second, lead = people
    preview = lead.post("/queue/bulk?kind=update", verdict="accept")
    second.post(f"/items/{CARDS}/verdict", verdict="unsure", seen="0", reason="đợi Sở trả lời")
    form = {"verdict": "accept", "reason": "đã rà"}
    answer = lead.post("/queue/bulk?kind=update", confirmed=hidden(preview, "confirmed"), **form)
    assert "bản xem trước mới" in answer.text
    assert '<span class="flag">chưa kết luận được</span>' in answer.text
    assert 'name="reason" value="đã rà"' in answer.text
    assert [told(lead, one)["state"] for one in (CARDS, HOTELS)] == ["unsure", "pending"]
    done = lead.post("/queue/bulk?kind=update", confirmed=hidden(answer, "confirmed"), **form)
    assert 'class="flag"' not in done.text
    assert [told(lead, one)["state"] for one in (CARDS, HOTELS)] == ["accepted", "accepted"]


def test_what_would_be_written_otherwise_than_previewed_is_shown_anew(
    people: tuple[Person, Person, Person],
) -> None:
    _, second, lead = people
    address = f"/queue/bulk?decision={DOCUMENT}"
    preview = lead.post(address, verdict="accept")
    accept_other(second)
    answer = lead.post(address, verdict="accept", confirmed=hidden(preview, "confirmed"))
    assert "bản xem trước mới" in answer.text
    assert told(lead, CARDS)["state"] == "pending"


def test_a_preview_of_one_verdict_confirms_no_other(people: tuple[Person, Person, Person]) -> None:
    lead = people[2]
    preview = lead.post("/queue/bulk?kind=update", verdict="reject")
    lead.post("/queue/bulk?kind=update", verdict="accept", confirmed=hidden(preview, "confirmed"))
    assert told(lead, CARDS)["state"] == "pending"


@pytest.mark.parametrize(
    "second",
    [
        {"verdict": "accept", "was_fee": "", "set_fee": "999.000 đồng"},
        {"verdict": "accept", "reason": "đã rõ"},
        {"verdict": "accept", "entry": "1.000002"},
    ],
)
def test_another_word_from_another_window_is_a_conflict_and_no_repetition(
    second: dict[str, str], alone: Person
) -> None:
    assert alone.post(f"/items/{CARDS}/verdict", verdict="accept", seen="0").status_code == 303
    answer = alone.post(f"/items/{CARDS}/verdict", seen="0", **second)
    assert answer.status_code == 409
    assert told(alone, CARDS)["judged"]["edited"] == {}  # type: ignore[index]  # of a JSON object


def test_the_same_words_sent_twice_count_once(alone: Person) -> None:
    edited = {"was_fee": "", "set_fee": "5 đồng", "reason": "đã rõ"}
    for _ in range(2):
        answer = alone.post(f"/items/{CARDS}/verdict", verdict="accept", seen="0", **edited)
        assert answer.status_code == 303
    standing = str(told(alone, CARDS)["judgement"])
    for _ in range(2):
        answer = alone.post(f"/items/{CARDS}/verdict", verdict="undo", seen=standing)
        assert answer.status_code == 303
    with Workspace.open(alone.house.settings.folder) as workspace:
        assert workspace.db.table("judgements").count == 2
