"""Between HTTP and a page: who is signed in, and what they see when something is refused."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.refusals import Refusal
from gateway.api.problems import RETRY_AFTER_SECONDS, refusal_of
from gateway.api.rim import SECONDS
from gateway.auditing.recording import Asking, on_record
from gateway.front.forms import form_of, word_of
from gateway.front.measuring import measured
from gateway.parts import Parts
from gateway.printing import Paper, expect_printing, printed
from gateway.web import unsent
from gateway.web.acting import key_of
from gateway.web.known import Known, known, session_of
from gateway.web.navigation import offered
from gateway.web.page import Page, View, Visit
from gateway.web.templating import rendered


def page_endpoint(page: Page, parts: Parts) -> Callable[[Request], Awaitable[Response]]:
    """The page as what the framework calls."""

    async def answered(request: Request) -> Response:
        by: Known | None = None
        try:
            asking = Asking(page.path, page.deed, request.path_params)
            async with on_record(parts, asking):
                async with asyncio.timeout(SECONDS):
                    by = None if page.deed == "anyone" else await _known(parts, page, request)
                    shown = await _shown(parts, page, request, by)
                if isinstance(shown, Paper):
                    shown = Response(await printed(shown), media_type="application/pdf")
            return _rendered(parts, shown, request, by) if isinstance(shown, View) else shown
        except Exception as error:
            return _refused(parts, refusal_of(error, page.path), request, by)

    async def answer(request: Request) -> Response:
        with measured(f"{page.method} {page.path}", "page") as found:
            response = await answered(request)
            found.status = response.status_code
        return response

    answer.operation = page  # type: ignore[attr-defined]  # read by the test that walks all routes
    return answer


def nothing_there(parts: Parts, request: Request) -> Response | None:
    """The page for an address that leads nowhere; None where it was no browser that asked."""
    wanted = request.headers.get("accept", "")
    if request.method != "GET" or "text/html" not in wanted or request.url.path.startswith("/v1"):
        return None
    return _refused(parts, Refusal("not_found"), request, None)


async def _known(parts: Parts, page: Page, request: Request) -> Known:
    """Raises Refusal `unauthenticated`, with where to go on after signing in."""
    try:
        found = await known(parts, request, page.deed)
    except Refusal as refusal:
        if refusal.code != "unauthenticated" or page.method != "POST":
            raise
        onward = await unsent.kept(parts, request)
        raise Refusal("unauthenticated", {"onward": onward} if onward else {}) from None
    expect_printing()
    return found


async def _shown(parts: Parts, page: Page, request: Request, by: Known | None) -> View | Paper | Response:
    reader = by.reader if by else None
    if page.method == "GET":
        return await page.show(parts, Visit(reader, request, page.deed))
    filled = await form_of(request, session_of(request))
    if filled.has_word:
        return await page.show(parts, Visit(reader, request, page.deed, filled.fields))
    if reader is None:
        raise Refusal("not_permitted")
    return await unsent.shown_again(parts, page, Visit(reader, request, page.deed, filled.fields, is_held=True))


def _rendered(parts: Parts, view: View, request: Request, by: Known | None) -> Response:
    reader = by.reader if by else None
    person = reader.directory.person_by_id.get(reader.person) if reader else None
    name = person.name if person else reader.person if reader else None
    word = word_of(session_of(request))
    about = {
        "session_seconds": by.seconds if by else None,
        "session_ends": parts.clock.now() + timedelta(seconds=by.seconds) if by else None,
        "signed_in": name,
        "me": reader.person if reader else None,
        "offers": offered(parts, reader) if reader else (),
        "now": parts.clock.now(),
        "form_word": word,
        "key_of": partial(key_of, word),
        "changes": None,
    }
    return rendered(view.template, {**about, **view.shows}, view.status)


def _refused(parts: Parts, refusal: Refusal, request: Request, by: Known | None) -> Response:
    if refusal.code == "unauthenticated":
        return RedirectResponse(f"/sign-in?next={quote(refusal.details.get('onward', request.url.path))}", 303)
    details = refusal.details
    about = {"roles": details.get("roles") or (), "error_id": details.get("id")}
    shown = {"sentence": refusal.sentence, "code": refusal.code, **about}
    response = _rendered(parts, View("problem.html", shown, refusal.kind.status), request, by)
    if refusal.kind.status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
