"""What the gateway is sent about the high risk register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from contracts.gateway import Particulars
from needfire.instruments.register_judging import View


@dataclass(frozen=True)
class PlanActionBody:
    """One action. `texts` are what stands in one's own words, by the fields of the procedure; at most 5,000 characters each."""

    agency: str | None = None
    by_when: date | None = None
    texts: Mapping[str, Any] = field(default_factory=dict)
    done: bool = False


@dataclass(frozen=True)
class PlanProfessionalBody:
    """Somebody who works with the young person: who, and what the procedure asks of each, in one's own words."""

    texts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PlanBody:
    """The whole plan. `texts` are its own fields; `change` is the number of the agreed change that it carries out."""

    actions: tuple[PlanActionBody, ...]
    professionals: tuple[PlanProfessionalBody, ...]
    texts: Mapping[str, Any] = field(default_factory=dict)
    next_review: date | None = None
    change: int | None = None


@dataclass(frozen=True)
class ActionMark:
    """Whether the action is done."""

    done: bool


@dataclass(frozen=True)
class CopyReceipt:
    """An agency has its copy of this plan; under which reference it said so."""

    plan: int
    body: str
    reference: str


@dataclass(frozen=True)
class BodyView:
    """What a body says of the assessed level."""

    body: str
    view: View
    particulars: Particulars | None = None


@dataclass(frozen=True)
class GroupDecision:
    """Whether the group concurs; its reasons stand in the comment, which is required where it does not."""

    concurs: bool
    meeting_id: str | None = None
    particulars: Particulars | None = None


@dataclass(frozen=True)
class ChangeAsked:
    """Which change of the plan is asked for, in the comment; `body` for whom it is asked."""

    body: str | None = None
    particulars: Particulars | None = None


@dataclass(frozen=True)
class ChangeAnswer:
    """Whether the change is agreed, and whether it was debated; the comment is required where it is not agreed."""

    agreed: bool
    debated: bool
    particulars: Particulars | None = None


@dataclass(frozen=True)
class EntryReview:
    """A review of one cycle. `unmet` are needs of the procedure, by id."""

    cycle: str
    unmet: tuple[str, ...] = ()
    keyworker_still_right: bool | None = None
    particulars: Particulars | None = None


@dataclass(frozen=True)
class ResourceDecision:
    """What was decided on funding or resources for a need, and why, in the comment."""

    need: str
    granted: bool
    particulars: Particulars | None = None


@dataclass(frozen=True)
class Leaving:
    """Why the name comes off, in the comment; `otherwise` where the level has not come down: a reason of the procedure."""

    otherwise: str | None = None
    particulars: Particulars | None = None


@dataclass(frozen=True)
class StepDownMeeting:
    """The care team has met, with the checklist updated."""

    keyworker_still_right: bool


@dataclass(frozen=True)
class StepDownEnd:
    """What came of the review at the end: how often the care team meets from now on, in the comment."""

    further_concern: bool
    particulars: Particulars | None = None


@dataclass(frozen=True)
class MeetingBody:
    """A meeting of the group, and the notifications that it looks at, in order."""

    at: datetime
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Agenda:
    """What the meeting looks at, in order."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class MeetingHeld:
    """Which bodies were there."""

    present: tuple[str, ...]


@dataclass(frozen=True)
class AgencyView:
    """What your agency says of the assessed level."""

    view: View
    particulars: Particulars | None = None


@dataclass(frozen=True)
class AgencyChange:
    """Which change of the plan your agency asks for, in the comment."""

    particulars: Particulars | None = None
