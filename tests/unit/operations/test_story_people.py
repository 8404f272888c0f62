"""A story's people ask again under the same key for as long as they are told that it cannot be done now."""

from __future__ import annotations

import httpx
import pytest

from operations import story_people
from operations.story_people import People, StoryStopped


def people(*statuses: int) -> tuple[People, list[httpx.Request]]:
    """They are answered so, one after the other. What they sent."""
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(statuses[min(len(sent), len(statuses)) - 1], json={"code": "service_unavailable"})

    client = httpx.Client(base_url="http://gateway.example", transport=httpx.MockTransport(answer))
    return People(client, str), sent


def test_a_command_that_cannot_be_done_now_is_sent_again_under_its_key() -> None:
    somebody, sent = people(503, 503, 201)

    somebody.say("worker", "/v1/notifications", {})

    assert len(sent) == 3 and len({each.headers["idempotency-key"] for each in sent}) == 1


def test_a_question_is_asked_again() -> None:
    somebody, sent = people(503, 200)

    somebody.ask("worker", "/v1/tasks")

    assert len(sent) == 2


def test_what_cannot_be_done_for_long_stops_the_story(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story_people, "PATIENCE", 0.0)
    somebody, _ = people(503)

    with pytest.raises(StoryStopped, match="503"):
        somebody.say("worker", "/v1/notifications", {})
