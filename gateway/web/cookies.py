"""The pages' two cookies. Reached by TLS they are bound to this very host and path, and go over TLS only (`__Host-`).

Lax, not strict: whoever comes back from signing in, or follows a link in a message, is to be known at once. A request that
changes something is another matter; what makes it ours is `front/forms.py`.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

SESSION = "needfire_session"
SIGNING_IN = "needfire_signing_in"
_BOUND = "__Host-"


def value(request: Request, name: str) -> str:
    """What the browser sent; empty when nothing."""
    return request.cookies.get(_named(request, name), "")


def put(response: Response, request: Request, name: str, text: str, seconds: int) -> None:
    """Has the browser keep it so long."""
    secure = _is_secure(request)
    response.set_cookie(
        _named(request, name), text, max_age=seconds, path="/", httponly=True, samesite="lax", secure=secure
    )


def drop(response: Response, request: Request, name: str) -> None:
    """Has the browser forget it."""
    secure = _is_secure(request)
    response.delete_cookie(_named(request, name), path="/", httponly=True, samesite="lax", secure=secure)


def _named(request: Request, name: str) -> str:
    return f"{_BOUND}{name}" if _is_secure(request) else name


def _is_secure(request: Request) -> bool:
    return request.url.scheme == "https"
