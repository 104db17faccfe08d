"""The truth of a sample decision: what a faultless reader would extract, in the shape of the contract."""

from __future__ import annotations

from datetime import date
from typing import Any

from corpus.generator.composing import effective_sentence, title
from corpus.generator.facts import (
    CodeStyle,
    Entry,
    Grouping,
    ListStyle,
    Procedure,
    SampleDecision,
    SampleList,
)
from corpus.generator.rows import agency, basis, printed, printed_code
from extract.decision import COUNTED, Decision, Effective, Item, Source
from ingest.document import one_line

_NOT_STATED = ("source", "confidence")


def truth(decision: SampleDecision) -> dict[str, Any]:
    """The decision as JSON, without what depends on one file: sources, confidence, issues, document."""
    out = _decision(decision).to_json()
    del out["issues"], out["document"]
    for item in out["items"]:
        for key in _NOT_STATED:
            del item[key]
    return {**out, "annex_missing": True} if decision.annex_missing else out


def _decision(decision: SampleDecision) -> Decision:
    sentence = effective_sentence(decision)
    return Decision(
        number=decision.number,
        issuer=decision.issuer.name,
        issuer_level=decision.issuer.level,
        signed=decision.signed,
        signer=decision.issuer.signer,
        title=title(decision),
        effective=Effective(sentence[sentence.index("kể từ") : -1], _effective_day(decision)),
        is_publication=decision.publishes,
        internal=decision.internal,
        approves_workflow=decision.workflow or not decision.publishes,
        shortened_procedure=decision.shortened,
        departments=() if decision.ministry else (decision.field.department,),
        based_on=decision.based_on,
        affects=decision.affects,
        declared_counts=_declared(decision),
        items=_items(decision) if decision.publishes and not decision.annex_missing else (),
        sha256="",
        media_type="",
        pages=None,
    )


def _effective_day(decision: SampleDecision) -> date | None:
    return None if decision.tied_to else decision.effective or decision.signed


def _items(decision: SampleDecision) -> tuple[Item, ...]:
    return tuple(
        _item(decision, one, entry, ordinal) for one in decision.lists for entry, ordinal in printed(one)
    )


def _declared(decision: SampleDecision) -> dict[str, int | None]:
    counts: dict[str, int | None] = dict.fromkeys(COUNTED)
    if decision.counted:
        for one in decision.lists:
            key = one.change.value if one.change.value in COUNTED else "other"
            counts[key] = (counts[key] or 0) + len(one.entries)
    return counts


def _item(decision: SampleDecision, one: SampleList, entry: Entry, ordinal: str) -> Item:
    procedure, style = entry.procedure, one.style
    printed_as = printed_code(one, entry)
    own_code = printed_as if entry.replaces is None else None
    return Item(
        change=one.change,
        name=procedure.name,
        source=Source(),
        code=procedure.code if own_code else None,
        code_printed=own_code,
        field=_field(decision, style, procedure),
        levels=entry.levels,
        agency=agency(entry) if "agency" in style.columns else None,
        time_limit=procedure.time_limit if "time_limit" in style.columns else None,
        fee=procedure.fee if "fee" in style.columns else None,
        basis=one_line(basis(one, entry)) if "basis" in style.columns else None,
        replaces_code=_old_code(one, entry),
        replaced_name=entry.replaces.name if entry.replaces else None,
        ordinal=ordinal,
        internal=decision.internal,
    )


def _field(decision: SampleDecision, style: ListStyle, procedure: Procedure) -> str | None:
    """None where the list leaves it to a title that names several."""
    told = style.fields is not Grouping.TITLE or decision.field_names == procedure.field.name
    return procedure.field.name if told else None


def _old_code(one: SampleList, entry: Entry) -> str | None:
    if entry.replaces is None or one.style.code is CodeStyle.NONE:
        return None
    return entry.replaces.code
