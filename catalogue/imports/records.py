"""Procedures that come as JSON, brought into rows under known column heads. Data: records.toml."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from catalogue.entries import LISTS
from catalogue.imports.layouts import Layout, cell_of, columns, marks_full
from extract.folding import fold
from ingest.document import clean
from ingest.errors import UsageError

Json: TypeAlias = Mapping[str, Any]

_DATA = Path(__file__).parent / "records.toml"
_HOLDERS = ("items", "rows", "docs", "data", "response", "result")
_METHOD = re.compile(
    r"(?P<channel>Trực tiếp|Trực tuyến|Dịch vụ bưu chính)\s*"
    r"(?:(?P<limit>\d+(?:[.,]\d+)?\s*(?:Ngày làm việc|Ngày|Giờ|Tháng))\s*"
    r"(?P<fee>Miễn phí|[\d.,]+\s*(?:VNĐ|Đồng)(?:\s*\([^()]*\))?)?)?"
)


def rows_of_json(data: bytes, path: Path) -> tuple[list[list[str]], bool]:
    """The records of a JSON file as rows under one head row, and whether the file only speaks of some.

    UsageError where it is no JSON or holds nothing that looks like a procedure.
    """
    try:
        told = json.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        told = _lines(data)
        if told is None:
            raise UsageError("import.damaged", file=path, detail=error) from error
    records = list(_records(told))
    for shape in _data()["shape"]:
        if records and any(all(key in one for key in shape["marker"]) for one in records):
            return _rows(records, shape), bool(shape.get("partial"))
    raise UsageError("import.no_records", file=path, wanted=", ".join(_data()["shape"][0]["marker"]))


def own_rows_of_json(data: bytes, path: Path) -> list[list[str]] | None:
    """The rows of a catalogue that we wrote as JSON Lines, heads first; None where the file is another.

    UsageError where a line is none of ours.
    """
    records = _lines(data)
    if not records or not isinstance(records[0], dict) or not marks_full(records[0]):
        return None
    rows = [[column.head for column in columns(Layout.FULL)]]
    for number, one in enumerate(records, start=1):
        try:
            rows.append([_cell(column.field, one.get(column.field)) for column in columns(Layout.FULL)])
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise UsageError("import.not_own_line", file=path, line=number) from error
    return rows


def _cell(field: str, value: Any) -> str:
    many, yes_or_no = field == "levels" or field in LISTS, field == "in_force"
    fits = isinstance(value, bool) if yes_or_no else isinstance(value, list if many else str)
    if not fits and (value is not None or yes_or_no):
        raise TypeError(field)
    return cell_of(field, value)


def _lines(data: bytes) -> list[Any] | None:
    """The values of JSON Lines, None where a line holds none."""
    try:
        lines = data.decode("utf-8-sig").split("\n")
        return [json.loads(line) for line in lines if line.strip()]
    except ValueError:
        return None


def _records(told: Any) -> Iterator[Json]:
    """The objects that may be procedures: one by itself, in a list, or in what the portal wraps a list in."""
    if isinstance(told, list):
        for one in told:
            if isinstance(one, dict):
                yield one
    elif isinstance(told, dict):
        inner = next((told[key] for key in _HOLDERS if isinstance(told.get(key), list | dict)), None)
        if inner is None or {"code", "name"} <= told.keys():
            yield told
        else:
            yield from _records(inner)


def _rows(records: list[Json], shape: dict[str, Any]) -> list[list[str]]:
    """A head row and a row for each record; nothing is left out for lack of a code."""
    columns: dict[str, list[str]] = shape["columns"]
    heads = [*columns, *(name for name in _derived(shape) if name not in columns)]
    out = [heads]
    for one in records:
        facts = {name: _first(one, paths) for name, paths in columns.items()}
        facts |= _levels(one, shape.get("levels", {})) | _methods(one, shape.get("methods"))
        out.append([facts.get(name, "") for name in heads])
    return out


def _derived(shape: dict[str, Any]) -> list[str]:
    return [
        *(["levels"] if "levels" in shape else []),
        *(["time_limit", "fee"] if "methods" in shape else []),
    ]


def _first(one: Json, paths: list[str]) -> str:
    for path in paths:
        values = dict.fromkeys(clean(str(value)) for value in _at(one, path) if value not in (None, ""))
        texts = [text for text in values if fold(text) not in _nothing()]
        if texts:
            return "\n".join(texts)
    return ""


def _at(one: Any, path: str) -> Iterator[Any]:
    """The values at a path; an object or list at its end is no value."""
    name, _, rest = path.partition(".")
    many = name.endswith("[]")
    value = one.get(name.removesuffix("[]")) if isinstance(one, Mapping) else None
    for part in value if many and isinstance(value, list) else [value]:
        if rest:
            yield from _at(part, rest)
        elif not isinstance(part, Mapping | list):
            yield part


def _levels(one: Json, flags: Mapping[str, str]) -> dict[str, str]:
    return (
        {"levels": "; ".join(level for key, level in flags.items() if one.get(key) is True)} if flags else {}
    )


def _methods(one: Json, key: str | None) -> dict[str, str]:
    """Time limit and fee out of a table whose cells run together; each value once, by channel if several."""
    if key is None:
        return {}
    found = list(_METHOD.finditer(str(one.get(key) or "")))
    return {"time_limit": _by_channel(found, "limit"), "fee": _by_channel(found, "fee")}


def _by_channel(found: list[re.Match[str]], group: str) -> str:
    values = {(one["channel"], one[group]): None for one in found if one[group]}
    if len({value for _, value in values}) == 1:
        return str(next(iter(values))[1])
    return "; ".join(f"{channel}: {value}" for channel, value in values)


@cache
def _nothing() -> frozenset[str]:
    return frozenset(fold(text) for text in _data()["nothing"]["texts"])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text("utf-8"))
