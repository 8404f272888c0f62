"""A part that is away: 503 in time, never a hang; afterwards the same request is done, once."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial

import httpx
import pytest

from shared_kernel.messaging.rpc_client import RemoteError
from tests.e2e.cases import KENT_CHARGED, Case, case_of, raised, raising
from tests.e2e.house import House
from tests.e2e.refusals import assert_refused
from tests.e2e.soundness import assert_sound, since_now
from tests.e2e.waiting import eventually, stopwatch

IN_TIME = 5.0
TRIES = 3
MANY = 45
"""So many of the largest notifications make more than a reply of the broker's may hold."""
Outage = Callable[[House], AbstractContextManager[None]]


def killed(*names: str) -> Outage:
    """SIGKILL, and a start on the same folder afterwards."""

    @contextmanager
    def outage(house: House) -> Iterator[None]:
        house.kill(*names)
        try:
            yield
        finally:
            house.restart(*names)

    return outage


def standing_still(name: str) -> Outage:
    """SIGSTOP, and SIGCONT afterwards."""
    return lambda house: house.standing_still(name)


OUTAGES = {
    "intake killed": killed("intake"),
    "intake standing still": standing_still("intake"),
    "broker killed": killed("broker"),
    "store killed": killed("store"),
    "store standing still": standing_still("store"),
}


def refused_in_time(ask: Callable[[], httpx.Response]) -> None:
    """It is said within five seconds that it cannot be done now, and when to ask again; a busy machine may spoil a try or two."""
    took: list[float] = []
    while not took or (min(took) >= IN_TIME and len(took) < TRIES):
        seconds = stopwatch()
        answer = ask()
        took.append(seconds())
        assert_refused(answer, 503, "service_unavailable")
        assert int(answer.headers["retry-after"]) > 0
    assert min(took) < IN_TIME


@pytest.fixture(scope="module")
def untroubled(mortal: House) -> list[str]:
    """What happens to this case where nothing is away."""
    case = raised(mortal)
    eventually(lambda: "TaskOpened" in case.kinds(), "the first task")
    return case.kinds()


@pytest.mark.parametrize("outage", OUTAGES)
def test_a_notification_is_raised_once_after_an_outage(mortal: House, untroubled: list[str], outage: str) -> None:
    person, body = raising(mortal, KENT_CHARGED)
    key, since = uuid.uuid4().hex, since_now(mortal)

    with OUTAGES[outage](mortal):
        refused_in_time(lambda: mortal.post_once(person, "/v1/notifications", body, key))
    answer = mortal.post(person, "/v1/notifications", body, key)

    assert answer.status_code == 201, answer.text
    case = case_of(mortal, KENT_CHARGED, answer.json())
    eventually(partial(case.happened_as, untroubled), "what happens to an untroubled case")
    assert since.stored()["intake"] == {case.notification_id}
    assert mortal.post(person, "/v1/notifications", body, key).content == answer.content
    assert_sound(mortal)


@pytest.fixture
def case(mortal: House) -> Case:
    return raised(mortal)


@pytest.mark.parametrize("outage", ["store killed", "store standing still"])
def test_what_is_only_read_is_refused_in_time_too(mortal: House, case: Case, outage: str) -> None:
    paths = (case.path, f"{case.path}/timeline", "/v1/notifications", "/v1/tasks", "/v1/notices")
    with OUTAGES[outage](mortal), ThreadPoolExecutor() as threads:
        for told in [threads.submit(refused_in_time, partial(mortal.get, case.raiser, path)) for path in paths]:
            told.result()
    eventually(lambda: mortal.get(case.raiser, case.path).status_code == 200, "the notification as before")


def away(house: House) -> tuple[str, list[str]]:
    """Whether the gateway counts as ready, and which parts do not."""
    health = house.web.get("/health/ready").json()
    return health["status"], [part for part, said in health["parts"].items() if said != "ok"]


def test_what_is_known_can_be_read_while_others_are_away(mortal: House, case: Case) -> None:
    before = case.seen()
    with OUTAGES["intake killed"](mortal):
        assert case.seen() == before
        eventually(lambda: away(mortal) == ("ready", ["intake"]), "a gateway that is ready, without intake")
    eventually(lambda: away(mortal) == ("ready", []), "intake's health")


def test_a_decision_waits_for_escalation_and_is_made_once(mortal: House, case: Case) -> None:
    path, key = f"{case.task('complete_form')}/decision", uuid.uuid4().hex

    def decide() -> httpx.Response:
        return mortal.post_once("kent-team-manager", path, {"outcome": "completed"}, key)

    with killed("escalation")(mortal):
        refused_in_time(decide)
    eventually(lambda: decide().status_code == 201, "the decision")

    assert case.open("tasks", step="service_manager", state="open")
    assert case.kinds().count("TaskDecided") == 1


def test_what_is_raised_while_nobody_follows_is_followed_later(mortal: House, untroubled: list[str]) -> None:
    followers = ("intake-worker", "escalation-worker", "gateway-worker")
    person, body = raising(mortal, KENT_CHARGED)
    with killed(*followers)(mortal):
        answers = [mortal.done(person, "/v1/notifications", body) for _ in range(5)]
        behind = mortal.get(person, f"/v1/notifications/{answers[0]['notification_id']}?at_least_version=1")
        assert_refused(behind, 503, "read_model_behind")

    for answer in answers:
        case = case_of(mortal, KENT_CHARGED, answer)
        eventually(partial(case.happened_as, untroubled), "what happens to an untroubled case")
    assert_sound(mortal)


def numbered(house: House, at_least: int) -> int | None:
    """How far intake's feed goes, once it goes that far."""
    last = house.last_position("intake")
    return last if last >= at_least else None


def test_a_backlog_larger_than_one_message_is_followed_too(mortal: House) -> None:
    followers = ("escalation-worker", "gateway-worker")
    person, body = raising(mortal, KENT_CHARGED)
    long = {"account": 20_000, "action_taken": 5_000, "comment": 5_000, "resolution": 5_000, "learning": 5_000}
    large = body | {"particulars": {name: "\N{LOTUS}" * length for name, length in long.items()}}
    before = mortal.last_position("intake")
    with killed(*followers)(mortal):
        answers = [mortal.done(person, "/v1/notifications", large) for _ in range(MANY)]
        last = eventually(lambda: numbered(mortal, before + MANY), "a position for each of them")
        with pytest.raises(RemoteError):
            mortal.rpc.call("intake", "feed", after=last - MANY, limit=MANY)

    for answer in answers:
        case_of(mortal, KENT_CHARGED, answer)
    assert_sound(mortal)
