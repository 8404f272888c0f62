"""What intake decides on emergency access: for how long, and why. Whether this person may, access has judged. Pure."""

from __future__ import annotations

from datetime import timedelta

from contracts.intake_emergency import LONGEST_HOURS, EmergencyAccessOpenedV1, OpenEmergencyAccessV1
from contracts.refusals import Refusal
from needfire.london_time import moment_in_words
from services.intake.domain import Grounds, Notification


def open_emergency_access(
    command: OpenEmergencyAccessV1, state: Notification, grounds: Grounds
) -> tuple[EmergencyAccessOpenedV1, ...]:
    """Lets them see the case until it ends by itself, whether the case has ended or not.

    Raises Refusal `comment_required` without a reason, `malformed` for a time that is too long, or none.
    """
    if not 1 <= command.hours <= LONGEST_HOURS:
        raise Refusal("malformed", {"hours": f"Give 1 to {LONGEST_HOURS} hours."})
    if command.sealed is None:
        raise Refusal("comment_required")
    ends = grounds.now + timedelta(hours=command.hours)
    decision = grounds.decision(
        "May this person see the case, though they have no part in it?",
        f"Yes, in an emergency, until {moment_in_words(ends)}. Those whose case it is are told.",
        (),
        arithmetic=(f"{command.hours} h from {moment_in_words(grounds.now)}: {moment_in_words(ends)}.",),
    )
    return (
        EmergencyAccessOpenedV1(
            state.notification_id, grounds.actor, grounds.now, ends, (decision,), sealed=command.sealed
        ),
    )
