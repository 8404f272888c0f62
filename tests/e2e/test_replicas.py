"""Two of each at once: they share the commands, one of them numbers and reads, clocks fire once, and one is enough."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from operations.healthcheck import is_well
from shared_kernel.pulse import VARIABLE
from tests.e2e.cases import KENT_CHARGED, LUTON_MISSING, Case, case_of, raised, raising
from tests.e2e.house import REPLICATED, House, second
from tests.e2e.soundness import assert_sound, by_stream, events_of, since_now
from tests.e2e.waiting import eventually

TOGETHER = 4
WORKERS = tuple(name for name in REPLICATED if name.endswith("-worker"))


@pytest.fixture(scope="module")
def doubled(mortal: House) -> Iterator[House]:
    """The house with a second replica of each service and worker."""
    mortal.platform.start([second(name) for name in REPLICATED])
    yield mortal
    mortal.kill(*(second(name) for name in REPLICATED))
    mortal.restart(*(name for name in REPLICATED if not mortal.platform.is_running(name)))


def lives(house: House, name: str) -> bool:
    """What the check of its own container says."""
    return is_well(name.removesuffix("-2"), {VARIABLE: str(house.platform.settings.pulse(name))}, only_lives=True)


def raise_many(house: House, count: int) -> list[Case]:
    """So many cases, several at a time; each request is repeated until it is accepted, once."""
    person, body = raising(house, KENT_CHARGED)

    def one(_: int) -> Any:
        return house.done(person, "/v1/notifications", body)

    since = since_now(house)
    with ThreadPoolExecutor(TOGETHER) as threads:
        answers = list(threads.map(one, range(count)))
    cases = [case_of(house, KENT_CHARGED, answer) for answer in answers]
    assert since.stored()["intake"] == {case.notification_id for case in cases}
    return cases


def assert_each_once(house: House, cases: list[Case]) -> None:
    """One routing each, with one of everything, and nothing else that a case by itself would not have."""
    for case in cases:
        eventually(partial(case.happened_as, cases[0].kinds()), "the same story")
    alone = events_of(cases[0], "escalation")
    assert alone.count("RoutingStarted") == 1
    escalation = by_stream(house.commits("escalation"))
    for case in cases:
        events = [event.name for commit in escalation[case.streams["escalation"]] for event in commit.events]
        assert events == alone
    assert_sound(house)


def test_every_case_is_routed_once(doubled: House) -> None:
    assert_each_once(doubled, raise_many(doubled, 24))


@pytest.mark.parametrize("name", ["intake", "intake-worker"])
def test_a_replica_that_stands_still_is_found_while_the_other_answers(doubled: House, name: str) -> None:
    assert lives(doubled, name) and lives(doubled, second(name))

    with doubled.standing_still(second(name)):
        eventually(lambda: not lives(doubled, second(name)), "the end of its signs")
        eventually(lambda: lives(doubled, name), "a sign of the other")
        raised(doubled, KENT_CHARGED)

    eventually(lambda: lives(doubled, second(name)), "a sign when it goes on")


def test_what_a_dying_replica_leaves_undone_another_does(doubled: House) -> None:
    """It dies after its first commit: its caller, and those whose commands it had taken, are answered by the other."""
    doubled.kill(second("intake"))
    doubled.arm(second("intake"), "commit.appended")

    cases = raise_many(doubled, 12)
    doubled.dies_by_itself(second("intake"))  # so it had taken its share
    doubled.restart(second("intake"))

    assert_each_once(doubled, cases)


@pytest.mark.parametrize("which", ["first", "second"])
def test_one_worker_of_each_kind_is_enough(doubled: House, which: str) -> None:
    dying = WORKERS if which == "first" else tuple(second(name) for name in WORKERS)
    doubled.kill(*dying)
    cases = raise_many(doubled, 6)
    doubled.restart(*dying)

    assert_each_once(doubled, cases)


def are_told_that_it_is_overdue(case: Case, people: int) -> bool:
    """As many notices say so."""
    return [each["about"].startswith("Overdue") for each in case.seen()["notices"]].count(True) == people


def test_clocks_fire_once(doubled: House) -> None:
    cases = [raised(doubled, LUTON_MISSING) for _ in range(4)]
    doubled.move_clock(days=8)

    for case in cases:
        for clock in ("weekly_update", "weekly_review"):
            case.open("clocks", clock=clock, count=2)
        events = events_of(case, "escalation")
        fired = [events.count(name) for name in ("ClockBreached", "ClockCameRound", "ClockStarted")]
        assert fired == [1, 1, 2 + 2]  # the update was missed, the review came round, and each goes on
        eventually(partial(are_told_that_it_is_overdue, case, 2), "who must update, and who watches over it")
    assert_sound(doubled)
