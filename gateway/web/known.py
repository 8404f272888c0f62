"""Who asks for a page: by the session that the browser's cookie names."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from access import Deed, Reader
from contracts.refusals import Refusal
from gateway.auditing.recording import reader_known
from gateway.parts import Parts
from gateway.threads import in_thread
from gateway.web import cookies


@dataclass(frozen=True)
class Known:
    """Who is signed in, and for how many seconds at least if they ask for nothing more."""

    reader: Reader
    seconds: int


async def known(parts: Parts, request: Request, deed: Deed) -> Known:
    """Who asks; a page that only looks out for changes does not make their session go on. Raises Refusal `unauthenticated`."""
    sessions, session_id = parts.identity.sessions, session_of(request)
    session = await in_thread(sessions.find, session_id, deed != "watch") if session_id else None
    if session is None or parts.identity.sign_in.provider_of(session.issuer, session.authority) is None:
        raise Refusal("unauthenticated")
    return Known(reader_known(parts, session.identity), sessions.seconds_of(session))


def session_of(request: Request) -> str:
    """The session's id; empty without one."""
    return cookies.value(request, cookies.SESSION)
