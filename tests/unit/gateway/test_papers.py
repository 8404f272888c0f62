"""A paper may take longer to print than a page to show, and not for ever."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest

from gateway import printing
from gateway.web import rim
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.visiting import Visitor, signed_in

PAGE_SECONDS, LONGER = 2.0, 2.5


@pytest.fixture
def ended() -> Iterator[Event]:
    """Set when the test is over: no printer is left behind."""
    event = Event()
    yield event
    event.set()


@pytest.fixture
def paper(callers: Callers) -> str:
    return f"/cases/{callers.raised()}/case.pdf"


@pytest.fixture
def worker(callers: Callers) -> Visitor:
    return signed_in(callers, "worker")


def prints_after(seconds: float, ended: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    def pdf(_page: str, identifier: str) -> bytes:
        ended.wait(seconds)
        return identifier.encode()

    monkeypatch.setattr(printing, "pdf", pdf)


def test_what_takes_longer_to_print_than_a_page_may_take_is_printed(
    monkeypatch: pytest.MonkeyPatch, ended: Event, worker: Visitor, paper: str
) -> None:
    monkeypatch.setattr(rim, "SECONDS", PAGE_SECONDS)
    prints_after(LONGER, ended, monkeypatch)
    answer = worker.get(paper)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.text.startswith("notification notification-")


def test_whoever_would_wait_for_ever_is_told_to_ask_again(
    monkeypatch: pytest.MonkeyPatch, ended: Event, worker: Visitor, paper: str
) -> None:
    monkeypatch.setattr(printing, "SECONDS", 0.1)
    prints_after(60, ended, monkeypatch)
    answer = worker.get(paper)
    assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0
    assert answer.headers["content-type"].startswith("text/html")
