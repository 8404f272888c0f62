"""Commands and events of escalation beside the route: requests and reviews, duties not required, absences.

They belong to the same streams as those of `contracts.escalation`, which lists them with its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.intake import SEALED
from needfire.decisions import Decision


@dataclass(frozen=True)
class MakeRequestV1:
    """Ask something of somebody beside the route; what is wanted, in the asker's own words, is in `sealed`.

    Without `of_role` it goes to the first role that the procedure names; `of_person` is one of those who hold it.
    """

    notification_id: str
    request: str
    of_role: str | None = None
    of_person: str | None = None
    urgent: bool = False
    sealed: str | None = SEALED


@dataclass(frozen=True)
class ProposeDutyNotRequiredV1:
    """Propose that a body outside need not be told in this case; the reason is in `sealed`."""

    notification_id: str
    duty_id: str
    sealed: str | None = SEALED


@dataclass(frozen=True)
class ConfirmDutyNotRequiredV1:
    """Say, as a second person, whether one agrees that the duty is not required."""

    notification_id: str
    duty_id: str
    agrees: bool
    sealed: str | None = SEALED


@dataclass(frozen=True)
class DelegateAbsenceV1:
    """Have somebody else act for one from one moment to another."""

    delegate: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class EndAbsenceV1:
    """Come back early: one's recorded absence that runs now ends; with `starts` the one that begins then, if it is to come."""

    starts: datetime | None = None


@dataclass(frozen=True)
class FollowConsultationV1:
    """Somebody in this role was consulted. Carried over from intake."""

    notification_id: str
    role: str


@dataclass(frozen=True)
class FollowShareV1:
    """The case was shared with a role, or with a person: they are told. Carried over from intake."""

    notification_id: str
    to_role: str | None
    rules: tuple[str, ...]
    about: str
    to_person: str | None = None


@dataclass(frozen=True)
class RequestMadeV1:
    """A person asked it of whoever has the task; `sealed` is what is wanted."""

    task_id: str
    request: str
    by: str
    urgent: bool
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED


@dataclass(frozen=True)
class ClockCameRoundV1:
    """The time came at which something is done again and again: no deadline was missed."""

    clock_id: str


@dataclass(frozen=True)
class DutyNotRequiredProposedV1:
    """Somebody proposed that the body outside need not be told; it waits for a second person, and its deadline runs on."""

    duty_id: str
    duty: str
    by: str
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED


@dataclass(frozen=True)
class DutyNotRequiredConfirmedV1:
    """A second person agreed: the body outside need not be told."""

    duty_id: str
    duty: str
    by: str
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED


@dataclass(frozen=True)
class DutyNotRequiredRejectedV1:
    """A second person did not agree: the duty stands."""

    duty_id: str
    duty: str
    by: str
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED


@dataclass(frozen=True)
class RoutingConsultedV1:
    """Somebody in this role has been consulted on the case."""

    role: str


@dataclass(frozen=True)
class AcknowledgeDutyV1:
    """The body outside says itself that it was told, with its own reference: the agency that it is in the directory."""

    notification_id: str
    duty_id: str
    agency: str
    reference: str


@dataclass(frozen=True)
class FollowEmergencyAccessV1:
    """Somebody without a part in the case may look at it for a while: those whose case it is are told. From intake."""

    notification_id: str
    by: str
    ends: datetime


@dataclass(frozen=True)
class AbsenceDelegatedV1:
    """Somebody acts for somebody else from one moment to another."""

    person: str
    delegate: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class AbsenceEndedV1:
    """The absence that began at `starts` is over at `ends`, earlier than was said; at `starts` itself where it never began."""

    person: str
    starts: datetime
    ends: datetime


COMMANDS = (
    MakeRequestV1,
    ProposeDutyNotRequiredV1,
    ConfirmDutyNotRequiredV1,
    DelegateAbsenceV1,
    EndAbsenceV1,
    FollowConsultationV1,
    FollowShareV1,
    AcknowledgeDutyV1,
    FollowEmergencyAccessV1,
)
EVENTS = (
    RequestMadeV1,
    ClockCameRoundV1,
    DutyNotRequiredProposedV1,
    DutyNotRequiredConfirmedV1,
    DutyNotRequiredRejectedV1,
    RoutingConsultedV1,
    AbsenceDelegatedV1,
    AbsenceEndedV1,
)
