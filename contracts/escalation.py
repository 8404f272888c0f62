"""Commands and events of escalation: routes with tasks, notices, clocks and duties; one notification's are one stream,
its routing. Comments and evidence are free text and travel as `sealed`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from contracts import escalation_alerts, escalation_beside, escalation_concerns, escalation_register, escalation_risk
from contracts.escalation_beside import AbsenceDelegatedV1 as AbsenceDelegatedV1
from contracts.escalation_beside import AbsenceEndedV1 as AbsenceEndedV1
from contracts.escalation_beside import AcknowledgeDutyV1 as AcknowledgeDutyV1
from contracts.escalation_beside import ClockCameRoundV1 as ClockCameRoundV1
from contracts.escalation_beside import ConfirmDutyNotRequiredV1 as ConfirmDutyNotRequiredV1
from contracts.escalation_beside import DelegateAbsenceV1 as DelegateAbsenceV1
from contracts.escalation_beside import DutyNotRequiredConfirmedV1 as DutyNotRequiredConfirmedV1
from contracts.escalation_beside import DutyNotRequiredProposedV1 as DutyNotRequiredProposedV1
from contracts.escalation_beside import DutyNotRequiredRejectedV1 as DutyNotRequiredRejectedV1
from contracts.escalation_beside import EndAbsenceV1 as EndAbsenceV1
from contracts.escalation_beside import FollowConsultationV1 as FollowConsultationV1
from contracts.escalation_beside import FollowEmergencyAccessV1 as FollowEmergencyAccessV1
from contracts.escalation_beside import FollowShareV1 as FollowShareV1
from contracts.escalation_beside import MakeRequestV1 as MakeRequestV1
from contracts.escalation_beside import ProposeDutyNotRequiredV1 as ProposeDutyNotRequiredV1
from contracts.escalation_beside import RequestMadeV1 as RequestMadeV1
from contracts.escalation_beside import RoutingConsultedV1 as RoutingConsultedV1
from contracts.intake import SEALED
from contracts.schema import by_name, events_by_name
from needfire.decisions import Decision

Tray = Literal["person", "group"]
Ending = Literal["finished", "not_required", "closed"]


@dataclass(frozen=True)
class ClaimTaskV1:
    """Take a task out of a group's tray."""

    notification_id: str
    task_id: str


@dataclass(frozen=True)
class DecideTaskV1:
    """Decide a task: the outcome, what the step wants recorded, a comment sealed."""

    notification_id: str
    task_id: str
    outcome: str
    records: Mapping[str, Any] = field(default_factory=dict)
    sealed: str | None = SEALED


@dataclass(frozen=True)
class ReturnTaskV1:
    """Give the matter back to the step before, with a comment on what is wanted."""

    notification_id: str
    task_id: str
    sealed: str | None = SEALED


@dataclass(frozen=True)
class ReassignTaskV1:
    """Give a task to somebody else who holds the post."""

    notification_id: str
    task_id: str
    to_person: str


@dataclass(frozen=True)
class ReceiveNoticeV1:
    """Say that one has read what one was told: the receipt."""

    notification_id: str
    notice_id: str


@dataclass(frozen=True)
class CompleteDutyV1:
    """Record that the body outside was told; `reference` is the number it gave."""

    notification_id: str
    duty_id: str
    reference: str
    sealed: str | None = SEALED


@dataclass(frozen=True)
class StartRoutingV1:
    """A notification was raised: begin its route. Carried over from intake."""

    notification_id: str
    person: str
    area: str
    edition: str
    edition_digest: str
    raised_by: str
    raised_at: datetime
    facts: Mapping[str, Any]
    categories: tuple[str, ...]
    named: Mapping[str, str]


@dataclass(frozen=True)
class FollowUpdateV1:
    """A notification was updated: clocks and duties follow. Carried over from intake."""

    notification_id: str
    updated_by: str
    updated_at: datetime
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class EndRoutingV1:
    """A notification was closed: what is open ends. Carried over from intake."""

    notification_id: str
    ended_by: str


@dataclass(frozen=True)
class FireClockV1:
    """A clock is due: the escalation worker's own command."""

    notification_id: str
    clock_id: str
    mark: Literal["target", "due"]


@dataclass(frozen=True)
class RoutingStartedV1:
    """The route that the notification passes through was chosen."""

    notification_id: str
    person: str
    area: str
    edition: str
    edition_digest: str
    route: str
    raised_by: str
    raised_at: datetime
    facts: Mapping[str, Any]
    categories: tuple[str, ...]
    named: Mapping[str, str]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class RoutingFactsChangedV1:
    """The facts that the routing reasons over, as they now stand."""

    facts: Mapping[str, Any]
    updated_at: datetime


@dataclass(frozen=True)
class TaskOpenedV1:
    """A step waits in the tray of a person, or of the group that holds the role.

    `beside`: it is no step of the route; `step` is then the edition's request or review.
    """

    task_id: str
    step: str
    title: str
    role: str
    people: tuple[str, ...]
    tray: Tray
    decisions: tuple[Decision, ...]
    came_from: str | None = None
    beside: bool = False


@dataclass(frozen=True)
class TaskClaimedV1:
    """Somebody took the task out of the group's tray."""

    task_id: str
    by: str


@dataclass(frozen=True)
class TaskReassignedV1:
    """The task was given to somebody else; `because` says so in a decision when a clock or absence did it."""

    task_id: str
    role: str
    people: tuple[str, ...]
    tray: Tray
    by: str
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class TaskDecidedV1:
    """The task was decided. `by` is null where the procedure sent it on by itself after a missed deadline."""

    task_id: str
    step: str
    outcome: str
    title: str
    by: str | None
    not_required: bool
    records: Mapping[str, Any]
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED


@dataclass(frozen=True)
class TaskReturnedV1:
    """The matter was given back to the step before."""

    task_id: str
    by: str
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED


@dataclass(frozen=True)
class TaskWithdrawnV1:
    """The task is no longer wanted, since the notification has ended."""

    task_id: str


@dataclass(frozen=True)
class NoticeGivenV1:
    """Somebody is to be told: it lies in their tray until they say that they have read it. Assigned is not told."""

    notice_id: str
    role: str
    people: tuple[str, ...]
    about: str
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class NoticeReceivedV1:
    """A person said that they have read it."""

    notice_id: str
    by: str


@dataclass(frozen=True)
class ClockStartedV1:
    """A deadline runs. `target` is a softer mark before `due`; `count` is 1, and more when it repeats after a miss.

    `began` is the first start of all where it has been met and begun again since; else it is `counted_from`.
    """

    clock_id: str
    clock: str
    title: str
    owner: str
    due: datetime
    count: int
    counted_from: datetime
    decisions: tuple[Decision, ...]
    target: datetime | None = None
    task_id: str | None = None
    duty_id: str | None = None
    began: datetime | None = None


@dataclass(frozen=True)
class ClockMetV1:
    """What the deadline asked for was done; `late` when after it was due."""

    clock_id: str
    by_trigger: str
    late: bool


@dataclass(frozen=True)
class ClockStoppedV1:
    """The deadline no longer applies. `for_good`: it comes round no more; one that was met by then stays so."""

    clock_id: str
    because: str
    for_good: bool = False


@dataclass(frozen=True)
class ClockTargetMissedV1:
    """The softer mark has passed; the limit still runs."""

    clock_id: str
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class ClockBreachedV1:
    """The deadline has passed and was not met."""

    clock_id: str
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class DutyOpenedV1:
    """A body outside must (or should) be told. `evidence` is what will show that it was; `deputy` may do it for the lead."""

    duty_id: str
    duty: str
    title: str
    to: str
    lead: str
    people: tuple[str, ...]
    consults: tuple[str, ...]
    must: bool
    decisions: tuple[Decision, ...]
    evidence: str = "the reference number that it gave"
    deputy: str | None = None
    confirmed_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class DutyDoneV1:
    """The body outside was told; `reference` is the number it gave."""

    duty_id: str
    duty: str
    by: str
    reference: str
    sealed: str | None = SEALED


@dataclass(frozen=True)
class PostVacantV1:
    """Nobody holds a post that was to act or to be told: shown until the directory is mended."""

    role: str
    about: str
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class RoutingEndedV1:
    """Nothing more waits on the route; clocks and duties that still run go on unless it was not required or closed."""

    how: Ending


COMMANDS = by_name(
    ClaimTaskV1,
    DecideTaskV1,
    ReturnTaskV1,
    ReassignTaskV1,
    ReceiveNoticeV1,
    CompleteDutyV1,
    StartRoutingV1,
    FollowUpdateV1,
    EndRoutingV1,
    FireClockV1,
    *escalation_beside.COMMANDS,
    *escalation_alerts.COMMANDS,
    *escalation_risk.COMMANDS,
    *escalation_register.COMMANDS,
    *escalation_concerns.COMMANDS,
)
EVENTS = events_by_name(
    RoutingStartedV1,
    RoutingFactsChangedV1,
    TaskOpenedV1,
    TaskClaimedV1,
    TaskReassignedV1,
    TaskDecidedV1,
    TaskReturnedV1,
    TaskWithdrawnV1,
    NoticeGivenV1,
    NoticeReceivedV1,
    ClockStartedV1,
    ClockMetV1,
    ClockStoppedV1,
    ClockTargetMissedV1,
    ClockBreachedV1,
    DutyOpenedV1,
    DutyDoneV1,
    PostVacantV1,
    RoutingEndedV1,
    *escalation_beside.EVENTS,
    *escalation_alerts.EVENTS,
    *escalation_risk.EVENTS,
    *escalation_register.EVENTS,
)
