"""The pages of other deployments' alerts: the list, a copy with its matching and search, and the certificate of its end."""

from __future__ import annotations

from typing import Any, get_args

from starlette.responses import RedirectResponse, Response

from access import permit
from contracts.cascade import Result
from contracts.gateway_received import MatchRequest, SearchRecord
from contracts.received_alerts import Likeness
from contracts.refusals import Refusal
from documents.message import TITLES
from gateway.alerting.matching import matched
from gateway.alerting.received import copies, copy_in_full, copy_told, find_copy, record_search
from gateway.parts import Parts
from gateway.read_models.cases import is_order
from gateway.web.acting import Trouble, arrived, asked_of, trouble_of
from gateway.web.page import Page, View, Visit
from gateway.words.alert_story import RESULTS

PATH, PAGE = "/received-alerts", 25


async def listed(parts: Parts, visit: Visit) -> View:
    """The copies, the newest first."""
    permit(visit.signed_in, visit.deed)
    here, older = await copies(parts, visit.signed_in, before := visit.place("before", is_order), PAGE)
    lines = [copy_told(each, visit.signed_in) for each in here]
    return View("received_list.html", {"lines": lines, "older": older, "first": before is None, "titles": TITLES})


async def one(parts: Parts, visit: Visit) -> View:
    """A copy."""
    return await _shown(parts, visit)


async def _shown(parts: Parts, visit: Visit, **more: Any) -> View:
    copy = await copy_in_full(parts, visit.signed_in, _id(visit))
    search = copy.document.search if copy.document else None
    begins: dict[str, Any] = {"found": None, "filled": vars(search) if search else {}, "trouble": Trouble("")}
    return View("received.html", {**begins, **more, "copy": copy, "titles": TITLES, "answers": RESULTS})


def _id(visit: Visit) -> str:
    return str(visit.request.path_params["received_id"])


async def match(parts: Parts, visit: Visit) -> View:
    """The own records that may be the child; what was typed stays on this page only."""
    await find_copy(parts, visit.signed_in, _id(visit))
    form = visit.form
    asked = MatchRequest(form.get("name", "")[:200], form.get("born") or None, form.get("nhs_number", "")[:20] or None)
    try:
        return await _shown(parts, visit, found=await matched(parts, visit.signed_in, asked), filled=form)
    except Refusal as refusal:
        if refusal.code != "malformed":
            raise
        return await _shown(parts, visit, filled=form, trouble=trouble_of(refusal))


async def search(parts: Parts, visit: Visit) -> View | Response:
    """Records what the own records said."""
    result, likeness, count = (visit.form.get(each, "") for each in ("result", "likeness", "candidates"))
    known = result in get_args(Result) and likeness in get_args(Likeness) and count.isdecimal() and len(count) < 6
    if not known:
        return await _shown(parts, visit, trouble=Trouble("Choose what your records said.", {"result": "Choose one."}))
    body = SearchRecord(result, int(count), likeness)  # type: ignore[arg-type]  # they are of them
    accepted = await record_search(parts, asked_of(parts, visit, body), _id(visit), body)
    await arrived(parts.alerting.received_caught_up, _id(visit), accepted.version, "national_alerts")
    return RedirectResponse(f"{PATH}/{_id(visit)}", 303)


ONE = f"{PATH}/{{received_id}}"
PAGES = (
    Page("GET", PATH, "list", listed),
    Page("GET", ONE, "receive_alerts", one),
    Page("POST", f"{ONE}/matches", "search_people", match),
    Page("POST", f"{ONE}/searches", "receive_alerts", search),
)
