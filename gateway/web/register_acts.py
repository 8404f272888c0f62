"""What is done on the register, by the forms of its pages: each is the API's operation, its body read by the same contract."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.responses import Response

from contracts.gateway_register_requests import PlanBody
from contracts.schema import read
from gateway.api import register_acts, register_reviews
from gateway.api.operation import Operation
from gateway.parts import Parts
from gateway.read_models.risk_register import ENTRY
from gateway.reading import opener_for
from gateway.registering import find_registered
from gateway.web.acting import NOTHING, Trouble, arrived, asked_of, body_of_form, done_or_shown, nested
from gateway.web.fields import DAY, with_day
from gateway.web.page import Page, View, Visit
from gateway.web.register import entry_view, may_keep
from gateway.words.register_entry import SOURCE, entry_told

PLAN = "/register/entries/{notification_id}/plan"
BLANK_ACTIONS, BLANK_PROFESSIONALS = 2, 1
Again = Callable[[Parts, Visit, Trouble], Awaitable[View]]


def plan_body(form: Mapping[str, str]) -> PlanBody:
    """The plan as it was filled in; a line that was left blank is none. Raises Refusal `malformed`."""
    for name in {each.removesuffix("-day") for each in form if each.endswith("-day")}:
        form = with_day(form, name)
    given = nested(form)
    actions = [_action(each) for each in given.pop("actions", {}).values() if each.keys() - {"done"}]
    professionals = list(given.pop("professionals", {}).values())
    change = {"change": int(given["change"])} if given.get("change", "").isdecimal() else {}
    return read(PlanBody, {**given, **change, "actions": actions, "professionals": professionals})


def _action(given: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**given, "done": given.get("done") == "yes"}


async def show_plan(parts: Parts, visit: Visit) -> View:
    """The plan to be written, with what the last one says."""
    return await plan_view(parts, visit, NOTHING)


async def plan_view(parts: Parts, visit: Visit, trouble: Trouble) -> View:
    """The form of the plan: a card an action and a professional, and blank ones behind them."""
    reader = visit.signed_in
    found, register = await find_registered(parts, reader, "read_case", visit.request.path_params["notification_id"])
    opener = await opener_for(parts, reader, found)
    begun = ENTRY in found.document[SOURCE]
    entry = entry_told(found.document, found.names, register, opener, reader.at) if begun else None
    plan = entry.plan if entry else None
    changes = [each for each in entry.changes if each.agreed and not each.carried_out] if entry else []
    filled = visit.form or (_filled(plan) if plan else {})
    lines = {name: len({each.split(".")[1] for each in filled if each.startswith(f"{name}.")}) for name in LINES}
    shows = {
        "notification_id": found.document["_id"],
        "plan": plan,
        "fields": {
            of: [each for each in register.plan.fields if each.of == of] for of in ("action", "professional", "plan")
        },
        "lines": {name: range(lines[name] + (0 if trouble.sentence else more)) for name, more in LINES.items()},
        "bodies": register.bodies,
        "changes": {str(each.number): f"{each.number}. {each.comment or ''}"[:80] for each in changes},
        "filled": filled,
        "trouble": trouble,
        "may": may_keep(reader, register, found.case.area),
        "version": found.document["versions"].get(SOURCE, 0),
    }
    return View("register_plan.html", shows)


LINES = {"actions": BLANK_ACTIONS, "professionals": BLANK_PROFESSIONALS}


def _filled(plan: Any) -> dict[str, str]:
    filled = {f"texts.{field}": text for field, text in plan.texts.items()} | _day("next_review", plan.next_review)
    for number, action in enumerate(plan.actions):
        at = f"actions.{number}"
        filled |= {f"{at}.texts.{field}": text for field, text in action.texts.items()}
        filled |= {f"{at}.agency": action.agency or "", f"{at}.done": "yes" if action.done else ""}
        filled |= _day(f"{at}.by_when", action.by_when)
    for number, each in enumerate(plan.professionals):
        filled |= {f"professionals.{number}.texts.{field}": text for field, text in each.texts.items()}
    return filled


def _day(name: str, day: Any) -> dict[str, str]:
    return {f"{name}-{part}": str(getattr(day, part)) for part in DAY} if day else {}


def _page(operation: Operation) -> Page:
    is_plan = operation.name == "write_plan"
    again: Again = plan_view if is_plan else entry_view

    async def show(parts: Parts, visit: Visit) -> View | Response:
        notification_id = visit.request.path_params["notification_id"]

        async def done() -> None:
            contract: Any = operation.request
            body = plan_body(visit.form) if is_plan else body_of_form(contract, visit.form)
            accepted: Any = await operation.handler(parts, asked_of(parts, visit, body))
            await arrived(parts.caught_up, notification_id, accepted.version, SOURCE)

        async def shown(trouble: Trouble) -> View:
            return await again(parts, visit, trouble)

        return await done_or_shown(done(), f"/register/entries/{notification_id}", shown)

    return Page("POST", operation.path.removeprefix("/v1"), operation.deed, show)


PAGES = (
    Page("GET", PLAN, "read_case", show_plan),
    *(_page(each) for each in (*register_acts.OPERATIONS, *register_reviews.OPERATIONS)),
)
