"""The rows that a report counts: decisions, procedures, duties, legal acts, each with the id it is known by.

A report states nothing that is not the number of some of these rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from catalogue.deadlines import DecisionFacts, ItemFacts, Obligation, Status, StatusKind, status, verdict
from catalogue.deadlines.rules import Ending, Who
from catalogue.deadlines.status import NoBasis
from catalogue.matching.names import name_of
from extract.decision import Change, Level, iso
from extract.folding import fold
from ingest.messages import say

_ACT = re.compile(
    r"(?<![\w./-])(\d{1,4})\s?/\s?((?:19|20)\d\d)\s?/\s?([A-ZĐ]+\d*(?:-\s?[A-ZĐ&]+g?\d*)*)(?!\w)"
)
"""Number of a legal act (VBQPPL): it has the year in it, which a publication decision's has not."""


class Kind(StrEnum):
    """What a row is."""

    DECISION = "decision"
    PROCEDURE = "procedure"
    DUTY = "duty"
    ACT = "act"


class Posted(StrEnum):
    """How a procedure's posting on the national database stands; `unposted`: nothing shows that it was."""

    IN_TIME = "in_time"
    LATE = "late"
    UNKNOWN = "unknown"
    UNPOSTED = "unposted"


class Online(StrEnum):
    """Level of the online service: "toàn trình" or "một phần" (Nghị định 42/2022/NĐ-CP Điều 11)."""

    FULL = "full"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Row:
    """One row behind a figure: what it is, whose it is, and the facts that detail lists show.

    `department` and `fields` say in which lines of the report it counts; both may be empty where no document
    tells. `ids` are the items or obligations that it stands for.
    """

    kind: Kind
    id: str
    department: str
    fields: tuple[str, ...]
    facts: Mapping[str, Any] = field(hash=False)
    ids: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain facts; days ISO."""
        told = {name: iso(value) if isinstance(value, date) else value for name, value in self.facts.items()}
        ids = list(self.ids)
        return {
            "id": self.id,
            "ids": ids,
            "department": self.department or None,
            "fields": list(self.fields),
            **told,
        }


def decision_row(decision: DecisionFacts) -> Row:
    """A decision with how many procedures it publishes in which way; None counts for one without a list."""
    rows = list(procedure_rows(decision))
    counts: dict[str, int | None] = {
        change.value: sum(row.facts["change"] is change and not row.facts["internal"] for row in rows)
        for change in Change
    }
    counts["internal"] = sum(row.facts["internal"] for row in rows)
    facts = {
        "decision": decision.number,
        "signed": decision.signed,
        "workflow": decision.with_workflow,
        **(counts if decision.items is not None else dict.fromkeys(counts)),
    }
    fields = tuple(sorted({item.field or "" for item in decision.items or ()}))
    return Row(Kind.DECISION, decision.id, _department(decision), fields, facts, (decision.id,))


def procedure_rows(
    decision: DecisionFacts,
    posting: tuple[Obligation, Status] | None = None,
    online: Mapping[str, Online] | None = None,
    cuts: Mapping[str, int] | None = None,
) -> Iterator[Row]:
    """The procedures of a decision, each once for each kind of change, at however many levels it is listed.

    `posting` is the decision's duty to post on the national database (rule R2, R2b), `cuts` by how many
    percent the time of an item is cut, where that is known.
    """
    groups: dict[tuple[Change, str], list[ItemFacts]] = {}
    for item in decision.items or ():
        groups.setdefault((item.change, procedure_key(item)), []).append(item)
    for (change, key), items in groups.items():
        first = items[0]
        levels = {level for item in items for level in item.levels}
        facts = {
            "document": decision.id,
            "decision": decision.number,
            "signed": decision.signed,
            "change": change,
            "code": first.code,
            "name": first.name,
            "levels": [level.value for level in Level if level in levels],
            "replaces": _replaced(items),
            "internal": first.internal or decision.internal,
            "posted": _posted(items, posting),
            "posted_on": posting[0].closed_on if posting and _done(posting[1]) else None,
            "online": (online or {}).get(first.code or ""),
            "cut": max((cuts[item.id] for item in items if cuts and item.id in cuts), default=None),
            "acts": sorted({act for item in items for act in legal_acts(item.basis or "")}),
            "based": any(item.basis for item in items),
            "key": key,
        }
        ids = tuple(item.id for item in items)
        yield Row(Kind.PROCEDURE, first.id, _department(decision), (first.field or "",), facts, ids)


def procedure_key(item: ItemFacts) -> str:
    """What the rows of one procedure share in a decision: the code, else the name with the level it names.

    Of 6,555 names of the national catalogue 28 stand for two codes of one ministry, so a name listed at two
    levels is one procedure.
    """
    name = name_of(item.name)
    return item.code or "@".join([name.key or item.id, *name.levels])


def duty_row(obligation: Obligation, standing: Status, known: Mapping[str, DecisionFacts]) -> Row:
    """An obligation as it stood on the day of the report; `known`: the decisions by their ids.

    One of a decision that is only cited stands under the fields of those that cite it.
    """
    decision = known.get(obligation.subject)
    items = [
        item
        for item in (decision.items if decision else None) or ()
        if obligation.items is None or item.id in obligation.items
    ]
    citing = (known[ident] for ident in obligation.cited_by if ident in known)
    listed = items or [item for one in citing for item in one.items or ()]
    fields = tuple(sorted({item.field or "" for item in listed}))
    said = verdict(obligation, standing)
    same_act = bool(obligation.closing and obligation.closing.same_act and _done(standing))
    facts = {
        "decision": obligation.number,
        "signed": obligation.signed,
        "rule": obligation.rule.id,
        "duty": obligation.rule.title[:1].upper() + obligation.rule.title[1:],
        "source": obligation.rule.short_source,
        "proof": obligation.rule.proof,
        "start": obligation.start,
        "due": obligation.due,
        "done": obligation.closed_on if _done(standing) and not same_act else None,
        "procedures": len({procedure_key(item) for item in items}) if items else None,
        "status": standing.kind,
        "verdict": "; ".join(
            [said, say("deadline.same_act", number=obligation.number)] if same_act else [said]
        ),
    }
    return Row(
        Kind.DUTY, obligation.id, obligation.department or "", fields, facts, tuple(obligation.items or ())
    )


def act_rows(procedures: Iterable[Row]) -> list[Row]:
    """The legal acts that the procedures name as their basis, each once, with who names them."""
    groups: dict[str, list[Row]] = {}
    for row in procedures:
        for act in row.facts["acts"]:
            groups.setdefault(act, []).append(row)
    return [_act_row(act, rows) for act, rows in sorted(groups.items(), key=lambda pair: _act_order(pair[0]))]


def _act_row(act: str, rows: Sequence[Row]) -> Row:
    departments = sorted({row.department for row in rows} - {""})
    fields = tuple(sorted({name for row in rows for name in row.fields}))
    facts = {
        "act": act,
        "decisions": sorted({row.facts["decision"] or "" for row in rows} - {""}),
        "procedures": len({(row.facts["document"], row.facts["key"]) for row in rows}),
    }
    ids = tuple(dict.fromkeys(ident for row in rows for ident in row.ids))
    return Row(Kind.ACT, act, "; ".join(departments), fields, facts, ids)


def legal_acts(text: str) -> Iterator[str]:
    """The numbers of the legal acts in a text: "63/2010/NĐ-CP"."""
    for found in _ACT.finditer(text):
        yield f"{int(found[1]):02d}/{found[2]}/{found[3].replace(' ', '')}"


def online_level(text: str | None) -> Online | None:
    """The level of an online service as a catalogue writes it; None where it says neither or both.

    The former levels 3 and 4 are not the same thing and are no evidence.
    """
    said = fold(text or "")
    found = [level for level, words in _ONLINE.items() if words in said]
    return found[0] if len(found) == 1 else None


_ONLINE = {Online.FULL: "toàn trình", Online.PART: "một phần"}


def counts_as_duty(obligation: Obligation) -> bool:
    """True for a duty of the province with a number of days; "kịp thời" can be neither met nor missed."""
    rule = obligation.rule
    return rule.length is not None and not rule.informational and rule.who is Who.DEPARTMENT


def is_posting(obligation: Obligation) -> bool:
    """True for the duty to post a decision of the province on the national database."""
    return counts_as_duty(obligation) and Ending.POSTED_NATIONAL in obligation.rule.ends


def standings(obligations: Iterable[Obligation], as_of: date) -> list[tuple[Obligation, Status]]:
    """The obligations that ask something, with how they stood on a day."""
    found = ((one, status(one, as_of)) for one in obligations)
    return [(one, how) for one, how in found if how.kind is not StatusKind.NOT_APPLICABLE]


def _posted(items: Sequence[ItemFacts], posting: tuple[Obligation, Status] | None) -> Posted | None:
    """None where the procedure need not be posted: internal, or settled centrally alone."""
    if posting is None:
        return None
    obligation, standing = posting
    if obligation.items is not None and not any(item.id in obligation.items for item in items):
        return None
    if standing.kind is StatusKind.MET:
        return Posted.IN_TIME
    if standing.kind is StatusKind.MET_LATE:
        return Posted.LATE
    return Posted.UNKNOWN if _done(standing) else Posted.UNPOSTED


def _done(standing: Status) -> bool:
    return standing.kind in {StatusKind.MET, StatusKind.MET_LATE} or standing.reason in {
        NoBasis.DONE_SOME_DAY,
        NoBasis.ANSWERED_WITHOUT_START,
    }


def _replaced(items: Sequence[ItemFacts]) -> str | None:
    named = (" ".join(filter(None, (item.replaces_code, item.replaced_name))) for item in items)
    return "; ".join(dict.fromkeys(filter(None, named))) or None


def _department(decision: DecisionFacts) -> str:
    return "; ".join(decision.departments)


def _act_order(act: str) -> tuple[str, int, str]:
    number, year, symbol = act.split("/", 2)
    return year, int(number), symbol
