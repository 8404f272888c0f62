"""The level of an assessed risk: whoever set it has done the step that asks for it, once the case's facts have the level too.

What risk management tells and what intake records of it come by two feeds, in either order.
"""

from __future__ import annotations

from datetime import datetime

from contracts import escalation_risk as contract
from needfire.guarding import guard_against
from services.escalation.checks import outcome_of
from services.escalation.domain import decide
from services.escalation.draft import Draft
from services.escalation.routing import Task

OVER = ("not_required", "closed")


def follow_level(command: contract.FollowLevelV1, draft: Draft) -> None:
    """The level was set: its step is decided now, or when the level arrives."""
    if draft.state.ended in OVER or _task(draft) is None:
        return
    draft.emit(contract.LevelFollowedV1(command.by, command.set_at))
    decide_by_level(draft)


def decide_by_level(draft: Draft) -> None:
    """Decides the step of a level that was set and has arrived, in the name of who set it."""
    waiting, task, assessing = draft.state.level_set, _task(draft), draft.grounds.edition.assessing
    if waiting is None or task is None or assessing is None or assessing.done is None:
        return
    step = draft.route.step(task.step)
    outcome = outcome_of(step, assessing.done.outcome) if step else None
    if step is None or outcome is None or not _arrived(draft, assessing.level_at, waiting.set_at):
        return
    if guard_against(outcome.refused, draft.setting) is None:
        draft.emit(contract.LevelPassedV1(waiting.by))
        decide(draft, task, step, outcome, waiting.by, "The level was set with the assessment.", {}, None)


def _task(draft: Draft) -> Task | None:
    assessing = draft.grounds.edition.assessing
    step = assessing.done.of if assessing and assessing.done else None
    return next((each for each in draft.state.open_steps if each.step == step), None)


def _arrived(draft: Draft, fact: str | None, set_at: datetime) -> bool:
    known = draft.facts.get(fact) if fact else set_at
    return isinstance(known, datetime) and known >= set_at
