"""A page learns that something has changed, and never what; without it, loading the page again shows the same."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House
from tests.unit.gateway.visiting import Visitor, signed_in

CHANGED = "event: changed"


def told(visitor: Visitor, path: str) -> str:
    """What the stream says to which the page leads."""
    found = re.search(r'data-changes="([^"]+)"', visitor.get(path).text)
    assert found
    return str(visitor.get(unescape(found[1])).text)


def stream_of(visitor: Visitor, path: str) -> str:
    found = re.search(r'data-changes="([^"]+)"', visitor.get(path).text)
    assert found
    return unescape(found[1])


def test_nothing_is_said_while_nothing_changes(callers: Callers) -> None:
    case, worker = f"/cases/{callers.raised()}", signed_in(callers, "worker")
    assert CHANGED not in told(worker, case) and CHANGED not in told(worker, "/tray")


def test_who_looks_at_a_case_learns_that_somebody_updated_it_and_no_more(callers: Callers) -> None:
    notification = callers.raised()
    worker = signed_in(callers, "worker")
    stream = stream_of(worker, f"/cases/{notification}")
    callers.done(f"/v1/notifications/{notification}/updates", {"based_on": 0, "particulars": {"account": "Seen."}})
    answer = worker.get(stream)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.text == "retry: 3000\n\nevent: changed\ndata: changed\n\n"


def test_a_tray_learns_of_what_comes_into_it(callers: Callers) -> None:
    manager, clerk = signed_in(callers, "manager"), signed_in(callers, "clerk")
    streams = stream_of(manager, "/tray"), stream_of(clerk, "/tray")
    callers.raised()
    assert CHANGED in manager.get(streams[0]).text
    assert CHANGED not in clerk.get(streams[1]).text, "it is no business of theirs"


def test_whom_a_case_does_not_exist_for_learns_nothing_of_it(callers: Callers) -> None:
    auditor = signed_in(callers, "auditor")
    unseen = auditor.get(f"/cases/{callers.raised()}/changes?seen=x")
    assert (
        unseen.status_code == 404 and unseen.content == auditor.get("/cases/notification-none/changes?seen=x").content
    )


def test_a_look_out_is_not_written_down_as_reading(callers: Callers, house: House) -> None:
    case, worker = f"/cases/{callers.raised()}", signed_in(callers, "worker")
    stream = stream_of(worker, case)
    before = len(house.access_log.first(1000))
    worker.get(stream)
    assert len(house.access_log.first(1000)) == before


def test_the_script_is_a_file_of_ours(callers: Callers) -> None:
    answer = callers.call("GET", "/static/needfire.js")
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "EventSource" in answer.text and "innerHTML" not in answer.text


@pytest.mark.parametrize("path", ["/", "/raise", "/tasks"])
def test_pages_that_do_not_change_do_not_look_out_for_changes(callers: Callers, path: str) -> None:
    assert "needfire.js" not in signed_in(callers, "worker").get(path).text
