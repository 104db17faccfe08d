"""What provincial decisions say of their own submission."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from catalogue.deadlines import DecisionFacts, EvidenceKind
from catalogue.deadlines.submissions import named
from extract.deciding import decide
from extract.decision import Submission
from ingest.reading import read_bytes
from tests.extract.documents import MINISTRY, Paper, as_html

PROPOSED = "Theo đề nghị của Giám đốc Sở Tư pháp tại Tờ trình số 24/TTr-STP ngày 01/12/2025."


def facts(paper: Paper) -> DecisionFacts:
    return DecisionFacts.of(decide(read_bytes(as_html(paper), "a.html")))


def test_the_submission_named_is_evidence_of_its_day() -> None:
    province = facts(replace(Paper(), preamble=(*Paper().preamble, PROPOSED)))
    (found,) = named([province])
    assert (found.kind, found.subject, found.day) == (EvidenceKind.SUBMITTED, province.id, date(2025, 12, 1))
    assert found.source == "24/TTr-STP"


def test_ministries_and_submissions_without_a_day_prove_nothing() -> None:
    ministry = facts(replace(MINISTRY, preamble=(*MINISTRY.preamble, PROPOSED)))
    undated = replace(facts(Paper()), submission=Submission("Sở Tư pháp", None, None))
    assert named([ministry, undated]) == []


def test_the_department_that_submitted_answers_where_the_title_names_none_or_a_branch() -> None:
    preamble = (*Paper().preamble, PROPOSED)
    title = "Về việc công bố Danh mục thủ tục hành chính mới ban hành thuộc thẩm quyền của {}"
    branch = facts(replace(Paper(), preamble=preamble, title=title.format("ngành Tư pháp")))
    none = facts(replace(Paper(), preamble=preamble, title=title.format("UBND tỉnh An Bình")))
    own = facts(replace(Paper(), preamble=preamble, title=title.format("Sở Y tế")))
    assert branch.departments == none.departments == ("Sở Tư pháp",)
    assert own.departments == ("Sở Y tế",)
