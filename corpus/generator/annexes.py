"""The annexes of a sample decision: the lists, the texts of Part II, the internal workflows."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.generator import lists
from corpus.generator.facts import Entry, SampleDecision, SampleList
from corpus.generator.layout import Block, Box, Grid, Line, NewSheet
from corpus.generator.rows import agency
from corpus.generator.spelling import printed_date
from corpus.generator.wording import change_words, changes_phrase, figure, wording
from extract.decision import Change

_LETTERS = "ABCDEG"
_ROMAN = ("I", "II", "III", "IV", "V", "VI")
_WITH_TEXTS = (Change.NEW, Change.AMENDED, Change.REPLACED)


def blocks(decision: SampleDecision) -> Iterator[Block]:
    """All annexes, each on a new sheet."""
    if decision.annex_missing:
        return
    if decision.publishes:
        yield NewSheet(decision.landscape)
        yield from _ministry_lists(decision) if decision.ministry else _province_lists(decision)
    if decision.texts:
        yield from _texts(decision)
    if decision.workflow:
        yield NewSheet()
        yield from _workflows(decision)
    if decision.forms:
        yield NewSheet()
        yield from _forms()


def caption(decision: SampleDecision) -> str:
    """ "(Ban hành kèm theo Quyết định số … ngày … của …)", unfilled where the decision says so."""
    words = wording()["annex"]
    key = "caption_blank" if decision.blank_caption else "caption"
    text: str = words[key].format(
        number=decision.number,
        date=printed_date(decision.signed, decision.spelling),
        suffix=decision.issuer.suffix,
        year=decision.signed.year,
        body=decision.issuer.head,
    )
    return text


def _ministry_lists(decision: SampleDecision) -> Iterator[Block]:
    words = wording()["annex"]
    heading = f"{_internal(decision)}{_changes(decision)}lĩnh vực {decision.field_names}"
    yield Line(f"THỦ TỤC HÀNH CHÍNH {heading.upper()}", bold=True, centred=True)
    yield Line(caption(decision), italic=True, centred=True)
    yield Line(words["ministry_list"], bold=True)
    for number, one in enumerate(decision.lists, start=1):
        text = words["ministry_section"].format(
            ordinal=number,
            internal=_internal(decision),
            change=change_words(decision, one.change),
            count=_count(decision, one),
        )
        yield Line(text, bold=True)
        yield from lists.blocks(one, _LETTERS, decision.spelling.words)


def _province_lists(decision: SampleDecision) -> Iterator[Block]:
    words = wording()["annex"]
    heading = words["province_list"].format(
        internal=_internal(decision),
        changes=_changes(decision),
        field=decision.field_names,
        department=decision.field.department,
    )
    yield Line("PHỤ LỤC I" if decision.workflow else "PHỤ LỤC", bold=True, centred=True)
    yield Line(heading.upper(), bold=True, centred=True)
    yield Line(caption(decision), italic=True, centred=True)
    for letter, one in zip(_LETTERS, decision.lists, strict=False):
        if len(decision.lists) > 1:
            text = words["province_section"].format(
                ordinal=letter,
                internal=_internal(decision).upper(),
                change=change_words(decision, one.change).upper(),
                count=_count(decision, one),
            )
            yield Line(text, bold=True)
        yield from lists.blocks(one, _ROMAN, decision.spelling.words)


def _texts(decision: SampleDecision) -> Iterator[Block]:
    """Part II: the constituent parts of each procedure that is not repealed."""
    yield Line(wording()["annex"]["ministry_texts"].format(issuer=decision.issuer.name.upper()), bold=True)
    detailed = [entry for one in decision.lists if one.change in _WITH_TEXTS for entry in one.entries]
    for number, entry in enumerate(detailed, start=1):
        yield Line(f"{number}. {entry.procedure.name}", bold=True)
        for ordinal, (label, text) in enumerate(wording()["texts"]["parts"], start=1):
            first, *further = _filled(text, entry).split("\n")
            yield Line(first, lead=f"{number}.{ordinal}. {label}:")
            yield from (Line(paragraph) for paragraph in further)


def _filled(text: str, entry: Entry) -> str:
    procedure = entry.procedure
    return text.format(
        audience=procedure.audience,
        agency=agency(entry),
        time_limit=procedure.time_limit,
        fee=procedure.fee,
        basis="\n".join(procedure.basis),
    )


def _workflows(decision: SampleDecision) -> Iterator[Block]:
    words = wording()["annex"]
    yield Line("PHỤ LỤC II" if decision.publishes else "PHỤ LỤC", bold=True, centred=True)
    yield Line(words["workflow"].format(field=decision.field_names.upper()), bold=True, centred=True)
    yield Line(caption(decision), italic=True, centred=True)
    entries = [entry for one in decision.lists if one.change is not Change.REPEALED for entry in one.entries]
    for number, entry in enumerate(entries, start=1):
        yield Line(f"{number}. {entry.procedure.name}", bold=True)
        yield _steps(entry)


def _steps(entry: Entry) -> Grid:
    words = wording()["workflow"]
    head = tuple(Box(text, head=True, centred=True, bold=True) for text in words["heads"])
    steps = [
        (Box(f"B{number}", centred=True), *(Box(text) for text in step))
        for number, step in enumerate(words["steps"], start=1)
    ]
    total = (Box(words["total"], colspan=3, bold=True), Box(entry.procedure.time_limit, colspan=2))
    return Grid((0.07, 0.36, 0.22, 0.17, 0.18), (head, *steps, total))


def _forms() -> Iterator[Block]:
    """An application with a table of papers, and the model of a decision with a head of its own."""
    words = wording()["forms"]
    yield Line(words["heading"], bold=True, centred=True)
    yield from (Line(text, centred=number < 3) for number, text in enumerate(words["application"]))
    head = tuple(Box(text, head=True, centred=True, bold=True) for text in words["heads"])
    papers = (
        (Box(str(number), centred=True), Box(text), Box("01", centred=True), Box(""))
        for number, text in enumerate(words["papers"], start=1)
    )
    yield Grid((0.1, 0.5, 0.15, 0.25), (head, *papers))
    yield from (Line(text) for text in words["letter"])


def _count(decision: SampleDecision, one: SampleList) -> str:
    if not decision.counted:
        return ""
    text: str = wording()["annex"]["count"].format(figure=figure(len(one.entries)))
    return text


def _changes(decision: SampleDecision) -> str:
    return "" if decision.silent_annex else changes_phrase(decision)


def _internal(decision: SampleDecision) -> str:
    return "nội bộ " if decision.internal else ""
