"""The pages of whoever receives national alerts: what was sent to their body, a message, and the three steps of the answer."""

from __future__ import annotations

from typing import get_args

from starlette.responses import RedirectResponse, Response

from access import permit
from contracts.gateway_receipts import Said
from documents.message import ENDING
from gateway.alerting.contents import in_full, line
from gateway.alerting.printing import for_systems, paper
from gateway.alerting.saying import say
from gateway.alerting.sent import Sent, behind, find_sent, record_opened
from gateway.auditing.trail import shown
from gateway.parts import Parts
from gateway.printing import Paper
from gateway.read_models.cascades import RESULTS
from gateway.read_models.cases import is_order
from gateway.reading import whose_of
from gateway.threads import in_thread
from gateway.web.acting import arrived, asked_of
from gateway.web.page import Page, View, Visit
from gateway.words.alert_states import STATES, WAITS
from gateway.words.alert_story import RESULTS as ANSWERS

PATH = "/national-alerts"
PAGE = 25


async def inbox(parts: Parts, visit: Visit) -> View:
    """What was sent to the body, the newest first."""
    reader = visit.signed_in
    permit(reader, visit.deed)
    before = visit.place("before", is_order)
    found = await in_thread(parts.alerting.cascades.inbox, whose_of(parts, reader), before, PAGE + 1)
    here = found[:PAGE]
    shown(*(each["_id"] for each in here))
    lines = [line(parts, each, reader.receives_for or "") for each in here]
    older = here[-1]["order"] if len(found) > PAGE else None
    shows = {"lines": lines, "older": older, "first": before is None, "receives": reader.receives_for is not None}
    return View("inbox.html", {**shows, "states": STATES, "waits": WAITS})


async def one(parts: Parts, visit: Visit) -> View:
    """A message in full. That it was opened is recorded."""
    sent = await _sent(parts, visit)
    found = await behind(parts, visit.signed_in, sent)
    await record_opened(parts, visit.signed_in, sent)
    return View("message.html", {**_told(parts, sent), "message": in_full(parts, sent, found), "problem": ""})


def _told(parts: Parts, sent: Sent) -> dict[str, object]:
    given = sent.line["receipts"]
    others = [line(parts, each, sent.custodian) for each in sent.all if each["_id"] != sent.document["_id"]]
    return {
        "others": others,
        "states": STATES,
        "answers": ANSWERS,
        "ends": sent.document["kind"] in ENDING,
        "said": {name: each["at"] for name, each in given.items()},
        "results": [each for each in RESULTS if each in given],
        "path": f"{PATH}/{sent.document['_id']}",
    }


async def answer(parts: Parts, visit: Visit) -> View | Response:
    """Records what the custodian says."""
    sent = await _sent(parts, visit)
    receipt = visit.form.get("receipt", "")
    if receipt not in get_args(Said):
        found = await behind(parts, visit.signed_in, sent)
        told = {**_told(parts, sent), "message": in_full(parts, sent, found)}
        return View("message.html", {**told, "problem": "Choose what your search has found."}, 422)
    by = asked_of(parts, visit, None)
    said: Said = receipt  # type: ignore[assignment]  # it is one of them
    comment = visit.form.get("comment", "")
    accepted = await say(parts, visit.signed_in, sent, said, comment, by.command_id, by.digest)
    await arrived(parts.alerting.cascades_caught_up, sent.document["_id"], accepted.version, sent.custodian)
    return RedirectResponse(f"{PATH}/{sent.document['_id']}", 303)


async def print_pdf(parts: Parts, visit: Visit) -> Paper:
    """The message to print."""
    sent = await _sent(parts, visit)
    found = await behind(parts, visit.signed_in, sent)
    await record_opened(parts, visit.signed_in, sent)
    return await paper(parts, sent, found)


async def show_cap(parts: Parts, visit: Visit) -> Response:
    """The message for systems; it names nobody."""
    return Response(for_systems(parts, await _sent(parts, visit)), media_type="application/cap+xml")


async def _sent(parts: Parts, visit: Visit) -> Sent:
    return await find_sent(parts, visit.signed_in, visit.request.path_params["message_id"])


ONE = f"{PATH}/{{message_id}}"
PAGES = (
    Page("GET", PATH, "list", inbox),
    Page("GET", ONE, "receive_alerts", one),
    Page("POST", f"{ONE}/receipts", "receive_alerts", answer),
    Page("GET", f"{ONE}/alert.pdf", "receive_alerts", print_pdf),
    Page("GET", f"{ONE}/alert.cap.xml", "receive_alerts", show_cap),
)
