"""Letters that urge the departments (công văn đôn đốc): what is overdue, due soon, or lacks a date.

What has no known start gets no verdict: it stands in a table of its own that asks for what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from catalogue.deadlines import StatusKind
from catalogue.deadlines.rules import Proof, Unit, Who
from catalogue.deadlines.status import NoBasis
from catalogue.exports.numbers import counted, day, whole
from catalogue.exports.word import UNKNOWN, fill, template
from catalogue.obligations import facts_of_workspace
from catalogue.overview import ObligationView, obligations_on
from catalogue.provinces import Province
from catalogue.reporting_rows import procedure_key
from catalogue.workspace import Workspace
from extract.decision import iso
from extract.folding import plain
from ingest.messages import say, speaking

SOON = 3
"""Working days within which something is due soon, unless said otherwise."""
_SHOWN_PROCEDURES = 3


@dataclass(frozen=True, slots=True)
class Letter:
    """What one department is to be urged about; `file` is the name of its letter."""

    department: str
    overdue: tuple[ObligationView, ...]
    soon: tuple[ObligationView, ...]
    unclear: tuple[ObligationView, ...]
    file: str

    @property
    def counts(self) -> dict[str, int]:
        """How many of each."""
        return {"overdue": len(self.overdue), "soon": len(self.soon), "unclear": len(self.unclear)}

    @property
    def unverified(self) -> int:
        """How many rest on a deadline that only a local document has shown so far."""
        return sum(_unverified(view) for view in (*self.overdue, *self.soon, *self.unclear))

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form: the obligations of each table as `congbo overdue --json` tells them."""
        tables = {"overdue": self.overdue, "soon": self.soon, "unclear": self.unclear}
        return {
            "department": self.department,
            "file": self.file,
            "unverified": self.unverified,
            **{
                name: [{**view.to_json(), "missing": missing(view)} for view in views]
                for name, views in tables.items()
            },
        }


@dataclass(frozen=True, slots=True)
class Urging:
    """The letters of a day, and what stands in none: departments with nothing open, duties by number.

    `unknown` are duties of no known department, `promptly` those without a number of days. `procedures` says
    which procedure a listed row is of, so that one listed at two levels counts once.
    """

    as_of: date
    soon: int
    letters: tuple[Letter, ...]
    nothing_open: tuple[str, ...]
    unknown: int
    promptly: int
    procedures: Mapping[str, str] = field(default_factory=dict, repr=False)

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "as_of": iso(self.as_of),
            "soon": self.soon,
            "letters": [letter.to_json() for letter in self.letters],
            "nothing_open": list(self.nothing_open),
            "unknown_department": self.unknown,
            "promptly": self.promptly,
        }


def urging(workspace: Workspace, as_of: date, department: str | None = None, soon: int = SOON) -> Urging:
    """What each department is to be urged about on a day; `soon` in working days."""
    views = [
        view
        for view in obligations_on(workspace, as_of, department, everything=True)
        if view.obligation.rule.who is Who.DEPARTMENT
        and not view.obligation.rule.informational
        and (view.obligation.signed or as_of) <= as_of
    ]
    told = [view for view in views if _urged(view, as_of, soon)]
    names = _names(views, department)
    found = [_letter(name, told, as_of) for name in names]
    return Urging(
        as_of,
        soon,
        tuple(letter for letter in found if any(letter.counts.values())),
        tuple(letter.department for letter in found if not any(letter.counts.values())),
        sum(not view.obligation.departments for view in told),
        sum(view.status.kind is StatusKind.PROMPTLY for view in views),
        {
            item.id: procedure_key(item)
            for decision in facts_of_workspace(workspace)
            for item in decision.items or ()
        },
    )


def urging_letter(letter: Letter, told: Urging, province: Province | None, workspace: Path) -> bytes:
    """The letter to a department, filled into the template `urging`, in Vietnamese whoever writes it."""
    with speaking("vi"):
        return fill(template(workspace, "urging"), _facts(letter, told, province))


def _facts(letter: Letter, told: Urging, province: Province | None) -> dict[str, Any]:
    return {
        "province": province.title if province else UNKNOWN,
        "place": province.name if province else UNKNOWN,
        "signed": None,
        "signer": "",
        "department": letter.department,
        "as_of": told.as_of,
        "soon_days": told.soon,
        "overdue": [_row(view, told) for view in letter.overdue],
        "soon": [_row(view, told) for view in letter.soon],
        "unclear": [_row(view, told) for view in letter.unclear],
        "unverified": bool(letter.unverified),
    }


def missing(view: ObligationView) -> str:
    """What is still to be done or to be told, in words without a full stop."""
    one, standing = view.obligation, view.status
    if standing.kind is StatusKind.NO_BASIS:
        bases = say("deadline.or").join(say(f"deadline_unknown.{basis}") for basis in one.rule.starts)
        closed = day(one.closed_on) if one.closed_on else ""
        reason = standing.reason or NoBasis.NO_START
        return say(f"urging_ask.{reason}", bases=bases, day=closed, left=len(standing.left))
    done = len(one.progress) - len(standing.left)
    if done and standing.left:
        names = [" ".join(filter(None, (item.code, item.name))) for item in standing.left]
        shown = names[:_SHOWN_PROCEDURES]
        if len(names) > len(shown):
            shown.append(say("deadline.more_items", count=len(names) - len(shown)))
        return say("urging.left", left=len(names), total=len(one.progress), items="; ".join(shown))
    return say(f"deadline_open.{one.rule.ends[-1]}")


def _urged(view: ObligationView, as_of: date, soon: int) -> bool:
    if view.status.kind is StatusKind.DUE:
        one = view.obligation
        assert one.due is not None
        return one.calendar.working_days_between(as_of, one.due) <= soon
    return view.status.kind in {StatusKind.OVERDUE, StatusKind.NO_BASIS}


def _names(views: Iterable[ObligationView], asked: str | None) -> list[str]:
    """The departments that have any duty; of those that answer together only the ones asked for."""
    names = sorted({name for view in views for name in view.obligation.departments})
    wanted = [name for name in names if not asked or plain(asked) in plain(name)]
    return wanted or names


def _letter(name: str, told: Sequence[ObligationView], as_of: date) -> Letter:
    own = [view for view in told if name in view.obligation.departments]
    overdue, soon, unclear = (
        tuple(view for view in own if view.status.kind is kind)
        for kind in (StatusKind.OVERDUE, StatusKind.DUE, StatusKind.NO_BASIS)
    )
    slug = "-".join("".join(sign if sign.isalnum() else " " for sign in plain(name)).split())
    return Letter(name, overdue, soon, unclear, say("urging.file", name=slug, day=as_of.isoformat()))


def _row(view: ObligationView, told: Urging) -> dict[str, str]:
    """What the tables show of a duty."""
    one, standing = view.obligation, view.status
    unit = say(f"deadline_unit.{standing.unit or Unit.WORKING_DAY}")
    days = "" if standing.days is None else say("urging.days", days=counted(standing.days), unit=unit)
    if standing.kind is StatusKind.DUE and standing.days == 0:
        days = say("urging.today")
    procedures = {told.procedures.get(item, item) for item in one.items or ()}
    source = one.rule.short_source + (" (*)" if _unverified(view) else "")
    return {
        "number": one.number or say("deadline.no_number"),
        "signed": day(one.signed) or UNKNOWN,
        "procedures": whole(len(procedures)) if procedures else UNKNOWN,
        "duty": one.rule.title[:1].upper() + one.rule.title[1:],
        "source": source,
        "due": day(one.due) + (f" ({say('urging.provisional')})" if one.due and one.provisional else ""),
        "days": days,
        "missing": _sentence(missing(view)),
    }


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _unverified(view: ObligationView) -> bool:
    return view.obligation.rule.proof is not Proof.VERIFIED
