"""Commands and events of the high risk register: the plan, the referral, the group's decision, reviews, leaving, step-down.

All that belongs to one young person is one stream, `risk-…`, which the assessments open (`contracts.risk_assessments`); a
meeting of the group is a stream of its own. What stands in somebody's own words travels as `sealed`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.intake import SEALED
from contracts.risk_register_events import (
    END_OF_STEP_DOWN,
    STEP_DOWN,
    ActionMarkedV1,
    AgendaSetV1,
    ChangeDecidedV1,
    ChangeProposedV1,
    CopyReceivedV1,
    EntryReviewedV1,
    LeftRegisterV1,
    MeetingCalledV1,
    MeetingHeldV1,
    PlanAction,
    PlanCopiedV1,
    PlanProfessional,
    PlanWrittenV1,
    ReferralDecidedV1,
    ReferredV1,
    ResourceDecidedV1,
    ReviewDue,
    ReviewMissedV1,
    Stage,
    StepDownEndedV1,
    StepDownReviewedV1,
    ViewRecordedV1,
)
from contracts.schema import by_name, events_by_name
from needfire.instruments.register_judging import View

__all__ = [
    "COMMANDS",
    "END_OF_STEP_DOWN",
    "EVENTS",
    "MAKES_KNOWN",
    "STEP_DOWN",
    "ActionMarkedV1",
    "AgendaSetV1",
    "CallMeetingV1",
    "ChangeDecidedV1",
    "ChangeProposedV1",
    "CopyReceivedV1",
    "DecideChangeV1",
    "DecideReferralV1",
    "DecideResourceV1",
    "EndStepDownV1",
    "EntryReviewedV1",
    "HoldMeetingV1",
    "LeaveRegisterV1",
    "LeftRegisterV1",
    "MarkActionV1",
    "MeetingCalledV1",
    "MeetingHeldV1",
    "MissReviewV1",
    "PlanAction",
    "PlanCopiedV1",
    "PlanProfessional",
    "PlanWrittenV1",
    "ProposeChangeV1",
    "ReceiveCopyV1",
    "RecordViewV1",
    "ReferV1",
    "ReferralDecidedV1",
    "ReferredV1",
    "ResourceDecidedV1",
    "ReviewDue",
    "ReviewEntryV1",
    "ReviewMissedV1",
    "ReviewStepDownV1",
    "SetAgendaV1",
    "Stage",
    "StepDownEndedV1",
    "StepDownReviewedV1",
    "ViewRecordedV1",
    "WritePlanV1",
]


@dataclass(frozen=True)
class WritePlanV1:
    """Write the plan, or replace it whole. On the register a change that was agreed is carried out so: `change` is its number."""

    notification_id: str
    actions: tuple[PlanAction, ...]
    professionals: tuple[PlanProfessional, ...]
    given: tuple[str, ...] = ()
    next_review: date | None = None
    change: int | None = None
    sealed: str | None = SEALED


@dataclass(frozen=True)
class MarkActionV1:
    """Say that an action of the plan is done, or is not done after all."""

    notification_id: str
    action_id: str
    done: bool


@dataclass(frozen=True)
class ReferV1:
    """Refer to the group, with the assessment and the plan as they are on record."""

    notification_id: str


@dataclass(frozen=True)
class RecordViewV1:
    """Record what a body says of the assessed level. An agency's client says its own; a person records what was said."""

    notification_id: str
    body: str
    view: View
    agency: str | None = None
    sealed: str | None = SEALED


@dataclass(frozen=True)
class DecideReferralV1:
    """The group concurs, and the name is on the register; or it does not, and says why."""

    notification_id: str
    concurs: bool
    meeting_id: str | None = None
    sealed: str | None = SEALED


@dataclass(frozen=True)
class ProposeChangeV1:
    """Ask for a change of the plan; `body` is the agency's that asks."""

    notification_id: str
    body: str | None = None
    agency: str | None = None
    sealed: str | None = SEALED


@dataclass(frozen=True)
class DecideChangeV1:
    """Agree to a change that was asked for, or not; `debated` says that the group spoke about it."""

    notification_id: str
    change: int
    agreed: bool
    debated: bool
    sealed: str | None = SEALED


@dataclass(frozen=True)
class ReceiveCopyV1:
    """An agency has the copy of the plan. A person says so under the agency's `reference`."""

    notification_id: str
    plan: int
    body: str
    agency: str | None = None
    reference: str | None = None


@dataclass(frozen=True)
class ReviewEntryV1:
    """Record a review of one cycle. `unmet` are needs that are not met, by the edition's ids."""

    notification_id: str
    cycle: str
    unmet: tuple[str, ...] = ()
    keyworker_still_right: bool | None = None
    sealed: str | None = SEALED


@dataclass(frozen=True)
class DecideResourceV1:
    """Decide on funding or resources for a need that is not met."""

    notification_id: str
    need: str
    granted: bool
    sealed: str | None = SEALED


@dataclass(frozen=True)
class LeaveRegisterV1:
    """Take the name off: for a level that came down, or `otherwise`, which is then one of the edition's reasons."""

    notification_id: str
    otherwise: str | None = None
    sealed: str | None = SEALED


@dataclass(frozen=True)
class ReviewStepDownV1:
    """The care team has met in step-down, with the checklist updated."""

    notification_id: str
    keyworker_still_right: bool


@dataclass(frozen=True)
class EndStepDownV1:
    """The review at the end of step-down: without further concern the care team sets how often it meets from now on."""

    notification_id: str
    further_concern: bool
    sealed: str | None = SEALED


@dataclass(frozen=True)
class CallMeetingV1:
    """Call a meeting of the group, with the referrals and entries that it looks at, in order."""

    meeting_id: str
    at: datetime
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class SetAgendaV1:
    """Set what the meeting looks at, in order, while it is not held."""

    meeting_id: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class HoldMeetingV1:
    """Record that the meeting was held, and which bodies were there."""

    meeting_id: str
    present: tuple[str, ...]


@dataclass(frozen=True)
class MissReviewV1:
    """A review is due and was not recorded. Asked by the service itself when the time comes."""

    notification_id: str
    cycle: str
    due: datetime


MAKES_KNOWN: tuple[type, ...] = ()
"""None has facts of its own: what they make known is said where intake follows them."""
COMMANDS = by_name(
    WritePlanV1,
    MarkActionV1,
    ReferV1,
    RecordViewV1,
    DecideReferralV1,
    ProposeChangeV1,
    DecideChangeV1,
    ReceiveCopyV1,
    ReviewEntryV1,
    DecideResourceV1,
    LeaveRegisterV1,
    ReviewStepDownV1,
    EndStepDownV1,
    CallMeetingV1,
    SetAgendaV1,
    HoldMeetingV1,
    MissReviewV1,
)
EVENTS = events_by_name(
    PlanWrittenV1,
    ActionMarkedV1,
    ReferredV1,
    ViewRecordedV1,
    ReferralDecidedV1,
    PlanCopiedV1,
    CopyReceivedV1,
    ChangeProposedV1,
    ChangeDecidedV1,
    EntryReviewedV1,
    ResourceDecidedV1,
    ReviewMissedV1,
    LeftRegisterV1,
    StepDownReviewedV1,
    StepDownEndedV1,
    MeetingCalledV1,
    AgendaSetV1,
    MeetingHeldV1,
)
