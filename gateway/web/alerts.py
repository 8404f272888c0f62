"""The pages of whoever sends national alerts: the list, an alert with its judgements, messages and ledger; exercises with theirs."""

from __future__ import annotations

from starlette.responses import Response

from access import permit
from contracts.refusals import Refusal
from documents.message import TITLES
from gateway.alerting.ledger import messages_of
from gateway.parts import Parts
from gateway.read_models.cases import is_order
from gateway.reading import Found, find_alerted, find_case, opener_for
from gateway.web.ledgers import ledger_shown, redriven
from gateway.web.page import Page, View, Visit
from gateway.words import alerts as words
from gateway.words.alert_states import ALERT_STATES, MESSAGE_STATES
from gateway.words.alert_story import RESULTS, custodian_name

PAGE = 25


async def listed(parts: Parts, visit: Visit) -> View:
    """The alerts of the notifications that the reader may see."""
    reader = visit.signed_in
    permit(reader, visit.deed)
    before = visit.place("before", is_order)
    page = await find_alerted(parts, reader, before, PAGE)
    lines = [(words.summary(each.document), each) for each in page.found]
    shows = {
        "lines": lines,
        "older": page.next,
        "first": before is None,
        "states": ALERT_STATES,
        "runs": reader.runs_alerts,
    }
    return View("alerts.html", shows)


async def one(parts: Parts, visit: Visit) -> View:
    """An alert: what was judged, its messages, what came back, and how far each custodian is."""
    found = await _alert(parts, visit)
    alert_id = visit.request.path_params["alert_id"]
    told = words.alert(found.document, found.names, await opener_for(parts, visit.signed_in, found))
    messages = await messages_of(parts, visit.signed_in, alert_id)
    return View("alert.html", {
        "alert": told, "area": found.document["area"], "why": words.why(found.document, found.names).decisions,
        "questions": _questions(found), "states": ALERT_STATES, "message_states": MESSAGE_STATES, "titles": TITLES,
        "answers": RESULTS, "custodian_name": custodian_name, **ledger_shown(visit, messages, f"/alerts/{alert_id}"),
    })  # fmt: skip


async def _alert(parts: Parts, visit: Visit) -> Found:
    kind, _, rest = visit.request.path_params["alert_id"].partition("-")
    if kind != "alert":
        raise Refusal("not_found")
    found = await find_case(parts, visit.signed_in, "read_case", f"notification-{rest}")
    if found.names.edition.alerting is None or words.SOURCE not in found.document:
        raise Refusal("not_found")
    return found


def _questions(found: Found) -> dict[str, str]:
    alerting = found.names.edition.alerting
    return {part.name: part.question for part in alerting.parts} if alerting else {}


async def redrive_alert(parts: Parts, visit: Visit) -> Response:
    """Once more, by hand."""
    await _alert(parts, visit)
    return await redriven(parts, visit, visit.request.path_params["alert_id"], "/alerts")


ALERT = "/alerts/{alert_id}"
PAGES = (
    Page("GET", "/alerts", "list", listed),
    Page("GET", ALERT, "read_case", one),
    Page("POST", f"{ALERT}/redrives", "run_alerts", redrive_alert),
)
