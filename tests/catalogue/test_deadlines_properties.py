from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.deadlines import DecisionFacts, Evidence, EvidenceKind, obligations, status
from catalogue.deadlines.rules import Direction
from catalogue.deadlines.status import StatusKind
from tests.catalogue.deadline_cases import ministry, province

DATES = st.dates(date(2024, 6, 1), date(2026, 11, 30))
EVIDENCE = st.lists(
    st.builds(
        Evidence,
        st.sampled_from(EvidenceKind),
        st.sampled_from(["m", "p", "3659/QĐ-BKHCN", "9/QĐ-BYT"]),
        DATES,
        st.just("sổ văn bản"),
    ),
    max_size=6,
)
DECISIONS = st.tuples(
    st.builds(lambda signed: ministry(signed=signed), st.none() | DATES),
    st.builds(lambda signed: province(signed=signed), st.none() | DATES),
)


@settings(deadline=None)
@given(DECISIONS, EVIDENCE, DATES)
def test_nothing_is_ever_late_without_a_start(
    decisions: tuple[DecisionFacts, DecisionFacts], evidence: list[Evidence], as_of: date
) -> None:
    for one in obligations(decisions, evidence):
        kind = status(one, as_of).kind
        if one.due and one.rule.length and one.rule.direction is Direction.AFTER:
            assert one.start
            assert one.due > one.start
        unjudged = {StatusKind.NO_BASIS, StatusKind.NOT_APPLICABLE}
        if one.start is None and one.rule.length is None:
            unjudged.add(StatusKind.MET)
        assert kind in unjudged or one.start is not None
        assert kind is not StatusKind.OVERDUE or one.rule.length is not None


@settings(deadline=None)
@given(DECISIONS, EVIDENCE, DATES, st.integers(1, 90))
def test_time_only_makes_open_obligations_worse(
    decisions: tuple[DecisionFacts, DecisionFacts], evidence: list[Evidence], as_of: date, later: int
) -> None:
    for one in obligations(decisions, evidence):
        now, then = status(one, as_of), status(one, as_of + timedelta(days=later))
        if now.kind is then.kind is StatusKind.OVERDUE:
            assert (then.days or 0) >= (now.days or 0)
        if now.kind is then.kind is StatusKind.DUE:
            assert (then.days or 0) <= (now.days or 0)
        if now.kind is StatusKind.OVERDUE:
            assert then.kind in {StatusKind.OVERDUE, StatusKind.MET_LATE}
        if now.kind in {StatusKind.MET, StatusKind.MET_LATE}:
            assert then == now


@settings(deadline=None)
@given(DECISIONS, EVIDENCE)
def test_the_order_of_input_does_not_matter(
    decisions: tuple[DecisionFacts, DecisionFacts], evidence: list[Evidence]
) -> None:
    forward = obligations(decisions, evidence)
    backward = obligations(decisions[::-1], evidence[::-1])
    assert {one.id: one for one in forward} == {one.id: one for one in backward}
