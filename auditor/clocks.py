"""The deadlines that should wait: of cases, of a custodian's silence, of copies and of records that are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from auditor.expecting import Expectation, Fields, Wanted, cause_of
from contracts import cascade, escalation, intake, intake_concerns, intake_persons, received_alerts, risk_register
from needfire.directory import Directory
from needfire.london_time import start_of
from needfire.retention import Kept, kept_until
from needfire.working_time import Period, WorkingCalendar, deadline
from shared_kernel.command_desk import among
from shared_kernel.commits import Commit
from shared_kernel.time import instant_text

SILENCE = timedelta(hours=24)
"""After so long without an answer a custodian is chased."""
ANSWERS = ("acknowledged", "searched", "not_known", "known", "sighting", "linked", "found")
COPY_KEPT = "12mo"


class _Clocks(Expectation):
    """By id, what waits. `due` is told as a text in a row, as it lies in the store."""

    kind, whole, exact = "clocks", True, False

    def __init__(self) -> None:
        self._waiting: dict[str, Wanted] = {}

    def wanted(self, now: datetime) -> Mapping[str, Wanted]:
        return self._waiting

    def looked(self, right: Iterable[str], wrong: Iterable[str]) -> None:
        """All of them are looked at each time."""

    def fits(self, mark: Any, fields: Fields) -> bool:
        return list(fields) == [mark]

    def _wait(self, clock_id: str, due: datetime, source: str, commit: Commit) -> None:
        self._waiting[clock_id] = Wanted(instant_text(due), (cause_of(source, commit),), due)

    def _over(self, *clock_ids: str) -> None:
        for clock_id in clock_ids:
            self._waiting.pop(clock_id, None)


class CaseClocks(_Clocks):
    """Every deadline that was started, and was not met, stopped or missed since; its target too."""

    owner, reader, exact = "escalation", "clocks", True

    def take(self, source: str, commit: Commit) -> None:
        if source != self.owner:
            return
        for _, event in among(commit, escalation.EVENTS.values()):
            match event:
                case escalation.ClockStartedV1():
                    self._wait(f"{event.clock_id}:due", event.due, source, commit)
                    if event.target:
                        self._wait(f"{event.clock_id}:target", event.target, source, commit)
                case escalation.ClockMetV1() | escalation.ClockStoppedV1() | escalation.ClockBreachedV1():
                    self._over(f"{event.clock_id}:due", f"{event.clock_id}:target")
                case escalation.ClockCameRoundV1():
                    self._over(f"{event.clock_id}:due")
                case escalation.ClockTargetMissedV1():
                    self._over(f"{event.clock_id}:target")


class _AheadOnly(_Clocks):
    """What fired may leave no trace in a feed, so that only what lies ahead is sure to wait."""

    def wanted(self, now: datetime) -> Mapping[str, Wanted]:
        self._over(*(key for key, each in self._waiting.items() if each.due is None or each.due <= now))
        return self._waiting


class Silences(_AheadOnly):
    """Of each message that went out to a custodian who has not answered."""

    owner, reader = "national_alerts", "cascades"

    def take(self, source: str, commit: Commit) -> None:
        if source != self.owner:
            return
        for _, event in among(commit, cascade.EVENTS.values()):
            match event:
                case cascade.MessageSentV1():
                    self._wait(_silence(event), event.sent_at + SILENCE, source, commit)
                case cascade.ReceiptGivenV1() if event.receipt in ANSWERS:
                    self._over(_silence(event))
                case cascade.CustodianSilentV1():
                    self._over(_silence(event))


class Copies(_AheadOnly):
    """Of each alert that was received from another authority."""

    owner, reader = "national_alerts", "copies"

    def __init__(self, calendar: WorkingCalendar) -> None:
        super().__init__()
        self._calendar = calendar

    def take(self, source: str, commit: Commit) -> None:
        if source != self.owner:
            return
        for _, event in among(commit, received_alerts.EVENTS.values()):
            match event:
                case received_alerts.AlertReceivedV1() | received_alerts.ExerciseReceivedV1():
                    due = deadline(event.received_at, Period.parse(COPY_KEPT), self._calendar).due
                    self._wait(f"copy:{event.received_id}", due, source, commit)
                case received_alerts.CopyDestroyedV2():
                    self._over(f"copy:{event.received_id}")


class Records(_AheadOnly):
    """Of each notification that ended, and of each concern from which none was raised, where the authority's schedule says how long it
    is kept; and of a notice of it, until it is read or chased.
    """

    owner, reader = "intake", "retention"

    def __init__(self, directories: Mapping[str, Directory]) -> None:
        super().__init__()
        self._directories = directories
        self._raised: dict[str, datetime] = {}

    def take(self, source: str, commit: Commit) -> None:
        if source != self.owner:
            return
        for _, event in among(commit, intake.EVENTS.values()):
            match event:
                case intake.NotificationRaisedV1() | intake_concerns.ConcernRaisedV1():
                    self._raised[commit.stream] = event.raised_at
                case intake.NotificationClosedV1():
                    self._keep(commit, event.closed_at, "closed")
                case intake.NotificationNotRequiredV1():
                    self._keep(commit, commit.recorded_at, "not_required")
                case intake_concerns.ConcernDecidedV1() if event.notification_id:
                    self._over(f"retention:{commit.stream}")
                case intake_concerns.ConcernDecidedV1():
                    self._keep(commit, event.decided_at, "concern_not_taken_up")
                case intake_persons.RetentionEndsSoonV1():
                    self._chase(commit, event)
                case intake_persons.RetentionReadV1():
                    self._over(f"unread:{event.record_id}")

    def _chase(self, commit: Commit, told: intake_persons.RetentionEndsSoonV1) -> None:
        directory = self._directories.get(commit.authority)
        retention = directory.retention if directory else None
        if retention and told.role == retention.records_role:
            due = told.told_at + timedelta(days=retention.chase_days_after)
            self._wait(f"unread:{told.record_id}", due, self.owner, commit)
        else:
            self._over(f"unread:{told.record_id}")

    def _keep(self, commit: Commit, ended: datetime, record: str) -> None:
        directory = self._directories.get(commit.authority)
        if directory is None or directory.retention is None:
            return
        kept = Kept(commit.stream, self._raised[commit.stream], ended, record)
        until = kept_until(directory.retention, kept).day
        if until:
            told = start_of(until - timedelta(days=directory.retention.tell_days_before))
            self._wait(f"retention:{commit.stream}", told, self.owner, commit)


class Reviews(_AheadOnly):
    """Of everybody on a register and in step-down, each cycle as the last event of theirs says it."""

    owner, reader = "risk_management", "reviews"
    _COUNTED = (
        risk_register.ReferralDecidedV1,
        risk_register.EntryReviewedV1,
        risk_register.LeftRegisterV1,
        risk_register.StepDownReviewedV1,
    )

    def take(self, source: str, commit: Commit) -> None:
        if source != self.owner:
            return
        for _, event in among(commit, self._COUNTED):
            for each in event.due:
                self._wait(f"review:{commit.stream}:{each.cycle}", each.due, source, commit)


def _silence(event: Any) -> str:
    return f"silence:{event.message_id}:{event.custodian}"
