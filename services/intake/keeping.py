"""Clocks of retention: when the time of a record runs out soon, whoever sees to it is told. Nothing is deleted by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from contracts.intake import EVENTS, NotificationClosedV1, NotificationNotRequiredV1, NotificationRaisedV1
from contracts.intake_concerns import ConcernDecidedV1, ConcernRaisedV1
from contracts.intake_persons import ChaseRetentionV1, RetentionEndsSoonV1, RetentionReadV1, TellRetentionV1
from needfire.loading.deployment import Deployment
from needfire.london_time import start_of
from needfire.retention import Kept, KeptUntil, kept_until
from services.intake.persons import ITSELF
from shared_kernel.command_desk import CommandDesk, FollowUp, happened
from shared_kernel.commits import Commit, CommitStore
from shared_kernel.following import Asking, ClockFirer
from shared_kernel.time import Clock
from shared_kernel.waiting_clocks import ClockStore, WaitingClock

ENDS, UNREAD = "retention:", "unread:"
"""How the clocks begin of records that ended, and of notices that nobody has read yet."""


def kept_of(history: tuple[Commit, ...]) -> tuple[str, Kept] | None:
    """The person whom these commits of a notification or concern are about, and the record as retention sees it.

    None for a concern from which a notification was raised: it is kept as long as that.
    """
    person, kept = "", None
    for commit in history:
        for event in happened(commit, EVENTS):
            match event:
                case NotificationRaisedV1():
                    person, kept = event.person, Kept(event.notification_id, event.raised_at, None, None)
                case ConcernRaisedV1():
                    person, kept = event.person, Kept(event.concern_id, event.raised_at, None, None)
                case NotificationClosedV1() if kept:
                    kept = replace(kept, ended_at=event.closed_at, record="closed")
                case NotificationNotRequiredV1() if kept:
                    kept = replace(kept, ended_at=commit.recorded_at, record="not_required")
                case ConcernDecidedV1() if kept:
                    if event.notification_id:
                        return None
                    kept = replace(kept, ended_at=event.decided_at, record="concern_not_taken_up")
    return (person, kept) if kept else None


@dataclass(frozen=True)
class RetentionKeeper:
    """Follows intake itself: a record that ended gets a clock, and so does a notice of it that nobody has read yet.

    Safe to run again over all, as after a change of schedule.
    """

    store: CommitStore
    clocks: ClockStore
    deployment: Deployment

    def __call__(self, commit: Commit) -> None:
        for event in happened(commit, EVENTS):
            match event:
                case NotificationClosedV1() | NotificationNotRequiredV1():
                    self.wind(commit.authority, commit.stream)
                case ConcernDecidedV1():
                    self._concern_decided(commit, event)
                case RetentionEndsSoonV1():
                    self._chase_later(commit.authority, event)
                case RetentionReadV1():
                    self.clocks.remove(f"{UNREAD}{event.record_id}")

    def _concern_decided(self, commit: Commit, decided: ConcernDecidedV1) -> None:
        if decided.notification_id:
            self.clocks.remove(f"{ENDS}{commit.stream}")
        else:
            self.wind(commit.authority, commit.stream)

    def _chase_later(self, authority: str, told: RetentionEndsSoonV1) -> None:
        directory = self.deployment.directories.get(authority)
        if directory and directory.retention and told.role == directory.retention.records_role:
            due = told.told_at + timedelta(days=directory.retention.chase_days_after)
            clock_id = f"{UNREAD}{told.record_id}"
            self.clocks.put(WaitingClock(clock_id, told.record_id, authority, due, {"person": told.person}))

    def wind(self, authority: str, stream: str) -> None:
        """Puts the clock to when the schedule, as it is now, says that it is to be told."""
        found = self.told_at(authority, stream)
        if found:
            self.clocks.put(WaitingClock(f"{ENDS}{stream}", stream, authority, found[0], {}))

    def told_at(self, authority: str, stream: str) -> tuple[datetime, str, KeptUntil] | None:
        """When it is to be told, about whom, and how it was counted; None where the record is kept without end."""
        directory = self.deployment.directories.get(authority)
        about = kept_of(self.store.stream(stream))
        if about is None or directory is None or directory.retention is None:
            return None
        until = kept_until(directory.retention, about[1])
        if until.day is None:
            return None
        return start_of(until.day - timedelta(days=directory.retention.tell_days_before)), about[0], until


def retention_teller(keeper: RetentionKeeper, desk: CommandDesk, clock: Clock, owner: str) -> ClockFirer:
    """Tells what is due, once in effect, since the command's id is the record's and its day's."""

    def command_for(waiting: WaitingClock) -> FollowUp | None:
        if waiting.clock_id.startswith(UNREAD):
            command = ChaseRetentionV1(waiting.data["person"], waiting.stream)
            return FollowUp(command, f"{waiting.clock_id}:{waiting.due.isoformat()}", waiting.authority)
        return tell(waiting)

    def tell(waiting: WaitingClock) -> FollowUp | None:
        found = keeper.told_at(waiting.authority, waiting.stream)
        if found and found[0] > clock.now():  # the schedule has changed since: it waits anew
            keeper.wind(waiting.authority, waiting.stream)
        elif found and found[2].day:
            _, person, until = found
            command = TellRetentionV1(person, waiting.stream, found[2].day, until.because)
            return FollowUp(command, f"{waiting.clock_id}:{found[2].day.isoformat()}", waiting.authority)
        return None

    return ClockFirer(keeper.clocks, clock, owner, Asking(desk, command_for, ITSELF))
