"""One command from HTTP to its append is one trace; what comes of its commit is another, and the two are linked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from opentelemetry.sdk.trace import ReadableSpan

from tests.unit.gateway.callers import RAISE
from tests.unit.gateway.house import House
from tests.unit.tracing import Spans, links_of, parent_of, place_of, traced


@pytest.fixture(scope="module")
def spans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spans]:
    """A notification was raised, then asked for with a query."""
    house = House(tmp_path_factory.mktemp("house"))
    with house.open() as callers, traced() as found:
        case = callers.raised()
        callers.get(f"/v1/notifications/{case}", at_least_version="intake:1")
        yield found


def of_commit(spans: Spans, name: str, stream: str) -> ReadableSpan:
    return next(each for each in spans.of(name) if str((each.attributes or {})["commit"]).startswith(stream))


def test_from_the_request_to_the_append_it_is_one_trace(spans: Spans) -> None:
    request = spans.one("raise_notification")
    assert request.attributes and request.attributes["status"] == 201
    append = of_commit(spans, "append", "notification-")
    assert parent_of(append) == place_of(request)
    assert links_of(request) == {place_of(of_commit(spans, "commit", "notification-"))}


def test_what_follows_and_what_is_shown_hangs_below_the_commit(spans: Spans) -> None:
    raised = of_commit(spans, "commit", "notification-")
    following = {
        (each.name, (each.attributes or {}).get("reader")) for each in spans.all if parent_of(each) == place_of(raised)
    }
    assert {("apply", "escalation"), ("apply", "gateway"), ("fold", None)} <= following
    assert place_of(raised) in links_of(of_commit(spans, "commit", "routing-"))


def test_nothing_of_the_request_is_told_but_ids(spans: Spans) -> None:
    told = " ".join(each.to_json() for each in spans.all)
    for text in (*RAISE["particulars"].values(), "missing", "at_least_version", "/v1/notifications"):
        assert str(text) not in told
    assert "(not an id)" not in told


def test_the_web_framework_tells_nothing_by_itself(tmp_path: Path) -> None:
    assert not House(tmp_path).app._native_telemetry.enabled()
