"""Following: each service carries out once what the other's commits ask; clocks are kept in step; nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from contracts.escalation import RoutingFactsChangedV1, RoutingStartedV1, StartRoutingV1
from contracts.intake import NotificationNotRequiredV1
from contracts.refusals import Refusal
from needfire.loading.deployment import Deployment
from services.escalation.following import ClockKeeper, clock_firer, intake_follower
from services.intake.following import escalation_follower
from shared_kernel.command_desk import CommandDesk, FollowUp
from shared_kernel.commits import Commit, verify_chain
from shared_kernel.waiting_clocks import WaitingClock
from tests.unit.casework.authorities import fenshire
from tests.unit.casework.case import NOON, THIS, Case, close, raise_it
from tests.unit.escalation.fen import ONE_STEP, at_sort, raised

CLOCK = """
clocks:
- {id: daily, title: Daily, rules: [FEN-2], within: 48h, target: 24h, starts: raised, met_by: [closed], owner: manager}
"""


def test_a_commit_followed_twice_has_one_effect() -> None:
    case = raised(CLOCK)
    case.given(case.update({"happened": ["arrest"]}), by="worker").given(
        case.decide("check", "drop", sealed="why"), by="manager"
    )
    before = len(case.log)
    into_escalation, into_intake = intake_follower(case.escalation_own), escalation_follower(case.intake_own)
    for commit in case.intake.feed(0, 100):
        into_escalation(commit)
    for commit in case.escalation.feed(0, 100):
        into_intake(commit)
    assert len(case.log) == before


def test_events_that_ask_nothing_are_passed_over() -> None:
    case = at_sort()
    names = {event.name for commit in case.intake.stream(THIS) for event in commit.events}
    assert names == {"NotificationRaised"}
    case.given(case.claim("sort"), by="desk-1")
    assert case.notification.ended is None


def test_what_follows_is_done_in_the_name_of_the_service_and_of_the_same_authority() -> None:
    case = raised()
    case.given(case.decide("check", "drop", sealed="why"), by="manager")
    started, ended = case.escalation.stream("routing-1")[0], case.intake.stream(THIS)[-1]
    assert (started.actor, started.authority) == ("service:escalation", "fenshire")
    assert (ended.actor, ended.authority) == ("service:intake", "fenshire")
    assert started.command_id == "notification-1@00000001#0"
    assert ended.command_id == "routing-1@00000002#0"


def test_the_streams_of_both_services_are_chains() -> None:
    case = at_sort(CLOCK)
    case.passes(days=3).given(close(), by="manager")
    verify_chain(case.intake.stream(THIS))
    verify_chain(case.escalation.stream("routing-1"))


def test_updates_are_carried_over_with_their_own_time() -> None:
    case = Case(fenshire(), alone=True)
    case.given(raise_it({}, "FEN-X"), by="worker")
    update = case.update({"happened": ["arrest"]})
    case.passes(hours=1).given(update, by="worker")
    case.clock.advance(timedelta(hours=5))  # the follower was away
    case.alone = False
    case.settle()
    [changed] = [e for e in case.events if isinstance(e, RoutingFactsChangedV1)]
    assert (changed.facts, changed.updated_at) == ({"happened": ["arrest"]}, NOON + timedelta(hours=1))
    assert case.routing.raised_at == NOON
    assert case.routing.facts == {"happened": ["arrest"]}


def test_updates_after_the_end_change_nothing_on_the_route() -> None:
    case = raised(ONE_STEP + CLOCK)
    case.given(case.decide("check", "pass"), by="manager").given(case.update({"happened": ["arrest"]}), by="worker")
    assert case.routing.facts == {"happened": ["arrest"]}  # a route that has finished still follows
    before = case.routing
    case.given(close(), by="manager")
    assert case.routing.ended == "closed"
    assert before.ended == "finished"


def test_an_update_that_crossed_a_decision_that_nothing_is_required_is_let_be() -> None:
    case = raised()
    case.alone = True
    case.given(case.update({"happened": ["arrest"]}), by="worker")
    case.given(case.decide("check", "drop", sealed="why"), by="manager")
    case.alone = False
    case.settle()
    assert case.routing.facts == {}
    assert (case.routing.ended, case.notification.ended) == ("not_required", "not_required")


def test_a_close_that_crossed_such_a_decision_stands_and_ends_the_route_once() -> None:
    case = raised()
    case.alone = True
    case.given(close(), by="manager").given(case.decide("check", "drop", sealed="why"), by="manager")
    case.alone = False
    case.settle()
    assert (case.routing.ended, case.notification.ended) == ("not_required", "closed")
    assert case.of(NotificationNotRequiredV1) == []


def test_a_case_that_cannot_be_followed_is_parked_with_its_reason_and_driven_again() -> None:
    case = Case(fenshire(), alone=True)
    case.given(raise_it({}, "FEN-X"), by="worker")
    case.deploy(Deployment({}, {}, {"fenshire": "its plugin raised"}))
    case.alone = False
    case.settle()
    [parked] = case.parked.of_stream("escalation", "intake", THIS)
    assert parked.reason == "authority_stopped"
    case.deploy(fenshire())
    case.parked.ask_redrive("escalation", "intake", THIS)
    case.settle()
    assert case.waiting == ["check"]
    assert case.parked.blocked("escalation", "intake") == frozenset()


def test_a_case_whose_edition_was_removed_waits_until_it_is_restored() -> None:
    begun = raised()
    begun.deploy(fenshire("edition: another"))
    begun.when(begun.decide("check", "pass"), by="manager").refused("edition_changed")
    begun.deploy(fenshire())
    begun.given(begun.decide("check", "pass"), by="manager")


def test_nothing_is_decided_under_an_edition_that_was_changed_without_a_new_name() -> None:
    begun = raised()
    begun.deploy(fenshire("document: The same procedure with one word changed"))
    begun.when(begun.decide("check", "pass"), by="manager").refused("edition_changed")
    begun.deploy(fenshire())
    begun.given(begun.decide("check", "pass"), by="manager")


def test_a_step_or_route_that_is_gone_is_a_changed_edition_not_a_failure() -> None:
    case = at_sort()
    case.given(case.claim("sort"), by="desk-1")
    case.deploy(fenshire(ONE_STEP))
    case.when(case.give_back("sort"), by="desk-1").refused("edition_changed")
    case.deploy(fenshire(ONE_STEP.replace("one_step", "three_stations")))
    case.when(case.decide("sort", "sorted"), by="desk-1").refused("edition_changed")


def test_nothing_is_decided_under_an_authority_that_is_stopped_or_on_anothers_case() -> None:
    case = at_sort()
    command = case.claim("sort")
    for stopped, code in (({"fenshire": "its plugin raised"}, "authority_stopped"), ({}, "unknown_authority")):
        case.deploy(Deployment({}, {}, stopped))
        case.when(command, by="desk-1", authority="fenshire").refused(code)
    case.deploy(fenshire())
    theirs = Deployment(
        {**case.deployment.authorities, "rutland": case.deployment.authorities["fenshire"]}, case.deployment.directories
    )
    case.deploy(theirs)
    case.when(command, by="desk-1", authority="rutland").refused("not_found")


# --- clocks ------------------------------------------------------------------------------------------------------


def clocks_of(case: Case) -> set[str]:
    return {clock.clock_id for clock in case.clocks.claim_due(NOON + timedelta(days=999), "test", 0, 99)}


def test_clocks_that_run_wait_with_their_target_and_their_limit() -> None:
    case = raised(CLOCK)
    assert clocks_of(case) == {"clock-1-1:due", "clock-1-1:target"}
    waiting = case.clocks.claim_due(NOON + timedelta(days=2), "test", 0, 99)
    assert [(each.clock_id, each.due, each.stream, each.authority) for each in waiting] == [
        ("clock-1-1:target", NOON + timedelta(hours=24), "routing-1", "fenshire"),
        ("clock-1-1:due", NOON + timedelta(hours=48), "routing-1", "fenshire"),
    ]
    case.passes(hours=24)
    assert clocks_of(case) == {"clock-1-1:due"}
    case.passes(hours=24)
    assert clocks_of(case) == set()


def test_clocks_that_were_met_or_stopped_do_not_wait() -> None:
    met = raised(CLOCK)
    met.given(close(), by="manager")
    assert clocks_of(met) == set()
    stopped = raised(CLOCK.replace("[closed]", "[updated]"))
    stopped.given(stopped.decide("check", "drop", sealed="why"), by="manager")
    assert clocks_of(stopped) == set()


def test_the_waiting_clocks_are_rebuilt_from_the_commits() -> None:
    case = raised(CLOCK)
    case.passes(hours=30)
    kept = clocks_of(case)
    for clock_id in kept:
        case.clocks.remove(clock_id)
    for commit in case.escalation.feed(0, 100):
        ClockKeeper(case.clocks)(commit)
    assert clocks_of(case) == kept == {"clock-1-1:due"}


class Stubborn(CommandDesk):
    """Fails on the clocks that begin with "bad"."""

    def follow_up_all(self, asked: Sequence[FollowUp], actor: str) -> tuple[Commit | Refusal, ...]:
        if any(each.command_id == "bad" for each in asked):
            raise KeyError("a person's name")
        done = iter(super().follow_up_all([each for each in asked if each.command_id != "bad-refused"], actor))
        return tuple(Refusal("edition_changed") if each.command_id == "bad-refused" else next(done) for each in asked)


def test_a_clock_that_cannot_fire_holds_up_no_other_and_is_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    case = raised(CLOCK)
    for name in ("bad", "bad-refused"):
        data = {"notification_id": THIS, "clock_id": name, "mark": "due"}
        case.clocks.put(WaitingClock(name, "routing-1", "fenshire", NOON, data))
    own = case.escalation_own
    desk = Stubborn(own.store, own.clock, own.contracts, own.handlers)
    firer = clock_firer(case.clocks, desk, case.clock, "worker-1")
    case.clock.advance(timedelta(hours=25))
    assert firer.run_once() == 1
    assert clocks_of(case) >= {"bad", "bad-refused"}
    assert "clock-1-1:target" not in clocks_of(case)
    assert firer.run_once() == 0
    assert "a person's name" not in caplog.text


def test_a_batch_is_no_larger_than_asked() -> None:
    case = raised(CLOCK)
    case.clock.advance(timedelta(hours=50))
    firer = clock_firer(case.clocks, case.escalation_own, case.clock, "worker-1", batch=1)
    assert [firer.run_once(), firer.run_once(), firer.run_once()] == [1, 1, 0]


def test_a_routing_of_an_edition_that_is_not_there_is_not_begun() -> None:
    case = Case(fenshire())
    case.when_own(StartRoutingV1(THIS, "person-1", "fen", "of long ago", "", "worker", NOON, {}, ("FEN-X",), {}))
    case.refused("edition_changed")
    assert case.of(RoutingStartedV1) == []
