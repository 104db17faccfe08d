"""Deadlines: the working calendar, the rules as dated data, and the obligations that follow. No database."""

from catalogue.deadlines.calendar import Calendar, today
from catalogue.deadlines.evidence import Evidence, EvidenceKind
from catalogue.deadlines.facts import DecisionFacts, ItemFacts
from catalogue.deadlines.obligation import Obligation
from catalogue.deadlines.obligations import obligations, obligations_of, placed
from catalogue.deadlines.reasons import verdict, why
from catalogue.deadlines.rules import Rules
from catalogue.deadlines.status import Status, StatusKind, status, summary, worst_first

__all__ = [
    "Calendar",
    "DecisionFacts",
    "Evidence",
    "EvidenceKind",
    "ItemFacts",
    "Obligation",
    "Rules",
    "Status",
    "StatusKind",
    "obligations",
    "obligations_of",
    "placed",
    "status",
    "summary",
    "today",
    "verdict",
    "why",
    "worst_first",
]
