"""A sample decision as a sequence of blocks: head, articles, signature, then its annexes.

Layout by Nghị định 30/2020/NĐ-CP Phụ lục I; order of the parts as in decisions of 2025-2026.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus.generator import annexes
from corpus.generator.facts import SampleDecision, issuers
from corpus.generator.layout import Block, Columns, Line
from corpus.generator.spelling import printed_date, printed_number, respelt
from corpus.generator.wording import changes_phrase, counts_phrase, long_date, wording
from extract.decision import Effect, Reference


def blocks(decision: SampleDecision) -> list[Block]:
    """The whole decision in reading order."""
    return respelt(
        [
            _letterhead(decision),
            Line("QUYẾT ĐỊNH", bold=True, centred=True),
            Line(title(decision), bold=True, centred=True),
            Line(decision.issuer.head.upper(), bold=True, centred=True),
            *(Line(text, italic=True) for text in _preamble(decision)),
            Line("QUYẾT ĐỊNH:", bold=True, centred=True),
            *_numbered(articles(decision)),
            _signature(decision),
            *annexes.blocks(decision),
        ],
        decision.spelling,
    )


def title(decision: SampleDecision) -> str:
    """The subject under the word QUYẾT ĐỊNH."""
    texts = wording()["title"]
    key = ("ministry" if decision.ministry else "province") + ("_internal" if decision.internal else "")
    key = key if decision.publishes else "workflow_only"
    text: str = texts[key].format(
        changes=changes_phrase(decision),
        workflow=texts["workflow"] if decision.workflow else "",
        field=decision.field_names,
        issuer=decision.issuer.name,
        department=decision.field.department,
    )
    return text


def articles(decision: SampleDecision) -> list[str]:
    """The articles without "Điều n."; a newline begins a paragraph."""
    texts = wording()["article"]
    out = ["\n".join(_publishing(decision))]
    if not decision.ministry:
        out.append(texts["duties"].format(department=decision.field.department))
    out.append(" ".join([effective_sentence(decision), *_effects(decision)]))
    executing = texts["executing_ministry" if decision.ministry else "executing_province"]
    return [*out, executing.format(department=decision.field.department)]


def effective_sentence(decision: SampleDecision) -> str:
    """The sentence that says from when the decision holds."""
    texts = wording()["article"]
    if decision.tied_to:
        return str(texts["effective_tied"].format(act=decision.tied_to))
    if decision.effective is None:
        return str(texts["effective_signing"][decision.spelling.words])
    text: str = texts["effective_day"][decision.spelling.words]
    return text.format(date=printed_date(decision.effective, decision.spelling))


def _publishing(decision: SampleDecision) -> Iterator[str]:
    texts = wording()["article"]
    scope = texts["scope_ministry" if decision.ministry else "scope_province"].format(
        issuer=decision.issuer.name, department=decision.field.department
    )
    if not decision.publishes:
        yield texts["workflow_only"].format(field=decision.field_names, department=decision.field.department)
        return
    if decision.counted:
        text = texts["publish_counted"].format(
            counts=counts_phrase(decision), field=decision.field_names, scope=scope
        )
    else:
        text = texts["publish"].format(
            what="" if decision.ministry else "Danh mục ",
            internal="nội bộ " if decision.internal else "",
            changes=changes_phrase(decision),
            field=decision.field_names,
            scope=scope,
        )
    yield text + (texts["workflow"] if decision.workflow else "")
    if decision.shortened:
        yield texts["shortened"]


def _preamble(decision: SampleDecision) -> Iterator[str]:
    texts = wording()["preamble"]
    if decision.ministry:
        yield decision.issuer.decree or ""
    else:
        yield from texts["province"]
    yield from texts["control"]
    if decision.internal:
        yield texts["control_internal"]
    if decision.ministry:
        yield texts["proposal_ministry"]
        return
    yield from texts["province_after"]
    for reference in decision.based_on:
        yield _based_on(decision, reference)
    initials = "".join(word[0] for word in decision.field.department.split() if word[0].isupper())
    submission = f"{decision.signed.toordinal() % 90 + 10}/TTr-{initials}"
    yield texts["proposal_province"].format(
        department=decision.field.department,
        submission=submission,
        date=printed_date(decision.signed, decision.spelling),
    )


def _based_on(decision: SampleDecision, reference: Reference) -> str:
    text: str = wording()["preamble"]["based_on"].format(
        number=printed_number(reference.number, decision.spelling),
        date=_date(decision, reference),
        ministry=issuers()[decision.field.ministry].name,
        changes=changes_phrase(decision),
        field=decision.field_names,
    )
    return text


def _effects(decision: SampleDecision) -> Iterator[str]:
    for reference in decision.affects:
        effect = reference.effect or Effect.REPLACES
        yield wording()["effect"][effect.value].format(
            number=printed_number(reference.number, decision.spelling),
            date=_date(decision, reference),
            part=reference.part,
            body=decision.issuer.head,
        )


def _date(decision: SampleDecision, reference: Reference) -> str:
    return printed_date(reference.date, decision.spelling) if reference.date else ""


def _letterhead(decision: SampleDecision) -> Columns:
    issuer, texts = decision.issuer, wording()["preamble"]
    names = [issuer.name.upper()] if decision.ministry else issuer.name.upper().partition(" TỈNH ")[::2]
    lines = names if decision.ministry else [names[0], f"TỈNH {names[1]}"]
    return Columns(
        left=(
            *(Line(line, bold=True, centred=True) for line in lines),
            Line("-------", centred=True),
            Line(f"Số: {_printed_number(decision)}", centred=True),
        ),
        right=(
            Line(texts["national_title"], bold=True, centred=True),
            Line(texts["motto"], bold=True, centred=True),
            Line("---------------", centred=True),
            Line(f"{issuer.place}, ngày {_signed(decision)}", italic=True, centred=True),
        ),
    )


def _signed(decision: SampleDecision) -> str:
    text = long_date(decision.signed)
    return text.replace("tháng ", "tháng") if decision.spelling.glued_date else text


def _printed_number(decision: SampleDecision) -> str:
    figures, _, rest = decision.number.partition("/")
    return f"{figures:0>{5 if decision.spelling.padded_number else 2}}/{rest}"


def _numbered(texts: list[str]) -> Iterator[Line]:
    for number, text in enumerate(texts, start=1):
        first, *further = text.split("\n")
        yield Line(first, lead=f"Điều {number}.")
        yield from (Line(paragraph) for paragraph in further)


def _signature(decision: SampleDecision) -> Columns:
    last = len(articles(decision))
    recipients = wording()["recipients"]["ministry" if decision.ministry else "province"]
    post = ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG") if decision.ministry else ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    return Columns(
        left=(
            Line("Nơi nhận:", bold=True, italic=True),
            *(Line(text.format(last=last)) for text in recipients),
        ),
        right=(
            *(Line(text, bold=True, centred=True) for text in post),
            Line("", centred=True),
            Line(decision.issuer.signer, bold=True, centred=True),
        ),
    )
