"""SIGKILL in the middle of a step: what was promised is kept, and happens once in effect."""

from __future__ import annotations

import uuid
from datetime import timedelta
from functools import partial

import httpx
import pytest

from tests.e2e.cases import KENT_CHARGED, Case, case_of, raised, raising
from tests.e2e.house import House
from tests.e2e.refusals import assert_refused
from tests.e2e.soundness import assert_sound, events_of, since_now
from tests.e2e.waiting import eventually


@pytest.fixture(scope="module")
def untroubled(mortal: House) -> Case:
    """The same case where nothing is killed."""
    case = raised(mortal)
    eventually(lambda: "TaskOpened" in case.kinds(), "the first task")
    return case


def assert_as_untroubled(case: Case, untroubled: Case) -> None:
    """Routed once, with one set of tasks, clocks, notices and duties, and one entry each on its page."""
    eventually(partial(case.happened_as, untroubled.kinds()), "what happens to an untroubled case")
    for service in ("intake", "escalation"):
        assert events_of(case, service) == events_of(untroubled, service)
    for part in ("tasks", "notices", "clocks", "duties"):
        assert len(case.seen()[part]) == len(untroubled.seen()[part]), part
    assert_sound(case.house)


def test_intake_dies_between_its_commit_and_its_answer(mortal: House, untroubled: Case) -> None:
    person, body = raising(mortal, KENT_CHARGED)
    key, since = uuid.uuid4().hex, since_now(mortal)
    mortal.arm("intake", "commit.appended")

    assert_refused(mortal.post_once(person, "/v1/notifications", body, key), 503, "service_unavailable")
    mortal.dies_by_itself("intake")
    mortal.restart("intake")
    answer = mortal.post(person, "/v1/notifications", body, key)

    assert answer.status_code == 201, answer.text
    case = case_of(mortal, KENT_CHARGED, answer.json())
    assert since.stored()["intake"] == {case.notification_id}
    assert_as_untroubled(case, untroubled)


def test_intake_dies_before_its_answer_and_nobody_asks_again(mortal: House, untroubled: Case) -> None:
    """It was stored, so it goes its way: the one who raised it finds it, and whoever must know is told."""
    person, body = raising(mortal, KENT_CHARGED)
    key, since = uuid.uuid4().hex, since_now(mortal)
    mortal.kill("intake-worker")  # so that nobody publishes it while intake is dead
    mortal.arm("intake", "commit.appended")
    with pytest.raises(httpx.TimeoutException):
        mortal.post_once(person, "/v1/notifications", body, key, patience=1.0)
    mortal.dies_by_itself("intake")
    mortal.restart("intake", "intake-worker")

    (stored,) = since.stored()["intake"]
    assert_as_untroubled(case_of(mortal, KENT_CHARGED, {"notification_id": stored, "version": 1}), untroubled)


@pytest.mark.parametrize(
    "cuts",
    [
        {"intake-worker": "relay.positioned", "escalation-worker": "feed.applied", "gateway-worker": "feed.applied"},
        {"intake-worker": "relay.published", "escalation-worker": "commit.appended"},
        {"escalation-worker": "relay.positioned"},
        {"escalation-worker": "relay.published"},
    ],
    ids=lambda cuts: ", ".join(f"{worker} at {failpoint}" for worker, failpoint in cuts.items()),
)
def test_workers_die_in_the_middle_of_a_step(mortal: House, untroubled: Case, cuts: dict[str, str]) -> None:
    person, body = raising(mortal, KENT_CHARGED)
    mortal.kill(*cuts)
    answer = mortal.done(person, "/v1/notifications", body)  # they find this when they start
    for worker, failpoint in cuts.items():
        mortal.arm(worker, failpoint)
    for worker in cuts:
        mortal.dies_by_itself(worker)
    mortal.restart(*cuts)

    assert_as_untroubled(case_of(mortal, KENT_CHARGED, answer), untroubled)


def test_a_worker_dies_after_a_clock_has_fired(mortal: House) -> None:
    person, body = raising(mortal, KENT_CHARGED)
    early = {"charged_at": (mortal.now - timedelta(hours=20)).isoformat()}  # due before those of other tests
    raised_early = mortal.done(person, "/v1/notifications", body | {"facts": body["facts"] | early})
    case = case_of(mortal, KENT_CHARGED, raised_early)
    due = case.open("duties", duty="youth_justice_board", done_by=None)
    mortal.arm("escalation-worker", "clock.fired")
    mortal.move_clock(hours=5)
    mortal.dies_by_itself("escalation-worker")
    mortal.restart("escalation-worker")

    assert case.open("clocks", duty_id=due["duty_id"], state="breached")
    assert case.kinds().count("ClockBreached") == events_of(case, "escalation").count("ClockBreached") == 1
    assert_sound(mortal)
