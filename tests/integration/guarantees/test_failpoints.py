"""The process dies at each step from submit to told, and starts again: the end is that of no crash."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from shared_kernel.failpoints import FAILPOINTS, PLACES
from tests.integration.broker import amqp_uri

__all__ = ["amqp_uri"]
ELSEWHERE = {
    "person.shredded": "tests/e2e/test_deleted_person.py",
    "access.recorded": "tests/e2e/test_record.py",
}
"""Places beside that way, and the tests that crash there."""
ON_THE_WAY = [each for each in FAILPOINTS if each not in ELSEWHERE]
MINUTE = 60.0
Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def ask(mongodb_uri: str, amqp_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Has a process play the whole way, and says how it ended."""
    folder = str(tmp_path_factory.mktemp("told"))
    program = [sys.executable, "-m", "tests.integration.guarantees.one_process"]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin and process.stdout
        said = {"mongodb_uri": mongodb_uri, "amqp_uri": amqp_uri, "folder": folder}

        def asked(prefix: str, failpoint: str = "", later: float = 0.0) -> dict[str, Any]:
            assert process.stdin and process.stdout
            print(json.dumps({**said, "prefix": prefix, "failpoint": failpoint, "later": later}), file=process.stdin)
            process.stdin.flush()
            answer: dict[str, Any] = json.loads(process.stdout.readline())
            return answer

        yield asked
        process.stdin.close()


def fresh() -> str:
    """A prefix of databases and queues that nobody has."""
    return f"f{uuid.uuid4().hex[:10]}"


@pytest.fixture(scope="module")
def untroubled(ask: Ask) -> dict[str, Any]:
    """How everything stands where nothing crashed."""
    ended = ask(fresh())
    assert ended["signal"] == 0
    stands: dict[str, Any] = ended["stands"]
    return stands


def test_the_way_is_gone_to_its_end(untroubled: dict[str, Any]) -> None:
    events = [event["name"] for each in untroubled["commits"]["escalation"] for event in each["events"]]
    assert events.count("RoutingStarted") == 1
    assert "ClockBreached" in events
    assert len(untroubled["told"]) == 1
    assert untroubled["deliveries"] == [[untroubled["told"][0], "delivered"]]
    assert untroubled["whole"]
    assert (untroubled["unpublished"], untroubled["unnumbered"], untroubled["parked"]) == ([0, 0], [0, 0], 0)


@pytest.mark.parametrize("place", ON_THE_WAY)
def test_after_a_crash_anywhere_the_end_is_that_of_no_crash(ask: Ask, untroubled: dict[str, Any], place: str) -> None:
    prefix = fresh()

    assert ask(prefix, place)["signal"] == signal.SIGKILL
    assert ask(prefix, later=MINUTE)["stands"] == untroubled


@pytest.mark.parametrize("place", ELSEWHERE)
def test_places_beside_the_way_are_tried_where_they_belong(place: str) -> None:
    assert place in (Path(__file__).resolve().parents[3] / ELSEWHERE[place]).read_text("utf-8")


def test_every_step_has_its_place() -> None:
    steps = {step for place in PLACES.values() for step in place.step.split(", ")}
    assert {"submit", "append", "relay", "publish", "consume", "project", "fire", "deliver", "receive"} <= steps
