"""The page of a task: what is known, what is asked, the rule behind it and the deadline; and what can be done with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.responses import Response

from access import Deed, Reader, judge
from contracts import gateway as bodies
from contracts.gateway_answers import Accepted
from contracts.schema import read
from gateway.api import tasks as operations
from gateway.api.operation import Asked
from gateway.mine import because
from gateway.parts import Parts
from gateway.read_models.tray_items import waiting_items
from gateway.reading import FoundItem, find_item, opener_for, setting_of
from gateway.web.acting import NOTHING, Trouble, arrived, asked_of, body_of_form, done_or_shown, nested, under
from gateway.web.changes import versions_seen
from gateway.web.page import Page, View, Visit
from gateway.words.cases import notification
from gateway.words.decisions import why
from gateway.words.mine import why_yours
from gateway.words.names import Names, rule_text
from needfire.directory import NobodyHolds, holding

PATH = "/tasks/{task_id}"
Act = Callable[[Parts, Asked], Awaitable[Accepted]]
Read = Callable[[Mapping[str, str]], Any]
Show = Callable[[Parts, Visit], Awaitable[View | Response]]
DEEDS: Mapping[str, Deed] = {"claim": "work_task", "decide": "decide_task", "reassign": "reassign_task"}


async def one(parts: Parts, visit: Visit) -> View:
    """The task, whether it still waits or not."""
    return await _view(parts, visit, NOTHING)


async def _view(parts: Parts, visit: Visit, trouble: Trouble) -> View:
    reader, task_id = visit.signed_in, visit.request.path_params["task_id"]
    item = await find_item(parts, reader, "read_item", "task", task_id)
    found = item.found
    opener = await opener_for(parts, reader, found)
    case = notification(found.document, found.names, opener, setting_of(parts, reader, found))
    task = next(each for each in case.tasks if each.task_id == task_id)
    refusals = {name: judge(reader, deed, item.item, found.purpose) for name, deed in DEEDS.items()}
    shows = {
        "task": task,
        "case": case,
        "before": [each for each in case.tasks if each.decided_as and each.task_id != task_id],
        "next": [each for each in case.tasks if each.state == "open" and each.task_id != task_id],
        "clocks": [each for each in case.clocks if each.task_id == task_id and each.state in ("running", "breached")],
        "rules": _rules(item, task.step, found.names),
        "reasons": why(found.document, found.names, task_id).decisions,
        "yours": _yours(reader, item, task_id),
        "may": {name: refusal is None for name, refusal in refusals.items()},
        "refused": refusals["decide"] or refusals["claim"],
        "returns": bool(item.routing["tasks"][task_id]["came_from"]),
        "others": _others(reader, item, task.claimed_by.id if task.claimed_by else None),
        "changes": f"/cases/{case.notification_id}/changes?seen={versions_seen(found.document['versions'])}",
        "filled": visit.form,
        "trouble": trouble,
    }
    return View("task.html", shows)


def _rules(item: FoundItem, step_id: str, names: Names) -> list[Any]:
    step = names.step(item.routing, step_id)
    outcomes = [rule for outcome in step.outcomes for rule in outcome.rules] if step else []
    return [rule_text(names.edition, rule) for rule in dict.fromkeys((*(step.rules if step else ()), *outcomes))]


def _yours(reader: Reader, item: FoundItem, task_id: str) -> str | None:
    """Why it waits for the reader, if it does."""
    waiting = next((each for each in waiting_items(item.routing) if each["id"] == task_id), None)
    found = because(reader, item.found.case.area, waiting) if waiting else None
    return why_yours(found, waiting["role"], item.found.names) if found and waiting else None


def _others(reader: Reader, item: FoundItem, claimed_by: str | None) -> dict[str, str]:
    """Who else holds the post now: to them it can be given."""
    try:
        held = holding(reader.directory, item.item.role, item.found.case.area, reader.at).people
    except NobodyHolds:
        return {}
    alone = {claimed_by} if claimed_by else set(item.item.people) if len(item.item.people) == 1 else set()
    return {each: item.found.names.person(each).name for each in held if each not in alone}


def _decision(form: Mapping[str, str]) -> bodies.DecisionRequest:
    """As the API reads it; what is asked for with yes or no stands under `flags`."""
    flags = {name: value == "yes" for name, value in under(form, "flags.").items()}
    said = nested({name: text for name, text in form.items() if name.startswith("particulars.")})
    given = {"outcome": form.get("outcome", ""), "records": {**under(form, "records."), **flags}}
    return read(bodies.DecisionRequest, {**given, **said})


def _acting(act: Act, reads: Read) -> Show:
    async def show(parts: Parts, visit: Visit) -> View | Response:
        async def done() -> None:
            accepted = await act(parts, asked_of(parts, visit, reads(visit.form)))
            await arrived(parts.caught_up, accepted.notification_id, accepted.version, "escalation")

        async def again(trouble: Trouble) -> View:
            return await _view(parts, visit, trouble)

        return await done_or_shown(done(), f"/tasks/{visit.request.path_params['task_id']}", again)

    return show


def _reading(contract: type) -> Read:
    return lambda form: body_of_form(contract, form)


PAGES = (
    Page("GET", PATH, "read_item", one),
    Page("POST", f"{PATH}/claim", "work_task", _acting(operations.claim, _reading(bodies.NoContent))),
    Page("POST", f"{PATH}/decision", "decide_task", _acting(operations.decide, _decision)),
    Page("POST", f"{PATH}/return", "work_task", _acting(operations.give_back, _reading(bodies.ReturnRequest))),
    Page(
        "POST",
        f"{PATH}/reassignment",
        "reassign_task",
        _acting(operations.reassign, _reading(bodies.ReassignmentRequest)),
    ),
)
