"""Lists that are behind the province's own decisions, or before the first day known, say so."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from catalogue.exports.waiting import Waiting, waiting_for
from catalogue.judgements import Verdict
from catalogue.judging import By, judge
from catalogue.workspace import Workspace
from congbo import cli
from extract.decision import Change
from ingest.messages import say
from tests.catalogue.judging_cases import CARD, HOTEL, LICENCE, SIGNED, accept, filled, ids, publish
from tests.catalogue.making import item

ALL = [f"province:{one[0]}" for one in (CARD, LICENCE, HOTEL)]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """One procedure amended, one repealed and one replaced by a decision that nobody has looked at."""
    made = filled(tmp_path)
    publish(
        made,
        item(name=CARD[1], code=CARD[0], time_limit="3 ngày"),
        item(Change.REPEALED, LICENCE[1], code=LICENCE[0]),
        item(Change.REPLACED, "Công nhận hạng điện tử", replaces_code=HOTEL[0]),
        item(Change.NEW, "Cấp giấy phép mới"),
    )
    return made


def test_what_waits_is_counted_with_what_it_ends(workspace: Workspace) -> None:
    assert waiting_for(workspace, ALL, SIGNED) == Waiting(3, ("2815/QĐ-UBND",), (LICENCE[0], HOTEL[0]))
    assert waiting_for(workspace, ALL[:1], SIGNED) == Waiting(1, ("2815/QĐ-UBND",))
    assert waiting_for(workspace, [], SIGNED) == Waiting()


def test_what_is_signed_or_takes_effect_later_does_not_count(workspace: Workspace) -> None:
    assert waiting_for(workspace, ALL, date(2025, 11, 19)) == Waiting()
    late = item(Change.REPEALED, LICENCE[1], code=LICENCE[0], effective=date(2026, 1, 1))
    publish(workspace, late, sha256="d" * 64, number="2816/QĐ-UBND")
    assert "2816/QĐ-UBND" not in waiting_for(workspace, ALL, SIGNED).decisions
    assert "2816/QĐ-UBND" in waiting_for(workspace, ALL, date(2026, 1, 1)).decisions


def test_what_a_person_has_judged_waits_no_more(workspace: Workspace) -> None:
    card, licence, hotel, _ = ids(workspace)
    accept(workspace, card)
    judge(workspace, [licence], Verdict.REJECT, by=By("lan", "nhầm"))
    assert waiting_for(workspace, ALL, SIGNED) == Waiting(1, ("2815/QĐ-UBND",), (HOTEL[0],))
    assert hotel


def test_decisions_of_ministries_and_of_other_provinces_do_not_count(tmp_path: Path) -> None:
    made = filled(tmp_path)
    repealed = item(Change.REPEALED, LICENCE[1], code=LICENCE[0])
    publish(
        made,
        repealed,
        number="1/QĐ-BVHTTDL",
        issuer="Bộ Văn hóa, Thể thao và Du lịch",
        issuer_level="ministry",
    )
    publish(made, repealed, sha256="c" * 64, number="2/QĐ-UBND", issuer="Ủy ban nhân dân tỉnh Gia Lai")
    assert waiting_for(made, ALL, SIGNED) == Waiting()


@pytest.mark.parametrize("command", [("notice", "--department", "du lịch"), ("catalogue",)])
def test_lists_warn_of_it(workspace: Workspace, tmp_path: Path, command: tuple[str, ...]) -> None:
    out = tmp_path / "danh-muc.csv"

    def run(*more: str) -> Result:
        start = ["--workspace", str(workspace.folder), "export", *command, "--out", str(out)]
        done = CliRunner().invoke(cli, [*start, *more], standalone_mode=False)
        assert done.exception is None
        return done

    told = json.loads(run("--as-of", "2025-11-20", "--json").stdout)
    assert told["waiting"] == {"proposals": 3, "decisions": ["2815/QĐ-UBND"], "ended": [LICENCE[0], HOTEL[0]]}
    facts = {"decisions": "2815/QĐ-UBND", "codes": f"{LICENCE[0]}, {HOTEL[0]}"}
    said = say("lists.waiting_ended", count=3, ended=2, **facts)
    assert run("--as-of", "2025-11-20").stderr.splitlines() == [f"! {said}"]
    assert run("--as-of", "2025-11-19").stderr == ""


def test_a_catalogue_of_a_day_before_anything_was_known_says_so(tmp_path: Path) -> None:
    made = filled(tmp_path)
    publish(made, item(name=CARD[1], code=CARD[0]))
    accept(made, *ids(made))
    words = ["--workspace", str(made.folder), "export", "catalogue", "--out", str(tmp_path / "a.csv")]

    def undated(day: str) -> tuple[int, bool]:
        told = CliRunner().invoke(cli, [*words, "--as-of", day, "--json"], standalone_mode=False).stdout
        said = CliRunner().invoke(cli, [*words, "--as-of", day], standalone_mode=False).stdout
        return json.loads(told)["undated"], "3 TTHC chưa rõ ngày bắt đầu" in said

    assert undated("2000-01-01") == (3, True)
    assert undated("2025-04-27") == (3, True)
    assert undated("2025-04-28") == (0, False)
    assert undated("2026-03-02") == (0, False)
