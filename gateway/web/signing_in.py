"""Signing in and out: the token comes in a form, never in an address, and is not kept."""

from __future__ import annotations

import re

from starlette.responses import RedirectResponse, Response

from gateway.identity.identities import PersonIdentity
from gateway.identity.sessions import SECONDS
from gateway.identity.tokens import TokenRefused
from gateway.parts import Parts
from gateway.threads import in_thread
from gateway.web.page import Page, View, Visit
from gateway.web.rim import COOKIE

_OUR_PATH = re.compile(r"/(cases/[A-Za-z0-9-]{1,80}|tasks|notices|duties)?")


async def form(_parts: Parts, visit: Visit) -> View:
    """The form."""
    return View("sign_in.html", {"next": _onward(visit.request.query_params.get("next", "")), "wrong": False})


async def sign_in(parts: Parts, visit: Visit) -> View | Response:
    """Begins a session, if the token is known."""
    token, onward = (visit.form.get(name, "").strip() for name in ("token", "next"))
    identity = _identity(parts, token)
    if identity is None:
        return View("sign_in.html", {"next": _onward(onward), "wrong": True}, 401)
    session_id = await in_thread(parts.sessions.begin, identity, "")
    response = RedirectResponse(_onward(onward), 303)
    secure = visit.request.url.scheme == "https"
    response.set_cookie(COOKIE, session_id, max_age=SECONDS, httponly=True, samesite="strict", secure=secure)
    return response


def _identity(parts: Parts, token: str) -> PersonIdentity | None:
    try:
        identity = parts.bearers.identity(token)
    except TokenRefused:
        return None
    return identity if isinstance(identity, PersonIdentity) else None


async def sign_out(parts: Parts, visit: Visit) -> Response:
    """Ends the session."""
    session_id = visit.request.cookies.get(COOKIE)
    if session_id:
        await in_thread(parts.sessions.end, session_id)
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return response


def _onward(path: str) -> str:
    # Only to a page of ours: an address from outside must not lead anywhere else after signing in.
    return path if _OUR_PATH.fullmatch(path) else "/"


PAGES = (
    Page("GET", "/sign-in", "anyone", form),
    Page("POST", "/sign-in", "anyone", sign_in),
    Page("POST", "/sign-out", "anyone", sign_out),
)
