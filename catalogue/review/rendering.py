"""Pages from templates: everything is escaped, texts come from the message catalogue."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from catalogue.printing import written_moment
from catalogue.review.marking import pieces
from ingest.messages import language, say

_FOLDER = Path(__file__).parent
STATIC = _FOLDER / "static"
_INTAKE = "congbo ingest"
"""The source that `intake` gives the evidence that came with a document."""
_LEVEL = re.compile(r"[a-z]+")


def page(template: str, **facts: Any) -> str:
    """The page in the language in force."""
    frame = {"user": None, "single_user": True, "here": "/", "lang": language()}
    return _environment().get_template(template).render({**frame, **facts})


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(say=say, pieces=pieces, query=query, period=period, worded=worded)
    environment.filters.update(
        day=day, moment=moment, code=code, sentence=sentence, figure=figure, origin=origin
    )
    return environment


def query(asked: dict[str, Any] | None = None, **facts: Any) -> str:
    """An address's query from what is asked, without what is empty: "?state=open&page=2"."""
    told = {name: value for name, value in {**(asked or {}), **facts}.items() if value not in (None, "")}
    return f"?{urlencode(told)}" if told else ""


def day(value: date | str | None) -> str:
    """A day as dd/mm/yyyy; "–" for none, and what is no day as it is."""
    if not value:
        return "–"
    try:
        return f"{date.fromisoformat(value) if isinstance(value, str) else value:%d/%m/%Y}"
    except ValueError:
        return str(value)


def moment(value: str | None) -> str:
    """A kept moment by the clock of Việt Nam."""
    if not value:
        return "–"
    return written_moment(datetime.fromisoformat(value))


def period(first: str | None, last: str | None) -> str:
    """From a day on to the day from which it no longer holds, either of them open."""
    if first and last:
        return f"{day(first)} – {day(last)}"
    if first:
        return say("review.since", day=day(first))
    return say("review.until", day=day(last)) if last else say("review.always")


def sentence(text: str) -> str:
    """With a capital letter in front, and all others as they are."""
    return text[:1].upper() + text[1:]


def origin(source: str | None) -> str:
    """The source of evidence in words; "–" for none."""
    return say("steps.with_document") if source == _INTAKE else source or "–"


def figure(number: int) -> str:
    """A number with its thousands apart: "6.583" in Vietnamese, "6,583" in English."""
    written = f"{number:,}"
    return written.replace(",", ".") if language() == "vi" else written


def worded(value: str | None, field: str) -> str | None:
    """A field's value as people write it: lists with semicolons, levels by name, days as dd/mm/yyyy."""
    if not value:
        return None
    parts = json.loads(value) if value.startswith("[") else [value]
    if field == "levels":
        parts = [say(f"level.{one}") for part in parts for one in _LEVEL.findall(part)]
    elif field == "in_force":
        parts = [say("review.yes" if one in ("True", "1") else "review.no") for one in parts]
    elif field in ("valid_from", "valid_to"):
        parts = [day(one) for one in parts]
    return "; ".join(str(one) for one in parts) or None


def code(procedure: str | None) -> str:
    """The code of an entry's id: "1.001122" of "province:1.001122"."""
    return (procedure or "").rpartition(":")[2]
