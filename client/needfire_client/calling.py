"""One call: with a token, under one Idempotency-Key however often it is sent, and again where that is of use."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx

from needfire_client.problems import AGAIN, NeedfireProblem, NeedfireUnavailable
from needfire_client.tokens import TokenSource

TRIES = 4
WAITS = (0.5, 2.0, 8.0)
LONGEST_WAIT = 30.0


class Caller:
    """Calls one Needfire."""

    def __init__(
        self, address: str, tokens: TokenSource, http: httpx.Client, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._address, self._tokens, self._http, self._sleep = address.rstrip("/"), tokens, http, sleep

    def get(self, path: str, query: Mapping[str, Any] | None = None) -> Any:
        """What is answered. Raises NeedfireProblem, NeedfireUnavailable."""
        return self._call("GET", path, None, params=dict(query or {}))

    def post(self, path: str, body: Mapping[str, Any], idempotency_key: str | None = None) -> Any:
        """What is answered; sent as often as need be, done once. Raises NeedfireProblem, NeedfireUnavailable."""
        return self._call("POST", path, idempotency_key or str(uuid.uuid4()), json=dict(body))

    def pages(self, path: str, name: str) -> Iterator[Any]:
        """Each entry of a list, page by page."""
        cursor: str | None = None
        while True:
            page = self.get(path, {"cursor": cursor} if cursor else {})
            yield from page[name]
            cursor = page["next"]
            if cursor is None:
                return

    def _call(self, method: str, path: str, key: str | None, **sent: Any) -> Any:
        fresh = False
        for attempt in range(TRIES):
            answer = self._attempt(method, path, key, fresh, sent)
            if answer is not None and answer.status_code == 401 and not fresh:
                fresh = True
                continue
            if answer is not None and answer.status_code not in AGAIN:
                return _told(answer)
            if attempt + 1 < TRIES:
                self._sleep(_wait(answer, attempt))
        if answer is not None:
            return _told(answer)
        raise NeedfireUnavailable(key)

    def _attempt(
        self, method: str, path: str, key: str | None, fresh: bool, sent: Mapping[str, Any]
    ) -> httpx.Response | None:
        try:
            headers = {"Authorization": f"Bearer {self._tokens.token(self._http, fresh=fresh)}"}
            headers |= {"Idempotency-Key": key} if key else {}
            return self._http.request(method, f"{self._address}{path}", headers=headers, **sent)
        except httpx.TransportError:
            return None


def _wait(answer: httpx.Response | None, attempt: int) -> float:
    asked = answer.headers.get("retry-after", "") if answer is not None else ""
    return min(LONGEST_WAIT, max(WAITS[attempt], float(asked) if asked.isdecimal() else 0.0))


def _told(answer: httpx.Response) -> Any:
    if answer.is_success:
        return answer.json()
    try:
        problem = answer.json()
    except ValueError:
        problem = {}
    raise NeedfireProblem(answer.status_code, problem if isinstance(problem, dict) else {})
