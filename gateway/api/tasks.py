"""Tasks: the reader's tray, and claim, decide, return, reassign."""

from __future__ import annotations

from access import permit
from contracts import escalation
from contracts import gateway as requests
from contracts.gateway_answers import Accepted, Task
from contracts.gateway_trays import Tasks
from gateway.api.cursors import PAGING, cursor_at, limit_of, place_of
from gateway.api.items import act_on_item, item_told
from gateway.api.operation import Asked, Operation, Query, of_tag
from gateway.checking import check_decision, check_people, check_return
from gateway.parts import Parts
from gateway.read_models.tray_items import is_place
from gateway.trays import tray_of

ONLY = Query("request", "Only the tasks of this request or review, by its id in the procedure: a review list.")


async def mine(parts: Parts, asked: Asked) -> Tasks:
    """The tasks that wait for the reader, the soonest due first; of one request or review only, where it is named."""
    permit(asked.reader, asked.deed)
    only = asked.query.get("request")
    page = await tray_of(parts, asked.reader, "task", place_of(asked, is_place), limit_of(asked), only)
    return Tasks(tuple(each.items.task(each.item_id) for each in page.waiting), cursor_at(page.next))


async def one(parts: Parts, asked: Asked) -> Task:
    """A task, whether it still waits or not."""
    return (await item_told(parts, asked, "task")).task(asked.path["task_id"])


async def claim(parts: Parts, asked: Asked) -> Accepted:
    """Take a task out of the group's tray."""
    return await act_on_item(parts, asked, "task", lambda of, task, _: escalation.ClaimTaskV1(of, task))


async def decide(parts: Parts, asked: Asked) -> Accepted:
    """Decide a task."""
    body: requests.DecisionRequest = asked.body
    return await act_on_item(
        parts,
        asked,
        "task",
        lambda of, task, text: escalation.DecideTaskV1(of, task, body.outcome, body.records, text),
        body.particulars,
        lambda item: check_decision(body, item, asked.path["task_id"]),
    )


async def give_back(parts: Parts, asked: Asked) -> Accepted:
    """Give the matter back to the step before."""
    body: requests.ReturnRequest = asked.body
    return await act_on_item(
        parts, asked, "task", escalation.ReturnTaskV1, body.particulars, lambda item: check_return(body, item)
    )


async def reassign(parts: Parts, asked: Asked) -> Accepted:
    """Give a task to somebody else who holds the post."""
    to = asked.body.to_person
    return await act_on_item(
        parts,
        asked,
        "task",
        lambda of, task, _: escalation.ReassignTaskV1(of, task, to),
        check=lambda _: check_people(asked.reader.directory, to),
    )


_ACT = ("not_permitted", "not_found", "task_already_decided", "notification_ended", "busy", "edition_changed")
_OURS = (*_ACT, "task_claimed", "task_not_claimed", "comment_required")

OPERATIONS = of_tag(
    "Tasks",
    Operation(
        "GET", "/v1/tasks", "list_tasks", "List the tasks that wait for you", "list", mine, Tasks, query=(*PAGING, ONLY)
    ),
    Operation(
        "GET", "/v1/tasks/{task_id}", "read_task", "Read a task", "read_item", one, Task, refusals=("not_found",)
    ),
    Operation(
        "POST",
        "/v1/tasks/{task_id}/claim",
        "claim_task",
        "Take a task out of the group's tray",
        "work_task",
        claim,
        Accepted,
        requests.NoContent,
        201,
        refusals=(*_ACT, "task_claimed"),
    ),
    Operation(
        "POST",
        "/v1/tasks/{task_id}/decision",
        "decide_task",
        "Decide a task",
        "decide_task",
        decide,
        Accepted,
        requests.DecisionRequest,
        201,
        refusals=(*_OURS, "own_work", "unknown_outcome", "record_required", "outcome_refused", "nobody_holds_post"),
    ),
    Operation(
        "POST",
        "/v1/tasks/{task_id}/return",
        "return_task",
        "Give the matter back to the step before",
        "work_task",
        give_back,
        Accepted,
        requests.ReturnRequest,
        201,
        refusals=(*_OURS, "cannot_return"),
    ),
    Operation(
        "POST",
        "/v1/tasks/{task_id}/reassignment",
        "reassign_task",
        "Give a task to somebody else who holds the post",
        "reassign_task",
        reassign,
        Accepted,
        requests.ReassignmentRequest,
        201,
        refusals=(*_ACT, "unknown_person"),
    ),
)
