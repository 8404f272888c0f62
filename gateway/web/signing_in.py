"""Signing in and out of the pages: there to the authority's identity provider, back with an answer, then a session of ours."""

from __future__ import annotations

import logging
import re

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.refusals import Refusal
from gateway.auditing.recording import asked_for
from gateway.auditing.sign_ins import signed
from gateway.identity import signing_in
from gateway.identity.identities import PersonIdentity
from gateway.identity.providers import ProviderUnavailable
from gateway.identity.sessions import LINGERS_SECONDS, SECONDS
from gateway.identity.signing_in import SignInRefused
from gateway.parts import Parts
from gateway.threads import in_thread
from gateway.web import cookies
from gateway.web.page import Page, View, Visit

_OUR_PATH = re.compile(r"(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,120}){0,8}")
_log = logging.getLogger(__name__)


async def choose(parts: Parts, visit: Visit) -> View:
    """Where one can sign in."""
    return _chooser(parts, visit.request.query_params.get("next", ""))


def _chooser(parts: Parts, onward: str, problem: str = "", status: int = 200) -> View:
    authorities = parts.deployment.authorities
    names = {
        key: issuer.name or authorities[issuer.authority].description.name
        for key, issuer in parts.identity.sign_in.providers().items()
        if issuer.authority in authorities
    }
    return View("sign_in.html", {"providers": names, "next": _onward(onward), "problem": problem}, status)


async def begin(parts: Parts, visit: Visit) -> View | Response:
    """Goes to the provider."""
    asked = visit.request.query_params
    try:
        begun = await in_thread(parts.identity.sign_in.begin, asked.get("provider", ""), _onward(asked.get("next", "")))
    except (SignInRefused, ProviderUnavailable) as problem:
        return _failed(parts, problem)
    response = RedirectResponse(begun.url, 303)
    cookies.put(response, visit.request, cookies.SIGNING_IN, begun.cookie, signing_in.SECONDS)
    return response


async def come_back(parts: Parts, visit: Visit) -> View | Response:
    """Begins a session for whoever the provider says has signed in, if the authority's directory has them."""
    request = visit.request
    answer = dict(request.query_params)
    if len(answer) != len(request.query_params.multi_items()):
        return _failed(parts, SignInRefused("repeated"))
    try:
        found = await in_thread(parts.identity.sign_in.finish, cookies.value(request, cookies.SIGNING_IN), answer)
        await _check_person(parts, found.identity)
    except (SignInRefused, ProviderUnavailable) as problem:
        return _failed(parts, problem)
    await signed(parts, _actor(parts, found.identity), found.identity.authority, "sign_in", "signed_in")
    await _end(parts, request)
    session_id = await in_thread(parts.identity.sessions.begin, found.identity, found.issuer)
    response = RedirectResponse(_onward(found.onward), 303)
    cookies.put(response, request, cookies.SESSION, session_id, SECONDS + LINGERS_SECONDS)
    cookies.drop(response, request, cookies.SIGNING_IN)
    return response


async def _check_person(parts: Parts, identity: PersonIdentity) -> None:
    try:
        parts.people.reader(identity)
    except Refusal as refusal:
        if refusal.code != "unauthenticated":
            raise
        await signed(parts, _actor(parts, identity), identity.authority, "sign_in", "not_in_directory")
        raise SignInRefused("not_in_directory") from None


def _actor(parts: Parts, identity: PersonIdentity) -> str:
    """The person; somebody whom the directory does not have stands in the record as a mark."""
    try:
        return parts.people.reader(identity).person
    except Refusal:
        return asked_for(parts.digest_secret, identity.authority, identity.account)


SENTENCES = {
    "not_in_directory": "You are signed in at your council, but are not in its directory here. Ask whoever keeps it.",
    "declined": "Your council's sign-in did not let you in, or you ended it.",
    "not_begun": "This took too long, or was begun in another window. Begin again.",
}


def _failed(parts: Parts, problem: SignInRefused | ProviderUnavailable) -> View:
    if isinstance(problem, ProviderUnavailable):
        return _chooser(parts, "", "Your council's sign-in does not answer. Try again in a moment.", 503)
    _log.warning("%s: %s", problem.code, problem.reason)
    return _chooser(parts, "", SENTENCES.get(problem.reason, "Signing in did not work. Begin again."), 401)


async def sign_out(parts: Parts, visit: Visit) -> Response:
    """Ends the session, and goes on to where it can be ended at the provider too."""
    at_provider = await _end(parts, visit.request)
    response = RedirectResponse(f"{signing_in.SIGNED_OUT_PATH}{'?at=' + at_provider if at_provider else ''}", 303)
    cookies.drop(response, visit.request, cookies.SESSION)
    return response


async def _end(parts: Parts, request: Request) -> str | None:
    """By which provider the session that ends was begun."""
    session_id = cookies.value(request, cookies.SESSION)
    session = await in_thread(parts.identity.sessions.find, session_id) if session_id else None
    if session is None:
        return None
    await in_thread(parts.identity.sessions.end, session_id)
    await signed(parts, _actor(parts, session.identity), session.authority, "sign_out", "signed_out")
    return parts.identity.sign_in.provider_of(session.issuer, session.authority)


async def signed_out(parts: Parts, visit: Visit) -> View:
    """Says so, and sends the browser on to the provider, which has a session of its own."""
    provider = visit.request.query_params.get("at", "")
    try:
        onward = await in_thread(parts.identity.sign_in.sign_out_url, provider) if provider else None
    except ProviderUnavailable:
        onward = None
    return View("signed_out.html", {"at_provider": onward})


def _onward(path: str) -> str:
    # Only to a page of ours: an address from outside must not lead anywhere else after signing in.
    return path if path and _OUR_PATH.fullmatch(path) else "/"


PAGES = (
    Page("GET", "/sign-in", "anyone", choose),
    Page("GET", "/sign-in/begin", "anyone", begin),
    Page("GET", signing_in.RETURN_PATH, "anyone", come_back),
    Page("POST", "/sign-out", "anyone", sign_out),
    Page("GET", signing_in.SIGNED_OUT_PATH, "anyone", signed_out),
)
