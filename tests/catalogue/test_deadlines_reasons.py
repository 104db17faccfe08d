from collections.abc import Iterator

import pytest

from catalogue.deadlines import verdict, why
from catalogue.deadlines.calendar import DayOff
from catalogue.deadlines.notes import Remark
from catalogue.deadlines.obligation import Exempt, Obligation
from catalogue.deadlines.rules import Direction, Ending, Proof, StartBasis, Unit
from catalogue.deadlines.status import NoBasis, StatusKind, status
from extract.decision import Level
from ingest.messages import catalogue, use_language
from tests.catalogue.deadline_cases import MINISTRY, PROVINCE, day, item, ministry, province, told, under

POSTED = told("posted_national", "m", "13/2/2026")


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    use_language("vi")
    yield
    use_language(None)


def sentence(obligation: Obligation, as_of: str) -> str:
    return why(obligation, status(obligation, day(as_of)))


def test_overdue_can_be_counted_again_from_the_sentence() -> None:
    assert sentence(under("R1", [MINISTRY], POSTED), "3/3/2026") == (
        "R1 (CV 2370/UBND-TTHC mục 1a, mới thấy trong văn bản địa phương), "
        "Quyết định 3659/QĐ-BKHCN ngày 09/02/2026: "
        "tham mưu, trình Chủ tịch UBND tỉnh công bố danh mục TTHC trong 05 ngày làm việc "
        "kể từ ngày bộ đăng tải trên CSDLQG 13/02/2026 (sổ văn bản); "
        "tính các ngày 23/02/2026–27/02/2026; "
        "bỏ qua: 16/02/2026–20/02/2026 Tết Nguyên đán, 4 ngày cuối tuần; "
        "hạn cuối 27/02/2026; "
        "chưa có tờ trình hoặc quyết định công bố của tỉnh; "
        "quá hạn 2 ngày làm việc."
    )


def test_the_same_in_english() -> None:
    use_language("en")
    assert sentence(under("R2", [province(signed=day("22/11/2026"))]), "30/11/2026") == (
        "R2 (NĐ 63/2010 Điều 24 k2), decision 2815/QĐ-UBND of 22/11/2026: "
        "post the decision and its procedures on the national database within 05 working day(s) "
        "after its signing on 22/11/2026; "
        "counted: 23/11/2026, 25/11/2026–27/11/2026, 30/11/2026; "
        "skipped: 24/11/2026 Ngày Văn hóa Việt Nam, 2 weekend day(s); "
        "due 30/11/2026; "
        "no evidence of posting on the national database; "
        "due today; "
        "note: 22/11/2026 is a day off, the first working day counted is 23/11/2026."
    )


def test_no_basis_names_what_is_missing_and_shows_the_signing_day() -> None:
    told_why = sentence(under("R1", [MINISTRY]), "1/6/2026")
    assert "Quyết định 3659/QĐ-BKHCN ngày 09/02/2026" in told_why
    assert (
        "không đủ căn cứ: chưa biết ngày bộ đăng tải trên CSDLQG hoặc ngày nhận được quyết định" in told_why
    )
    assert "quá hạn" not in told_why
    assert "hạn cuối" not in told_why


def test_an_answer_without_start_is_told_with_its_day() -> None:
    told_why = sentence(under("R1", [MINISTRY, PROVINCE]), "1/6/2026")
    assert (
        "tỉnh đã công bố tại Quyết định 2815/QĐ-UBND ngày 03/03/2026 (ngày ký thay cho ngày trình)"
        in told_why
    )
    assert "không đủ căn cứ: đã thực hiện nhưng chưa biết" in told_why


def test_in_time_whatever_the_start_is_told_only_once_it_happened() -> None:
    obligation = under("R1", [MINISTRY, province(signed=day("23/2/2026"))])
    assert "tính từ ngày ký cũng không chậm" in sentence(obligation, "23/2/2026")
    assert "tính từ ngày ký cũng không chậm" not in sentence(obligation, "22/2/2026")


def test_what_is_not_applicable_says_why_and_counts_nothing() -> None:
    told_why = sentence(under("R1", [ministry(items=(item(1, Level.CENTRAL),))], POSTED), "1/6/2026")
    assert told_why.endswith("không áp dụng: các TTHC chỉ thuộc thẩm quyền cấp trung ương.")
    assert "hạn cuối" not in told_why


def test_a_late_end_is_told_with_its_source() -> None:
    obligation = under("R3", [PROVINCE], told("posted_province", "p", "12/3/2026"))
    told_why = sentence(obligation, "1/6/2026")
    assert (
        "đã công khai trên Hệ thống của tỉnh ngày 12/03/2026 (sổ văn bản); chậm 2 ngày làm việc." in told_why
    )


def test_an_end_is_not_told_before_it_happened() -> None:
    obligation = under("R2", [PROVINCE], told("posted_national", "p", "9/3/2026"))
    assert "chưa có minh chứng đã đăng tải trên CSDLQG; còn 2 ngày làm việc" in sentence(
        obligation, "6/3/2026"
    )


def test_a_backward_deadline_names_no_counted_days() -> None:
    obligation = under("R7", [province(law_effective=day("7/3/2026"))])
    told_why = sentence(obligation, "1/6/2026")
    assert (
        "chậm nhất trước 05 ngày tính đến ngày VBQPPL có hiệu lực 07/03/2026; hạn cuối 02/03/2026" in told_why
    )
    assert verdict(obligation, status(obligation, day("1/6/2026"))) == "chậm 1 ngày"


def test_a_decision_without_a_number_or_day_is_still_told() -> None:
    told_why = sentence(under("R2", [province(number=None, signed=None)]), "1/6/2026")
    assert "Quyết định (chưa rõ số) (chưa rõ ngày ký)" in told_why
    assert "không đủ căn cứ: chưa biết ngày ký" in told_why


def test_provisional_due_days_say_so() -> None:
    told_why = sentence(under("R2", [province(signed=day("29/12/2026"))]), "30/12/2026")
    assert "hạn cuối dự kiến 06/01/2027" in told_why
    assert "lịch làm việc mới chốt đến 31/12/2026" in told_why


@pytest.mark.parametrize("language", ["vi", "en"])
def test_everything_that_can_be_said_has_a_sentence(language: str) -> None:
    sentences = catalogue(language)
    wanted = [
        *(f"deadline_note.{one}" for one in Remark),
        *(f"deadline_status.{one}" for one in StatusKind),
        *(f"deadline_reason.{one}" for one in (*NoBasis, *Exempt)),
        *(f"deadline_basis.{one}" for one in StartBasis if one is not StartBasis.SIGNED_FALLBACK),
        *(f"deadline_unknown.{one}" for one in StartBasis if one is not StartBasis.SIGNED_FALLBACK),
        *(f"deadline_{state}.{one}" for state in ("open", "closed") for one in Ending),
        *(f"deadline.rule_{one}" for one in Direction),
        *(f"deadline_unit.{one}" for one in Unit),
        *(f"deadline.proof_{one}" for one in Proof if one is not Proof.VERIFIED),
    ]
    assert not [key for key in wanted if key not in sentences]
    ours = {key for key in sentences if key.startswith("deadline")}
    assert ours == {key for key in catalogue("vi") if key.startswith("deadline")}


def test_days_off_of_one_reason_are_joined_only_where_neighbours() -> None:
    obligation = under("R1", [MINISTRY], POSTED)
    assert DayOff(day("16/2/2026"), "Tết Nguyên đán") in obligation.skipped
    assert "16/02/2026–20/02/2026 Tết Nguyên đán" in sentence(obligation, "1/6/2026")
