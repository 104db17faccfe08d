"""Word files from templates that officials can edit: `<name>.docx` of the workspace, else of the package.

Templates are filled by docxtpl: `{{ field }}`, `{%p for … %}`, `{%tr for … %}`. Numbers and days have the
filters `whole`, `counted`, `day` and `long_day`. A fact that is not known is filled in as a mark for the
clerk, never invented.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from catalogue.exports import numbers
from catalogue.exports.marking import marked
from catalogue.exports.writing import save, without_controls
from ingest.errors import UsageError

ENDING = ".docx"
PACKAGE = Path(__file__).parent / "templates"
FOLDER = "templates"
"""The workspace's folder of templates of its own."""
UNKNOWN = "[…]"
"""What stands in a letter where a clerk has to fill in what congbo does not know."""


def template(workspace: Path, name: str) -> Path:
    """The template of that name: the workspace's own, else the package's."""
    own = workspace / FOLDER / f"{name}.docx"
    return own if own.is_file() else PACKAGE / f"{name}.docx"


def lay_out_templates(workspace: Path) -> list[Path]:
    """Copy the package's templates to the workspace to be edited; those there already stay as they are."""
    made = []
    for source in sorted(PACKAGE.glob("*.docx")):
        own = workspace / FOLDER / source.name
        if not own.exists():
            save(own, source.read_bytes())
            made.append(own)
    return made


def fill(file: Path, facts: Mapping[str, Any]) -> bytes:
    """The template filled with facts; texts are escaped, line ends become line breaks, marks are highlighted.

    UsageError (`export.template_wrong`) where the file is no Word file, does not parse, or names a fact that
    there is none of.
    """
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import SandboxedEnvironment
    from lxml.etree import XMLSyntaxError

    forms = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    for name in ("whole", "counted", "day", "long_day"):
        forms.filters[name] = getattr(numbers, name)
    out = io.BytesIO()
    try:
        letter = DocxTemplate(file)
        letter.render(_clean(facts), forms)
        letter.save(out)
    except (
        TemplateError,
        PackageNotFoundError,
        BadZipFile,
        XMLSyntaxError,
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
    ) as error:
        raise UsageError("export.template_wrong", file=file, detail=error) from error
    return marked(out.getvalue(), UNKNOWN)


def _clean(value: Any) -> Any:
    """The facts without characters that XML cannot hold."""
    if isinstance(value, str):
        return without_controls(value)
    if isinstance(value, Mapping):
        return {key: _clean(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return value
