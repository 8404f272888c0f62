"""What was typed into a form whose session had ended comes back: nothing of it was done, and nothing of it is lost.

A form that arrives too late is kept sealed for an hour under an id that its sender alone is led to by signing in, and then
shown to the same person as its own page would show it; so is one that was open while somebody signed in anew beside it.
"""

from __future__ import annotations

import base64
import json
import secrets
import time
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from access import permit
from contracts.refusals import Refusal
from gateway.front.forms import form_of
from gateway.identity.identities import PersonIdentity
from gateway.identity.once import key_of
from gateway.parts import Parts
from gateway.printing import Paper
from gateway.sealing.secret_box import OF_UNSENT_FORMS, SecretBox
from gateway.threads import in_thread
from gateway.web.acting import KEY
from gateway.web.known import session_of
from gateway.web.page import Page, View, Visit

PATH = "/unsent"
SECONDS = 3600


async def kept(parts: Parts, request: Request) -> str | None:
    """Keeps a form whose session has run out; where it is shown again, or None where it was nobody's whom we know.

    Raises StoreUnavailable, and Refusal for a form that is not of our pages.
    """
    session_id = session_of(request)
    session = await in_thread(parts.identity.sessions.lapsed, session_id) if session_id else None
    filled = await form_of(request, session_id)
    if session is None or not filled.has_word:
        return None
    unsent_id, until = secrets.token_urlsafe(24), time.time() + SECONDS
    told = {"path": request.url.path, "fields": dict(filled.fields), "whose": [session.account, session.authority]}
    sealed = base64.b64encode(SecretBox(parts.digest_secret, OF_UNSENT_FORMS).seal(unsent_id, json.dumps(told))).decode(
        "ascii"
    )
    await in_thread(parts.identity.once.add, key_of("unsent", unsent_id), _texts(sealed, until), until)
    return f"{PATH}/{unsent_id}"


def _texts(sealed: str, until: float) -> Mapping[str, str]:
    return {"sealed": sealed, "until": str(until)}


async def show(parts: Parts, visit: Visit) -> View | Paper | Response:
    """The form with what was typed, for whoever typed it."""
    permit(visit.signed_in, visit.deed)
    told = await _found(parts, visit.request.path_params["unsent_id"])
    if told is None or not _is_theirs(parts, visit, told["whose"]):
        raise Refusal("not_found")
    page, request = _page_of(visit.request, told["path"])
    return await shown_again(parts, page, Visit(visit.reader, request, page.deed, told["fields"], is_held=True))


async def shown_again(parts: Parts, page: Page, visit: Visit) -> View | Paper | Response:
    """The page of the form, which says that nothing was done yet; of one that has no fields to show, what was sent."""
    try:
        return await page.show(parts, visit)
    except Refusal as refusal:
        if refusal.code != "not_sent":
            raise
        shown = {name: text for name, text in visit.form.items() if name != KEY and text.strip()}
        about = {"sentence": refusal.sentence, "path": visit.request.url.path, "shown": shown, "fields": visit.form}
        return View("unsent.html", about, refusal.kind.status)


async def _found(parts: Parts, unsent_id: str) -> dict[str, Any] | None:
    """What was kept, which stays kept until its time is over: a page may be loaded twice."""
    once, key = parts.identity.once, key_of("unsent", unsent_id)
    found = await in_thread(once.take, key, time.time())
    if found is None:
        return None
    await in_thread(once.add, key, found, float(found["until"]))
    opened = SecretBox(parts.digest_secret, OF_UNSENT_FORMS).open(unsent_id, base64.b64decode(found["sealed"]))
    told: dict[str, Any] | None = json.loads(opened) if opened is not None else None
    return told


def _is_theirs(parts: Parts, visit: Visit, whose: list[str]) -> bool:
    by = parts.people.reader(PersonIdentity(*whose))
    return (by.person, by.authority) == (visit.signed_in.person, visit.signed_in.authority)


def _page_of(request: Request, path: str) -> tuple[Page, Request]:
    """The page that takes this form, and the request as it would come to it. Raises Refusal `not_found`."""
    asked = {**request.scope, "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b""}
    for route in request.app.routes:
        match, found = route.matches(asked)
        page = getattr(found.get("endpoint"), "operation", None)
        if match is Match.FULL and isinstance(page, Page):
            return page, Request({**asked, **found})
    raise Refusal("not_found")


async def stay(_parts: Parts, visit: Visit) -> View:
    """By being asked for, has the session go on; opened beside a form, nothing of the form is lost."""
    permit(visit.signed_in, visit.deed)
    return View("stay.html")


PAGES = (
    Page("GET", f"{PATH}/{{unsent_id}}", "list", show),
    Page("GET", "/stay", "list", stay),
)
