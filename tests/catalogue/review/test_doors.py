from __future__ import annotations

import re
from pathlib import Path

import pytest

from catalogue.review.app import DOORS
from catalogue.review.doors import Door, inside
from catalogue.review.rendering import STATIC
from catalogue.review.security import HEADERS
from catalogue.review.settings import MOST_BODY_BYTES, Settings
from catalogue.users import Role
from ingest.errors import UsageError
from ingest.messages import catalogue
from tests.catalogue.review.opening import DOCUMENT, Person

TEMPLATES = STATIC.parent / "templates"
# These would log the other cases' people out; test_people.py opens them.
ENDS_THE_SESSION = ("/logout", "/account/password")


def address_of(door: Door) -> str:
    values = {
        "name": "keys.js",
        "document": DOCUMENT,
        "page:number": "1",
        "number:number": "1",
        "code": "1.000001",
    }
    proposal = f"p-{DOCUMENT[:16]}-001"
    return re.sub(r"{([^}]+)}", lambda match: values.get(match[1], proposal), door.path)


@pytest.fixture(scope="module")
def people(shared: Person) -> dict[Role | None, Person]:
    found: dict[Role | None, Person] = {None: shared}
    for role in Role:
        found[role] = shared.another()
        assert found[role].login(role.value).status_code == 303
    return found


@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize(
    "door", [door for door in DOORS if door.path not in ENDS_THE_SESSION], ids=lambda door: door.name
)
def test_every_door_asks_for_its_role(
    door: Door, role: Role | None, people: dict[Role | None, Person]
) -> None:
    person, address = people[role], address_of(door)
    answer = person.get(address) if door.method == "GET" else person.post(address)
    if door.least is None or (role is not None and role.covers(door.least)):
        assert answer.status_code not in (403, 500)
        assert not answer.headers.get("location", "").startswith("/login?")
    elif role is None:
        to_login = answer.headers.get("location", "").startswith("/login?back=")
        assert (answer.status_code == 401) if "/api/" in door.path else to_login
    else:
        assert answer.status_code == 403


NINES = "9" * 20


@pytest.mark.parametrize(
    "address",
    [f"/runs/imports/{NINES}", f"/runs/sources/{NINES}", f"/documents/{DOCUMENT}/pages/{NINES * 20}",
     f"/runs/imports/{NINES * 300}"],
)  # fmt: skip
def test_a_number_longer_than_any_there_is_leads_nowhere(address: str, alone: Person) -> None:
    assert alone.get(address).status_code == 404


@pytest.mark.parametrize("seen", ["9" * 5000, "9" * 19, "-1", "x"])
def test_a_judgement_of_an_impossible_number_was_never_seen(seen: str, alone: Person) -> None:
    answer = alone.post(f"/items/p-{DOCUMENT[:16]}-001/verdict", verdict="accept", seen=seen)
    assert answer.status_code == 400


@pytest.mark.parametrize("address", ["/queue", "/api/v1/summary"])
def test_a_fault_of_the_program_is_told_without_its_insides_and_under_the_same_headers(
    address: str, alone: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("inside")

    monkeypatch.setattr("catalogue.review.start.told", broken)
    monkeypatch.setattr("catalogue.review.queue.told", broken)
    answer = alone.get(address)
    assert answer.status_code == 500
    assert "inside" not in answer.text
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers["cache-control"] == "no-store"
    assert "inside" in caplog.text


def test_the_doors_that_need_no_login_are_few() -> None:
    assert {door.path for door in DOORS if door.least is None} == {
        "/static/{name}", "/login", "/logout", "/language",
    }  # fmt: skip
    assert all(
        door.least is not Role.VIEWER or door.method == "GET" or "/account" in door.path for door in DOORS
    )


SAME, OTHER = "http://127.0.0.1:8765", "http://evil.example"


@pytest.mark.parametrize(
    ("headers", "accepted"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": SAME}, False),
        ({"sec-fetch-site": "same-origin", "origin": OTHER}, True),
        ({"origin": SAME}, True),
        ({"origin": OTHER}, False),
        ({"origin": "http://127.0.0.1:9999"}, False),
        ({"origin": "http://127.0.0.1:8765.evil.example"}, False),
        ({"origin": "null"}, False),
        ({"origin": ""}, False),
        ({}, True),
    ],
)
def test_a_form_is_taken_from_the_own_page_only(
    headers: dict[str, str], accepted: bool, alone: Person
) -> None:
    answer = alone.client.post("/language", data={"language": "en", "back": "/"}, headers=headers)
    assert answer.status_code == (303 if accepted else 403)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8765", ""])
def test_without_login_only_the_own_names_are_answered(host: str, alone: Person) -> None:
    assert alone.get("/", headers={"host": host}).status_code == 400
    assert alone.get("/", headers={"host": "localhost:8765"}).status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "review.example"])
def test_without_login_it_listens_on_this_machine_only(host: str) -> None:
    with pytest.raises(UsageError) as error:
        Settings(Path(), host=host, single_user=True)
    assert error.value.key == "review.single_user_elsewhere"
    assert Settings(Path(), host="127.0.0.1", single_user=True).own_names


@pytest.mark.parametrize("address", ["/", "/login", "/nothing", "/static/review.css", "/api/v1/none"])
def test_every_answer_bears_the_headers(address: str, shared: Person) -> None:
    answer = shared.get(address)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_too_large_a_body_is_refused(alone: Person) -> None:
    most = alone.client.post("/language", content=b"x" * MOST_BODY_BYTES, headers=alone.origin)
    assert most.status_code == 400
    more = alone.client.post("/language", content=b"x" * (MOST_BODY_BYTES + 1), headers=alone.origin)
    assert more.status_code == 413

    def unannounced() -> object:
        for _ in range(3):
            yield b"x" * (MOST_BODY_BYTES // 2)

    streamed = alone.client.post("/language", content=unannounced(), headers=alone.origin)
    assert streamed.status_code == 413


@pytest.mark.parametrize(
    "address",
    ["//evil.example", "/\\evil.example", "http://evil.example", "https:evil.example", "javascript:alert(1)",
     "\t//evil.example", "/\t/evil.example", "/\n/evil.example", "", "evil", "\\\\evil.example", "/a\\b"],
)  # fmt: skip
def test_nobody_is_led_to_another_place(address: str, alone: Person) -> None:
    assert inside(address) == "/"
    answer = alone.post("/language", language="en", back=address)
    assert answer.headers["location"] == "/"
    assert inside("/queue?text=a") == "/queue?text=a"


@pytest.mark.parametrize(
    "document",
    ["../../congbo.db", "..%2f..%2fcongbo.db", "%2e%2e/congbo.db", "..%5c", "%00", "a" * 63, "A" * 64,
     "/etc/passwd", "....//", "%252e%252e%252f", "~", "b" * 64],
)  # fmt: skip
def test_no_path_leads_out_of_the_originals(document: str, alone: Person) -> None:
    for address in (f"/documents/{document}", f"/documents/{document}/pages/1", f"/static/{document}"):
        assert alone.get(address).status_code in (400, 404)


def test_errors_have_one_shape_for_programs(shared: Person, alone: Person) -> None:
    answers = [
        shared.get("/api/v1/summary"),
        alone.get("/api/v1/none"),
        alone.get("/api/v1/proposals/p-none"),
        alone.client.delete("/api/v1/summary", headers=alone.origin),
        alone.client.post("/api/v1/proposals/x/verdict", headers={"origin": OTHER}),
        alone.post(f"/api/v1/proposals/p-{DOCUMENT[:16]}-001/verdict", verdict="maybe"),
        alone.get("/api/v1/entries/nonsense"),
    ]
    assert [one.status_code for one in answers] == [401, 404, 404, 405, 403, 400, 400]
    for one in answers:
        assert set(one.json()) == {"error"}
        assert set(one.json()["error"]) == {"status", "code", "message", "facts"}
        assert one.json()["error"]["status"] == one.status_code


def test_templates_say_only_what_is_in_the_catalogue_and_hold_no_script_or_style() -> None:
    known, said = catalogue("vi"), re.compile(r"say\('([a-z_]+\.[a-z_0-9]+)'[,)]")
    for path in TEMPLATES.glob("*.html"):
        text = path.read_text("utf-8")
        assert [key for key in said.findall(text) if key not in known] == []
        assert not re.search(
            r"<script(?! defer src=\"/static/)|<style|\sstyle=|\son[a-z]+=|\|\s*safe|https?://", text
        ), path
