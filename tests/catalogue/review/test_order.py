"""The order of the queue against the order worked out anew from all that is stored."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.consequences import derive
from catalogue.judgements import WAITING, State, Verdict
from catalogue.judging import By, judge
from catalogue.review.queue import Wanted, ordered
from catalogue.review.standing import OPEN, Observer, Standing
from catalogue.workspace import Workspace
from extract.decision import Change, Level
from extract.folding import plain
from tests.catalogue.judging_cases import filled, publish
from tests.catalogue.making import item
from tests.catalogue.review.opening import DAY

ENTRIES = [(f"1.{number:06d}", f"Cấp giấy phép lữ hành hạng {number}", "Du lịch") for number in range(1, 9)]
SIGNED = [date(2025, 11, 28), date(2025, 11, 3), None, date(2025, 11, 3)]


def crowded(folder: Path) -> Workspace:
    """Overdue, due and undated decisions; rows with doubts, near names, rows that change nothing."""
    with filled(folder, ENTRIES) as workspace:
        for number, signed in enumerate(SIGNED):
            publish(
                workspace,
                item(name=ENTRIES[number][1], code=ENTRIES[number][0], fee=f"{number}"),
                item(name=ENTRIES[number][1], code=ENTRIES[number][0]),
                item(name="Cấp giấy phép lữ hành hạng", levels=(Level.COMMUNE,), fee="2"),
                item(Change.REPEALED, name=f"Thủ tục lạ {number}", code=f"2.00000{number}"),
                item(Change.NEW, name=f"Thủ tục mới {number}", code=f"3.00000{number}", field="Văn hóa"),
                sha256=f"{number}" * 64,
                number=f"{9 - number}/QĐ-UBND",
                signed=signed,
            )
    return workspace


def worked_out(workspace: Workspace, wanted: Wanted, standing: Standing) -> list[str]:
    """The order as the page promises it, from whole tables and without the queue's own query."""
    urgency = standing.urgency()
    decisions = {row["document"]: row for row in workspace.rows("SELECT * FROM decisions")}
    items = {row["id"]: row for row in workspace.rows("SELECT * FROM items")}
    entries = {row["id"]: row for row in workspace.rows("SELECT * FROM procedures")}
    matches = {row["item"]: row for row in workspace.rows("SELECT * FROM matches WHERE role = 'listed'")}

    def key(row: dict[str, Any]) -> tuple[Any, ...]:
        rank, due = urgency.get(row["document"], [len(OPEN) + 5, 9_999_999])
        decision, margin = decisions[row["document"]], matches.get(row["item"], {}).get("margin")
        calm = row["conflicts"] == "[]"
        return (
            *(row["kind"] == "nothing" and calm, rank, due, calm, 1000 if margin is None else margin),
            *(decision["signed"] or "", decision["number_key"], row["document"], row["position"], row["id"]),
        )

    def is_wanted(row: dict[str, Any]) -> bool:
        one = items.get(row["item"]) or entries.get(row["procedure"]) or {}
        states = WAITING if wanted.state == "open" else [wanted.state]
        return (
            (wanted.state == "all" or row["state"] in states)
            and wanted.decision in ("", row["document"])
            and wanted.kind in ("", row["kind"])
            and wanted.field in ("", one.get("field"))
            and wanted.band in ("", matches.get(row["item"], {"band": "none"})["band"])
            and all(word in plain(one.get("name") or "") for word in wanted.text.split())
        )

    rows = [row for row in workspace.rows("SELECT * FROM proposals") if is_wanted(row)]
    return [row["id"] for row in sorted(rows, key=key)]


VIEWS = [
    Wanted(),
    Wanted(state="all"),
    *(Wanted(state=state) for state in State),
    Wanted(decision="1" * 64),
    Wanted(kind="nothing", state="all"),
    Wanted(field="Văn hóa"),
    Wanted(band="review"),
    Wanted(text="giay phep"),
    Wanted(text="lu hang", state="all", band="certain"),
]
STEPS = st.lists(
    st.tuples(
        st.integers(0, 19),
        st.sampled_from([Verdict.ACCEPT, Verdict.REJECT, Verdict.UNSURE, Verdict.UNDO]),
        st.booleans(),
    ),
    max_size=8,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_after_any_judgements_the_order_is_the_one_worked_out_anew(
    steps: list[tuple[int, Verdict, bool]], tmp_path_factory: Any
) -> None:
    with Workspace.open(crowded(tmp_path_factory.mktemp("order")).folder) as workspace:
        standing = Observer().standing(workspace, DAY)
        everything = ordered(workspace, Wanted(state="all"), standing)
        assert len(everything) == 20
        for number, verdict, follow in steps:
            judge(workspace, [everything[number]], verdict, by=By("lan"), follow=False)
            if follow:
                derive(workspace)
            for wanted in VIEWS:
                assert ordered(workspace, wanted, standing) == worked_out(workspace, wanted, standing), wanted


def test_the_order_needs_no_long_text_and_no_table_that_is_not_asked_for(tmp_path: Path) -> None:
    with Workspace.open(crowded(tmp_path).folder) as workspace:
        seen: list[str] = []
        workspace.db.conn.set_trace_callback(seen.append)
        standing = Observer().standing(workspace, DAY)
        ordered(workspace, Wanted(), standing)
        workspace.db.conn.set_trace_callback(None)
        (sql,) = [one for one in seen if "json_group_array" in one]
        plan = [row[3] for row in workspace.db.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()]
    read = [one for one in plan if one.startswith(("SEARCH p", "SCAN p", "SEARCH m", "SCAN m"))]
    assert len(read) == 2
    assert all("COVERING INDEX queue_of_" in one for one in read), read
    assert not any(one.startswith(("SEARCH i", "SEARCH e", "SEARCH d")) for one in plan)
