"""The page of a duty: who outside is to be told (or what is to be recorded) by when, the evidence that it was, and that it need not be."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.responses import Response

from access import Deed, judge
from contracts import gateway as bodies
from contracts.gateway_answers import Accepted
from gateway.api import duties as operations
from gateway.api.operation import Asked
from gateway.parts import Parts
from gateway.reading import find_item, opener_for
from gateway.web.acting import NOTHING, Trouble, arrived, asked_of, body_of_form, done_or_shown
from gateway.web.page import Page, View, Visit
from gateway.words.decisions import why
from gateway.words.items import Items
from gateway.words.names import rule_text

PATH = "/duties/{duty_id}"
Act = Callable[[Parts, Asked], Awaitable[Accepted]]
Show = Callable[[Parts, Visit], Awaitable[View | Response]]
DEEDS: Mapping[str, Deed] = {
    "complete": "complete_duty",
    "spare": "propose_not_required",
    "agree": "confirm_not_required",
}


async def one(parts: Parts, visit: Visit) -> View:
    """The duty, done or not."""
    return await _view(parts, visit, NOTHING)


async def _view(parts: Parts, visit: Visit, trouble: Trouble) -> View:
    reader, duty_id = visit.signed_in, visit.request.path_params["duty_id"]
    item = await find_item(parts, reader, "read_item", "duty", duty_id)
    found = item.found
    items = Items(found.document["_id"], item.routing, found.names, await opener_for(parts, reader, found))
    refusals = {name: judge(reader, deed, item.item, found.purpose) for name, deed in DEEDS.items()}
    shows = {
        "duty": items.duty(duty_id),
        "clocks": [
            each for each in items.clocks() if each.duty_id == duty_id and each.state in ("running", "breached")
        ],
        "rules": [rule_text(found.names.edition, rule) for rule in item.item.rules],
        "reasons": why(found.document, found.names, duty_id).decisions,
        "may": {name: refusal is None for name, refusal in refusals.items()},
        "refused": refusals["complete"],
        "version": found.document["versions"]["escalation"],
        "filled": visit.form,
        "trouble": trouble,
    }
    return View("duty.html", shows)


def _acting(contract: type, act: Act) -> Show:
    async def show(parts: Parts, visit: Visit) -> View | Response:
        async def done() -> None:
            accepted = await act(parts, asked_of(parts, visit, body_of_form(contract, visit.form)))
            await arrived(parts.caught_up, accepted.notification_id, accepted.version, "escalation")

        async def again(trouble: Trouble) -> View:
            return await _view(parts, visit, trouble)

        return await done_or_shown(done(), f"/duties/{visit.request.path_params['duty_id']}", again)

    return show


PAGES = (
    Page("GET", PATH, "read_item", one),
    Page("POST", f"{PATH}/completion", "complete_duty", _acting(bodies.CompletionRequest, operations.complete)),
    Page(
        "POST",
        f"{PATH}/not-required",
        "propose_not_required",
        _acting(bodies.NotRequiredRequest, operations.propose_not_required),
    ),
    Page(
        "POST",
        f"{PATH}/not-required/confirmation",
        "confirm_not_required",
        _acting(bodies.ConfirmationRequest, operations.confirm_not_required),
    ),
)
