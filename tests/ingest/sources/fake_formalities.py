"""Procedures of the new API, in the list and whole, shaped as the saved answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

MINISTRY = "Bộ Nông nghiệp và Môi trường"
PAPER = {
    "profileComponentId": "019d-k",
    "originalQty": 1,
    "copyQty": 0,
    "required": False,
    "hasElectronicForm": False,
    "source": "",
    "name": "Đơn đề nghị",
    "code": "KQ1",
    "attachments": [{"id": "019d-f", "fileName": "don.docx", "bucketName": "dvc", "filePath": "x/don.docx"}],
}


def formality(n: int, **facts: Any) -> dict[str, Any]:
    """A procedure in the list."""
    return {
        "id": f"019d-{n:04d}",
        "name": f"Cấp giấy phép {n}",
        "code": f"1.{n:06d}",
        "codeNotation": f"1.{n:06d}",
        "categories": ["Thủy lợi"],
        "categoryIds": ["019d-c"],
        "departments": ["Sở Nông nghiệp và Môi trường"],
        "departmentPromulgate": MINISTRY,
        "departmentPromulgateId": "019d-d",
        "formalityTargetType": ["Doanh nghiệp"],
        "state": "ACTIVE",
        "type": "STANDARD",
        **facts,
    }


def with_decision(listed: dict[str, Any], number: str, published: datetime) -> dict[str, Any]:
    """The same procedure whole, with the decision behind it."""
    named = {"id": "019d-x", "code": "X1"}
    return {
        "id": listed["id"],
        "name": listed["name"],
        "code": listed["code"],
        "codeNotation": listed["code"],
        "executionSteps": [{"name": "", "description": "Nộp hồ sơ"}],
        "executionMethods": [
            {
                "submissionMethod": "ONLINE",
                "processingTime": 5,
                "processingTimeUnit": "WORKING_DAY",
                "fees": [{"type": "FEE", "value": 0}],
            }
        ],
        "executionCases": [{"name": "", "profileComponents": [PAPER]}],
        "formalityType": "ASSIGNED_REGULATION",
        "state": "ACTIVE",
        "isProvince": True,
        "isMinistry": False,
        "categoriesDetails": [{**named, "name": "Thủy lợi"}] * 2,
        "departmentsExecuting": [{**named, "name": "Ủy ban nhân dân cấp tỉnh"}],
        "departmentPromulgateName": listed["departmentPromulgate"],
        "legalBasisesDetails": [{"id": "1", "name": "Luật Thủy lợi", "code": "08/2017/QH14"}] * 2,
        "decisionNo": "",
        "procedureProposal": {
            "id": "019d-p",
            "proposalNumber": number,
            "decisionDate": 1_764_867_600_000,
            "decisionNumber": None,
            "publicationDate": int(published.timestamp() * 1_000),
            "issuingAgency": {"id": "019d-d", "name": listed["departmentPromulgate"]},
            "proposalType": "STANDARD",
        },
    }
