"""Emergency access: for who holds a post in the authority and is given the reference of a case that they cannot see."""

from __future__ import annotations

from contracts import intake
from contracts.gateway_answers import Accepted
from contracts.gateway_requests import EmergencyAccessRequest
from contracts.intake_emergency import LONGEST_HOURS
from contracts.refusals import Refusal
from gateway.api.acting import act
from gateway.api.asking import case_of
from gateway.api.operation import Asked, Operation, of_tag
from gateway.checking import require
from gateway.parts import Parts

SERVICE = "intake"
REASON = "Say in the comment why you must see it now."


async def open_access(parts: Parts, asked: Asked) -> Accepted:
    """Open it, for a while and with the reason. What was sent is read before the case is looked for."""
    body: EmergencyAccessRequest = asked.body
    if not 1 <= body.hours <= LONGEST_HOURS:
        raise Refusal("malformed", {"hours": f"Give 1 to {LONGEST_HOURS} hours."})
    require(body.particulars, "comment", (), REASON)
    found = await case_of(parts, asked)
    of = found.document["_id"]
    return await act(
        parts,
        asked,
        SERVICE,
        found,
        body.particulars,
        lambda text: intake.OpenEmergencyAccessV1(of, body.hours, text),
    )


OPERATIONS = of_tag(
    "Emergency access",
    Operation(
        "POST",
        "/v1/notifications/{notification_id}/emergency-access",
        "open_emergency_access",
        "See a case that you have no part in, for some hours; those whose case it is are told at once",
        "emergency_access",
        open_access,
        Accepted,
        EmergencyAccessRequest,
        201,
        refusals=("not_found", "access_not_needed", "comment_required", "busy", "edition_changed"),
    ),
)
