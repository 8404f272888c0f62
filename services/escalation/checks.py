"""What stands against a decision of somebody who may take it: not open, claimed by another, something missing, a guard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.refusals import Refusal
from needfire.directory import holds
from needfire.guarding import guard_against, questions
from needfire.procedure import Guard, Outcome, Request, Review, Step
from services.escalation.draft import Draft
from services.escalation.routing import Task

Asked = Step | Request | Review


def refuse_unless_open(draft: Draft, task_id: str) -> Task:
    """The task, if it waits. Raises Refusal."""
    task = draft.state.tasks.get(task_id)
    if task is None:
        raise Refusal("not_found")
    if draft.state.ended in ("not_required", "closed") and task.state != "decided" and not task.beside:
        raise Refusal("notification_ended", {"ended": draft.state.ended})
    if task.state != "open":
        raise Refusal("task_already_decided", {"state": task.state})
    return task


def refuse_unless_mine(draft: Draft, task: Task) -> None:
    """Refuses who holds the task's role while it lies in the tray of somebody else who does, or is not claimed."""
    actor = draft.grounds.actor
    if task.tray == "group" and task.claimed_by is None:
        raise Refusal("task_not_claimed")
    if task.tray == "group" and task.claimed_by != actor:
        raise Refusal("task_claimed")
    if (
        task.tray == "person"
        and actor not in task.people
        and any(holds_here(draft, each, task.role) for each in task.people)
    ):
        raise Refusal("task_claimed")


def holds_here(draft: Draft, person: str, role: str) -> bool:
    """Whether the person holds the role in the case's area now."""
    grounds = draft.grounds
    return holds(grounds.directory, person, role, draft.state.area, grounds.now)


def check_records(step: Asked, records: Mapping[str, Any]) -> None:
    """Refuses a decision without what the step wants recorded, or with more."""
    wanted = {record.name: record for record in step.records}
    wrong = {name: record.problem(records.get(name)) for name, record in wanted.items()}
    problems = {name: problem for name, problem in wrong.items() if problem}
    if problems or records.keys() - wanted.keys():
        raise Refusal(
            "record_required",
            {"records": problems, "unknown": len(records.keys() - wanted.keys())},
            step.rules,
        )


def outcome_of(step: Asked, outcome_id: str) -> Outcome | None:
    """The outcome of that id, if what is asked has it."""
    return next((each for each in step.outcomes if each.id == outcome_id), None)


def check_guards(draft: Draft, guards: tuple[Guard, ...], about: Mapping[str, Any]) -> None:
    """Refuses what a guard of the procedure stands against here, or may; `about` names it in the refusal."""
    against = guard_against(guards, draft.setting)
    if against is None:
        return
    guard, found = against
    if found.holds is None:
        raise Refusal("facts_needed", {"facts": questions(found)}, guard.rules)
    rules = tuple(dict.fromkeys((*guard.rules, *sorted(found.rules))))
    raise Refusal("outcome_refused", about, rules, guard.sentence)


def check_outcome(draft: Draft, step: Asked, outcome: Outcome, commented: bool) -> None:
    """Refuses an outcome that the procedure does not allow here, or that wants a reason."""
    check_guards(draft, outcome.refused, {"outcome": outcome.id})
    if outcome.comment == "required" and not commented:
        rules = tuple(dict.fromkeys((*step.rules, *outcome.rules)))
        raise Refusal("comment_required", {"outcome": outcome.id}, rules)
