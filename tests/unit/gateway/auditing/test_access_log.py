"""Whoever is shown something is in the access log before they see it; so is whoever is refused."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from audit.entries import Entry, Recorded
from gateway.auditing.log import AccessLog
from gateway.auditing.log_memory import MemoryWaiting
from gateway.auditing.recording import asked_for
from shared_kernel.errors import StoreUnavailable
from shared_kernel.group_commit import GroupCommit
from tests.unit.casework.case import NOON
from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.house import House
from tests.unit.gateway.visiting import signed_in


class Watched(MemoryWaiting):
    """Counts its writes; `broken`, where it is set, is what a write meets, after having kept `kept` of its records."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[int] = []
        self.broken: Exception | None = None
        self.kept = 0

    def add(self, records: Sequence[Recorded]) -> None:
        self.writes.append(len(records))
        super().add(records[: self.kept] if self.broken else records)
        if self.broken:
            raise self.broken


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(tmp_path)
    house.access_log = Watched()
    house.with_parts(audit=AccessLog(house.access_log))
    return house


@pytest.fixture
def log(house: House) -> Watched:
    assert isinstance(house.access_log, Watched)
    return house.access_log


@pytest.fixture
def raised(callers: Callers) -> str:
    """A notification; nothing that was done so far is in the access log."""
    return callers.raised()


def entries(log: Watched) -> list[Entry]:
    return [each.entry for each in log.first(1000)]


def test_a_command_that_is_accepted_is_in_its_commit_and_not_in_the_log(
    callers: Callers, log: Watched, raised: str
) -> None:
    callers.done(
        f"/v1/notifications/{raised}/updates", {"based_on": 0, "facts": {}, "particulars": {"account": "More."}}
    )
    assert entries(log) == []


@pytest.mark.parametrize("beyond", ["", "/timeline", "/why", "/shares", "/requests"])
def test_what_is_shown_of_a_case_is_in_the_log(callers: Callers, log: Watched, raised: str, beyond: str) -> None:
    callers.said(f"/v1/notifications/{raised}{beyond}")
    (entry,) = entries(log)
    assert (entry.actor, entry.authority, entry.outcome) == ("worker", "fenshire", "shown")
    assert (entry.things, entry.deed, entry.purpose) == ((raised,), "read_case", "casework")


def test_a_list_names_every_case_that_it_showed(callers: Callers, log: Watched) -> None:
    every = {callers.raised() for _ in range(3)}
    callers.said("/v1/notifications", limit=2)
    (entry,) = entries(log)
    assert entry.operation == "list_notifications"
    assert len(entry.things) == 2 and set(entry.things) < every


def test_a_tray_names_what_lay_in_it_and_what_it_belongs_to(callers: Callers, log: Watched, raised: str) -> None:
    tray = callers.said("/v1/tasks", by="manager")["tasks"]
    (entry,) = entries(log)
    assert set(entry.things) == {raised, *(each["task_id"] for each in tray)}
    assert tray


def test_a_page_is_as_an_answer(house: House, callers: Callers, log: Watched, raised: str) -> None:
    page = signed_in(callers, "worker").get(f"/cases/{raised}")
    assert page.status_code == 200
    assert [(each.operation, each.things) for each in entries(log)][-1] == ("/cases/{notification_id}", (raised,))


@pytest.mark.parametrize("path", ["/v1/authorities", "/v1/authorities/fenshire/editions", "/health/ready"])
def test_what_shows_nothing_of_anybody_makes_no_entry(callers: Callers, log: Watched, path: str) -> None:
    callers.said(path)
    assert entries(log) == []


def test_who_is_refused_is_in_the_log_and_what_they_asked_for_is_not(
    house: House, callers: Callers, log: Watched, raised: str
) -> None:
    refused(callers.get(f"/v1/notifications/{raised}", by="hill-manager"), "not_found", 404)
    (entry,) = entries(log)
    assert (entry.actor, entry.outcome, entry.operation) == ("hill-manager", "not_found", "read_notification")
    assert entry.things == (asked_for(house.parts.digest_secret, "fenshire", raised),)
    assert raised not in str(entry)


def test_what_is_not_there_leaves_the_same_trace_as_what_may_not_be_seen(
    callers: Callers, log: Watched, raised: str
) -> None:
    for asked in (raised, "notification-00000000-0000-7000-8000-000000000000", "Invented Child"):
        refused(callers.get(f"/v1/notifications/{asked}", by="hill-manager"), "not_found", 404)
    found = entries(log)
    assert len({(each.actor, each.outcome, each.operation, len(each.things)) for each in found}) == 1
    assert len({each.things for each in found}) == 3
    assert all(len(thing) == len(found[0].things[0]) for each in found for thing in each.things)
    assert "Invented" not in str(found)


def test_a_refused_deed_on_what_one_sees_names_it(callers: Callers, log: Watched, raised: str) -> None:
    path = f"/v1/notifications/{raised}/closure"
    refused(callers.post(path, {"particulars": {"resolution": "x"}}, by="worker"), "not_permitted", 403)
    (entry,) = entries(log)
    assert (entry.outcome, entry.deed, entry.things) == ("not_permitted", "close", (raised,))


def test_probing_with_a_version_to_wait_for_is_in_the_log(callers: Callers, log: Watched, raised: str) -> None:
    refused(callers.get(f"/v1/notifications/{raised}", by="hill-manager", at_least_version=1), "read_model_behind", 503)
    assert [each.outcome for each in entries(log)] == ["read_model_behind"]


def test_nobody_who_signed_in_leaves_no_entry(callers: Callers, log: Watched, raised: str) -> None:
    refused(callers.get(f"/v1/notifications/{raised}", by=""), "unauthenticated", 401)
    assert entries(log) == []


@pytest.mark.parametrize(
    "path", ["/v1/notifications", "/v1/notifications/{}", "/v1/notifications/{}/timeline", "/v1/tasks"]
)
def test_without_a_log_nothing_is_shown(callers: Callers, log: Watched, raised: str, path: str) -> None:
    log.broken = StoreUnavailable()
    answer = callers.get(path.format(raised), by="worker")
    refused(answer, "service_unavailable", 503)
    assert raised not in answer.text
    log.broken = None
    callers.said(path.format(raised))


def test_without_a_log_a_page_shows_nothing(callers: Callers, log: Watched, raised: str) -> None:
    worker = signed_in(callers, "worker")
    log.broken = StoreUnavailable()
    page = worker.get(f"/cases/{raised}")
    assert page.status_code == 503 and "Invented Child" not in page.text


def test_without_a_log_nobody_is_signed_in(callers: Callers, log: Watched) -> None:
    log.broken = StoreUnavailable()
    answer = callers.signed_in("worker")
    assert answer.status_code == 503 and "set-cookie" not in answer.headers


def test_without_a_log_a_refusal_says_no_more_than_that(callers: Callers, log: Watched, raised: str) -> None:
    log.broken = StoreUnavailable()
    for asked in (raised, "notification-nowhere"):
        refused(callers.get(f"/v1/notifications/{asked}", by="hill-manager"), "service_unavailable", 503)


def test_reads_that_meet_share_a_write(log: Watched) -> None:
    recording = AccessLog(log)
    writing: GroupCommit[Entry] = recording._writing
    entry = some_entry()

    def many(_: int) -> None:
        for _ in range(20):
            writing.append(entry)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(many, range(8)))
    assert sum(log.writes) == 160
    assert_chained(log.first(1000), 1)


def test_after_a_write_that_failed_a_new_chain_begins(log: Watched) -> None:
    writing = AccessLog(log)._writing
    writing.append(some_entry())
    log.broken, log.kept = StoreUnavailable(), 1
    with pytest.raises(StoreUnavailable):
        writing.append(some_entry())
    log.broken = None
    writing.append(some_entry())
    writing.append(some_entry())
    assert_chained(log.first(1000), 2)
    assert len(log.first(1000)) == 4


def test_each_authority_and_each_process_has_a_chain_of_its_own(log: Watched) -> None:
    for process in (AccessLog(log), AccessLog(log)):
        for authority in ("kent", "luton", "kent"):
            process._writing.append(some_entry(authority))
    assert_chained(log.first(1000), 4)


def some_entry(authority: str = "kent") -> Entry:
    return Entry(NOON, "worker", authority, "read_case", "read_notification")


def assert_chained(records: Sequence[Recorded], chains: int) -> None:
    """They are of so many chains, each from 1, each of one authority, each record following from the one before."""
    last: dict[str, Recorded] = {}
    for each in records:
        before = last.get(each.chain)
        assert (each.number, each.previous_hash) == ((before.number + 1, before.hash) if before else (1, ""))
        assert before is None or before.entry.authority == each.entry.authority
        last[each.chain] = each
    assert len(last) == chains
