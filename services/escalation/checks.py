"""What stands against a decision: not yours, not open, something missing, not allowed by the procedure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.refusals import Refusal
from needfire.conditions import Finding
from needfire.directory import holds
from needfire.procedure import Guard, Outcome, Record, Step
from needfire.vocabulary import VOCABULARY
from services.escalation.draft import Draft
from services.escalation.routing import Task


def refuse_unless_open(draft: Draft, task_id: str) -> Task:
    """The task, if it waits. Raises Refusal."""
    task = draft.state.tasks.get(task_id)
    if task is None:
        raise Refusal("not_found")
    if draft.state.ended in ("not_required", "closed") and task.state != "decided":
        raise Refusal("notification_ended", {"ended": draft.state.ended})
    if task.state != "open":
        raise Refusal("task_already_decided", {"state": task.state})
    return task


def may_act(draft: Draft, role: str) -> None:
    """Refuses who does not hold the role in the case's area now, be it as holder, cover or delegate."""
    if not _holds(draft, draft.grounds.actor, role):
        raise Refusal("not_permitted", {"roles": [draft.grounds.role_title(role)]}, draft.route.rules)


def refuse_unless_mine(draft: Draft, task: Task) -> None:
    """Refuses who does not hold the task's role, and who does while it lies in the tray of somebody else who does."""
    may_act(draft, task.role)
    actor = draft.grounds.actor
    if task.tray == "group" and task.claimed_by is None:
        raise Refusal("task_not_claimed")
    if task.tray == "group" and task.claimed_by != actor:
        raise Refusal("task_claimed")
    if (
        task.tray == "person"
        and actor not in task.people
        and any(_holds(draft, each, task.role) for each in task.people)
    ):
        raise Refusal("task_claimed")


def _holds(draft: Draft, person: str, role: str) -> bool:
    grounds = draft.grounds
    return holds(grounds.directory, person, role, draft.state.area, grounds.now)


def check_records(step: Step, records: Mapping[str, Any]) -> None:
    """Refuses a decision without what the step wants recorded, or with more."""
    wanted = {record.name: record for record in step.records}
    wrong = {name: _problem(record, records.get(name)) for name, record in wanted.items()}
    problems = {name: problem for name, problem in wrong.items() if problem}
    if problems or records.keys() - wanted.keys():
        raise Refusal(
            "record_required",
            {"records": problems, "unknown": len(records.keys() - wanted.keys())},
            step.rules,
        )


def _problem(record: Record, value: Any) -> str | None:
    if record.words is None:
        return None if isinstance(value, bool) else f"{record.question} Answer true or false."
    known = isinstance(value, str) and value in record.words
    return None if known else f"{record.question} Choose one of: {', '.join(record.words)}."


def _questions(found: Finding) -> dict[str, str]:
    """What would settle it. A moment is not asked for: of what did not happen there is none to record."""
    asked = (VOCABULARY.definitions[name] for name in sorted(found.needs))
    return {fact.name: fact.question for fact in asked if fact.kind != "moment"}


def guard_against(draft: Draft, outcome: Outcome) -> tuple[Guard, Finding] | None:
    """The first guard that stands against the outcome in this case, or may: what is not known must not pass for no."""
    judged = ((guard, draft.judge(guard.when)) for guard in outcome.refused)
    standing = (each for each in judged if each[1].holds or (each[1].holds is None and _questions(each[1])))
    return next(standing, None)


def check_outcome(draft: Draft, step: Step, outcome: Outcome, commented: bool) -> None:
    """Refuses an outcome that the procedure does not allow here, or that wants a reason."""
    if against := guard_against(draft, outcome):
        guard, found = against
        if found.holds is None:
            raise Refusal("facts_needed", {"facts": _questions(found)}, guard.rules)
        rules = tuple(dict.fromkeys((*guard.rules, *sorted(found.rules))))
        raise Refusal("outcome_refused", {"outcome": outcome.id}, rules, guard.sentence)
    if outcome.comment == "required" and not commented:
        rules = tuple(dict.fromkeys((*step.rules, *outcome.rules)))
        raise Refusal("comment_required", {"outcome": outcome.id}, rules)
