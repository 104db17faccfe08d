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
from catalogue.review.fingerprints import fingerprints
from catalogue.review.refusals import Refused
from catalogue.review.rendering import day as shown_day
from extract.decision import Level
from ingest.errors import UsageError
from ingest.messages import catalogue, language, say
from ingest.messages.command import day_of

OFFERED = (Verdict.ACCEPT, Verdict.REJECT, Verdict.UNSURE, Verdict.UNDO)
MOST_TEXT = 2000
"""Letters of a reason or comment."""
MOST_DIGITS = 18
"""Digits of a number that somebody names; SQLite keeps no longer ones."""

_ENDS = {
    Verdict.ACCEPT: State.ACCEPTED,
    Verdict.REJECT: State.REJECTED,
    Verdict.UNSURE: State.UNSURE,
}

_DAYS = ("day", "first", "last")


class ConflictError(Exception):
    """Somebody judged in between, `judged` is what stands now; or, where `key` says so, the facts changed."""

    def __init__(self, judged: dict[str, Any] | None, key: str = "conflict") -> None:
        super().__init__(key)
        self.judged = judged
        self.key = key


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of one proposal; `seen` is the judgement that stood when they saw it, 0: none.

    `fingerprint` is that of what they saw proposed; without one only the judgement is compared.
    """

    verdict: Verdict
    seen: int
    wish: Wish
    reason: str | None = None
    fingerprint: str | None = None

    @classmethod
    def of(cls, form: Mapping[str, str]) -> Said:
        """From a form; fields count where they differ from what it came with (`was_…`).

        Refused (400): it says no verdict, or a day that is none.
        """
        verdict, seen = form.get("verdict", ""), form.get("seen") or "0"
        if verdict not in OFFERED or not (seen.isdecimal() and len(seen) <= MOST_DIGITS):
            raise Refused(400, "form")
        fields = {name: form[f"set_{name}"].strip() for name in EDITABLE if _changed(form, "set_", name)}
        effective = _day(form["effective"]) if _changed(form, "", "effective") else None
        entry = form.get("other_code", "").strip() or form.get("entry")
        wish = Wish(fields, entry or None, effective)
        reason = form.get("reason", "").strip()[:MOST_TEXT]
        return cls(Verdict(verdict), int(seen), wish, reason or None, form.get("fingerprint"))

    @property
    def told(self) -> Wish | None:
        """What is recorded beyond the verdict; only accepting sets anything."""
        return self.wish if self.verdict is Verdict.ACCEPT else None


def passed(visit: Visit, row: Mapping[str, Any], said: Said) -> None:
    """Pass the verdict. ConflictError: not what the person saw stands; UsageError: it cannot be passed.

    The same verdict with the same words sent twice by the same person counts once.
    """
    with visit.house.follower.judging:
        if _is_there_already(visit, row["id"], said):
            return
        session = judge(
            visit.workspace, [row["id"]], said.verdict, said.told, By(visit.name, said.reason), follow=False
        )
    for _, error in session.refused:
        if error.key == "judgement.already_judged":
            raise ConflictError(row["judged"])
        raise error
    visit.house.follow()


def _is_there_already(visit: Visit, ident: str, said: Said) -> bool:
    """True for a repetition. ConflictError: something else stands than the person saw; Refused: nothing."""
    standing = visit.workspace.rows("SELECT state, judgement FROM proposals WHERE id = ?", [ident])
    if not standing:
        raise Refused(404, "no_proposal", proposal=ident)
    state, judgement = standing[0]["state"], standing[0]["judgement"]
    if (judgement or 0) != said.seen:
        judged = load_judgement(visit.workspace, judgement).to_json() if judgement else None
        if _is_repeated(visit, said, state, judged):
            return True
        raise ConflictError(judged)
    fresh = fingerprints(visit.workspace, [ident])[ident]
    if said.verdict is not Verdict.UNDO and said.fingerprint not in (None, fresh):
        raise ConflictError(None, "changed")
    return False


def _is_repeated(visit: Visit, said: Said, state: str, judged: Mapping[str, Any] | None) -> bool:
    if said.verdict is Verdict.UNDO:
        mine = 'SELECT 1 FROM judgements WHERE undoes = ? AND "user" = ?'
        return bool(visit.workspace.rows(mine, [said.seen, visit.name]))
    if judged is None or judged["user"] != visit.name or state != _ENDS[said.verdict]:
        return False
    edited = said.told.to_json() if said.told else {}
    return bool(judged["edited"] == edited and judged["reason"] == said.reason)


def comment(visit: Visit, ident: str, text: str) -> None:
    """Add a comment. Refused (400): there is nothing in it."""
    text = text.strip()[:MOST_TEXT]
    if not text:
        raise Refused(400, "form")
    with visit.workspace.writing() as db:
        db.table("comments").insert({"proposal": ident, "user": visit.name, "at": now(), "text": text})


def in_words(error: UsageError, row: Mapping[str, Any]) -> str:
    """Why a verdict cannot be passed, with the way out on the page rather than on the command line.

    `row` is the proposal: one that an article makes, by no row of a list, has no candidates to choose from.
    """
    key = f"review_refused.{error.key.partition('.')[2]}"
    if error.key == "judgement.unclear" and row["change"] is None:
        key = "review_refused.unclear_article"
    if key not in catalogue(language()):
        return error.sentence()
    told = {name: shown_day(str(value)) if name in _DAYS else value for name, value in error.facts.items()}
    if error.key == "judgement.no_level":
        told["known"] = "; ".join(say(f"level.{level}") for level in Level)
    return say(key, **told)


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
