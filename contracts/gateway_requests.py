"""What the gateway answers on requests: what was asked of somebody in a case, and what the reader may ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.gateway import Particulars
from contracts.gateway_answers import Task
from contracts.gateway_words import Role, RuleText


@dataclass(frozen=True)
class RequestOpen:
    """Something that the reader may ask of one of the roles `of`, within these times in words, where the procedure says one.

    What stands against it now is in `refused`; `asks` are questions by fact that must be answered first. `rules` are those
    that make it so.
    """

    request: str
    title: str
    of: tuple[Role, ...]
    within: str | None
    urgent: str | None
    rules: tuple[RuleText, ...]
    refused: str | None
    asks: Mapping[str, str]


@dataclass(frozen=True)
class Requests:
    """What was asked of somebody beside the route, answered or not, and what the reader may ask."""

    notification_id: str
    requests: tuple[Task, ...]
    open_to_me: tuple[RequestOpen, ...]


@dataclass(frozen=True)
class AbsenceEnded:
    """It was recorded that the person is there again."""

    person: str
    version: int


@dataclass(frozen=True)
class EmergencyAccessRequest:
    """See a case that you have no part in, for some hours: why is said in the comment of the particulars."""

    hours: int
    particulars: Particulars | None = None
