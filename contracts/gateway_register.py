"""What the gateway answers on the high risk register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from contracts.gateway_answers import Accepted
from contracts.gateway_reports import Counted
from contracts.gateway_words import DecisionTold, Person
from contracts.risk_register import Stage
from needfire.instruments.register_judging import View


@dataclass(frozen=True)
class RegisterAccepted(Accepted):
    """It was done on the register. `number` is that of the plan, the change or the referral, where one was made."""

    number: int | None = None


@dataclass(frozen=True)
class MeetingAccepted:
    """It was done with the meeting."""

    meeting_id: str
    version: int


@dataclass(frozen=True)
class DueTold:
    """When a cycle of reviews is due; one governs, the others show beside it."""

    cycle: str
    title: str
    due: datetime
    governs: bool
    overdue: bool


@dataclass(frozen=True)
class TrendPoint:
    """What an assessment came to: the level that a person set, and the total with its bounds."""

    at: datetime
    level: str | None
    lowest: int
    highest: int


@dataclass(frozen=True)
class Progress:
    """How far a plan has come: actions, those done, and those that should have been done by now."""

    actions: int
    done: int
    overdue: int


@dataclass(frozen=True)
class RegisterLine:
    """One young person on the register. `name` as this reader may see it."""

    notification_id: str
    name: str | None
    area: str
    stage: Stage
    level: str | None
    trend: tuple[TrendPoint, ...]
    due: tuple[DueTold, ...]
    overdue: bool
    plan: Progress | None
    unmet: tuple[str, ...]
    copies: int
    copies_received: int
    changes_waiting: int
    entered_at: datetime | None
    step_down_ends: datetime | None


@dataclass(frozen=True)
class Register:
    """The register at this moment, what is due soonest first. `next` is the cursor of the page that follows."""

    stage: Stage
    number: int
    overdue: int
    by_level: tuple[Counted, ...]
    lines: tuple[RegisterLine, ...]
    next: str | None


@dataclass(frozen=True)
class UnmetNeed:
    """A need that is not met, of whom it is so by the latest review, and what was decided on resources for it."""

    need: str
    title: str
    number: int
    notifications: tuple[str, ...]


@dataclass(frozen=True)
class UnmetNeeds:
    """Needs that are not met over the register."""

    number: int
    needs: tuple[UnmetNeed, ...]


@dataclass(frozen=True)
class Runaways:
    """The young people on the register who run away, watched with the police."""

    lines: tuple[RegisterLine, ...]


@dataclass(frozen=True)
class PlanActionTold:
    """One action of the plan, its texts as this reader may see them."""

    action_id: str
    agency: str | None
    agency_title: str | None
    by_when: date | None
    texts: Mapping[str, str]
    done: bool


@dataclass(frozen=True)
class PlanProfessionalTold:
    """Somebody who works with the young person."""

    professional_id: str
    texts: Mapping[str, str]


@dataclass(frozen=True)
class CopyTold:
    """A copy of the plan: for whom, and whether the agency said that it has it."""

    body: str
    title: str
    received_at: datetime | None
    by: Person | None
    reference: str | None


@dataclass(frozen=True)
class PlanTold:
    """The plan as it stands."""

    number: int
    written_by: Person
    written_at: datetime
    actions: tuple[PlanActionTold, ...]
    professionals: tuple[PlanProfessionalTold, ...]
    texts: Mapping[str, str]
    next_review: date | None
    copies: tuple[CopyTold, ...]


@dataclass(frozen=True)
class ViewTold:
    """What a body says of the assessed level; `view` is None while it is not recorded."""

    body: str
    title: str
    view: View | None
    by: Person | None
    comment: str | None


@dataclass(frozen=True)
class ReferralTold:
    """A referral, the views on it, and what the group decided."""

    number: int
    level: str
    again: bool
    referred_by: Person
    referred_at: datetime
    views: tuple[ViewTold, ...]
    concurs: bool | None
    decided_by: Person | None
    decided_at: datetime | None
    comment: str | None


@dataclass(frozen=True)
class PlanChangeTold:
    """A change of the plan that was asked for, and what was decided."""

    number: int
    body: str | None
    asked_by: Person
    asked_at: datetime
    comment: str | None
    agreed: bool | None
    debated: bool | None
    reasons: str | None
    carried_out: bool


@dataclass(frozen=True)
class ReviewTold:
    """A review that was recorded."""

    cycle: str
    title: str
    level: str
    at: datetime
    by: Person
    unmet: tuple[str, ...]
    keyworker_still_right: bool | None
    comment: str | None


@dataclass(frozen=True)
class ResourceTold:
    """What was decided on funding or resources."""

    need: str
    title: str
    granted: bool
    at: datetime
    by: Person
    comment: str | None


@dataclass(frozen=True)
class Entry:
    """A young person's way on the register. `left_because` is one of the procedure's reasons where it was no reduction."""

    notification_id: str
    reference: str
    version: int
    stage: Stage
    level: str | None
    trend: tuple[TrendPoint, ...]
    entered_at: datetime | None
    due: tuple[DueTold, ...]
    plan: PlanTold | None
    referrals: tuple[ReferralTold, ...]
    changes: tuple[PlanChangeTold, ...]
    reviews: tuple[ReviewTold, ...]
    resources: tuple[ResourceTold, ...]
    left_at: datetime | None
    left_because: str | None
    left_comment: str | None
    step_down_ends: datetime | None
    step_down_meetings: tuple[ReviewTold, ...]
    ended_at: datetime | None
    ended_comment: str | None


@dataclass(frozen=True)
class EntryWhy:
    """Every decision on the entry, in order."""

    notification_id: str
    decisions: tuple[DecisionTold, ...]


@dataclass(frozen=True)
class MeetingLine:
    """A meeting of the group."""

    meeting_id: str
    at: datetime
    held_at: datetime | None
    items: int


@dataclass(frozen=True)
class MeetingList:
    """Meetings of the group, the latest first."""

    meetings: tuple[MeetingLine, ...]


@dataclass(frozen=True)
class Meeting:
    """A meeting, item by item, as far as the reader may see them."""

    meeting_id: str
    at: datetime
    held_at: datetime | None
    present: tuple[str, ...]
    items: tuple[Entry, ...]


@dataclass(frozen=True)
class SupportedPlan:
    """A plan that your agency supports, or a referral on which its view is asked, as a line."""

    notification_id: str
    stage: Stage
    bodies: tuple[str, ...]
    plan: int | None
    received: bool
    view_asked: bool


@dataclass(frozen=True)
class SupportedPlans:
    """What your agency supports or is asked about; `next` is the cursor of the page that follows."""

    plans: tuple[SupportedPlan, ...]
    next: str | None


@dataclass(frozen=True)
class PlanCopy(SupportedPlan):
    """The copy of the plan, for an agency that supports it; None while only its view is asked."""

    level: str | None
    copy: PlanTold | None


@dataclass(frozen=True)
class Answered:
    """What your agency said is recorded."""

    notification_id: str
    version: int
