"""Between HTTP and a page: who is signed in, and what they see when something is refused."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from access import Reader
from contracts.refusals import Refusal
from gateway.api.problems import RETRY_AFTER_SECONDS, refusal_of
from gateway.api.rim import SECONDS
from gateway.auditing.recording import Asking, on_record, reader_known
from gateway.front.forms import form_of, word_of
from gateway.front.measuring import measured
from gateway.parts import Parts
from gateway.threads import in_thread
from gateway.web import cookies
from gateway.web.acting import key_of
from gateway.web.navigation import offered
from gateway.web.page import Page, View, Visit
from gateway.web.templating import rendered


def page_endpoint(page: Page, parts: Parts) -> Callable[[Request], Awaitable[Response]]:
    """The page as what the framework calls."""

    async def answered(request: Request) -> Response:
        reader: Reader | None = None
        try:
            asking = Asking(page.path, page.deed, request.path_params)
            async with on_record(parts, asking), asyncio.timeout(SECONDS):
                reader = None if page.deed == "anyone" else await _reader(parts, request)
                form = await form_of(request, _session_id(request)) if page.method == "POST" else {}
                shown = await page.show(parts, Visit(reader, request, page.deed, form))
            return _rendered(parts, shown, request, reader) if isinstance(shown, View) else shown
        except Exception as error:
            return _refused(parts, refusal_of(error, page.path), request, reader)

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


async def _reader(parts: Parts, request: Request) -> Reader:
    session_id = _session_id(request)
    session = await in_thread(parts.identity.sessions.find, session_id) if session_id else None
    if session is None or parts.identity.sign_in.provider_of(session.issuer, session.authority) is None:
        raise Refusal("unauthenticated")
    return reader_known(parts, session.identity)


def _session_id(request: Request) -> str:
    return cookies.value(request, cookies.SESSION)


def _rendered(parts: Parts, view: View, request: Request, reader: Reader | None) -> Response:
    known = reader.directory.person_by_id.get(reader.person) if reader else None
    name = known.name if known else reader.person if reader else None
    word = word_of(_session_id(request))
    about = {
        "signed_in": name,
        "me": reader.person if reader else None,
        "offers": offered(parts, reader) if reader else (),
        "now": parts.clock.now(),
        "form_word": word,
        "key_of": partial(key_of, word),
        "changes": None,
    }
    return rendered(view.template, {**about, **view.shows}, view.status)


def _refused(parts: Parts, refusal: Refusal, request: Request, reader: Reader | None) -> Response:
    if refusal.code == "unauthenticated":
        return RedirectResponse(f"/sign-in?next={quote(request.url.path)}", 303)
    details = refusal.details
    about = {"roles": details.get("roles") or (), "error_id": details.get("id")}
    shown = {"sentence": refusal.sentence, "code": refusal.code, **about}
    response = _rendered(parts, View("problem.html", shown, refusal.kind.status), request, reader)
    if refusal.kind.status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
