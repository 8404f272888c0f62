"""The gateway on the real broker and store, with the real services behind it."""

from __future__ import annotations

import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from pymongo import MongoClient
from pymongo.database import Database

from gateway.identity.machines import ASSERTION_TYPE
from operations import local_identity
from operations.ending import wait_until
from operations.platform import Platform
from operations.run_settings import PROJECT, RunSettings
from tests.e2e.signing_in import sign_in
from tests.integration.gateway.collector import Collector, Told, collecting

V1 = "/v1/notifications"
RAISE: dict[str, Any] = {
    "area": "ashford",
    "facts": {
        "subject_kind": "child",
        "open_to_services": True,
        "happened": ["charge"],
        "offence": "section_18",
        "charged_at": (datetime.now(UTC) - timedelta(hours=5)).isoformat(),  # nothing is due while the tests run
    },
    "categories": ["KEN23-NTK-G"],
    "particulars": {"name": "Invented Child", "account": "Charged this afternoon."},
}
SECONDS = 60.0


@dataclass
class Whole:
    """The platform that runs, and people who call it."""

    platform: Platform
    folder: Path
    collector: Collector

    def token_for(self, person: str) -> str:
        return local_identity.token_for(self.folder / "secrets", person)

    def call(self, method: str, path: str, person: str = "kent-team-manager", **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token_for(person)}", **more.pop("headers", {})}
        base = self.platform.addresses.base_url
        return httpx.request(method, base + path, headers=headers, timeout=30, trust_env=False, **more)

    def down(self, name: str) -> None:
        """The process is killed, and gone."""
        self.platform.kill(name)
        assert wait_until(lambda: not self.platform.is_running(name), SECONDS)

    def raised(self) -> str:
        answer = self.call("POST", V1, json=RAISE)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["notification_id"])

    def routed(self) -> str:
        """A notification that was raised, and whose route has begun."""
        notification = self.raised()
        answer = self.until(f"{V1}/{notification}?at_least_version=1&at_least_routing_version=1")
        assert answer["tasks"]
        return notification

    def until(self, path: str) -> Any:
        """The answer, as soon as there is one: each time of asking waits by itself."""
        end = time.monotonic() + SECONDS
        while (answer := self.call("GET", path)).status_code == 503 and time.monotonic() < end:
            pass
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    folder = tmp_path_factory.mktemp("run")
    with collecting() as collector:
        settings = RunSettings(folder, listen="127.0.0.1:0", private=True, environment=collector.environment)
        with Platform(settings) as platform:
            platform.start()
            yield Whole(platform, folder, collector)


@pytest.fixture
def client(whole: Whole) -> Iterator[MongoClient[dict[str, Any]]]:
    with MongoClient[dict[str, Any]](whole.platform.addresses.mongodb_uri) as client:
        yield client


@pytest.fixture
def own(whole: Whole, client: MongoClient[dict[str, Any]]) -> Database[dict[str, Any]]:
    """The gateway's own database."""
    return client[f"{whole.platform.environment['NEEDFIRE_DATABASE_PREFIX']}_gateway"]


def test_what_was_raised_is_told_with_its_story_and_its_reasons(whole: Whole) -> None:
    notification = whole.routed()
    told = whole.until(f"{V1}/{notification}")
    assert told["opened"]["particulars"]["name"] == "Invented Child"
    kinds = [each["kind"] for each in whole.until(f"{V1}/{notification}/timeline")["entries"]]
    assert kinds[:2] == ["NotificationRaised", "RoutingStarted"]
    rules = {rule["id"] for each in whole.until(f"{V1}/{notification}/why")["decisions"] for rule in each["rules"]}
    assert "KEN23-NTK-G" in rules


def test_one_trace_goes_from_the_request_to_the_append_and_another_from_the_commit_to_all_that_follow(
    whole: Whole,
) -> None:
    notification, told = whole.routed(), whole.collector

    def seen(process: str, name: str, **ids: str) -> Told:
        assert wait_until(lambda: bool(told.of(process, name, **ids)), SECONDS), (process, name, ids)
        return told.of(process, name, **ids)[0]

    raised = {"commit": f"{notification}@00000001"}
    append, commit = seen("intake", "append", **raised), seen("intake", "commit", **raised)
    asked = next(each for each in told.of("gateway", "raise_notification") if each.trace == append.trace)
    executed = next(each for each in told.of("intake", "intake.execute") if each.span == append.above)
    sent = next(each for each in told.of("gateway", "intake.execute") if each.span == executed.above)
    assert sent.above == asked.span
    assert (commit.span in executed.links, executed.span in commit.links) == (True, True)
    for process, name in (("intake", "publish"), ("escalation", "apply"), ("gateway", "fold")):
        follows = seen(f"{process}-worker", name, **raised)
        assert (follows.trace, follows.above) == (commit.trace, commit.span)
    assert wait_until(lambda: any(each.trace == commit.trace for each in told.of("gateway-worker", "wake up")), SECONDS)


def test_nothing_that_identifies_a_person_is_in_a_trace(whole: Whole) -> None:
    notification = whole.routed()
    whole.until(f"{V1}/{notification}?at_least_version=1")
    assert wait_until(lambda: any(notification in str(each.ids) for each in tuple(whole.collector.told)), SECONDS)
    for text in ("Invented Child", "Charged this afternoon.", "kent-team-manager", "at_least_version", "section_18"):
        assert text.encode() not in whole.collector.raw


def test_nothing_that_identifies_a_person_is_in_the_store(whole: Whole, client: MongoClient[dict[str, Any]]) -> None:
    whole.routed()
    for name in client.list_database_names():
        for collection in client[name].list_collection_names():
            assert "Invented Child" not in repr(list(client[name][collection].find()))


def test_the_same_request_sent_again_is_done_once(whole: Whole) -> None:
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    first, again = (whole.call("POST", V1, json=RAISE, headers=headers) for _ in range(2))
    assert (first.status_code, first.json()) == (again.status_code, again.json())


def test_a_delegation_is_known_at_the_gateway_soon(whole: Whole, own: Database[dict[str, Any]]) -> None:
    away = {
        "delegate": "kent-county-manager",
        "starts": "2020-01-01T00:00:00+00:00",
        "ends": "2090-01-01T00:00:00+00:00",
    }
    answer = whole.call("POST", "/v1/absences", "kent-conference-chair", json=away)
    assert answer.status_code == 201, answer.text
    assert wait_until(lambda: own["absences"].find_one() is not None, SECONDS)
    found = own["absences"].find_one() or {}
    assert [(each["person"], each["delegate"]) for each in found["absences"]] == [
        ("kent-conference-chair", "kent-county-manager")
    ]


def views(own: Database[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    return {name: list(own[name].find().sort("_id")) for name in ("cases", "tray_items", "absences")}


def test_views_that_are_built_again_have_the_same_bytes(whole: Whole, own: Database[dict[str, Any]]) -> None:
    for _ in range(3):
        whole.routed()
    whole.down("gateway-worker")  # what it had begun it will do again
    environment = {**whole.platform.environment, "PYTHONPATH": ":".join(sys.path)}
    rebuild = [sys.executable, "-m", "gateway.worker", "--rebuild"]
    try:
        subprocess.run(rebuild, cwd=PROJECT, env=environment, check=True, timeout=60)
        before = views(own)
        subprocess.run(rebuild, cwd=PROJECT, env=environment, check=True, timeout=60)
        assert views(own) == before
        assert len(before["cases"]) >= 3
    finally:
        whole.platform.restart("gateway-worker")
    whole.routed()


def test_a_service_that_is_down_is_answered_for_within_five_seconds(whole: Whole) -> None:
    notification = whole.routed()
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    whole.down("intake")
    took: list[float] = []
    while not took or (min(took) >= 5.0 and len(took) < 3):  # a busy machine may spoil a try
        began = time.monotonic()
        answer = whole.call("POST", V1, json=RAISE, headers=headers)
        took.append(time.monotonic() - began)
        assert (answer.status_code, answer.json()["code"]) == (503, "service_unavailable")
    assert min(took) < 5.0
    assert whole.call("GET", f"{V1}/{notification}").status_code == 200
    whole.platform.restart("intake")
    assert whole.call("POST", V1, json=RAISE, headers=headers).status_code == 201


def test_whoever_is_signed_in_stays_so_when_the_gateway_starts_again(whole: Whole) -> None:
    base = whole.platform.addresses.base_url
    with httpx.Client(base_url=base, trust_env=False, timeout=30, follow_redirects=True) as browser:
        sign_in(browser, "kent-team-manager")
        assert browser.get("/").status_code == 200
        whole.platform.restart("gateway")
        assert "Sign out" in browser.get("/").text


def test_an_agencys_machine_gets_a_token_once_for_each_assertion(whole: Whole) -> None:
    base, secrets = whole.platform.addresses.base_url, whole.folder / "secrets"
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": local_identity.assertion_for(secrets, "kent-police", base),
        "scope": "concerns.read",
    }
    given, again = (httpx.post(f"{base}/oauth/token", data=form, timeout=30, trust_env=False) for _ in range(2))
    assert given.status_code == 200, given.text
    assert (again.status_code, again.json()["error"]) == (401, "invalid_client")
    headers = {"Authorization": f"Bearer {given.json()['access_token']}"}
    assert whole.call("GET", "/v1/agency/concerns", headers=headers).status_code == 200
    assert whole.call("GET", V1, headers=headers).status_code == 403
