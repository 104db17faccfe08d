"""The description of `/api/v1` against its addresses and against what they really answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]  # has no stubs
from openapi_spec_validator import validate

from catalogue.assignments import assign
from catalogue.deadlines import StatusKind
from catalogue.intake import register, store_failure
from catalogue.judgements import State, Verdict
from catalogue.procedure import Band, Kind
from catalogue.review.api import DESCRIPTION
from catalogue.review.app import DOORS
from catalogue.review.doors import Visit
from catalogue.review.narrowing import Due
from catalogue.review.queue import Wanted
from catalogue.review.refusals import API
from catalogue.review.settings import MOST_BODY_BYTES
from catalogue.review.verdicts import OFFERED
from catalogue.workspace import Workspace
from extract.decision import Change, Level
from ingest.errors import Category, DocumentError
from tests.catalogue.review.opening import DOCUMENT, Person, add_people, workspace_with_proposals

DESCRIBED: dict[str, Any] = json.loads(DESCRIPTION.read_text("utf-8"))
OPERATIONS = {
    (method.upper(), path): operation
    for path, methods in DESCRIBED["paths"].items()
    for method, operation in methods.items()
}
FIRST, SECOND, THIRD = (f"p-{DOCUMENT[:16]}-{position:03d}" for position in (1, 2, 3))


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Person]:
    """A lead, a viewer and somebody who is not logged in, on a workspace where everything has happened."""
    folder = workspace_with_proposals(tmp_path_factory.mktemp("api"), agency="Sở Du lịch")
    add_people(folder)
    with Workspace.open(folder) as workspace:
        register(workspace, "f" * 64, ["hong.pdf"])
        store_failure(workspace, "f" * 64, DocumentError(Category.ENCRYPTED, "hong.pdf"))
        assign(workspace, [SECOND], "reviewer", "lead")
    nobody = Person(folder)
    lead, viewer = nobody.another(), nobody.another()
    lead.login("lead")
    viewer.login("viewer")
    lead.post(
        f"/items/{FIRST}/verdict", verdict="accept", seen="0", set_fee="5 đồng", was_fee="", reason="đã rõ"
    )
    lead.post(f"/items/{SECOND}/verdict", verdict="unsure", seen="0")
    lead.post(f"/items/{SECOND}/comment", text="hỏi Sở")
    return {"lead": lead, "viewer": viewer, "nobody": nobody}


def schema_errors(schema: dict[str, Any], told: object) -> list[str]:
    """What is wrong with an answer under a schema that may refer to the components."""
    checker = Draft202012Validator(
        {**schema, "components": DESCRIBED["components"]}, format_checker=FormatChecker()
    )
    return [f"{one.json_path}: {one.message}" for one in checker.iter_errors(told)]


def schema_of(operation: dict[str, Any], status: int) -> dict[str, Any]:
    """The schema of an operation's answer with a status."""
    answer = operation["responses"][str(status)]
    if "$ref" in answer:
        answer = DESCRIBED["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    schema = answer["content"]["application/json"]["schema"]
    assert isinstance(schema, dict)
    return schema


def test_the_description_is_valid() -> None:
    validate(DESCRIBED)
    assert DESCRIBED["openapi"].startswith("3.1")


def test_every_address_is_described_and_every_described_one_is_there() -> None:
    there = {(door.method, door.path) for door in DOORS if door.path.startswith(API)}
    assert set(OPERATIONS) == there


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=" ".join)
def test_the_parameters_are_those_that_are_read(
    method: str, path: str, people: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: set[str] = set()

    class Asked(dict[str, str]):
        def get(self, name: str, default: Any = None) -> Any:
            read.add(name)
            return super().get(name, default)

        def __contains__(self, name: object) -> bool:
            read.add(str(name))
            return super().__contains__(name)

    monkeypatch.setattr(Visit, "asked", property(lambda visit: Asked(visit.request.query_params)))
    people["lead"].client.request(method, filled_in(path), headers=people["lead"].origin)
    told = OPERATIONS[method, path].get("parameters", [])
    assert {one["name"] for one in told if one["in"] == "query"} == read
    assert [one["name"] for one in told if one["in"] == "path"] == re.findall(r"{(\w+)}", path)


def filled_in(path: str, **values: str) -> str:
    given = {"proposal": THIRD, "document": DOCUMENT, "code": "1.000001", **values}
    return re.sub(r"{(\w+)}", lambda match: given[match[1]], path)


def provoked(method: str, path: str, people: dict[str, Person]) -> Iterator[Response]:
    """Answers with every status that is described."""
    lead = people["lead"]

    def ask(person: Person, address: str, form: dict[str, str] | None = None) -> Response:
        answer = person.client.request(method, address, data=form, headers=lead.origin)
        assert isinstance(answer, Response)
        return answer

    if method == "GET":
        for values in ({}, {"proposal": FIRST}, {"proposal": SECOND}, {"code": "1.000003"}):
            yield ask(lead, filled_in(path, **values))
    if "{" in path:
        wrong = {"proposal": "p-none", "document": "0" * 64, "code": "1.999999"}
        yield ask(lead, filled_in(path, **wrong), {"verdict": "undo"})
    yield ask(people["nobody"], filled_in(path))
    if method == "POST":
        address = filled_in(path)
        for form in (
            {"verdict": "maybe"},
            {"verdict": "accept", "seen": "77"},
            {"verdict": "reject", "seen": "0"},
        ):
            yield ask(lead, address, form)
        yield ask(people["viewer"], address, {"verdict": "reject"})
        yield lead.client.post(address, data={"verdict": "reject"}, headers={"origin": "http://evil.example"})
        yield lead.client.post(address, content=b"x" * (MOST_BODY_BYTES + 1), headers=lead.origin)


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=" ".join)
def test_every_answer_is_as_described_and_every_described_status_occurs(
    method: str, path: str, people: dict[str, Person]
) -> None:
    operation, seen = OPERATIONS[method, path], set()
    for answer in provoked(method, path, people):
        assert answer.headers["content-type"] == "application/json"
        assert schema_errors(schema_of(operation, answer.status_code), answer.json()) == []
        seen.add(str(answer.status_code))
    assert seen == set(operation["responses"]) - {"default"}


@pytest.mark.parametrize("query", ["?status=", "?status=open", "?status=findings", "?department=x"])
def test_obligations_of_every_status_are_as_described(query: str, people: dict[str, Person]) -> None:
    told = people["lead"].get(f"{API}/obligations{query}").json()
    assert schema_errors({"$ref": "#/components/schemas/Obligations"}, told) == []


def test_any_other_refusal_has_the_one_shape(people: dict[str, Person]) -> None:
    lead = people["lead"]
    answers = [
        lead.get(f"{API}/none"),
        lead.client.delete(f"{API}/summary", headers=lead.origin),
        people["nobody"].get(f"{API}/summary"),
    ]
    for answer in answers:
        assert schema_errors({"$ref": "#/components/schemas/Error"}, answer.json()) == []
    assert schema_errors({"$ref": "#/components/schemas/Error"}, {"error": {"status": 400}})


@pytest.mark.parametrize(
    ("name", "words"),
    [("State", State), ("Kind", Kind), ("Change", Change), ("Level", Level), ("Band", Band),
     ("Verdict", Verdict), ("Status", StatusKind)],
)  # fmt: skip
def test_the_words_are_those_of_the_program(name: str, words: type[StrEnum]) -> None:
    assert DESCRIBED["components"]["schemas"][name]["enum"] == [one.value for one in words]


def test_the_filters_and_verdicts_are_those_of_the_page() -> None:
    told = {one["name"]: one for one in OPERATIONS["GET", f"{API}/proposals"]["parameters"]}
    assert set(told) - {"page"} == {one.name for one in fields(Wanted)}
    assert told["due"]["schema"]["enum"] == [one.value for one in Due]
    form = DESCRIBED["components"]["schemas"]["VerdictForm"]
    assert form["properties"]["verdict"]["enum"] == [one.value for one in OFFERED]


def test_it_is_served(people: dict[str, Person]) -> None:
    assert people["viewer"].get(f"{API}/openapi.json").json() == DESCRIBED
    assert Path(DESCRIPTION).suffix == ".json"
