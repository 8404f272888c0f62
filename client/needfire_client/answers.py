"""What Needfire answers, as typed dictionaries: what is received is not checked again, and what is new in it is let through."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

Urgency = Literal["immediate_danger", "today", "soon"]
State = Literal["waiting", "taken_up", "no_further_action", "referred_elsewhere"]
EventType = Literal["concern.decided", "concern.answered", "duty.opened", "plan.copied", "share.given", "view.asked"]


class Rule(TypedDict):
    """A rule in plain words, and its place in the source."""

    id: str
    says: str
    document: str
    section: str
    status: str
    other_reading: str | None


class Acknowledged(TypedDict):
    """A concern arrived. `reference` can be read aloud on the telephone."""

    concern_id: str
    reference: str
    version: int
    decide_by: str | None
    rules: list[Rule]


class Opened(TypedDict):
    """Particulars that were sealed, opened for you."""

    particulars: dict[str, str | None]
    hidden: list[str]
    erased: bool


class Feedback(TypedDict):
    """What you were told."""

    opened: Opened | None
    given_at: str
    received_at: str | None
    rules: list[Rule]


class Decided(TypedDict):
    """What became of a concern."""

    outcome: State
    title: str
    reason: str | None
    decided_at: str
    rules: list[Rule]


class ConcernLine(TypedDict):
    """A concern in a list."""

    concern_id: str
    reference: str
    raised_at: str
    urgency: Urgency
    state: State
    decide_by: str | None
    overdue: bool
    answered: bool


class Concern(TypedDict):
    """A concern that your agency raised."""

    concern_id: str
    reference: str
    raised_at: str
    urgency: Urgency
    area: str
    facts: dict[str, Any]
    opened: Opened | None
    state: State
    decide_by: str | None
    overdue: bool
    rules: list[Rule]
    decided: Decided | None
    feedback: Feedback | None


class OwedDuty(TypedDict):
    """Something that the authority is to tell your agency."""

    duty_id: str
    title: str
    to: str
    must: bool
    evidence: str
    opened_at: str
    due: str | None
    overdue: bool
    rules: list[Rule]


class SharedLine(TypedDict):
    """Something that was shared with your agency."""

    share_id: str
    title: str
    body: str
    shared_at: str
    received_at: str | None


class Shared(SharedLine):
    """What was shared."""

    opened: Opened | None
    facts: dict[str, Any]


class Receipt(TypedDict):
    """What was acknowledged."""

    id: str
    version: int


class Subscription(TypedDict):
    """What is sent where. `secret` is there only when it was made or changed: keep it then."""

    subscription_id: str
    url: str
    events: list[EventType]
    begun_at: str
    ended_at: str | None
    secret: str


class Delivery(TypedDict):
    """A message that was sent to you, or is to be."""

    delivery_id: str
    subscription_id: str
    type: EventType
    subject: str
    state: Literal["pending", "sending", "delivered", "failed"]
    attempts: int
    entered_at: str
    ended_at: str | None
    reason: str | None
