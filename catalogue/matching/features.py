"""What speaks for and against one entry being meant: small pure functions, each giving one `Reason` or none.

Each docstring reads as the sentence that a reviewer sees; the sentence itself is `reason.<key>` of the
message catalogue. The points of a candidate's reasons sum to its score.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from catalogue.levels import levels_of_agencies
from catalogue.matching.alignment import Alignment, align
from catalogue.matching.names import Name, decisive_difference, name_of
from catalogue.matching.usage import Usage
from catalogue.procedure import Procedure, Reason
from extract.agencies import ministries_of_name
from extract.decision import Level
from extract.folding import fold, plain

MINISTRY_POINTS = -12.0
LEVEL_POINTS = -8.0
FIELD_POINTS = -4.0
DECISIVE_POINTS = -6.0
LIKENESS_POINTS = 15.0
CONTAINED_POINTS = 35.0
SHARED_POINTS = 50.0
"""A perfect name scores 100. The weights rank best on damaged names and on renamed procedures alike."""
_INTERNAL = ("5.", "6.")


@dataclass(frozen=True, slots=True)
class Query:
    """What is known of the procedure sought; empty `levels` or `ministries` and None mean unknown."""

    name: Name
    code: str | None = None
    field: str | None = None
    levels: frozenset[Level] = frozenset()
    ministries: frozenset[str] = frozenset()
    internal: bool | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A catalogue entry ready for comparison; `name` is its own or, with `former`, another it is known by."""

    procedure: Procedure
    name: Name
    former: bool
    field: str
    levels: frozenset[Level]
    ministries: frozenset[str]


def query_of(
    name: str,
    code: str | None = None,
    *,
    field: str | None = None,
    levels: frozenset[Level] = frozenset(),
    ministries: frozenset[str] = frozenset(),
    internal: bool | None = None,
) -> Query:
    """The query for a name as printed; a level at the end of the name counts where none is given."""
    ready = name_of(name)
    return Query(ready, code, field, levels or frozenset(ready.levels), ministries, internal)


def entry_of(procedure: Procedure, former: str | None = None) -> Entry:
    """The entry with what its list leaves unsaid: the level from its name's end or its agencies.

    `former` is another name that the procedure bears or bore; the entry is then compared under it.
    """
    name = name_of(former or procedure.name)
    levels = name.levels or procedure.levels or levels_of_agencies(procedure.agencies)
    return Entry(
        procedure,
        name,
        former is not None,
        fold(procedure.field or ""),
        frozenset(levels),
        ministries_of_name(procedure.ministry),
    )


def likeness(query: Query, entry: Entry) -> float:
    """How much of the two names' plain letters agree in order, 0 to 100."""
    from rapidfuzz import fuzz

    return float(fuzz.ratio(query.name.text, entry.name.text))


def name_likeness(percent: float) -> Reason:
    """The names are alike letter by letter to so many percent."""
    return Reason("name_likeness", (("percent", f"{percent:.0f}"),), percent * LIKENESS_POINTS / 100)


def pieces_contained(share: float) -> Reason:
    """So many percent of one name's distinguishing pieces stand in the other."""
    return Reason("pieces_contained", (("percent", f"{100 * share:.0f}"),), share * CONTAINED_POINTS)


def pieces_shared(share: float) -> Reason:
    """The names have so many percent of all their distinguishing pieces in common."""
    return Reason("pieces_shared", (("percent", f"{100 * share:.0f}"),), share * SHARED_POINTS)


def former_name(entry: Entry) -> Reason | None:
    """The name compared is another one that the procedure bears or bore."""
    return Reason("former_name", (("name", entry.name.raw),)) if entry.former else None


def ministry_differs(query: Query, entry: Entry) -> Reason | None:
    """The decision and the entry belong to different ministries."""
    if not query.ministries or not entry.ministries or query.ministries & entry.ministries:
        return None
    facts = (("decision", _listed(query.ministries)), ("entry", _listed(entry.ministries)))
    return Reason("ministry_differs", facts, MINISTRY_POINTS)


def level_differs(query: Query, entry: Entry) -> Reason | None:
    """The decision and the entry name different levels."""
    if not query.levels or not entry.levels or query.levels & entry.levels:
        return None
    facts = (("decision", _listed(query.levels)), ("entry", _listed(entry.levels)))
    return Reason("level_differs", facts, LEVEL_POINTS)


def field_differs(query: Query, entry: Entry) -> Reason | None:
    """The decision and the entry name different fields, neither of which is part of the other."""
    if not query.field or not entry.field or _fields_agree(query, entry):
        return None
    facts = (("decision", query.field), ("entry", entry.procedure.field or ""))
    return Reason("field_differs", facts, FIELD_POINTS)


def decisive_words(query: Query, entry: Entry) -> Reason | None:
    """One name has words that decide which procedure is meant, and the other has not."""
    mine, theirs = decisive_difference(query.name, entry.name)
    if not mine and not theirs:
        return None
    return Reason(
        "decisive_words", (("decision", _quoted(mine)), ("entry", _quoted(theirs))), DECISIVE_POINTS
    )


def internal_differs(query: Query, entry: Entry) -> Reason | None:
    """One is an internal procedure between state bodies, the other is not."""
    if query.internal is None or query.internal == entry.procedure.code.startswith(_INTERNAL):
        return None
    return Reason("internal_differs", points=LEVEL_POINTS)


AGAINST: tuple[Callable[[Query, Entry], Reason | None], ...] = (
    ministry_differs,
    level_differs,
    field_differs,
    internal_differs,
    decisive_words,
)


def level_unproven(query: Query, entry: Entry) -> Reason | None:
    """One name ends in a level and nothing says the level of the other."""
    if not (query.name.levels or entry.name.levels) or (query.levels and entry.levels):
        return None
    return Reason("level_unproven")


def no_second_witness(query: Query, entry: Entry) -> Reason | None:
    """Fewer than two of ministry, field and level bear the name out: near 100 names stand for two procedures.

    A level alone is shared by half of the catalogue, a ministry by hundreds of procedures.
    """
    witnesses = (
        query.ministries & entry.ministries,
        query.levels & entry.levels,
        query.field and _fields_agree(query, entry),
    )
    return None if sum(map(bool, witnesses)) >= 2 else Reason("no_second_witness")


def unexplained_words(alignment: Alignment) -> Reason | None:
    """Words of one name that the other lacks are not explained."""
    if alignment.complete:
        return None
    facts = (("decision", _quoted(alignment.left)), ("entry", _quoted(alignment.right)))
    return Reason("unexplained_words", facts)


def explained_differences(alignment: Alignment) -> tuple[Reason, ...]:
    """The names are the same, or every difference between them is explained; then also by what."""
    if not alignment.explained:
        return (Reason("name_same"),)
    kinds = (kind for kind in alignment.explained if kind != "spelling")
    return (Reason("name_differs_explained"), *(Reason(f"explained_{kind}") for kind in kinds))


WITNESSES: tuple[Callable[[Query, Entry], Reason | None], ...] = (
    ministry_differs,
    level_differs,
    level_unproven,
    field_differs,
    internal_differs,
    no_second_witness,
)
"""What bars certainty although the names are the same."""


def bars(query: Query, entry: Entry, usage: Usage) -> list[Reason]:
    """Why a name alone does not make this entry certain; empty where nothing bars it."""
    words = unexplained_words(align(query.name, entry.name, usage))
    found = (words, *(feature(query, entry) for feature in WITNESSES))
    return [reason for reason in found if reason]


def _fields_agree(query: Query, entry: Entry) -> bool:
    """The words of one field are all words of the other ("Nhà ở", "Nhà ở và công sở")."""
    mine, theirs = set(plain(query.field or "").split()), set(plain(entry.field).split())
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


def _listed(values: frozenset[str] | frozenset[Level]) -> str:
    return ", ".join(sorted(str(value) for value in values))


def _quoted(words: tuple[str, ...]) -> str:
    return " ".join(words) or "–"
