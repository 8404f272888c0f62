"""What people have only begun, and what therefore lies where the gateway that is asked keeps it: a draft, a form that came too late."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.pages.world import Ids
from gateway.identity.sessions import IDLE_SECONDS
from tests.unit.gateway.callers import Callers, cookie_of
from tests.unit.gateway.house import House
from tests.unit.gateway.test_timed_out import hidden
from tests.unit.gateway.visiting import ORIGIN, signed_in

WORKER, TYPED = "kent-social-worker", {"particulars.reason": "Found at her aunt's."}


def begun(house: House, callers: Callers, ids: Mapping[str, Ids]) -> Mapping[str, Ids]:
    """Kent's ids with these."""
    draft = signed_in(callers, WORKER).sent("/raise", {"form_key": "begun"}).headers["location"]
    _, _, draft_id, page = draft.split("/")
    late = _too_late(house, callers, f"/cases/{ids['kent']['notification_id']}/updates")
    return {"kent": {**ids["kent"], "draft_id": draft_id, "page": page, "unsent_id": late.rpartition("/")[2]}}


def _too_late(house: House, callers: Callers, form: str) -> str:
    """Where a form of hers is shown again that she sent when her session had run out."""
    cookie, sessions = {"Cookie": cookie_of(callers.signed_in(WORKER))}, house.parts.identity.sessions
    own = hidden(callers.call("GET", form, headers=cookie).text, form)
    now = sessions._now
    sessions._now = lambda: now() + IDLE_SECONDS + 60
    sent = callers.call("POST", form, data={**own, **TYPED}, headers={**cookie, **ORIGIN})
    sessions._now = now
    return str(sent.headers["location"])
