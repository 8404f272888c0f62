"""Before the time of a record runs out, whoever sees to it is told, once; nothing is deleted by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.intake import EVENTS
from contracts.intake_concerns import DecideConcernV1, RaiseConcernV1, TakeUpConcernV1
from contracts.intake_persons import ReceiveRetentionV1, RetentionEndsSoonV1
from needfire.retention import Retention
from services.intake.handlers import own_handlers
from services.intake.keeping import RetentionKeeper, retention_teller
from services.intake.persons import ITSELF
from shared_kernel.command_desk import CommandDesk, happened
from shared_kernel.time import FixedClock
from shared_kernel.waiting_clocks_memory import MemoryClockStore
from tests.unit.casework.case import NOON, SOMEBODY, THIS, Case, close, raise_it

MISSING = {"subject_kind": "child", "happened": ["missing"], "missing_since": "2026-11-16T08:00:00+00:00"}
STREAM = f"person:{SOMEBODY}"


class Clocks:
    """Intake's retention clocks beside a case."""

    def __init__(self, case: Case) -> None:
        from contracts import intake

        self.case, self.clock = case, FixedClock(case.clock.now())
        self.keeper = RetentionKeeper(case.intake, MemoryClockStore(wall=lambda: 0.0), case.deployment)
        self.desk = CommandDesk(case.intake, self.clock, intake.COMMANDS, own_handlers(case.deployment))
        self.teller = retention_teller(self.keeper, self.desk, self.clock, "test")

    def follow(self, stream: str = THIS) -> None:
        for commit in self.case.intake.stream(stream):
            self.keeper(commit)

    def follow_person(self) -> None:
        for commit in self.case.intake.stream(STREAM):
            self.keeper(commit)

    def told(self) -> list[RetentionEndsSoonV1]:
        self.teller.run_once()
        return [event for commit in self.case.intake.stream(STREAM) for event in happened(commit, EVENTS)]


@pytest.fixture
def clocks(fen: Case) -> Clocks:
    fen.given(raise_it(MISSING, "FEN-A"), by="worker")
    return Clocks(fen)


def test_thirty_days_before_it_is_told_once(clocks: Clocks) -> None:
    clocks.case.given(close(), by="manager")
    clocks.follow()
    clocks.clock.set(datetime(2032, 10, 17, 22, 59, tzinfo=UTC))
    assert clocks.told() == []
    clocks.clock.set(datetime(2032, 10, 18, 0, 0, tzinfo=UTC))
    [told] = clocks.told()
    assert (told.person, told.record_id, told.kept_until) == (SOMEBODY, THIS, date(2032, 11, 17))
    assert told.role == "records_officer"
    assert "6 years from 2026-11-17" in told.because
    clocks.follow()
    assert clocks.told() == [told]


def test_while_it_is_open_nothing_is_told(clocks: Clocks) -> None:
    clocks.follow()
    clocks.clock.advance(timedelta(days=40_000))
    assert clocks.told() == []
    assert clocks.keeper.clocks.count() == 0


def test_a_schedule_that_changed_meanwhile_counts_as_it_is_now(clocks: Clocks) -> None:
    clocks.case.given(close(), by="manager")
    clocks.follow()
    directories = clocks.case.deployment.directories
    retention = directories["fenshire"].retention
    assert retention
    longer = replace(retention, classes=(replace(retention.classes[0], years=8), *retention.classes[1:]))
    _schedule(clocks, longer)
    clocks.clock.set(datetime(2033, 1, 1, tzinfo=UTC))
    assert clocks.told() == []
    assert clocks.keeper.clocks.count() == 1
    clocks.clock.set(datetime(2034, 11, 1, tzinfo=UTC))
    assert [each.kept_until for each in clocks.told()] == [date(2034, 11, 17)]


def test_without_a_schedule_nothing_is_told(clocks: Clocks) -> None:
    clocks.case.given(close(), by="manager")
    clocks.follow()
    _schedule(clocks, None)
    clocks.clock.set(NOON + timedelta(days=4_000))
    assert clocks.told() == []
    assert clocks.keeper.clocks.count() == 0


def _schedule(clocks: Clocks, retention: Retention | None) -> None:
    old = clocks.keeper.deployment
    changed = {**old.directories, "fenshire": replace(old.directories["fenshire"], retention=retention)}
    clocks.keeper = replace(clocks.keeper, deployment=replace(old, directories=changed))
    clocks.teller = retention_teller(clocks.keeper, clocks.desk, clocks.clock, "test")


def soon(clocks: Clocks) -> RetentionEndsSoonV1:
    """Notice is given, thirty days before the end."""
    clocks.case.given(close(), by="manager")
    clocks.follow()
    clocks.clock.set(datetime(2032, 10, 18, 0, 0, tzinfo=UTC))
    [told] = clocks.told()
    clocks.follow_person()
    return told


def test_what_nobody_has_read_after_a_week_is_given_to_the_second_role_once(clocks: Clocks) -> None:
    soon(clocks)
    clocks.clock.advance(timedelta(days=6, hours=23))
    assert len(clocks.told()) == 1
    clocks.clock.advance(timedelta(hours=1))
    assert [each.role for each in clocks.told()] == ["records_officer", "head_of_information"]
    clocks.follow_person()
    clocks.clock.advance(timedelta(days=30))
    assert len(clocks.told()) == 2


def test_what_was_read_is_not_chased_and_is_not_read_twice(clocks: Clocks) -> None:
    told = soon(clocks)
    clocks.case.clock.set(clocks.clock.now())
    read = ReceiveRetentionV1(told.person, told.record_id)
    clocks.case.given(read, by="keeper")
    clocks.case.when(read, by="second-keeper").refused("already_received")
    nothing = ReceiveRetentionV1(told.person, "notification-none")
    clocks.case.when(nothing, by="keeper").refused("nothing_to_receive")
    clocks.case.when(read, by="manager").refused("not_permitted")
    clocks.follow_person()
    clocks.clock.advance(timedelta(days=30))
    clocks.teller.run_once()
    names = [event.name for commit in clocks.case.intake.stream(STREAM) for event in commit.events]
    assert names == ["RetentionEndsSoon", "RetentionRead"]


CONCERN = "concern-k7m42x9rtw"


@pytest.fixture
def concerned(fen: Case) -> Clocks:
    """An agency was concerned, and nothing was raised from it."""
    told = RaiseConcernV1(CONCERN, "K7M-42X-9RTW", SOMEBODY, agency="police", urgency="today")
    fen.given(told, by="client:police-1")
    fen.given(DecideConcernV1(CONCERN, "no_further_action", "below_threshold", "sealed", "sealed"), by="desk-1")
    return Clocks(fen)


def test_a_concern_that_became_nothing_is_told_before_its_time_runs_out(concerned: Clocks) -> None:
    concerned.follow(CONCERN)
    concerned.clock.set(datetime(2028, 4, 16, 22, 59, tzinfo=UTC))
    assert concerned.told() == []
    concerned.clock.set(datetime(2028, 4, 16, 23, 0, tzinfo=UTC))  # in England it is the seventeenth
    [told] = concerned.told()
    assert (told.person, told.record_id, told.kept_until) == (SOMEBODY, CONCERN, date(2028, 5, 17))
    assert f"{CONCERN}: 18 months from 2026-11-17" in told.because


def test_a_concern_that_is_taken_up_after_all_is_kept_as_long_as_what_was_raised_from_it(concerned: Clocks) -> None:
    concerned.follow(CONCERN)
    assert concerned.keeper.clocks.count() == 1
    taken_up = TakeUpConcernV1(CONCERN, THIS, "desk-1")
    concerned.desk.follow_up(taken_up, "taken-up-1", "fenshire", ITSELF)
    concerned.follow(CONCERN)
    assert concerned.keeper.clocks.count() == 0


def test_an_undecided_concern_is_kept(fen: Case) -> None:
    told = RaiseConcernV1(CONCERN, "K7M-42X-9RTW", SOMEBODY, agency="police", urgency="today")
    clocks = Clocks(fen.given(told, by="client:police-1"))
    clocks.follow(CONCERN)
    clocks.clock.advance(timedelta(days=40_000))
    assert clocks.told() == []
