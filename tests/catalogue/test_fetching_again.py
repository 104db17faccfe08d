"""What one run could not have, or saw wrongly, the next ones make good: failures, edits, gaps in the list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import stamina

from catalogue.fetching.health import Health, condition
from catalogue.fetching.sources import settings_of
from catalogue.workspace import Workspace
from ingest.sources.faults import Fault
from tests.catalogue.test_fetching import NOW, ministry, paper, pull
from tests.ingest.sources.fake_portal import (
    Handler,
    Misbehaviour,
    Portal,
    cut,
    half,
    instead,
    provincial,
    serving,
    status,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OTHER = date(2025, 11, 20)


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=2, cap=True):
        yield


@pytest.fixture
def portal() -> Iterator[Portal]:
    with serving([ministry(), *provincial(30, date(2020, 11, 20))]) as portal:
        yield portal


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "kho", "Quảng Ngãi")


def at(part: str, bad: Misbehaviour) -> Misbehaviour:
    """Only what has this in its address is answered badly."""
    return lambda handler: part in handler.path and bad(handler)


def health(workspace: Workspace, now: datetime) -> Health:
    return condition(workspace, settings_of(workspace).sources["dvcqg"], lambda: now).health


def state_of(workspace: Workspace, ident: str) -> str:
    rows = workspace.rows("SELECT state FROM source_heads WHERE foreign_id = ?", [ident])
    return str(rows[0]["state"])


@pytest.mark.parametrize("bad", [half(paper()), cut, status(503), instead(b"<p>hm</p>", code=429)])
def test_a_file_that_never_comes_whole_costs_only_itself(
    workspace: Workspace, portal: Portal, bad: Misbehaviour
) -> None:
    broken = portal.decisions[0].code
    portal.decisions.append(ministry(id=115_000, signed=date(2025, 12, 4), file=None))
    portal.always = at(f"ma={broken}", bad)
    (source,) = pull(workspace, portal).sources
    assert (source.fault, source.details, len(source.failures)) == (None, 2, 1)
    assert (state_of(workspace, "115238"), state_of(workspace, "115000")) == ("failed", "had")
    assert [one["date"] for one in workspace.rows("SELECT date FROM evidence")] == ["2025-12-08"]
    portal.decisions.append(ministry(id=116_000, signed=date(2025, 12, 17), file=None))
    (source,) = pull(workspace, portal, NOW + HOUR).sources
    assert (source.fault, source.new, source.details) == (None, 1, 2)
    portal.always = None
    pull(workspace, portal, NOW + 2 * HOUR)
    assert state_of(workspace, "115238") == "had"


def test_what_failed_is_asked_for_after_what_was_never_looked_into(
    workspace: Workspace, portal: Portal
) -> None:
    portal.decisions = [ministry(id=120_000 + n, number=f"{n}/QĐ-BNNMT", file=None) for n in range(4)]
    portal.always = at(f"ma_quyet_dinh={120_003}", status(404))
    settings = portal.toml(most_details=1)
    assert len(pull(workspace, portal, settings=settings).sources[0].failures) == 1
    for n in range(1, 4):
        (source,) = pull(workspace, portal, NOW + n * HOUR, settings=settings).sources
        assert (source.details, source.failures) == (1, [])


def test_a_source_that_is_down_ends_soon_and_is_read_anew(workspace: Workspace, portal: Portal) -> None:
    portal.decisions += [ministry(id=120_000 + n, number=f"{n}/QĐ-BNNMT", file=None) for n in range(9)]
    portal.always = at("chi-tiet", status(503))
    (source,) = pull(workspace, portal).sources
    assert source.fault is not None
    assert (source.fault.fault, len(source.failures)) == (Fault.BUSY, 3)
    assert sum("chi-tiet" in one for one in portal.asked) == 3 * 2
    portal.always = None
    before = len(portal.asked)
    (source,) = pull(workspace, portal, NOW + HOUR).sources
    assert (source.fault, source.details) == (None, 10)
    lists = [one for one in portal.asked[before:] if "decision_publishment_advanced" in one]
    assert len(lists) == 1


def test_a_missing_file_leaves_the_others_and_the_day_of_posting(
    workspace: Workspace, portal: Portal
) -> None:
    page = portal.page
    more = '[{"tenTep":"x.docx","code":"ffff","tepDinhKemId":"2025/12/08/ffff.docx"},{"tenTep"'
    portal.page = lambda ident: page(ident).replace('[{"tenTep"', more)
    portal.always = at("ma=ffff", status(404))
    (source,) = pull(workspace, portal).sources
    assert (source.fault, source.details, len(source.failures)) == (None, 1, 1)
    assert "ma=ffff" in source.failures[0]
    assert workspace.rows("SELECT number, date FROM evidence") == [
        {"number": "4512/QĐ-BNNMT", "date": "2025-12-08"}
    ]
    assert workspace.db.table("decisions").count == 1
    assert health(workspace, NOW) is Health.FAULT
    portal.always = None
    pull(workspace, portal, NOW + HOUR)
    assert health(workspace, NOW + HOUR) is Health.OK


def test_a_day_of_posting_in_another_form_is_told_and_the_files_stay(
    workspace: Workspace, portal: Portal
) -> None:
    page = portal.page
    portal.page = lambda ident: page(ident).replace("2025/12/08/", "2025-12-08/")
    (source,) = pull(workspace, portal).sources
    assert (source.fault, source.details, len(source.failures)) == (None, 1, 1)
    assert "tepDinhKemId" in source.failures[0]
    assert (workspace.db.table("decisions").count, workspace.rows("SELECT * FROM evidence")) == (1, [])


def test_a_corrected_page_is_asked_for_again(workspace: Workspace, portal: Portal) -> None:
    code, page = portal.decisions[0].code, portal.page
    portal.page = lambda ident: page(ident).replace(code, "ffff")
    portal.always = at("ma=ffff", status(404))
    assert len(pull(workspace, portal).sources[0].failures) == 1
    portal.page = page
    (source,) = pull(workspace, portal, NOW + HOUR).sources
    assert (source.failures, state_of(workspace, "115238")) == ([], "had")


def test_answers_of_a_run_that_was_cut_short_do_not_outlive_it(workspace: Workspace, portal: Portal) -> None:
    portal.always = at("download_file", instead(b"<html>Request Rejected</html>"))
    fault = pull(workspace, portal).sources[0].fault
    assert fault is not None
    assert fault.fault is Fault.CHALLENGE
    portal.always = None
    portal.decisions[0].uploaded = date(2025, 12, 16)
    pull(workspace, portal, NOW + HOUR)
    assert workspace.rows("SELECT date FROM evidence") == [{"date": "2025-12-16"}]


def test_a_deletion_hides_nothing_that_came_later(workspace: Workspace, portal: Portal) -> None:
    portal.decisions = [ministry(), *provincial(120, OTHER)]
    pull(workspace, portal)
    del portal.decisions[5]
    (source,) = pull(workspace, portal, NOW + HOUR).sources
    assert (source.total, source.fault) == (120, None)
    portal.decisions.append(ministry(id=120_000, number="4001/QĐ-BNNMT", signed=OTHER, file=None))
    (source,) = pull(workspace, portal, NOW + 2 * HOUR).sources
    assert (source.total, source.new) == (121, 1)
    before = len(portal.asked)
    pull(workspace, portal, NOW + 3 * HOUR)
    assert len(portal.asked) - before == 1


def test_one_that_came_while_another_went_is_seen_within_a_day(workspace: Workspace, portal: Portal) -> None:
    portal.decisions = [ministry(), *provincial(120, OTHER)]
    pull(workspace, portal)
    portal.decisions[5] = ministry(id=120_000, number="4001/QĐ-BNNMT", signed=OTHER, file=None)
    assert pull(workspace, portal, NOW + HOUR).sources[0].new == 0
    assert pull(workspace, portal, NOW + DAY).sources[0].new == 1


def test_the_day_first_seen_counts_though_the_detail_came_after_another_reading(
    workspace: Workspace, portal: Portal
) -> None:
    pull(workspace, portal)
    portal.decisions.append(
        ministry(id=116_000, number="9/QĐ-BNNMT", uploaded=None, signed=date(2025, 7, 2), file=None)
    )
    portal.always = at("ma_quyet_dinh=116000", status(404))
    for days in (6, 7, 8):
        assert len(pull(workspace, portal, NOW + days * DAY).sources[0].failures) == 1
    portal.always = None
    (source,) = pull(workspace, portal, NOW + 8 * DAY + HOUR).sources
    assert (source.failures, state_of(workspace, "116000")) == ([], "had")
    proven = workspace.rows("SELECT number, date FROM evidence WHERE number = '9/QĐ-BNNMT'")
    assert proven == [{"number": "9/QĐ-BNNMT", "date": "2025-12-24"}]


def test_what_a_first_reading_finds_while_it_lasts_is_not_new(workspace: Workspace, portal: Portal) -> None:
    moments = iter(NOW + timedelta(seconds=n) for n in range(1_000))
    portal.decisions.append(
        ministry(id=100_000, number="9/QĐ-BNNMT", uploaded=None, signed=date(2025, 12, 4), file=None)
    )
    portal.decisions.append(ministry(id=90_000, number="8/QĐ-BNNMT", signed=date(2019, 1, 2), file=None))

    def ticking(handler: Handler) -> bool:
        next(moments)
        return False

    portal.always = ticking
    for _ in range(2):
        pull_by(workspace, portal, moments)
    assert [one["number"] for one in workspace.rows("SELECT number FROM evidence")] == ["4512/QĐ-BNNMT"]
    assert state_of(workspace, "90000") == "seen"


def pull_by(workspace: Workspace, portal: Portal, moments: Iterator[datetime]) -> None:
    """Pull by a clock that goes on."""
    from catalogue.fetching.pulling import fetch
    from tests.ingest.sources.loopback import open_loopback

    (workspace.folder / "sources.toml").write_text(portal.toml(), "utf-8")
    chosen = settings_of(workspace).chosen("dvcqg")
    assert not fetch(workspace, chosen, now=lambda: next(moments), open_source=open_loopback).failed
