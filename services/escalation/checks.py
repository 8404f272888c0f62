"""What stands against a decision: not yours, not open, something missing, not allowed by the procedure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.refusals import Refusal
from needfire.directory import holds
from needfire.procedure import Outcome, Record, Step
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
    grounds = draft.grounds
    if holds(grounds.directory, grounds.actor, role, draft.state.area, grounds.now):
        return
    raise Refusal("not_permitted", {"roles": [grounds.role_title(role)]}, draft.route.rules)


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


def check_outcome(draft: Draft, step: Step, outcome: Outcome, commented: bool) -> None:
    """Refuses an outcome that the procedure does not allow here, or that wants a reason."""
    for guard in outcome.refused:
        found = draft.judge(guard.when)
        if found.holds:
            rules = (*guard.rules, *sorted(found.rules))
            raise Refusal("outcome_refused", {"outcome": outcome.id}, rules, guard.sentence)
    if outcome.comment == "required" and not commented:
        raise Refusal("comment_required", {"outcome": outcome.id}, (*step.rules, *outcome.rules))
