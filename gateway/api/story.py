"""A notification's story, and why each thing in it is so."""

from __future__ import annotations

from contracts.gateway_answers import Timeline, Why
from gateway.api.asking import AT_LEAST, case_of
from gateway.api.operation import Asked, Operation, of_tag
from gateway.parts import Parts
from gateway.reading import find_item, opener_for
from gateway.words.decisions import why
from gateway.words.story import timeline


async def story(parts: Parts, asked: Asked) -> Timeline:
    """What happened, in order, told in sentences."""
    found = await case_of(parts, asked)
    return timeline(found.document, found.names, await opener_for(parts, asked.reader, found))


async def why_case(parts: Parts, asked: Asked) -> Why:
    """Every decision on the notification."""
    found = await case_of(parts, asked)
    return why(found.document, found.names)


async def why_task(parts: Parts, asked: Asked) -> Why:
    """Every decision on one task: who does it, by when, how it was decided."""
    task_id = asked.path["task_id"]
    item = await find_item(parts, asked.reader, asked.deed, "task", task_id)
    return why(item.found.document, item.found.names, task_id)


_UNSEEN = ("not_found", "read_model_behind")

OPERATIONS = of_tag(
    "Story",
    Operation(
        "GET",
        "/v1/notifications/{notification_id}/timeline",
        "read_timeline",
        "Read what happened, in order",
        "read_case",
        story,
        Timeline,
        query=AT_LEAST,
        refusals=_UNSEEN,
    ),
    Operation(
        "GET",
        "/v1/notifications/{notification_id}/why",
        "why_notification",
        "Ask why: every decision, with its rules, facts and arithmetic",
        "read_case",
        why_case,
        Why,
        query=AT_LEAST,
        refusals=_UNSEEN,
    ),
    Operation(
        "GET",
        "/v1/tasks/{task_id}/why",
        "why_task",
        "Ask why of a task: who does it, by when, how it was decided",
        "read_item",
        why_task,
        Why,
        refusals=("not_found",),
    ),
)
