"""The report on publication as a file: a workbook, a Word document or JSON, by the ending of its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from catalogue.exports.writing import ending_of
from catalogue.printing import json_text
from catalogue.reporting import Report
from catalogue.reporting_form import Form


def report_file(report: Report, form: Form, out: Path, workspace: Path) -> bytes:
    """The report in the format that the name `out` asks for; templates of `workspace` outrank.

    UsageError (`export.unknown_ending`) where it ends otherwise.
    """
    return _FORMATS[ending_of(out, tuple(_FORMATS))](report, form, workspace)


def _as_json(report: Report, form: Form, _workspace: Path) -> bytes:
    told = {"title": form.title, "form": form.form or None, **report.to_json()}
    return (json_text(told) + "\n").encode()


def _as_workbook(report: Report, form: Form, _workspace: Path) -> bytes:
    from catalogue.exports.report_workbook import report_workbook

    return report_workbook(report, form)


def _as_letter(report: Report, form: Form, workspace: Path) -> bytes:
    from catalogue.exports.report_letter import report_letter

    return report_letter(report, form, workspace)


_FORMATS: Mapping[str, Callable[[Report, Form, Path], bytes]] = MappingProxyType(
    {".xlsx": _as_workbook, ".docx": _as_letter, ".json": _as_json}
)
