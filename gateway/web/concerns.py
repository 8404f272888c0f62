"""The front door's pages: what agencies are concerned about, by when it is to be decided (WT13-05), and what they are answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.responses import Response

from access import permit
from contracts.gateway_concerns import ConcernAccepted, ConcernDecisionRequest, FeedbackRequest
from gateway.agencies.reading import find_concern, find_concerns, opener_of
from gateway.agencies.words import front_door_concern, front_door_line
from gateway.api import concerns as operations
from gateway.api.operation import Asked
from gateway.catching_up import CatchingUp
from gateway.parts import Parts
from gateway.read_models.cases import is_order
from gateway.web.acting import NOTHING, Trouble, arrived, asked_of, body_of_form, done_or_shown
from gateway.web.page import Page, View, Visit

PATH, PAGE = "/concerns", 25
STATES: Mapping[str, str] = {
    "waiting": "Waits for you",
    "taken_up": "Taken up",
    "no_further_action": "Nothing further",
    "referred_elsewhere": "Referred elsewhere",
}
URGENCIES: Mapping[str, str] = {"immediate_danger": "Immediate danger", "today": "Today", "soon": "Soon"}
OUTCOMES: Mapping[str, str] = {
    "no_further_action": "Nothing further is done",
    "referred_elsewhere": "The referrer is referred to somebody else",
}
REASONS: Mapping[str, str] = {
    "below_threshold": "It is below the threshold",
    "known_already": "We know of it already",
    "not_of_this_area": "The child is not of this area",
    "another_service_helps": "Another service helps",
    "mistaken": "It was a mistake",
    "other": "Another reason",
}
Act = Callable[[Parts, Asked], Awaitable[ConcernAccepted]]
Show = Callable[[Parts, Visit], Awaitable[View | Response]]


async def listed(parts: Parts, visit: Visit) -> View:
    """The concerns that the reader decides on, newest first."""
    permit(visit.signed_in, visit.deed)
    before = visit.place("before", is_order)
    page = await find_concerns(parts, visit.signed_in, before, PAGE)
    lines = [front_door_line(each, visit.signed_in.at) for each in page.found]
    shows = {"concerns": lines, "older": page.next, "first": before is None, "states": STATES}
    return View("concerns.html", {**shows, "urgencies": URGENCIES})


async def one(parts: Parts, visit: Visit) -> View:
    """A concern, its particulars opened, and what can be done with it."""
    return await concern_view(parts, visit, NOTHING)


async def concern_view(parts: Parts, visit: Visit, trouble: Trouble) -> View:
    """The page of a concern; what was filled in stands there still where it was not accepted."""
    reader = visit.signed_in
    found = await find_concern(parts, reader, visit.deed, visit.request.path_params["concern_id"])
    told = front_door_concern(found, await opener_of(parts, reader, found), reader.at)
    words = {"states": STATES, "urgencies": URGENCIES, "outcomes": OUTCOMES, "reasons": REASONS}
    return View("concern.html", {"concern": told, "filled": visit.form, "trouble": trouble, **words})


def _acting(contract: type, act: Act) -> Show:
    async def show(parts: Parts, visit: Visit) -> View | Response:
        async def done() -> None:
            accepted = await act(parts, asked_of(parts, visit, body_of_form(contract, visit.form)))
            await concern_arrived(parts, accepted.concern_id, accepted.version)

        async def again(trouble: Trouble) -> View:
            return await concern_view(parts, visit, trouble)

        return await done_or_shown(done(), f"{PATH}/{visit.request.path_params['concern_id']}", again)

    return show


async def concern_arrived(parts: Parts, concern_id: str, version: int) -> None:
    """Waits a moment until the view of concerns has it."""
    await arrived(CatchingUp(parts.concerns.versions), concern_id, version)


PAGES = (
    Page("GET", PATH, "list", listed),
    Page("GET", f"{PATH}/{{concern_id}}", "read_concern", one),
    Page(
        "POST",
        f"{PATH}/{{concern_id}}/decision",
        "decide_concern",
        _acting(ConcernDecisionRequest, operations.decide),
    ),
    Page(
        "POST", f"{PATH}/{{concern_id}}/feedback", "decide_concern", _acting(FeedbackRequest, operations.give_feedback)
    ),
)
