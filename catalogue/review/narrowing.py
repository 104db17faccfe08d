"""What the queue's menus for flags, deadlines and assignees narrow it to, and what can be chosen in them.

The conditions are SQL for the queue's query: `p` is the proposal, `u` the urgency of its decision with the
rank of its worst deadline among `standing.OPEN` and its due day as a number, `:soon` the last soon day.
"""

from __future__ import annotations

import json
from datetime import timedelta
from enum import StrEnum

from catalogue.assignments import assignees
from catalogue.procedure import reason_sentence
from catalogue.review.standing import SOON_DAYS, Standing
from catalogue.workspace import Workspace
from ingest.messages import catalogue, language, say

FLAGGED = "any"
"""Whatever has to be looked at first."""
ISSUES = "issues"
"""Whatever comes from a decision in which something does not add up."""
NOBODY = "-"
"""What is assigned to nobody."""

FLAG = """CASE :flag
  WHEN 'any' THEN p.conflicts != '[]'
  WHEN 'issues' THEN EXISTS (SELECT 1 FROM issues s WHERE s.document = p.document AND s.section = 'issue')
  ELSE EXISTS (SELECT 1 FROM json_each(p.conflicts) WHERE json_extract(value, '$.key') = :flag) END"""
DUE = """CASE :due
  WHEN 'overdue' THEN u.rank = 0
  WHEN 'soon' THEN u.rank = 1 AND u.due <= :soon
  WHEN 'later' THEN u.rank = 1 AND u.due > :soon
  WHEN 'promptly' THEN u.rank = 2
  WHEN 'no_basis' THEN u.rank = 3
  WHEN 'none' THEN u.rank IS NULL
  ELSE 0 END"""
ASSIGNEE = """CASE :assignee
  WHEN '-' THEN NOT EXISTS (SELECT 1 FROM assignments a WHERE a.proposal = p.id)
  ELSE EXISTS (SELECT 1 FROM assignments a WHERE a.proposal = p.id AND a.user = :assignee) END"""


class Due(StrEnum):
    """How a decision's most pressing deadline lies."""

    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    PROMPTLY = "promptly"
    NO_BASIS = "no_basis"
    NONE = "none"


def last_soon(standing: Standing) -> int:
    """The last day that is soon, as a number."""
    return (standing.day + timedelta(days=SOON_DAYS)).toordinal()


def flags(workspace: Workspace) -> list[tuple[str, str]]:
    """What can be chosen as flag, as (value, text): the two of all kinds, then each doubt that there is."""
    found = workspace.rows(
        "SELECT json_extract(c.value, '$.key') AS key, min(c.value) AS one"
        " FROM proposals p, json_each(p.conflicts) c WHERE p.conflicts != '[]' GROUP BY 1"
    )
    told = sorted((_label(row["key"], row["one"]), row["key"]) for row in found if row["key"])
    return [
        (FLAGGED, say("narrowing.flag_any")),
        (ISSUES, say("narrowing.flag_issues")),
        *((key, text) for text, key in told),
    ]


def people(workspace: Workspace, me: str) -> list[tuple[str, str]]:
    """Whose proposals can be chosen, as (value, text): one's own, nobody's, then everybody's else."""
    others = [name for name in assignees(workspace) if name != me]
    return [
        (me, say("narrowing.mine")),
        (NOBODY, say("narrowing.nobody")),
        *((name, name) for name in others),
    ]


def _label(key: str, example: str) -> str:
    """A doubt without its facts, in a few words."""
    if f"flag.{key}" in catalogue(language()):
        return say(f"flag.{key}")
    return reason_sentence(key, json.loads(example)["facts"])
