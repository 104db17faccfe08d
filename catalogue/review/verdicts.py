"""Passing a verdict from the page: only on what the person saw, and never over somebody else's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalogue.applying import EDITABLE, Wish
from catalogue.audit import now
from catalogue.judgements import State, Verdict, load_judgement
from catalogue.judging import By, judge
from catalogue.review.doors import Visit
from catalogue.review.refusals import Refused
from catalogue.workspace import Workspace
from ingest.errors import UsageError
from ingest.messages import catalogue, language, say
from ingest.messages.command import day_of

OFFERED = (Verdict.ACCEPT, Verdict.REJECT, Verdict.UNSURE, Verdict.UNDO)
MOST_TEXT = 2000
"""Letters of a reason or comment."""

_ENDS = {
    Verdict.ACCEPT: State.ACCEPTED,
    Verdict.REJECT: State.REJECTED,
    Verdict.UNSURE: State.UNSURE,
    Verdict.UNDO: State.UNDONE,
}


class ConflictError(Exception):
    """Somebody judged in between; `judged` is what stands now."""

    def __init__(self, judged: dict[str, Any] | None) -> None:
        super().__init__()
        self.judged = judged


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of one proposal; `seen` is the judgement that stood when they saw it, 0: none."""

    verdict: Verdict
    seen: int
    wish: Wish
    reason: str | None = None

    @classmethod
    def of(cls, form: Mapping[str, str]) -> Said:
        """From a form; fields count where they differ from what it came with (`was_…`).

        Refused (400): it says no verdict, or a day that is none.
        """
        verdict = form.get("verdict", "")
        if verdict not in OFFERED or not form.get("seen", "0").isdecimal():
            raise Refused(400, "form")
        fields = {name: form[f"set_{name}"].strip() for name in EDITABLE if _changed(form, "set_", name)}
        effective = _day(form["effective"]) if _changed(form, "", "effective") else None
        entry = form.get("other_code", "").strip() or form.get("entry")
        wish = Wish(fields, entry or None, effective)
        reason = form.get("reason", "").strip()[:MOST_TEXT]
        return cls(Verdict(verdict), int(form.get("seen") or 0), wish, reason or None)


def passed(visit: Visit, row: Mapping[str, Any], said: Said) -> None:
    """Pass the verdict. ConflictError: another stands than the person saw; UsageError: it cannot be passed.

    The same verdict sent twice by the same person counts once.
    """
    with visit.house.follower.judging:
        standing = visit.workspace.rows("SELECT state, judgement FROM proposals WHERE id = ?", [row["id"]])[0]
        if (standing["judgement"] or 0) != said.seen:
            judged = _standing(visit.workspace, standing["judgement"])
            mine = judged is not None and judged["user"] == visit.name
            if mine and standing["state"] == _ENDS[said.verdict]:
                return
            raise ConflictError(judged)
        session = judge(
            visit.workspace,
            [row["id"]],
            said.verdict,
            said.wish if said.verdict is Verdict.ACCEPT else None,
            By(visit.name, said.reason),
            follow=False,
        )
    for _, error in session.refused:
        if error.key == "judgement.already_judged":
            raise ConflictError(row["judged"])
        raise error
    visit.house.follower.follow(visit.house.settings.folder)


def comment(visit: Visit, ident: str, text: str) -> None:
    """Add a comment. Refused (400): there is nothing in it."""
    text = text.strip()[:MOST_TEXT]
    if not text:
        raise Refused(400, "form")
    with visit.workspace.writing() as db:
        db.table("comments").insert({"proposal": ident, "user": visit.name, "at": now(), "text": text})


def in_words(error: UsageError) -> str:
    """Why a verdict cannot be passed, with the way out on the page rather than on the command line."""
    key = f"review_refused.{error.key.partition('.')[2]}"
    if key in catalogue(language()):
        return say(key, **error.facts)
    return error.sentence()


def _standing(workspace: Workspace, judgement: int | None) -> dict[str, Any] | None:
    return load_judgement(workspace, judgement).to_json() if judgement else None


def _changed(form: Mapping[str, str], prefix: str, name: str) -> bool:
    """True where a field was set otherwise; browsers send line ends of their own."""
    fresh, was = form.get(f"{prefix}{name}"), form.get(f"was_{name}", "")
    return fresh is not None and fresh.split() != was.split()


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    found = day_of(text)
    if found is None:
        raise Refused(400, "day", text=text[:40])
    return found
