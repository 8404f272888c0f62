"""Callers of the gateway over HTTP: what they send, and what they are answered."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import httpx
from anyio.from_thread import BlockingPortal

from tests.unit.gateway.identity.provider import Provider

Json = dict[str, Any]


class Callers:
    """People who call over HTTP, from any thread."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        portal: BlockingPortal,
        token_for: Callable[[str], str],
        authority_of: Callable[[str], str],
        provider: Provider,
    ) -> None:
        self._client, self._portal, self.token_for = client, portal, token_for
        self._authority_of, self.provider = authority_of, provider

    def call(self, method: str, path: str, by: str = "", **more: Any) -> httpx.Response:
        """Any request; `by` may be nobody."""
        headers = {**({"Authorization": f"Bearer {self.token_for(by)}"} if by else {}), **more.pop("headers", {})}
        self._client.cookies.clear()
        return self._portal.call(partial(self._client.request, method, path, headers=headers, **more))

    def signed_in(self, person: str, next: str = "/") -> httpx.Response:
        """Somebody signs in at their authority's provider and comes back; what they are answered then."""
        begun = self.call("GET", "/sign-in/begin", params={"provider": self._authority_of(person), "next": next})
        assert begun.status_code == 303, begun.text
        answer = self.provider.signed_in(begun.headers["location"], person)
        return self.call("GET", "/sign-in/return", params=answer, headers={"Cookie": cookie_of(begun)})

    def get(self, path: str, by: str = "worker", **query: Any) -> httpx.Response:
        return self.call("GET", path, by, params=query)

    def post(self, path: str, body: Any = None, by: str = "worker", key: str | None = None) -> httpx.Response:
        headers = {"Idempotency-Key": key} if key else {}
        return self.call("POST", path, by, json={} if body is None else body, headers=headers)

    def said(self, path: str, by: str = "worker", **query: Any) -> Any:
        """The answer to a question that is answered."""
        answer = self.get(path, by, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def done(self, path: str, body: Any = None, by: str = "worker", key: str | None = None) -> Any:
        """The answer to a command that is accepted."""
        answer = self.post(path, body, by, key)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def raised(self, by: str = "worker", **body: Any) -> str:
        """A notification that was raised; its id."""
        answer = self.done("/v1/notifications", {**RAISE, **body}, by)
        return str(answer["notification_id"])


RAISE: Json = {
    "area": "fen",
    "facts": {"subject_kind": "child", "happened": ["missing"], "missing_since": "2026-11-16T08:00:00+00:00"},
    "categories": ["FEN-A"],
    "particulars": {"name": "Invented Child", "account": "Not seen since breakfast."},
}


def cookie_of(answer: httpx.Response) -> str:
    """The cookies that an answer has the browser keep, as it then sends them."""
    kept = (each.partition(";")[0] for each in answer.headers.get_list("set-cookie"))
    return "; ".join(each for each in kept if not each.endswith('=""'))


def refused(answer: httpx.Response, code: str, status: int) -> Json:
    """The answer is this refusal, as problem+json. Returns it."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    body: Json = answer.json()
    assert (body["code"], answer.status_code, body["status"]) == (code, status, status), body
    assert body["type"] == f"urn:needfire:problem:{code}"
    return body
