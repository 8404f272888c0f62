"""How a story's people reach the platform: as anybody does, over the gateway's API with a bearer token."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

PATIENCE = 60.0
"""Seconds that a story waits for something to happen before it says that it did not."""
EVERY = 0.1


class StoryStopped(Exception):
    """The platform did not do what the story expects; the sentence says what it did."""


@dataclass(frozen=True)
class People:
    """Everybody of the story; `token_for` gives an access token for one of them."""

    client: httpx.Client
    token_for: Callable[[str], str]

    def ask(self, person: str, path: str) -> Any:
        """What the gateway answers to this person's question, as soon as its views have caught up."""
        answer = _as_soon_as_it_can(lambda: self.client.get(path, headers=self._headers(person)))
        if answer.status_code != httpx.codes.OK:
            raise StoryStopped(f"{path} answered {answer.status_code}: {answer.text[:300]}")
        return answer.json()

    def say(self, person: str, path: str, body: Mapping[str, Any], refused: str | None = None) -> Any:
        """Sends a command as this person, again under its key while a service is away. With `refused`, it must be refused with that code."""
        named = {"Idempotency-Key": uuid.uuid4().hex}
        answer = _as_soon_as_it_can(lambda: self.client.post(path, json=body, headers=self._headers(person) | named))
        if refused is None and answer.is_success:
            return answer.json()
        if refused and not answer.is_success and answer.json().get("code") == refused:
            return answer.json()
        raise StoryStopped(f"{person}: {path} answered {answer.status_code}: {answer.text[:600]}")

    def _headers(self, person: str) -> dict[str, str]:
        try:
            return {"Authorization": f"Bearer {self.token_for(person)}"}
        except KeyError:
            raise StoryStopped(f"there is no '{person}' in examples/directories") from None


def _as_soon_as_it_can(ask: Callable[[], httpx.Response]) -> httpx.Response:
    """The first answer that is not "not now", else the last: the gateway has waited itself before it says so."""
    until = time.monotonic() + PATIENCE
    while (answer := ask()).status_code == httpx.codes.SERVICE_UNAVAILABLE and time.monotonic() < until:
        time.sleep(EVERY)
    return answer


def wait_until(look: Callable[[], Any], what: str) -> Any:
    """What `look` finds, as soon as it finds something. Raises StoryStopped after PATIENCE seconds."""
    until = time.monotonic() + PATIENCE
    while not (found := look()):
        if time.monotonic() > until:
            raise StoryStopped(f"waited {PATIENCE:.0f} seconds for {what}")
        time.sleep(EVERY)
    return found


def patiently(look: Callable[[], Any]) -> Any:
    """What is found, as soon as it is there: until then it is answered with an error. Raises StoryStopped."""

    def looked() -> Any:
        try:
            return look()
        except StoryStopped:
            return None

    return wait_until(looked, "what follows")
