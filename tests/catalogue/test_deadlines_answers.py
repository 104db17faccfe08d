from datetime import date
from unittest.mock import Mock

import pytest

from catalogue.deadlines import (
    DecisionFacts,
    Evidence,
    EvidenceKind,
    ItemFacts,
    answers,
    obligations,
    placed,
    shelf,
)
from catalogue.deadlines.answers import link
from catalogue.deadlines.evidence import Register
from catalogue.deadlines.ministries import ministry_of, number_identity
from catalogue.deadlines.notes import Remark
from catalogue.deadlines.pairing import keys, pair
from extract.decision import Change, Decision, Effective, Item, Level, Reference, Source
from tests.catalogue.deadline_cases import MINISTRY, day, item, ministry, province, told, under

SIGNED = date(2026, 2, 9)


@pytest.mark.parametrize(
    "printed",
    [
        "3659/QĐ-BKHCN",
        "3659/QD-BKHCN",
        "3659 /QĐ- BKHCN",
        "03659/QĐ-BKHCN",
        "3659QĐ/BKHCN",
        "3659/QĐ-BKH&CN",
        "Quyết định số 3659/QĐ-BKHCN ngày 09/02/2026",
        "3659/QĐ-BKHCN-VP",
    ],
)
def test_every_print_of_a_number_answers_it(printed: str) -> None:
    links = link([MINISTRY, province(based_on=(Reference(printed, SIGNED),))])
    assert [one.decision.id for one in links.answers["m"]] == ["p"]
    assert len(links.decisions) == 2


@pytest.mark.parametrize(
    ("number", "on"),
    [
        ("3659/QĐ-BYT", SIGNED),  # another ministry, same number and day
        ("3658/QĐ-BKHCN", SIGNED),
        ("3659a/QĐ-BKHCN", SIGNED),  # a letter suffix is part of the number
        ("3659/QĐ-BKHCN", date(2025, 2, 9)),  # numbers start anew each year
    ],
)
def test_another_decision_is_not_answered(number: str, on: date) -> None:
    links = link([MINISTRY, province(based_on=(Reference(number, on),), items=(item(8),))])
    assert "m" not in links.answers
    assert [(one.number, one.signed, one.cited_by) for one in links.decisions[2:]] == [(number, on, ("p",))]


def test_dissolved_ministries_keep_their_own_numbers() -> None:
    assert number_identity("100/QĐ-BNN-KL") == number_identity("100/QĐ-BNNPTNT")
    assert number_identity("100/QĐ-BNN") != number_identity("100/QĐ-BTNMT")
    assert ministry_of("100/QĐ-UBND") is None


def test_a_slip_in_the_cited_day_is_noted() -> None:
    obligation = under("R1", [MINISTRY, province(based_on=(Reference("3659/QĐ-BKHCN", date(2026, 2, 8)),))])
    assert obligation.closed_on == day("3/3/2026")
    assert [note.remark for note in obligation.notes] == [Remark.CITED_DATE_DIFFERS]


def test_a_citation_without_a_day_means_the_last_decision_signed_before() -> None:
    older, later = (
        ministry(id="older", signed=date(2025, 2, 9)),
        ministry(id="later", signed=date(2026, 5, 1)),
    )
    cites = province(based_on=(Reference("3659/QĐ-BKHCN"),), items=(item(8),))
    assert set(link([older, MINISTRY, later, cites]).answers) == {"m"}


def test_a_decision_signed_before_the_cited_one_is_no_answer() -> None:
    obligation = under("R1", [MINISTRY, province(signed=date(2026, 2, 6))])
    assert obligation.closing is None
    assert [note.remark for note in obligation.notes] == [Remark.ANSWER_BEFORE_SIGNING]


def test_the_first_of_several_answers_closes() -> None:
    second = province(id="p2", number="2900/QĐ-UBND", signed=date(2026, 4, 1))
    assert under("R1", [second, MINISTRY, province()]).closed_on == day("3/3/2026")


def test_a_decision_known_only_by_citation_has_an_obligation_of_its_own() -> None:
    obligation = under("R1", [province()])
    assert (obligation.subject, obligation.cited_by) == ("cited:3659-QD-BKHCN-20260209", ("p",))
    assert (obligation.number, obligation.issuer) == ("3659/QĐ-BKHCN", "Bộ Khoa học và Công nghệ")
    assert (obligation.items, obligation.start, obligation.closed_on) == (None, None, day("3/3/2026"))
    # Friday 27/2/2026 plus five: 2, 3, 4, 5, 6/3.
    posted = under("R1", [province()], told("posted_national", "3659/QĐ-BKHCN", "27/2/2026"))
    assert (posted.due, posted.closed_on) == (day("6/3/2026"), day("3/3/2026"))


def test_its_obligation_keeps_its_id_when_the_document_arrives() -> None:
    assert under("R1", [province()]).id == under("R1", [province(), MINISTRY]).id


def test_citations_of_one_decision_are_joined_by_number_and_year() -> None:
    days = (date(2026, 2, 9), date(2026, 2, 9), date(2026, 2, 8), None)
    citing = [
        province(id=f"p{n}", number=f"{n}/QĐ-UBND", based_on=(Reference("3659/QĐ-BKHCN", on),))
        for n, on in enumerate(days, 1)
    ]
    links = link(citing)
    (cited,) = links.decisions[4:]
    assert (cited.signed, cited.cited_by) == (SIGNED, ("p1", "p2", "p3", "p4"))
    assert len(links.answers[cited.id]) == 4


def test_a_citation_without_any_day_stands_alone() -> None:
    (cited,) = link([province(based_on=(Reference("3659/QĐ-BKHCN"),))]).decisions[1:]
    assert (cited.id, cited.signed) == ("cited:3659-QD-BKHCN", None)


def test_earlier_lists_of_the_province_start_nothing_and_strangers_are_named() -> None:
    cites = province(based_on=(Reference("1476/QĐ-UBND", SIGNED), Reference("12/QĐ-BQLKKT", SIGNED)))
    assert {one.rule.id for one in obligations([cites])} == {"R2", "R3", "R4", "R5", "R6", "R6w", "R8"}
    assert under("R2", [cites]).notes[0].remark is Remark.UNKNOWN_ISSUER
    assert "12/QĐ-BQLKKT" in under("R2", [cites]).notes[0].message


def test_evidence_by_number_finds_the_decision_last_signed_before_it() -> None:
    decisions = (ministry(id="older", signed=date(2025, 2, 9)), MINISTRY)
    told_of = [told("received", "3659/QĐ-BKHCN", on) for on in ("1/3/2025", "1/3/2026")]
    register = Register(decisions, {}, told_of)
    assert register.of("older") == (told_of[0],)
    assert register.of("m") == (told_of[1],)


def test_evidence_that_could_mean_two_decisions_or_none_is_left_over() -> None:
    decisions = (province(), province(id="p2", issuer="Ủy ban nhân dân tỉnh Cà Mau"))
    ambiguous = told("posted_national", "2815/QĐ-UBND", "5/3/2026")
    unknown = Evidence(EvidenceKind.RECEIVED, "1/QĐ-BYT", SIGNED, "sổ văn bản")
    cited = told("posted_national", "3659/QĐ-BKHCN", "5/3/2026")
    found = placed(link(decisions), [ambiguous, unknown, cited])
    assert [(one, decision and decision.number) for one, decision in found] == [
        (ambiguous, None),
        (unknown, None),
        (cited, "3659/QĐ-BKHCN"),
    ]


def test_the_facts_of_an_extracted_decision() -> None:
    listed = Item(Change.NEW, "Cấp giấy phép", Source(), levels=(Level.PROVINCE,), field="Viễn thông")
    decision = Decision(
        number="3659/QĐ-BKHCN",
        issuer="Bộ Khoa học và Công nghệ",
        issuer_level="ministry",
        signed=SIGNED,
        signer=None,
        title=None,
        effective=Effective("kể từ ngày ký", SIGNED),
        is_publication=True,
        internal=False,
        approves_workflow=False,
        shortened_procedure=True,
        departments=(),
        based_on=(),
        affects=(),
        declared_counts={},
        items=(listed,),
        sha256="ab12",
        media_type="text/html",
        pages=None,
    )
    facts = DecisionFacts.of(decision)
    assert (facts.id, facts.level, facts.signed, facts.at_once) == ("ab12", "ministry", SIGNED, True)
    assert facts.items == (
        ItemFacts("ab12#1", Change.NEW, (Level.PROVINCE,), None, "Cấp giấy phép", field="Viễn thông"),
    )
    named = DecisionFacts.of(decision, "d7", ["d7-1"])
    assert (named.id, [one.id for one in named.items or ()]) == ("d7", ["d7-1"])


@pytest.mark.parametrize("count", [5, 40])
def test_every_row_is_taken_apart_once_however_many_decisions_there_are(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    decisions = [
        facts(id=f"{kind}{n}", number=f"{n}/QĐ-{organ}", items=(item(n), item(n + 500)), based_on=())
        for n in range(1, count + 1)
        for kind, organ, facts in (("m", "BKHCN", ministry), ("p", "UBND", province))
    ]
    taken, paired = Mock(side_effect=keys), Mock(side_effect=pair)
    monkeypatch.setattr(shelf, "keys", taken)
    monkeypatch.setattr(answers, "pair", paired)
    links = link(decisions)
    assert {key: [one.decision.id for one in found] for key, found in links.answers.items()} == {
        f"m{n}": [f"p{n}"] for n in range(1, count + 1)
    }
    assert (taken.call_count, paired.call_count) == (4 * count, count)
