"""Concerns, for the authority's front door: what agencies told, what becomes of it, what they are answered."""

from __future__ import annotations

from access import permit
from contracts import intake_concerns as intake
from contracts.gateway import Particulars
from contracts.gateway_concerns import (
    Concern,
    ConcernAccepted,
    ConcernDecisionRequest,
    ConcernList,
    FeedbackRequest,
)
from contracts.refusals import Refusal
from gateway.agencies.reading import FoundConcern, find_concern, find_concerns, opener_of
from gateway.agencies.words import front_door_concern, front_door_line
from gateway.api.cursors import PAGING, cursor_at, limit_of, place_of
from gateway.api.operation import Asked, Operation, of_tag
from gateway.checking import said
from gateway.commanding import sealed, send
from gateway.parts import Parts
from gateway.read_models.cases import is_order
from needfire.concerns import feedback_rules

SERVICE = "intake"


async def listed(parts: Parts, asked: Asked) -> ConcernList:
    """The concerns that the reader decides on, newest first."""
    permit(asked.reader, asked.deed)
    page = await find_concerns(parts, asked.reader, place_of(asked, is_order), limit_of(asked))
    return ConcernList(tuple(front_door_line(each, asked.reader.at) for each in page.found), cursor_at(page.next))


async def one(parts: Parts, asked: Asked) -> Concern:
    """A concern, its particulars opened for the front door."""
    found = await _found(parts, asked)
    return front_door_concern(found, await opener_of(parts, asked.reader, found), asked.reader.at)


async def decide(parts: Parts, asked: Asked) -> ConcernAccepted:
    """Decide that nothing is raised from the concern, and why. To take it up, raise a notification with its `concern_id`."""
    body: ConcernDecisionRequest = asked.body
    found = await _found(parts, asked)
    person = found.document["intake"]["person"]
    comment = await sealed(parts, asked.reader, person, _only(body.particulars, "comment"))
    feedback = await sealed(parts, asked.reader, person, _only(body.particulars, "feedback"))
    command = intake.DecideConcernV1(found.document["_id"], body.outcome, body.reason, comment, feedback)
    return await _sent(parts, asked, command)


async def give_feedback(parts: Parts, asked: Asked) -> ConcernAccepted:
    """Tell the referrer what was decided."""
    body: FeedbackRequest = asked.body
    found = await _found(parts, asked)
    feedback = _only(body.particulars, "feedback")
    if not said(feedback):
        raise Refusal("feedback_required", rules=feedback_rules(found.names.edition))
    text = await sealed(parts, asked.reader, found.document["intake"]["person"], feedback)
    return await _sent(parts, asked, intake.GiveFeedbackV1(found.document["_id"], text))


def _only(particulars: Particulars | None, name: str) -> Particulars:
    return Particulars(**{name: getattr(particulars, name)}) if particulars else Particulars()


async def _found(parts: Parts, asked: Asked) -> FoundConcern:
    return await find_concern(parts, asked.reader, asked.deed, asked.path["concern_id"])


async def _sent(parts: Parts, asked: Asked, command: object) -> ConcernAccepted:
    accepted = await send(parts, SERVICE, command, asked.reader, asked.command_id, asked.digest)
    return ConcernAccepted(accepted["concern_id"], accepted["reference"], accepted["version"])


PATH = "/v1/concerns"
_CHANGE = ("not_permitted", "not_found", "edition_changed", "person_deleted", "busy")
OPERATIONS = of_tag(
    "Concerns",
    Operation(
        "GET",
        PATH,
        "list_concerns",
        "List the concerns that agencies raised and you decide on, newest first",
        "list",
        listed,
        ConcernList,
        query=PAGING,
    ),
    Operation(
        "GET",
        f"{PATH}/{{concern_id}}",
        "read_concern",
        "Read an agency's concern",
        "read_concern",
        one,
        Concern,
        refusals=("not_found", "edition_changed"),
    ),
    Operation(
        "POST",
        f"{PATH}/{{concern_id}}/decision",
        "decide_concern",
        "Decide that nothing is raised from a concern, and why",
        "decide_concern",
        decide,
        ConcernAccepted,
        ConcernDecisionRequest,
        201,
        refusals=(*_CHANGE, "concern_decided"),
    ),
    Operation(
        "POST",
        f"{PATH}/{{concern_id}}/feedback",
        "give_concern_feedback",
        "Tell the referrer what was decided on their concern",
        "decide_concern",
        give_feedback,
        ConcernAccepted,
        FeedbackRequest,
        201,
        refusals=(*_CHANGE, "concern_undecided", "feedback_required"),
    ),
)
