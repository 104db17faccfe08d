"""The procedures of the fake portal: the search, one procedure with its parts, its page, the exports."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any
from zlib import crc32

CARD = """<html><body><h1>{name}</h1><div id="popupChitietTTHC" class="modal"><div class="content">{rows}
</div></div></body></html>"""
CARD_ROW = (
    '<div class="row info-row"><div class="key">{label}:</div><div class="col-sm-9">{value}</div></div>'
)


@dataclass
class Filed:
    """A procedure that a body has filed at the portal."""

    code: str
    name: str
    agency: str = "Bộ Nông nghiệp và Môi trường"
    agency_id: str = "1053"
    decision: str = "4512/QĐ-BNNMT"
    decision_id: str = "115238"
    field: str = "Thủy lợi(Bộ Nông nghiệp và Môi trường)"
    levels: str = "Cấp Tỉnh; Cấp Xã"

    @property
    def id(self) -> str:
        return ident_of(self.name)


def ident_of(name: str) -> str:
    """The portal's id of a procedure of that name."""
    return str(100_000 + crc32(name.encode()) % 800_000)


class Files:
    """What is filed, and the bodies that file; `unexported`: the export answers with a page.

    `short_by`: so many rows are missing from an export; below zero, so many stand there twice.
    """

    def __init__(self) -> None:
        self.filed: list[Filed] = []
        self.unexported = False
        self.short_by = 0

    def agencies(self) -> list[dict[str, str]]:
        """The records of `get_list_agency_service_v2`."""
        found = {one.agency_id: one.agency for one in self.filed}
        return [
            {"ID": ident, "AGENCY_NAME": name, "NAME": name, "CODE": f"G{at:02d}"}
            for at, (ident, name) in enumerate(sorted(found.items()))
        ]

    def found(self, params: dict[str, Any]) -> list[Filed]:
        """What a search means."""
        of, words = params["impl_agency_id"], params["keyword"].lower()
        return [
            one
            for one in self.filed
            if of in {"-1", one.agency_id} and (words in one.code or words in one.name.lower())
        ]

    def answer(self, service: str, params: dict[str, Any]) -> list[dict[str, str]] | None:
        """The records of a service on procedures; None where it is not one."""
        if service == "procedure_advanced_search_service_v2":
            return self._search(params)
        if service == "get_list_agency_service_v2":
            return self.agencies()
        one = next((one for one in self.filed if one.id == str(params.get("id"))), None)
        if service == "procedure_get_procedure_by_id_service_v2":
            return [_record(one)] if one else []
        return _PARTS.get(service)

    def workbook(self, query: dict[str, str]) -> bytes:
        """The list export in its old layout; a page where nothing is exported."""
        from xlsxwriter import Workbook

        if self.unexported:
            return b"<html>Co loi xay ra</html>"
        held = io.BytesIO()
        with Workbook(held, {"in_memory": True}) as book:
            sheet = book.add_worksheet()
            sheet.write_string(0, 0, "DANH SÁCH THỦ TỤC HÀNH CHÍNH")
            heads = ("STT", "Mã TTHC", "Tên TTHC", "QĐ Công bố", "Đối tượng", "Lĩnh vực", "Cơ quan công khai",
                     "Cấp thực hiện", "Tình trạng")  # fmt: skip
            rows = self.found({"keyword": "", **query})
            rows = (
                [*rows, *rows[: -self.short_by]] if self.short_by < 0 else rows[: len(rows) - self.short_by]
            )
            for at, row in enumerate([heads, *map(_row, rows)], start=2):
                for column, text in enumerate(row):
                    sheet.write_string(at, column, str(text))
        return held.getvalue()

    def card(self, ident: str) -> str | None:
        """The page of a procedure."""
        one = next((one for one in self.filed if one.id == ident), None)
        told = {
            "Mã thủ tục": one.code, "Số quyết định": one.decision, "Tên thủ tục": one.name,
            "Cấp thực hiện": one.levels.replace(";", ","), "Loại thủ tục": "Không có thông tin",
        } if one else {}  # fmt: skip
        rows = "".join(CARD_ROW.format(label=key, value=escape(value)) for key, value in told.items())
        return CARD.format(name=escape(one.name), rows=rows) if one else None

    def _search(self, params: dict[str, Any]) -> list[dict[str, str]]:
        found = self.found(params)
        start = (params["pageIndex"] - 1) * params["recordPerPage"]
        return [
            {
                "ID": one.id,
                "PROCEDURE_CODE": one.code,
                "PROCEDURE_NAME": one.name,
                "PUBLISHED_AGENCY": one.agency,
                "IMPLEMENTATION_AGENCY": "Ủy ban nhân dân cấp tỉnh; Ủy ban nhân dân cấp tỉnh",
                "QDCBID": one.decision_id,
                "FIELD_NAME": one.field,
                "AMOUNT": str(len(found)),
                "ROW_STT": str(at),
            }
            for at, one in enumerate(found[start : start + params["recordPerPage"]], start + 1)
        ]


def _record(one: Filed) -> dict[str, str]:
    return {
        "PROCEDURE_CODE": one.code,
        "DECISION_PUBLISHMENT_CODE": one.decision,
        "PROCEDURE_NAME": one.name,
        "IMPLEMENTATION_LEVELS": one.levels,
        "PROCEDURE_TYPE": "TTHC được luật giao quy định chi tiết",
        "FIELDS": one.field,
        "IMPLEMENTATION_OBJECTS": "Công dân Việt Nam; Tổ chức (không bao gồm doanh nghiệp, HTX)",
        "IMPLEMENTATION_AGENCIES": "Sở Nông nghiệp và Môi trường",
        "PARENT_ID": "77",
    }


def _row(one: Filed) -> Iterable[str]:
    field = one.field.replace("(", " (")
    return ("1", one.code, one.name, one.decision, "Doanh nghiệp", field, one.agency, one.levels, "Công khai")


_PARTS: dict[str, list[dict[str, str]]] = {
    "procedure_get_impl_orders_by_proc_id_service_v2": [
        {"CONTENT": "Bước 2: Trả kết quả", "SCENARIO": ""},
        {"CONTENT": "Bước 1: Nộp hồ sơ"},
    ],
    "procedure_get_documents_by_proc_id_service_v2": [
        {
            "PROFILE_COMPONENT_NAME": "Đơn đề nghị",
            "PROFILE_COMPONENT_ID": "31",
            "ORIGINAL_AMOUNT": "1",
            "COPY_AMOUNT": "0",
        }
    ],
    "procedure_get_attachments_by_doc_id_service_v2": [{"CODE": "1b", "FILE_NAME": "Mẫu 01.docx"}],
    "procedure_get_impl_methods_by_proc_id_service_v2": [
        {"CHANNEL_NAME": "Trực tiếp", "CHANNEL_ID": "1", "TIME_RESOLVE": "15 Ngày làm việc"},
        {"CHANNEL_NAME": "Trực tuyến", "TIME_RESOLVE": "10 Ngày làm việc", "DESCRIPTION": "Toàn trình"},
    ],
    "procedure_get_fees_by_channel_proc_id_service_v2": [
        {"NAME": "Phí", "FEE": "100000 Đồng"},
        {"DESCRIPTION": "không tên"},
    ],
    "procedure_get_legal_grounds_by_procedure_id_service_v2": [
        {
            "DOCUMENT_CODE": "08/2017/QH14",
            "LEGAL_GROUND_NAME": "Luật Thủy lợi",
            "ISSUED_DATE": "19-06-2017",
            "AGENCY_NAME": "Quốc hội",
        }
    ],
    "procedure_get_requires_by_procedure_id_service_v2": [{"REQUIRE_NAME": "Có phương án"}],
    "procedure_get_related_procedures_service_v2": [
        {"ID": "5", "PROCEDURE_NAME": "Cấp lại giấy phép", "ISLIENTHONG": "0"}
    ],
}
