"""Absences: somebody else acts for the reader for a while."""

from __future__ import annotations

from access import permit
from contracts import gateway as requests
from contracts.escalation import DelegateAbsenceV1, EndAbsenceV1
from contracts.gateway_answers import AbsenceDelegated
from contracts.gateway_requests import AbsenceEnded
from gateway.api.operation import Asked, Operation, of_tag
from gateway.checking import check_people
from gateway.commanding import send
from gateway.parts import Parts


async def delegate(parts: Parts, asked: Asked) -> AbsenceDelegated:
    """Have somebody act for oneself; nobody can do it for another."""
    permit(asked.reader, asked.deed)
    body: requests.AbsenceRequest = asked.body
    check_people(asked.reader.directory, body.delegate)
    command = DelegateAbsenceV1(body.delegate, body.starts, body.ends)
    accepted = await send(parts, "escalation", command, asked.reader, asked.command_id, asked.digest)
    return AbsenceDelegated(asked.reader.person, body.delegate, body.starts, body.ends, accepted["version"])


async def end(parts: Parts, asked: Asked) -> AbsenceEnded:
    """Be there again; nobody can say so for another."""
    permit(asked.reader, asked.deed)
    body: requests.AbsenceEndRequest = asked.body
    command = EndAbsenceV1(body.starts)
    accepted = await send(parts, "escalation", command, asked.reader, asked.command_id, asked.digest)
    return AbsenceEnded(asked.reader.person, accepted["version"])


OPERATIONS = of_tag(
    "Absences",
    Operation(
        "POST",
        "/v1/absences",
        "delegate_absence",
        "Have somebody act for you while you are away",
        "delegate_absence",
        delegate,
        AbsenceDelegated,
        requests.AbsenceRequest,
        201,
        refusals=("period_backwards", "period_past", "unknown_person", "busy"),
    ),
    Operation(
        "POST",
        "/v1/absences/end",
        "end_absence",
        "Be there again before your absence was to end",
        "end_absence",
        end,
        AbsenceEnded,
        requests.AbsenceEndRequest,
        201,
        refusals=("not_absent", "busy"),
    ),
)
