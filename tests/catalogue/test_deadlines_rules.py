from datetime import date
from pathlib import Path

import pytest

from catalogue.deadlines.calendar import Calendar
from catalogue.deadlines.rules import TABLE, Direction, Proof, Rules, Unit
from ingest.errors import UsageError

CALENDAR = Calendar.load()
RULES = Rules.load()


@pytest.mark.parametrize(
    ("rule_id", "length", "unit", "direction", "proof"),
    [
        ("R1", 5, Unit.WORKING_DAY, Direction.AFTER, Proof.DOCUMENT),
        ("R2", 5, Unit.WORKING_DAY, Direction.AFTER, Proof.VERIFIED),
        ("R2b", 2, Unit.WORKING_DAY, Direction.AFTER, Proof.VERIFIED),
        ("R3", 5, Unit.WORKING_DAY, Direction.AFTER, Proof.DOCUMENT),
        ("R3b", 2, Unit.WORKING_DAY, Direction.AFTER, Proof.DOCUMENT),
        ("R4", 5, Unit.WORKING_DAY, Direction.AFTER, Proof.DOCUMENT),
        ("R4b", 2, Unit.WORKING_DAY, Direction.AFTER, Proof.DOCUMENT),
        ("R7", 5, Unit.DAY, Direction.BEFORE, Proof.VERIFIED),
        ("R7b", 3, Unit.DAY, Direction.AFTER, Proof.VERIFIED),
        ("M1", 20, Unit.DAY, Direction.BEFORE, Proof.VERIFIED),
        ("M2", 10, Unit.WORKING_DAY, Direction.AFTER, Proof.VERIFIED),
        ("M5", 3, Unit.DAY, Direction.AFTER, Proof.VERIFIED),
    ],
)
def test_the_rules_as_their_sources_have_them(
    rule_id: str, length: int, unit: Unit, direction: Direction, proof: Proof
) -> None:
    (rule,) = RULES.versions(rule_id)
    assert (rule.length, rule.unit, rule.direction, rule.proof) == (length, unit, direction, proof)
    assert rule.legal_source
    assert rule.source_document


def test_units_and_directions_give_the_due_day() -> None:
    (forward,), (backward,), (calendar_days,) = (RULES.versions(one) for one in ("R2", "R7", "R7b"))
    assert forward.due(date(2026, 11, 20), CALENDAR) == date(2026, 11, 30)
    # Before Friday 27/11/2026 by 5 days: Sunday 22/11, not moved.
    assert backward.due(date(2026, 11, 27), CALENDAR) == date(2026, 11, 22)
    # Friday 20/11/2026 + 3 days = Monday 23/11; Saturday 21/11 + 3 = Tuesday 24/11, off -> 25/11.
    assert calendar_days.due(date(2026, 11, 20), CALENDAR) == date(2026, 11, 23)
    assert calendar_days.due(date(2026, 11, 21), CALENDAR) == date(2026, 11, 25)


def test_a_rule_holds_only_while_it_is_in_force() -> None:
    assert RULES.on("R1", date(2024, 5, 12)) is None
    assert RULES.on("R1", date(2024, 5, 13)) is not None


def test_a_province_sets_its_own_length(tmp_path: Path) -> None:
    entry = TABLE.read_text("utf-8").split("[[rule]]")[2]
    own = entry.replace("length = 5", "length = 3").replace("2017-09-25", '2025-11-01\nprovince = "Hà Tĩnh"')
    path = tmp_path / "own.toml"
    path.write_text(f"[[rule]]{own}", "utf-8")
    rules = Rules.load(TABLE, path)
    there = rules.on("R2", date(2025, 11, 20), "hà tĩnh")
    before = rules.on("R2", date(2025, 10, 31), "Hà Tĩnh")
    elsewhere = rules.on("R2", date(2025, 11, 20), "Cà Mau")
    assert [rule and rule.length for rule in (there, before, elsewhere)] == [3, 5, 5]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('unit = "working_day"', 'unit = "week"'),
        ("length = 5", "lenght = 5"),
        ('starts = ["csdlqg_published", "received"]', 'starts = ["heard_of"]'),
        ('when = { level = "ministry", local = true, internal = false }', 'when = { levle = "ministry" }'),
        ("length = 5\n", ""),
        ("length = 5", 'length = "five"'),
        ("valid_from = 2024-05-13", 'valid_from = "2024-05-13"'),
        ('level = "ministry"', 'level = "district"'),
        ('id = "R1"\n', 'id = "R1"\nvalid_to = 2024\n'),
    ],
)
def test_a_bad_entry_names_file_and_rule(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(TABLE.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(UsageError, match=r"wrong\.toml.*R1"):
        Rules.load(path)


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text("[[rule", "utf-8")
    with pytest.raises(UsageError, match=r"broken\.toml"):
        Rules.load(path)
