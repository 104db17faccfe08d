"""Ministry decisions in a workspace of Quảng Ngãi, and what is drafted from them."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from docx import Document

from catalogue.consequences import derive
from catalogue.exports.answer import Answer, answer_to
from catalogue.exports.answer_rows import Row
from catalogue.exports.draft import Signing, draft
from catalogue.intake import register, store_decision
from catalogue.workspace import Workspace
from extract.deciding import decide
from extract.decision import COUNTED, Change, Decision, Effective, Item, Level, Reference
from ingest.reading import read
from tests.catalogue.judging_cases import CARD, HOTEL, LICENCE, publish
from tests.catalogue.making import decision, item

DAY = date(2025, 12, 1)
MINISTRY = "4347/QĐ-BVHTTDL"
SIGNED = date(2025, 11, 14)
DEPARTMENT = "Sở Văn hóa, Thể thao và Du lịch"
SIGNING = Signing("Nguyễn Văn A", ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "12/TTr-SVHTTDL", date(2025, 11, 20))


def announce(workspace: Workspace, *items: Item, sha256: str = "b" * 64, **facts: Any) -> Decision:
    """Store a decision of the Ministry of Culture and derive what follows."""
    defaults: dict[str, Any] = {
        "number": MINISTRY,
        "issuer": "Bộ Văn hóa, Thể thao và Du lịch",
        "issuer_level": "ministry",
        "signed": SIGNED,
        "title": "Về việc công bố thủ tục hành chính lĩnh vực Du lịch",
        "effective": Effective("kể từ ngày ký", SIGNED),
        "departments": (),
        "based_on": (),
    }
    made = decision(*items, sha256=sha256, **{**defaults, **facts})
    register(workspace, sha256, [f"{sha256[:8]}.pdf"])
    store_decision(workspace, made)
    derive(workspace)
    return made


def answered(workspace: Workspace, *numbers: str, day: date = DAY, department: str | None = None) -> Answer:
    """The answer to these decisions, or to the one that `announce` stores."""
    return answer_to(workspace, numbers or (MINISTRY,), day, department)


def one_of_each(workspace: Workspace) -> Answer:
    """One procedure of each kind, at two levels, in two fields."""
    publish(workspace, item(Change.NEW, HOTEL[1], code=HOTEL[0], section="PHỤ LỤC > A", ordinal="3"))
    announce(
        workspace,
        item(Change.NEW, "Cấp giấy phép <A> & B", levels=(Level.PROVINCE, Level.COMMUNE)),
        item(Change.NEW, "Cấp giấy phép C", field="Lữ hành"),
        item(name=CARD[1], code=CARD[0], basis="- Luật Du lịch; - Nghị định 1/2025/NĐ-CP."),
        item(Change.REPLACED, "Thu hồi giấy phép điện tử", replaces_code=LICENCE[0]),
        item(Change.REPEALED, HOTEL[1], code=HOTEL[0], basis="Luật số 1/2025/QH15"),
    )
    return answered(workspace)


def drafted(answer: Answer, folder: Path, signing: Signing = SIGNING) -> Path:
    """The draft as a file in the folder."""
    path = folder / "du-thao.docx"
    path.write_bytes(draft(answer, signing, folder))
    return path


def opened(answer: Answer, folder: Path, signing: Signing = SIGNING) -> Any:
    """The draft as Word has it."""
    return Document(io.BytesIO(draft(answer, signing, folder)))


def texts(letter: Any) -> list[str]:
    """Its paragraphs that say anything, tables left out."""
    return [paragraph.text for paragraph in letter.paragraphs if paragraph.text]


def read_back(answer: Answer, folder: Path) -> Decision:
    """The draft as our own extractor reads it."""
    return decide(read(drafted(answer, folder)))


def told(row: Row | Item) -> tuple[object, ...]:
    """What a list says of a procedure, but for its terms."""
    return (
        *(row.change, row.code, row.further_codes, row.name, row.field),
        *(row.levels, row.replaces_code, row.replaced_name),
    )


def counts(answer: Answer) -> dict[str, int]:
    """How many rows of each kind there are, under the keys of `declared_counts`."""
    return Counter(row.change.value if row.change.value in COUNTED else "other" for row in answer.rows)


def check_read_back(answer: Answer, folder: Path) -> Decision:
    """Assert that nothing is lost between the answer and what is read from its draft.

    Rows whose level the clerk has to fill in are read at the level of the department that the title names.
    """
    found = read_back(answer, folder)
    rows = [row if row.levels else replace(row, levels=(Level.PROVINCE,)) for row in answer.rows]
    assert Counter(map(told, found.items)) == Counter(map(told, rows))
    assert {key: count for key, count in found.declared_counts.items() if count} == counts(answer)
    assert found.based_on == tuple(Reference(one.number or "", one.signed) for one in answer.decisions)
    assert {(one.number, one.date, _ordinals(one)) for one in found.affects} == {
        (one.number, one.signed, tuple(ordinal for place in one.places for ordinal in place.ordinals))
        for one in answer.earlier
    }
    assert found.is_publication
    assert not found.approves_workflow
    assert found.internal == answer.internal
    assert (found.issuer_level, found.departments) == ("province", (answer.department,))
    assert {issue.category for issue in found.issues} <= {"no_number", "no_date", "effective_open"}
    return found


def _ordinals(one: Reference) -> tuple[str, ...]:
    return tuple(ordinal for position in one.positions for ordinal in position.ordinals)
