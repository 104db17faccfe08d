"""Procedures of the old gateway: the search's records, one procedure with its parts, and its page.

Fields are those that the portal's own pages render; each is taken or ignored by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from ingest.document import clean, one_line
from ingest.sources.faults import Fault, FetchError
from ingest.sources.pages import tree_of
from ingest.sources.portal_procedure import (
    Agency,
    Channel,
    Fee,
    Form,
    Found,
    LegalGround,
    Paper,
    PortalProcedure,
)
from ingest.sources.strict import Drift, Fields, portal_day, reading

T = TypeVar("T")

_NOTHING = "Không có thông tin"
_BETWEEN = re.compile(r"\s*[;,]\s*(?![^()]*\))")
"""Between the values of a list, but not inside brackets: "Tổ chức (không bao gồm doanh nghiệp, HTX)"."""
_FORM = re.compile(r"downloadMaudon\('([^']+)'\)")
_AMOUNTS = re.compile(r"Bản chính:\s*(\S+?)\s*Bản sao:\s*(\S+)")


def read_agencies(rows: list[Any], where: str, drift: Drift) -> tuple[Agency, ...]:
    """The bodies that publish, in the portal's order."""
    out = []
    for row in rows:
        with reading(row, "agency", where, drift) as fields:
            fields.ignore("NAME")
            out.append(Agency(fields.text("ID"), fields.text("AGENCY_NAME"), fields.maybe_text("CODE")))
    return tuple(out)


def read_found(row: Any, where: str, drift: Drift) -> tuple[Found, int]:
    """A procedure as the search shows it, and how many the search finds in all."""
    with reading(row, "found", where, drift) as fields:
        found = Found(
            id=fields.text("ID"),
            code=fields.text("PROCEDURE_CODE"),
            name=fields.text("PROCEDURE_NAME"),
            publisher=fields.maybe_text("PUBLISHED_AGENCY"),
            agencies=_parts(fields.maybe_text("IMPLEMENTATION_AGENCY"), ";"),
            field=fields.maybe_text("FIELD_NAME"),
            decision_id=fields.maybe_text("QDCBID"),
        )
        total = fields.count("AMOUNT")
        fields.ignore("ROW_STT")
    return found, total


def read_procedure(row: Any, ident: str, where: str, drift: Drift) -> PortalProcedure:
    """One procedure without its parts, from `procedure_get_procedure_by_id_service_v2`."""
    with reading(row, "procedure", where, drift) as fields:
        fields.ignore("ID", "PROCEDURE_ID")
        return PortalProcedure(
            id=ident,
            code=fields.text("PROCEDURE_CODE"),
            name=fields.text("PROCEDURE_NAME"),
            decision=_told(fields, "DECISION_PUBLISHMENT_CODE"),
            levels=_parts(_told(fields, "IMPLEMENTATION_LEVELS")),
            kind=_told(fields, "PROCEDURE_TYPE"),
            fields=_parts(_told(fields, "FIELDS"), ";"),
            audience=_parts(_told(fields, "IMPLEMENTATION_OBJECTS")),
            agencies=_parts(_told(fields, "IMPLEMENTATION_AGENCIES"), ";"),
            authority=_told(fields, "AUTHORITY_AGENCIES"),
            address=_told(fields, "RECEPTION_ADDRESS"),
            authorised=_told(fields, "AUTHORISED_AGENCIES"),
            coordinating=_told(fields, "COORDINATION_AGENCIES"),
            results=_parts(_told(fields, "IMPLEMENTATION_RESULTS"), ";"),
            keywords=_told(fields, "KEYWORD"),
            description=_told(fields, "DESCRIPTION"),
            parent=_told(fields, "PARENT_ID"),
        )


def read_step(row: Any, where: str, drift: Drift) -> str:
    """A step of the procedure, behind its case where it names one."""
    with reading(row, "step", where, drift) as fields:
        case, content = fields.maybe_text("SCENARIO"), clean(str(fields.take("CONTENT"))).strip()
    return f"{case}: {content}" if case else content


def read_channel(row: Any, where: str, drift: Drift) -> tuple[Channel, str | None]:
    """A way to apply, and its id for asking after its fees."""
    with reading(row, "method", where, drift) as fields:
        channel = Channel(
            fields.text("CHANNEL_NAME"), _told(fields, "TIME_RESOLVE"), note=_told(fields, "DESCRIPTION")
        )
        return channel, fields.maybe_text("CHANNEL_ID")


def read_fee(row: Any, where: str, drift: Drift) -> Fee | None:
    """A fee; None where the portal names neither what it is for nor how much, and shows none itself."""
    with reading(row, "fee", where, drift) as fields:
        name, amount, note = (_told(fields, key) for key in ("NAME", "FEE", "DESCRIPTION"))
    return Fee(name, amount, note) if name and amount else None


def read_paper(row: Any, where: str, drift: Drift) -> tuple[Paper, str | None]:
    """A paper to hand in, and its id for asking after its forms."""
    with reading(row, "paper", where, drift) as fields:
        paper = Paper(
            fields.text("PROFILE_COMPONENT_NAME"),
            _told(fields, "ORIGINAL_AMOUNT"),
            _told(fields, "COPY_AMOUNT"),
        )
        return paper, fields.maybe_text("PROFILE_COMPONENT_ID")


def read_form(row: Any, where: str, drift: Drift) -> Form:
    """A form of a paper."""
    with reading(row, "form", where, drift) as fields:
        return Form(fields.text("FILE_NAME"), fields.text("CODE"))


def read_ground(row: Any, where: str, drift: Drift) -> LegalGround:
    """A legal ground."""
    with reading(row, "ground", where, drift) as fields:
        return LegalGround(
            fields.text("DOCUMENT_CODE"),
            fields.maybe_text("LEGAL_GROUND_NAME") or "",
            fields.day("ISSUED_DATE", _told(fields, "ISSUED_DATE")),
            _told(fields, "AGENCY_NAME"),
        )


def read_requirement(row: Any, where: str, drift: Drift) -> str:
    """A requirement or condition."""
    with reading(row, "requirement", where, drift) as fields:
        return clean(str(fields.take("REQUIRE_NAME"))).strip()


def read_related(row: Any, where: str, drift: Drift) -> str:
    """The name of a related procedure."""
    with reading(row, "related", where, drift) as fields:
        fields.ignore("ID", "ISLIENTHONG")
        return fields.text("PROCEDURE_NAME")


def read_card(html: str, ident: str, where: str, drift: Drift) -> PortalProcedure:
    """One procedure from its page, whose box "popupChitietTTHC" shows it whole; FetchError SCHEMA."""
    tree = tree_of(html)
    boxes = [] if tree is None else [one for one in tree.iter("div") if one.get("id") == "popupChitietTTHC"]
    told: dict[str, Any] = {}
    for row in (row for box in boxes for row in box.iter("div")):
        cells = list(row.iterchildren("div"))
        if "info-row" in str(row.get("class")).split() and len(cells) == 2:
            told[_text(cells[0]).removesuffix(":")] = cells[1]
    if "Mã thủ tục" not in told:
        raise FetchError(Fault.SCHEMA, where, kind="card", field="popupChitietTTHC")
    with reading(told, "card", where, drift) as fields:
        return _of_page(fields, ident)


def _of_page(fields: Fields, ident: str) -> PortalProcedure:
    def text(label: str) -> str | None:
        value = fields.maybe(label)
        found = "" if value is None else _text(value)
        return None if found in {"", _NOTHING} else found

    return PortalProcedure(
        id=ident,
        code=_text(fields.take("Mã thủ tục")),
        name=_text(fields.take("Tên thủ tục")),
        decision=text("Số quyết định"),
        levels=_parts(text("Cấp thực hiện")),
        kind=text("Loại thủ tục"),
        fields=_parts(text("Lĩnh vực"), ";"),
        audience=_parts(text("Đối tượng thực hiện")),
        agencies=_parts(text("Cơ quan thực hiện"), ";"),
        authority=text("Cơ quan có thẩm quyền"),
        address=text("Địa chỉ tiếp nhận HS"),
        authorised=text("Cơ quan được ủy quyền"),
        coordinating=text("Cơ quan phối hợp"),
        results=_parts(text("Kết quả thực hiện"), ";"),
        keywords=text("Từ khóa"),
        description=text("Mô tả"),
        channels=_rows(fields.maybe("Cách thức thực hiện"), _channel),
        papers=_rows(fields.maybe("Thành phần hồ sơ"), _paper),
        grounds=_rows(fields.maybe("Căn cứ pháp lý"), _ground),
        steps=tuple(filter(None, [text("Trình tự thực hiện")])),
        requirements=tuple(filter(None, [text("Yêu cầu, điều kiện thực hiện")])),
    )


def _rows(value: Any, read: Callable[[list[Any]], T]) -> tuple[T, ...]:
    rows = [] if value is None else [row.xpath("./td") for row in value.iter("tr")]
    return tuple(read(cells) for cells in rows if cells)


def _channel(cells: list[Any]) -> Channel:
    name, limit, fee, note = (_text(cell) or None for cell in cells[:4])
    return Channel(name or "", limit, (Fee("", fee),) if fee else (), note)


def _paper(cells: list[Any]) -> Paper:
    amounts = _AMOUNTS.search(_text(cells[2]))
    forms = [
        Form(_text(link), code[1])
        for link in cells[1].iter("span", "a", "div")
        if (code := _FORM.search(str(link.get("onclick") or "")))
    ]
    originals, copies = amounts.groups() if amounts else (None, None)
    return Paper(_text(cells[0]), originals, copies, tuple(forms))


def _ground(cells: list[Any]) -> LegalGround:
    number, title, issued, agency = (_text(cell) for cell in cells[:4])
    return LegalGround(number, title, portal_day(issued), agency or None)


def _told(fields: Fields, name: str) -> str | None:
    value = fields.maybe_text(name)
    return None if value == _NOTHING else value


def _parts(text: str | None, between: str | None = None) -> tuple[str, ...]:
    """The values of a list in one text, each once: the portal repeats itself ("X; X")."""
    parts = (text or "").split(between) if between else _BETWEEN.split(text or "")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _text(element: Any) -> str:
    return one_line(clean("".join(map(str, element.itertext()))))
