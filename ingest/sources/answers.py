"""What the headers of an answer say: when to come again, which part of a file came, that nothing changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)", re.ASCII)


def retry_after(response: httpx.Response) -> float | None:
    """Seconds to wait by Retry-After (RFC 9110, 10.2.3); a date is read against the server's own clock."""
    told = response.headers.get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        return float(told)
    try:
        until = parsedate_to_datetime(told)
        asked = response.headers.get("date")
        present = parsedate_to_datetime(asked) if asked else datetime.now(UTC)
        return max(0.0, (until - present).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None


def part_told(response: httpx.Response) -> tuple[int, int, int | None] | None:
    """First byte, last byte and whole size by Content-Range (RFC 9110, 14.4); None where it says none."""
    told = _RANGE.fullmatch(response.headers.get("content-range", "").strip())
    if told is None:
        return None
    return int(told[1]), int(told[2]), None if told[3] == "*" else int(told[3])


def is_unchanged(response: httpx.Response, asked: Mapping[str, str] | None) -> bool:
    """True where the server says that nothing changed, and it was asked so."""
    conditions = {"If-None-Match", "If-Modified-Since"}
    return response.status_code == 304 and bool(conditions & (asked or {}).keys())


def media_type(response: httpx.Response) -> str:
    """The media type without its parameters; empty where none is told."""
    return str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()


def beginning(body: bytes) -> str:
    """The first words of a body, for people."""
    return " ".join(body[:80].decode("utf-8", "replace").split())
