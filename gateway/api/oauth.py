"""The token endpoint for agencies' machines (RFC 6749), and the keys with which the tokens that it gives are verified.

Asked and answered as OAuth says, which is not how the rest of the API is: a form comes in, and refusals are its own.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from contracts.refusals import Refusal
from gateway.api.bodies import raw_body
from gateway.api.callers import certificate_of
from gateway.api.problems import refusal_of
from gateway.auditing.sign_ins import signed
from gateway.front.forms import fields_of
from gateway.identity.machine_tokens import SECONDS as TOKEN_SECONDS
from gateway.identity.machines import PATH, Given, MachineRefused
from gateway.parts import Parts
from gateway.threads import in_thread
from gateway.web.page import Page, Visit

KEYS_PATH = "/oauth/keys"
SECONDS = 4.6
STATUSES = {"invalid_client": 401}
SENTENCES = {
    "invalid_request": "Send a form with grant_type=client_credentials, each field once.",
    "invalid_client": "The client is not known, or did not prove to be it.",
    "invalid_scope": "The client is not registered for a scope that it asks for.",
    "unsupported_grant_type": "Only client_credentials is given.",
    "slow_down": "This client asks too often.",
    "temporarily_unavailable": "This cannot be done just now. Ask again.",
    "server_error": "Something went wrong here.",
}
_log = logging.getLogger(__name__)


async def token(parts: Parts, visit: Visit) -> Response:
    """A token for five minutes, by the client's signed assertion or its certificate."""
    request = visit.request
    form = fields_of(request.headers.get("content-type", ""), await raw_body(request))
    given = await in_thread(parts.identity.machines.token, form, certificate_of(parts, request))
    client = given.client.settings
    if wait := parts.rates.wait(client.authority, client.client_id):
        return _refused("slow_down", 429, {"Retry-After": str(wait)})
    await signed(parts, client.client_id, client.authority, "token", "given")
    return _answer(_given(given))


def _given(given: Given) -> dict[str, Any]:
    return {
        "access_token": given.access_token,
        "token_type": "Bearer",
        "expires_in": TOKEN_SECONDS,
        "scope": " ".join(given.scopes),
    }


async def keys(parts: Parts, _visit: Visit) -> Response:
    """The public keys of the gateway's own tokens."""
    return _answer(parts.identity.known().own.key_set)


def oauth_endpoint(page: Page, parts: Parts) -> Callable[[Request], Awaitable[Response]]:
    """One of these as what the framework calls."""

    async def answer(request: Request) -> Response:
        try:
            async with asyncio.timeout(SECONDS):
                shown = await page.show(parts, Visit(None, request, page.deed))
        except ClientDisconnect:
            return Response(status_code=400)
        except MachineRefused as refused:
            _log.warning("%s: %s", refused.code, refused.reason)
            return _refused(refused.error, STATUSES.get(refused.error, 400))
        except Exception as error:
            return _failed(refusal_of(error, page.path))
        return shown if isinstance(shown, Response) else Response(status_code=500)  # nothing here is rendered

    answer.operation = page  # type: ignore[attr-defined]  # read by the test that walks all routes
    return answer


def _failed(refusal: Refusal) -> Response:
    status = refusal.kind.status
    if status < 500:
        return _refused("invalid_request", 413 if status == 413 else 400)
    return _refused("temporarily_unavailable" if status == 503 else "server_error", status)


def _refused(error: str, status: int, headers: dict[str, str] | None = None) -> Response:
    return _answer({"error": error, "error_description": SENTENCES[error]}, status, headers)


def _answer(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    told = {"Cache-Control": "no-store", "Pragma": "no-cache", **(headers or {})}
    return Response(orjson.dumps(body), status, told, "application/json")


PAGES = (Page("POST", PATH, "anyone", token), Page("GET", KEYS_PATH, "anyone", keys))
