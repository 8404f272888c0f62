"""Commits of a notification as both services wrote them, for tests of what is folded from them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import cache

from contracts import escalation as contract
from shared_kernel.commits import Commit
from tests.unit.casework.case import NOON, THIS, Case, close
from tests.unit.escalation.fen import raised

CLOCKS = """
clocks:
- id: weekly
  title: Say how it stands
  rules: [FEN-2]
  within: 1w
  starts: raised
  met_by: [updated, closed]
  owner: worker
  repeats: true
  on_breach: [{does: remind, rules: [FEN-4]}]
duties:
- id: police
  title: Tell the police
  rules: [FEN-3]
  to: the police
  lead: liaison
  when: {gone: true}
  opens: [raised]
  within: 24h
"""
FACTS = {"happened": ["missing"], "missing_since": (NOON - timedelta(hours=30)).isoformat()}
Sourced = tuple[str, Commit]


@cache
def a_long_case() -> Case:
    """A case in which much happens: a missed deadline, a claim, a delegation, an update, a duty done, a closure."""
    case = raised(CLOCKS, FACTS, "FEN-A")
    case.passes(days=8)
    case.given(case.decide("check", "pass"), by="manager")
    case.given(case.claim("sort"), by="desk-1")
    case.given(contract.DelegateAbsenceV1("clerk", NOON, NOON + timedelta(days=30)), by="liaison")
    case.given(case.complete("police", "CAD-1"), by="clerk")
    case.given(case.update({"found_at": case.clock.now().isoformat()}), by="worker")
    case.given(case.receive("worker"), by="worker")
    return case.given(close(), by="manager")


def feeds(case: Case) -> dict[str, Sequence[Commit]]:
    """Each service's commits by position."""
    return {"intake": case.intake.feed(0, 1000), "escalation": case.escalation.feed(0, 1000)}


def of_this(source: str, case: Case) -> list[Sourced]:
    """One source's commits about the case's notification."""
    number = THIS.removeprefix("notification-")
    return [(source, commit) for commit in feeds(case)[source] if commit.stream.endswith(f"-{number}")]
