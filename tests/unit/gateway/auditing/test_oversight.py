"""Whoever oversees an authority asks who read what, takes the record away and verifies it; nobody else can."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from audit.verifying import verify
from gateway.auditing.outlets.folder import FolderOutlet
from gateway.auditing.signing import Signing
from gateway.auditing.trees import Trees
from shared_kernel.checkpoints_memory import MemoryCheckpointStore
from shared_kernel.time import FixedClock
from tests.unit.audit.history import KEY, PUBLIC
from tests.unit.gateway.callers import RAISE, Callers, refused
from tests.unit.gateway.house import House
from tests.unit.gateway.records.test_records import deleted

V1 = "/v1/notifications"
BY = "overseer"


class Worker:
    """What the gateway's worker does with the record."""

    def __init__(self, house: House, folder: Path) -> None:
        sources = {"intake": house.case.intake, "escalation": house.case.escalation}
        self._house = house
        self._trees = Trees(house.records, house.access_log, sources, MemoryCheckpointStore())
        self._signing = Signing(house.records, KEY, {"folder": FolderOutlet(folder)}, house.case.clock)

    def works(self) -> None:
        while self._trees.run_once():
            pass
        assert isinstance(self._house.case.clock, FixedClock)
        self._house.case.clock.advance(timedelta(minutes=2))
        self._signing.run_once()


@pytest.fixture
def worker(house: House, tmp_path: Path) -> Worker:
    return Worker(house, tmp_path / "heads")


@pytest.fixture
def raised(callers: Callers) -> str:
    return callers.raised()


def told(callers: Callers, by: str = BY, **query: Any) -> list[tuple[str, str, str]]:
    """Who asked for what, and what came of it, the last first."""
    found = callers.said("/v1/audit", by, **query)["entries"]
    return [(each["actor"], each["operation"], each["outcome"]) for each in found]


def test_who_was_shown_what_the_newest_first(callers: Callers, worker: Worker, raised: str) -> None:
    callers.said(f"{V1}/{raised}", by="manager")
    callers.said(V1, by="worker")
    worker.works()
    assert told(callers) == [("worker", "list_notifications", "shown"), ("manager", "read_notification", "shown")]
    assert told(callers, person="manager") == [("manager", "read_notification", "shown")]
    assert told(callers, thing=raised, person="worker") == [("worker", "list_notifications", "shown")]
    assert told(callers, thing="notification-other") == []


def test_who_tried_to_see_a_case_is_found_by_whoever_knows_its_id(
    callers: Callers, worker: Worker, raised: str
) -> None:
    refused(callers.get(f"{V1}/{raised}", by="hill-manager"), "not_found", 404)
    worker.works()
    (entry,) = callers.said("/v1/audit", BY, thing=raised)["entries"]
    assert (entry["actor"], entry["outcome"]) == ("hill-manager", "not_found")
    assert raised not in str(entry)


def test_the_record_in_pages(callers: Callers, worker: Worker, raised: str) -> None:
    for _ in range(5):
        callers.said(f"{V1}/{raised}")
    worker.works()
    found: list[int] = []
    cursor: dict[str, str] = {}
    while True:
        page = callers.said("/v1/audit", BY, limit=2, thing=raised, **cursor)
        found += [each["record"] for each in page["entries"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert len(found) == 5 and found == sorted(set(found), reverse=True)


def test_entries_of_a_time(house: House, callers: Callers, worker: Worker, raised: str) -> None:
    callers.said(f"{V1}/{raised}")
    between = house.case.clock.now() + timedelta(minutes=1)
    worker.works()
    callers.said(V1)
    worker.works()
    assert told(callers, until=between.isoformat()) == [("worker", "read_notification", "shown")]
    assert told(callers, since=between.isoformat())[-1] == ("worker", "list_notifications", "shown")
    wrong = callers.get("/v1/audit", BY, since=between.isoformat(), until=between.isoformat())
    refused(wrong, "period_backwards", 422)


def test_the_readers_of_a_case(callers: Callers, worker: Worker, raised: str) -> None:
    for by in ("worker", "manager", "worker"):
        callers.said(f"{V1}/{raised}", by)
    refused(callers.get(f"{V1}/{raised}", by="hill-manager"), "not_found", 404)
    worker.works()
    found = callers.said(f"{V1}/{raised}/readers", BY)
    assert [(each["person"], each["times"]) for each in found["readers"]] == [("worker", 2), ("manager", 1)]
    assert found["complete"] is True
    assert callers.said(f"{V1}/notification-nowhere/readers", BY)["readers"] == []


@pytest.mark.parametrize("path", ["/v1/audit", "/v1/audit/export"])
@pytest.mark.parametrize("by", ["worker", "head", "auditor"])
def test_nobody_else_may_ask(callers: Callers, path: str, by: str) -> None:
    refused(callers.get(path, by=by), "not_permitted", 403)
    refused(callers.get(f"{V1}/notification-nowhere/readers", by=by), "not_found", 404)


def test_another_authoritys_record_does_not_exist(callers: Callers, worker: Worker, raised: str) -> None:
    callers.said(V1, by="kent-team-manager")
    worker.works()
    assert "kent-team-manager" not in str(callers.said("/v1/audit", BY))
    assert "kent-team-manager" not in callers.get("/v1/audit/export", BY).text


def test_asking_is_an_entry_itself(callers: Callers, worker: Worker, raised: str) -> None:
    callers.said("/v1/audit", BY, thing=raised)
    refused(callers.get("/v1/audit", by="worker"), "not_permitted", 403)
    worker.works()
    (not_permitted, asked) = callers.said("/v1/audit", BY)["entries"]
    assert (asked["actor"], asked["things"], asked["purpose"]) == (BY, [raised], "oversight")
    assert (not_permitted["actor"], not_permitted["outcome"]) == ("worker", "not_permitted")


def exported(callers: Callers, **query: Any) -> list[bytes]:
    answer = callers.get("/v1/audit/export", BY, **query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert answer.headers["content-disposition"] == 'attachment; filename="fenshire-record.jsonl"'
    return answer.content.splitlines(keepends=True)


def test_the_record_is_taken_away_and_verified(house: House, callers: Callers, worker: Worker, raised: str) -> None:
    callers.said(f"{V1}/{raised}")
    worker.works()
    middle = house.case.clock.now()
    callers.raised()
    callers.said(V1)
    worker.works()
    verdict = verify(exported(callers), [PUBLIC])
    assert verdict.is_right, verdict.wrong
    assert set(verdict.records) == {"access", "intake", "escalation"}
    later = verify(exported(callers, since=middle.isoformat()), [PUBLIC])
    assert later.is_right and later.begin > 0 and later.end == verdict.end
    worker.works()
    assert told(callers)[0] == (BY, "export_record", "shown")


def test_it_verifies_after_two_people_have_deleted_somebody(callers: Callers, worker: Worker) -> None:
    """Their key is gone and nobody reads their names again; not a line of what was recorded before is another one."""
    case = callers.done(V1, RAISE)
    there = f"{V1}/{case['notification_id']}"
    assert "Invented Child" in callers.get(there).text
    worker.works()
    before = exported(callers)
    deleted(callers, case["person"])
    assert "Invented Child" not in callers.get(there).text
    worker.works()
    after = exported(callers)
    assert verify(before, [PUBLIC]).is_right
    verdict = verify(after, [PUBLIC])
    assert verdict.is_right, verdict.wrong
    records = [line for line in before if line.startswith(b'{"record":')]
    assert [line for line in after if line.startswith(b'{"record":')][: len(records)] == records
    assert verdict.end > len(records)


def test_an_export_says_nothing_in_clear(callers: Callers, worker: Worker, raised: str) -> None:
    refused(callers.get(f"{V1}/Invented Child", by="worker"), "not_found", 404)
    worker.works()
    text = b"".join(exported(callers))
    assert raised.encode() in text
    assert b"Invented" not in text and b"breakfast" not in text


def test_what_is_not_signed_yet_is_not_exported(callers: Callers, raised: str) -> None:
    refused(callers.get("/v1/audit/export", BY), "nothing_signed", 409)
