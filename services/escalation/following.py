"""How escalation follows: intake's events become its commands; its own events move the waiting clocks; due clocks fire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts import escalation as contract
from contracts import (
    escalation_alerts,
    escalation_concerns,
    escalation_register,
    escalation_risk,
    intake,
    intake_concerns,
    intake_register,
    national_alerts,
    risk_assessments,
    risk_management,
)
from needfire.decisions import rules_of
from shared_kernel.command_desk import CommandDesk, FollowUp, happened
from shared_kernel.commits import Commit
from shared_kernel.following import Asking, ClockFirer, CommitFollower
from shared_kernel.time import Clock
from shared_kernel.waiting_clocks import ClockStore, WaitingClock

ITSELF = "service:escalation"
UNREACHED: Mapping[str, str] = {
    "failure": "there are custodians whom neither contact's address reaches",
    "silence": "there are custodians who do not acknowledge it, reminded and at their second contact",
}


def intake_follower(desk: CommandDesk) -> CommitFollower:
    """Carries out what a commit of intake asks of escalation."""
    return CommitFollower(desk, intake.EVENTS, _command_for, ITSELF)


def alert_follower(desk: CommandDesk) -> CommitFollower:
    """Carries out what a commit of national alerts asks of escalation."""
    return CommitFollower(desk, national_alerts.FEED, _command_for_alert, ITSELF, streams="alert-")


def risk_follower(desk: CommandDesk) -> CommitFollower:
    """Carries out what a commit of risk management asks of escalation."""
    return CommitFollower(desk, risk_management.EVENTS, _command_for_risk, ITSELF)


def _command_for_risk(event: Any, _commit: Commit) -> Any:
    if not isinstance(event, risk_assessments.LevelSetV1):
        return None
    return escalation_risk.FollowLevelV1(event.notification_id, event.by, event.set_at)


def _command_for_alert(event: Any, _commit: Commit) -> Any:
    match event:
        case national_alerts.MessageWrittenV1():
            return escalation_alerts.FollowMessageV1(event.notification_id, event.message, event.number, event.by)
        case national_alerts.AlertAnsweredV1():
            return escalation_alerts.FollowResponseV1(event.notification_id)
        case national_alerts.AlertInDoubtV1():
            rules = rules_of(event.decisions)
            about = "By the facts as they are now, the threshold of the national alert would not be met"
            return escalation_alerts.FollowDoubtV1(event.notification_id, about, rules)
        case national_alerts.CustodianUnreachedV1():
            number = event.message_id.rpartition(".")[2]
            about = f"Message {number} of the national alert: {UNREACHED[event.because]}. Its ledger names them"
            return escalation_alerts.FollowUnreachedV1(event.notification_id, about, rules_of(event.decisions))
    return None


def _command_for(event: Any, _commit: Commit) -> Any:
    match event:
        case intake.NotificationRaisedV1():
            return contract.StartRoutingV1(
                notification_id=event.notification_id,
                person=event.person,
                area=event.area,
                edition=event.edition,
                edition_digest=event.edition_digest,
                raised_by=event.raised_by,
                raised_at=event.raised_at,
                facts=event.facts,
                categories=event.categories,
                named=event.named,
            )
        case intake.NotificationUpdatedV1():
            return contract.FollowUpdateV1(event.notification_id, event.updated_by, event.updated_at, event.facts)
        case intake.ConsultationRecordedV1():
            return contract.FollowConsultationV1(event.notification_id, event.with_role)
        case intake.NotificationSharedV1() if event.to_role or event.to_person:
            rules = rules_of(event.decisions)
            return contract.FollowShareV1(
                event.notification_id, event.to_role, rules, f"Shared with you: {event.title}", event.to_person
            )
        case intake_register.RegisterToldV1():
            return escalation_register.FollowRegisterV1(
                event.notification_id, event.act, event.about, event.by, event.records, event.told, event.rules
            )
        case intake.EmergencyAccessOpenedV1():
            return contract.FollowEmergencyAccessV1(event.notification_id, event.by, event.ends)
        case intake.NotificationClosedV1():
            return contract.EndRoutingV1(event.notification_id, event.closed_by)
    return _command_for_concern(event)


def _command_for_concern(event: Any) -> Any:
    match event:
        case intake_concerns.ConcernRaisedV1():
            return escalation_concerns.StartConcernV1(
                event.concern_id,
                event.person,
                event.area,
                event.edition,
                event.edition_digest,
                event.raised_by,
                event.raised_at,
            )
        case intake_concerns.ConcernDecidedV1():
            return escalation_concerns.FollowConcernV1(
                event.concern_id, event.outcome, event.decided_by, event.decided_at
            )
        case intake_concerns.FeedbackGivenV1():
            return escalation_concerns.FollowFeedbackV1(event.concern_id, event.by, event.given_at)
    return None


@dataclass(frozen=True)
class ClockKeeper:
    """Keeps the waiting clocks in step with the commits that start, meet and stop them; safe to run again over all."""

    clocks: ClockStore

    def __call__(self, commit: Commit) -> None:
        self.all((commit,))

    def all(self, commits: Sequence[Commit]) -> None:
        """As the feed's reader asks of several, of no stream more than one: their clocks are put together."""
        self.clocks.put_all([clock for commit in commits for clock in self._follow(commit)])

    def _follow(self, commit: Commit) -> Iterable[WaitingClock]:
        """The clocks that wait after this commit; those that it ended are removed."""
        waiting: dict[str, WaitingClock] = {}
        for event in happened(commit, contract.EVENTS):
            match event:
                case contract.ClockStartedV1():
                    waiting |= _started(event, commit)
                case contract.ClockMetV1() | contract.ClockStoppedV1() | contract.ClockBreachedV1():
                    self._remove(waiting, event.clock_id, "due", "target")
                case contract.ClockCameRoundV1():
                    self._remove(waiting, event.clock_id, "due")
                case contract.ClockTargetMissedV1():
                    self._remove(waiting, event.clock_id, "target")
        return waiting.values()

    def _remove(self, waiting: dict[str, WaitingClock], clock_id: str, *marks: str) -> None:
        for mark in marks:
            waiting.pop(f"{clock_id}:{mark}", None)
            self.clocks.remove(f"{clock_id}:{mark}")


def _started(event: contract.ClockStartedV1, commit: Commit) -> dict[str, WaitingClock]:
    moments = {"due": event.due, "target": event.target}
    return {
        f"{event.clock_id}:{mark}": WaitingClock(
            f"{event.clock_id}:{mark}",
            commit.stream,
            commit.authority,
            moment,
            {"clock_id": event.clock_id, "mark": mark, "notification_id": _notification(commit.stream)},
        )
        for mark, moment in moments.items()
        if moment
    }


def _notification(stream: str) -> str:
    return f"notification-{stream.removeprefix('routing-')}"


def clock_firer(clocks: ClockStore, desk: CommandDesk, clock: Clock, owner: str, batch: int = 100) -> ClockFirer:
    """Fires the clocks of routings; never twice in effect, since the command's id is the clock's."""

    def command_for(waiting: WaitingClock) -> FollowUp:
        data = waiting.data
        command = contract.FireClockV1(data["notification_id"], data["clock_id"], data["mark"])
        return FollowUp(command, waiting.clock_id, waiting.authority)

    return ClockFirer(clocks, clock, owner, Asking(desk, command_for, ITSELF), batch)
