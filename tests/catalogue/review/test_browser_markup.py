"""Markup in everything that is shown: on no page does it become more than text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from catalogue import evidence
from catalogue.assignments import assign
from catalogue.deadlines import EvidenceKind
from catalogue.imports.importing import import_catalogue
from catalogue.intake import register, store_failure
from catalogue.procedure import Scope
from catalogue.review.app import DOORS
from catalogue.review.queue import Wanted
from catalogue.users import Role, add_user
from catalogue.workspace import Workspace
from extract.decision import Change, Effect, Effective, Reference, Source
from ingest.errors import Category, DocumentError
from tests.catalogue.judging_cases import CARD, publish
from tests.catalogue.making import item, national_csv
from tests.catalogue.review.browsing import Surfer, serving
from tests.catalogue.review.opening import DAY, DOCUMENT, PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

EARLIER = "b" * 64
FIRST, SECOND = (f"p-{DOCUMENT[:16]}-{position:03d}" for position in (1, 2))


def hostile(field: str) -> str:
    """Text that runs a script if it is ever taken for markup or a template, and says where it is from."""
    return f"'\"><img src=x onerror=alert(1)><svg onload=alert(2)>{{{{7*7}}}}[{field}]"


SHOWN = (
    "name", "field", "agency", "time_limit", "fee", "basis", "section", "code_printed", "ordinal", "issuer",
    "signer", "title", "department", "clause", "part", "reason", "comment", "file", "broken", "evidence",
    "list", "source", "fault", "user",
)  # fmt: skip


def filled_with_markup(folder: Path) -> Workspace:
    """A workspace in which all that comes from documents, lists, sources and people is hostile."""
    workspace = Workspace.create(folder / "kho", "Quảng Ngãi")
    listing = national_csv(folder / f"{hostile('list')}.csv", [(CARD[0], CARD[1], "Du lịch")])
    import_catalogue(workspace, listing, scope=Scope.PROVINCE, imported_on=date(2025, 4, 28))
    printed = ("field", "agency", "time_limit", "fee", "basis", "section", "ordinal", "code_printed")
    said: dict[str, Any] = {name: hostile(name) for name in printed}
    publish(
        workspace,
        item(name=f"{CARD[1]} {hostile('name')}", code=CARD[0], source=Source(row=1), **said),
        item(Change.REPLACED, name="Thủ tục khác", replaced_name=hostile("replaced"), **said),
        sha256=DOCUMENT,
        issuer=f"Ủy ban nhân dân tỉnh Quảng Ngãi {hostile('issuer')}",
        title=hostile("title"),
        signer=hostile("signer"),
        departments=(hostile("department"),),
        effective=Effective(hostile("clause"), date(2025, 11, 20)),
        affects=(Reference("12/QĐ-UBND", date(2025, 1, 2), Effect.REPEALS_PART, hostile("part")),),
    )
    register(workspace, DOCUMENT, [hostile("file")])
    register(workspace, EARLIER, [hostile("broken")])
    store_failure(workspace, EARLIER, DocumentError(Category.ENCRYPTED, hostile("broken")))
    posted = EvidenceKind.POSTED_NATIONAL
    evidence.add(workspace, "2815/QĐ-UBND", posted, DAY, source=hostile("evidence"), as_of=DAY)
    evidence.add(workspace, "99/QĐ-UBND", posted, DAY, source=hostile("lost"), as_of=DAY)
    run = {"source": hostile("source"), "started": "2025-11-30", "fault": "x", "sentence": hostile("fault")}
    workspace.db.table("source_runs").insert(run)
    return workspace


@pytest.fixture(scope="module")
def surfer(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Surfer]:
    """An administrator of a hostile name, who has judged, commented and taken one."""
    name = hostile("user")
    with filled_with_markup(tmp_path_factory.mktemp("markup")) as workspace:
        add_user(workspace, "somebody", Role.ADMINISTRATOR, PASSWORD)
        workspace.db.execute("UPDATE users SET name = ?", [name])
        assign(workspace, [SECOND], name, name)
    with serving(workspace.folder) as address:
        surfer = Surfer(browser, address, name)
        surfer.send(f"/items/{FIRST}/comment", text=hostile("comment"))
        surfer.send(
            f"/items/{FIRST}/verdict", verdict="accept", seen="0", entry=CARD[0], reason=hostile("reason")
        )
        yield surfer
        surfer.close()


def pages() -> list[str]:
    """Every page there is, the ones that take a word in their address also with a hostile one."""
    values = {"document": DOCUMENT, "code": CARD[0], "number:number": "1", "proposal": FIRST}
    files = ("/api/", "/static/", "/documents/")
    paths = [door.path for door in DOORS if door.method == "GET" and not door.path.startswith(files)]
    word = quote(hostile("word"))
    return [
        *(re.sub(r"{([^}]+)}", lambda match: values[match[1]], path) for path in paths),
        f"/items/{SECOND}",
        f"/items/{FIRST}?done={FIRST}",
        f"/catalogue?text={quote('hướng dẫn')}",
        f"/catalogue/{CARD[0]}?on=2025-11-01&other=2025-12-01",
        *(f"/queue?state=all&{name}={word}" for name in Wanted.__slots__),
        *(f"{path}{word}" for path in ("/nothing", "/items/", "/decisions/", "/catalogue/", "/login?back=")),
        *(f"{path}={word}" for path in ("/deadlines?status", "/deadlines?department", "/catalogue?text")),
        f"/catalogue/{CARD[0]}?on={word}",
    ]


def told(page: Page) -> str:
    """All that a page shows, fields and hints too, with everything opened."""
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => (one.open = true))")
    values = page.evaluate("() => [...document.querySelectorAll('input, textarea')].map((one) => one.value)")
    return "\n".join([page.inner_text("body"), *map(str, values)])


def faults_of(surfer: Surfer) -> list[str]:
    """What went wrong, without the refusals that were asked for."""
    return [one for one in surfer.faults if not re.search(r"status of 4\d\d", one)]


@pytest.mark.parametrize("address", pages())
def test_no_page_takes_it_for_markup(address: str, surfer: Surfer) -> None:
    page = surfer.open(address)
    page.wait_for_load_state("networkidle")
    assert page.locator("img, svg[onload], script:not([src]), [onerror], [onload]").count() == 0
    text = told(page)
    assert text.count("{{7*7}}[") == text.count("onload=alert(2)>")
    assert "49[" not in text
    assert faults_of(surfer) == []


def test_it_is_shown_as_the_text_it_is(surfer: Surfer) -> None:
    seen = "\n".join(told(surfer.open(address)) for address in pages())
    missing = [field for field in SHOWN if hostile(field)[1:] not in seen.replace("\n", " ")]
    assert missing == []


def test_the_preview_of_many_is_text_too(surfer: Surfer) -> None:
    page = surfer.open("/queue?state=all")
    page.locator(".bulk button[value=accept]").click()
    page.wait_for_url("**/queue/bulk**")
    assert hostile("name")[1:] in told(page)
    assert page.locator("img, svg[onload]").count() == 0
    assert faults_of(surfer) == []
