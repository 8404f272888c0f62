"""Forms of those who keep the records: legal holds, deletion by two, receipts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.responses import Response

from contracts import gateway_records as bodies
from contracts.gateway_records import RecordsAccepted
from gateway.api import records as operations
from gateway.api.operation import Asked
from gateway.catching_up import CatchingUp
from gateway.parts import Parts
from gateway.web.acting import Trouble, arrived, asked_of, body_of_form, done_or_shown
from gateway.web.page import Page, View, Visit
from gateway.web.records import PERSON, person_view

Act = Callable[[Parts, Asked], Awaitable[RecordsAccepted]]
Show = Callable[[Parts, Visit], Awaitable[View | Response]]


def _acting(contract: type, act: Act) -> Show:
    async def show(parts: Parts, visit: Visit) -> View | Response:
        async def done() -> None:
            await carried_out(parts, visit, act, body_of_form(contract, visit.form))

        async def again(trouble: Trouble) -> View:
            return await person_view(parts, visit, trouble)

        return await done_or_shown(done(), page_of(visit), again)

    return show


async def carried_out(parts: Parts, visit: Visit, act: Act, body: Any) -> None:
    """Has the operation do it, and waits a moment until the page can show it. Raises Refusal."""
    accepted = await act(parts, asked_of(parts, visit, body))
    view = CatchingUp(lambda people: {key: each["versions"] for key, each in parts.persons.load(list(people)).items()})
    await arrived(view, accepted.person, accepted.version)


def page_of(visit: Visit) -> str:
    """The address of the person's page."""
    return f"/people/{visit.request.path_params['person']}"


async def receive(parts: Parts, visit: Visit) -> View | Response:
    """Says that a notice was read, and goes back to what waits."""

    async def done() -> None:
        await carried_out(parts, visit, operations.receive, body_of_form(bodies.RetentionReceiptRequest, visit.form))

    async def again(trouble: Trouble) -> View:
        return await person_view(parts, visit, trouble)

    return await done_or_shown(done(), "/notices", again)


PAGES = (
    Page("POST", f"{PERSON}/holds", "hold_records", _acting(bodies.HoldRequest, operations.hold)),
    Page("POST", f"{PERSON}/holds/lift", "lift_hold", _acting(bodies.LiftRequest, operations.lift)),
    Page("POST", f"{PERSON}/deletion", "propose_deletion", _acting(bodies.DeletionRequest, operations.propose)),
    Page(
        "POST",
        f"{PERSON}/deletion/confirmation",
        "confirm_deletion",
        _acting(bodies.DeletionAnswer, operations.confirm),
    ),
    Page("POST", f"{PERSON}/retention/receipt", "receive_retention", receive),
)
