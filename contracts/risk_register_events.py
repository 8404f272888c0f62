"""Events of the high risk register, and what commands and events of it are made of. `contracts.risk_register` lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from contracts.intake import SEALED
from needfire.decisions import Decision
from needfire.instruments.register_judging import View

Stage = Literal["assessed", "referred", "with_agency", "on_register", "step_down", "ended"]
"""How far somebody has come: assessed only, referred, back with the agency, on the register, in step-down, at the end of it."""
STEP_DOWN, END_OF_STEP_DOWN = "step_down_review", "end_of_step_down"
"""What comes due in step-down, beside the edition's own cycles of reviews."""


@dataclass(frozen=True)
class PlanAction:
    """One action of a plan. `agency` is a body of the edition by id; `given` names the fields that stand in the plan's
    `sealed`, each there as "<action_id>.<field>"."""

    action_id: str
    agency: str | None = None
    by_when: date | None = None
    given: tuple[str, ...] = ()
    done: bool = False


@dataclass(frozen=True)
class PlanProfessional:
    """Somebody who works with the young person; `given` names what stands in `sealed` of them."""

    professional_id: str
    given: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReviewDue:
    """When a cycle of reviews is due next; one cycle governs, the others show."""

    cycle: str
    title: str
    due: datetime
    governs: bool = False


@dataclass(frozen=True)
class PlanWrittenV1:
    """The plan as it stands; `number` counts the plans of this young person. `bodies` support it."""

    risk_id: str
    notification_id: str
    number: int
    actions: tuple[PlanAction, ...]
    professionals: tuple[PlanProfessional, ...]
    given: tuple[str, ...]
    next_review: date | None
    bodies: tuple[str, ...]
    change: int | None
    written_by: str
    written_at: datetime
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED


@dataclass(frozen=True)
class ActionMarkedV1:
    """An action of the plan is done, or is not done after all."""

    risk_id: str
    notification_id: str
    action_id: str
    done: bool
    by: str
    at: datetime


@dataclass(frozen=True)
class ReferredV1:
    """Referred to the group. `asked` are the bodies whose view is recorded, `roles` those who now have to do with it.

    Here and below, `told` are the roles that should know where nothing waits for them in the case.
    """

    risk_id: str
    notification_id: str
    number: int
    level: str
    assessment_id: str
    plan: int
    asked: tuple[str, ...]
    roles: tuple[str, ...]
    again: bool
    referred_by: str
    referred_at: datetime
    told: tuple[str, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class ViewRecordedV1:
    """What a body says of the assessed level."""

    risk_id: str
    notification_id: str
    referral: int
    body: str
    view: View
    by: str
    at: datetime
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED


@dataclass(frozen=True)
class ReferralDecidedV1:
    """The group's decision, with every body's view; where it concurs, on the register, and when reviews are due."""

    risk_id: str
    notification_id: str
    referral: int
    concurs: bool
    level: str
    views: Mapping[str, View]
    meeting_id: str | None
    holder: str
    decided_by: str
    decided_at: datetime
    due: tuple[ReviewDue, ...]
    told: tuple[str, ...]
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED


@dataclass(frozen=True)
class PlanCopiedV1:
    """A copy of the plan is there for every agency that supports it; each is to say that it has it."""

    risk_id: str
    notification_id: str
    plan: int
    bodies: tuple[str, ...]
    at: datetime
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class CopyReceivedV1:
    """An agency has its copy of the plan."""

    risk_id: str
    notification_id: str
    plan: int
    body: str
    by: str
    at: datetime
    reference: str | None = None


@dataclass(frozen=True)
class ChangeProposedV1:
    """Somebody asks for a change of the plan."""

    risk_id: str
    notification_id: str
    number: int
    body: str | None
    by: str
    at: datetime
    told: tuple[str, ...]
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED


@dataclass(frozen=True)
class ChangeDecidedV1:
    """Whether the change is agreed."""

    risk_id: str
    notification_id: str
    number: int
    agreed: bool
    debated: bool
    by: str
    at: datetime
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED


@dataclass(frozen=True)
class EntryReviewedV1:
    """A review of one cycle, and when its next one is due. `assessment_id` is the assessment that it rests on."""

    risk_id: str
    notification_id: str
    cycle: str
    level: str
    assessment_id: str
    unmet: tuple[str, ...]
    keyworker_still_right: bool | None
    by: str
    at: datetime
    due: tuple[ReviewDue, ...]
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED


@dataclass(frozen=True)
class ResourceDecidedV1:
    """What was decided on funding or resources for a need."""

    risk_id: str
    notification_id: str
    need: str
    granted: bool
    by: str
    at: datetime
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED


@dataclass(frozen=True)
class ReviewMissedV1:
    """A review was due and was not recorded; `told` are the roles that are given notice."""

    risk_id: str
    notification_id: str
    cycle: str
    title: str
    due: datetime
    told: tuple[str, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class LeftRegisterV1:
    """The name is off the register. `otherwise` is the reason where it was no reduction; else step-down begins."""

    risk_id: str
    notification_id: str
    level: str
    otherwise: str | None
    step_down_ends: datetime | None
    by: str
    at: datetime
    due: tuple[ReviewDue, ...]
    told: tuple[str, ...]
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED


@dataclass(frozen=True)
class StepDownReviewedV1:
    """The care team has met in step-down."""

    risk_id: str
    notification_id: str
    number: int
    level: str
    assessment_id: str
    keyworker_still_right: bool
    by: str
    at: datetime
    due: tuple[ReviewDue, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class StepDownEndedV1:
    """Step-down is over: the care team sets how often it meets from now on."""

    risk_id: str
    notification_id: str
    further_concern: bool
    by: str
    at: datetime
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED


@dataclass(frozen=True)
class MeetingCalledV1:
    """A meeting of the group was called."""

    meeting_id: str
    at: datetime
    items: tuple[str, ...]
    role: str
    edition: str
    called_by: str
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class AgendaSetV1:
    """What the meeting looks at, in order."""

    meeting_id: str
    items: tuple[str, ...]
    by: str


@dataclass(frozen=True)
class MeetingHeldV1:
    """The meeting was held; these bodies were there."""

    meeting_id: str
    present: tuple[str, ...]
    by: str
    held_at: datetime
