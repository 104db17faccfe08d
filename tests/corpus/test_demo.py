import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from corpus.demo import called, commands, expected, run, write
from corpus.generator.facts import demo
from extract.deciding import decide
from extract.decision import Level, iso
from ingest.reading import read

# 26/4/2026 (Giỗ Tổ) is a Sunday, so Monday is off; 30/4 and 01/5 are holidays.
DAYS_OFF = {date(2026, 4, 27), date(2026, 4, 30), date(2026, 5, 1)}
WINDOW = {"R1": 5, "R2": 5, "R3": 5, "R4": 5, "R2b": 2, "R3b": 2, "R4b": 2}


def working_days_after(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and day not in DAYS_OFF
    return day


def test_due_days_and_statuses_follow_from_the_rules() -> None:
    for one in expected():
        if one.start is None:
            assert (one.due, one.status) == (None, "no_basis")
            continue
        assert one.due == working_days_after(one.start, WINDOW[one.rule]), one
        if one.done:
            assert one.status == ("met" if one.done <= one.due else "met_late"), one
        else:
            assert one.status == ("due" if demo().as_of <= one.due else "overdue"), one


def test_every_status_turns_up() -> None:
    assert {one.status for one in expected()} == {"met", "met_late", "due", "overdue", "no_basis"}


def test_the_expected_table_agrees_with_the_evidence() -> None:
    decisions = {decision.number: decision for decision in demo().decisions}
    for one in expected():
        decision = decisions[one.decision]
        if one.start_basis == "signed":
            assert one.start == decision.signed
            assert one.done == (demo().posted.get(decision.stem) if one.rule == "R2" else None)
        else:
            known = {"csdlqg_published": demo().posted, "received": demo().received}.get(one.start_basis, {})
            assert one.start == known.get(decision.stem)
            answers = [other.signed for other in decisions.values() if one.decision in cited(other)]
            assert one.done == (answers[0] if answers else None)


def test_ministry_decisions_are_expected_unless_only_the_central_level_is_touched() -> None:
    local = {
        decision.number
        for decision in demo().decisions
        if decision.ministry and any(Level.CENTRAL not in entry.levels for entry in decision.entries())
    }
    assert local == {one.decision for one in expected() if one.rule == "R1"}
    assert "1388/QĐ-BTC" not in local


def test_the_shortened_procedure_has_the_shorter_windows() -> None:
    for decision in demo().decisions:
        if not decision.ministry:
            rules = {one.rule for one in expected() if one.decision == decision.number}
            assert rules == ({"R2b", "R3b", "R4b"} if decision.shortened else {"R2", "R3", "R4"})


def test_each_document_is_brought_in_once_with_its_evidence(tmp_path: Path) -> None:
    write(tmp_path)
    called = list(commands(tmp_path))
    assert [arguments[0] for arguments in called[:2]] == ["init", "catalogue"]
    assert called[-1] == ["overdue", "--as-of", "2026-05-06", "--all"]
    ingested = [text for arguments in called for text in arguments if text.startswith("decisions/")]
    assert sorted(Path(text).stem for text in ingested) == [decision.stem for decision in demo().decisions]
    assert all((tmp_path / text).is_file() for text in ingested)
    for arguments in called:
        for option, known in (("--posted", demo().posted), ("--received", demo().received)):
            if option in arguments:
                day = date.fromisoformat(arguments[-1])
                assert all(known[Path(text).stem] == day for text in arguments[1:-2])


def cited(decision: object) -> set[str]:
    return {reference.number for reference in getattr(decision, "based_on", ())}


@pytest.mark.slow
def test_the_command_line_comes_to_the_expected_table(
    tmp_path: Path,
) -> None:
    assert run(tmp_path) == 0
    papers = {path.name for path in (tmp_path / "papers").iterdir()}
    assert papers == {"draft.docx", "submission.docx", "report.xlsx", "catalogue.xlsx"}
    draft = decide(read(tmp_path / "papers" / "draft.docx"))
    assert [one.number for one in draft.based_on] == ["655/QĐ-BVHTTDL"], "the first overdue one"
    assert len(draft.items) == 4
    arguments = ["overdue", "--as-of", demo().as_of.isoformat(), "--all", "--json"]
    told = json.loads(called(arguments, tmp_path).stdout)
    rules = {one.rule for one in expected()}
    found = {
        (one["number"], one["rule"], one["start"], one["start_basis"], one["due"], one["status"])
        for one in told
        if one["rule"] in rules and one["status"] != "not_applicable"
    }
    assert found == {
        (one.decision, one.rule, iso(one.start), one.start_basis, iso(one.due), one.status)
        for one in expected()
    }
