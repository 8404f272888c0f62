"""Records: what is held about a person, until when, what keeps it, and how it is deleted by two."""

from __future__ import annotations

from datetime import date
from typing import Any

from access import Records, permit
from contracts import gateway_records as bodies
from contracts import intake_persons as intake
from contracts.gateway_records import (
    Certificate,
    PersonRecords,
    RecordsAccepted,
    RetentionNotices,
    RetentionTold,
    SubjectExport,
    TextToGoThrough,
)
from contracts.refusals import Refusal
from gateway.api.operation import Asked, Operation, Query, of_tag
from gateway.commanding import send
from gateway.parts import Parts
from gateway.records.expiring import retention_told
from gateway.records.exporting import exported, text_of
from gateway.records.held import Held, certificate, find_held, kept_of_all, told
from gateway.records.noticing import unread_of
from gateway.records.references import check_reference
from needfire.london_time import on_the_wall
from needfire.retention import earlier

SERVICE = "intake"


async def retention(parts: Parts, asked: Asked) -> RetentionTold:
    """The authority's schedule, and what runs out when, by month: a year ahead, or until a day."""
    day = on_the_wall(asked.reader.at).date()
    return await retention_told(parts, asked.reader, _day(asked.query.get("until")) or earlier(day, -1, 0))


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise Refusal("malformed", {"until": "Give a day such as 2027-03-31."}) from None


async def records(parts: Parts, asked: Asked) -> PersonRecords:
    """What is held about a person: until when each is kept and why, holds, what was decided."""
    return told(await _held(parts, asked), asked.reader)


async def certified(parts: Parts, asked: Asked) -> Certificate:
    """The certificate of a deletion."""
    found = certificate((await _held(parts, asked)).decided, asked.reader)
    if found is None:
        raise Refusal("not_found")
    return found


async def hold(parts: Parts, asked: Asked) -> RecordsAccepted:
    """Place a legal hold."""
    body: bodies.HoldRequest = asked.body
    held = await _held(parts, asked)
    return await _send(parts, asked, intake.PlaceHoldV1(held.person, body.reason, check_reference(body.reference)))


async def lift(parts: Parts, asked: Asked) -> RecordsAccepted:
    """Lift a legal hold, with the reason."""
    body: bodies.LiftRequest = asked.body
    held = await _held(parts, asked)
    reference = check_reference(body.reference)
    return await _send(parts, asked, intake.LiftHoldV1(held.person, body.hold, body.reason, reference))


async def propose(parts: Parts, asked: Asked) -> RecordsAccepted:
    """Propose that all that is held about a person be deleted; a second person has to confirm it."""
    body: bodies.DeletionRequest = asked.body
    held = await _held(parts, asked)
    until, because = kept_of_all(held, asked.reader)
    reference = check_reference(body.reference)
    command = intake.ProposeDeletionV1(held.person, body.reason, reference, body.although_kept, until, because)
    return await _send(parts, asked, command)


async def confirm(parts: Parts, asked: Asked) -> RecordsAccepted:
    """Say, as a second person, whether it is to be deleted."""
    body: bodies.DeletionAnswer = asked.body
    held = await _held(parts, asked)
    return await _send(parts, asked, intake.ConfirmDeletionV1(held.person, body.agrees))


async def notices(parts: Parts, asked: Asked) -> RetentionNotices:
    """What you are to read on records whose time runs out soon."""
    permit(asked.reader, asked.deed, Records(asked.reader.authority))
    return await unread_of(parts, asked.reader)


async def receive(parts: Parts, asked: Asked) -> RecordsAccepted:
    """Say that you have read it: only then you count as told."""
    body: bodies.RetentionReceiptRequest = asked.body
    held = await _held(parts, asked)
    if body.record_id not in {each["_id"] for each in (*held.cases, *held.concerns)}:
        raise Refusal("not_found")
    return await _send(parts, asked, intake.ReceiveRetentionV1(held.person, body.record_id))


async def export(parts: Parts, asked: Asked) -> SubjectExport:
    """All that is held about a person, for them: what is about others is left out."""
    return await exported(parts, asked.reader, await _held(parts, asked))


async def text(parts: Parts, asked: Asked) -> TextToGoThrough:
    """A text of an export in full, to say then which pieces of it are about others."""
    return await text_of(parts, asked.reader, await _held(parts, asked), asked.path["text"], asked.path["name"])


async def redact(parts: Parts, asked: Asked) -> RecordsAccepted:
    """Say which pieces of a text are about others; only then is the text given out."""
    body: bodies.RedactionRequest = asked.body
    held = await _held(parts, asked)
    longest = len((await text_of(parts, asked.reader, held, body.text, body.name)).value)
    if any(cut.end > longest or cut.start < 0 for cut in body.cuts):
        raise Refusal("cuts_refused", {"characters": longest})
    return await _send(parts, asked, intake.RedactTextV1(held.person, body.text, body.name, body.cuts))


async def _held(parts: Parts, asked: Asked) -> Held:
    return await find_held(parts, asked.reader, asked.deed, asked.path["person"])


async def _send(parts: Parts, asked: Asked, command: Any) -> RecordsAccepted:
    accepted = await send(parts, SERVICE, command, asked.reader, asked.command_id, asked.digest)
    return RecordsAccepted(accepted["person"], accepted["version"])


PERSON = "/v1/people/{person}"
_READ = ("not_permitted", "not_found")
_ACT = (*_READ, "busy", "person_deleted")

OPERATIONS = of_tag(
    "Records",
    Operation(
        "GET",
        "/v1/retention",
        "read_retention",
        "Read how long records are kept, and what runs out when",
        "read_records",
        retention,
        RetentionTold,
        query=(Query("until", "Up to this day, such as 2027-03-31; a year ahead if left out."),),
        refusals=("not_permitted",),
    ),
    Operation(
        "GET",
        "/v1/retention/notices",
        "list_retention_notices",
        "List what you are to read on records whose time runs out soon",
        "read_records",
        notices,
        RetentionNotices,
        refusals=("not_permitted",),
    ),
    Operation(
        "POST",
        f"{PERSON}/retention/receipt",
        "receive_retention",
        "Say that you have read that the time of a record runs out soon",
        "receive_retention",
        receive,
        RecordsAccepted,
        bodies.RetentionReceiptRequest,
        201,
        refusals=(*_READ, "busy", "nothing_to_receive", "already_received"),
    ),
    Operation(
        "GET",
        f"{PERSON}/records",
        "read_records",
        "Read what is held about a person, and until when",
        "read_records",
        records,
        PersonRecords,
        refusals=_READ,
    ),
    Operation(
        "GET",
        f"{PERSON}/certificate",
        "read_certificate",
        "Read the certificate of a deletion",
        "read_records",
        certified,
        Certificate,
        refusals=_READ,
    ),
    Operation(
        "POST",
        f"{PERSON}/holds",
        "place_hold",
        "Place a legal hold on what is held about a person",
        "hold_records",
        hold,
        RecordsAccepted,
        bodies.HoldRequest,
        201,
        refusals=_ACT,
    ),
    Operation(
        "POST",
        f"{PERSON}/holds/lift",
        "lift_hold",
        "Lift a legal hold",
        "lift_hold",
        lift,
        RecordsAccepted,
        bodies.LiftRequest,
        201,
        refusals=(*_ACT, "no_such_hold"),
    ),
    Operation(
        "POST",
        f"{PERSON}/deletion",
        "propose_deletion",
        "Propose that all that is held about a person be deleted",
        "propose_deletion",
        propose,
        RecordsAccepted,
        bodies.DeletionRequest,
        201,
        refusals=(*_ACT, "held", "kept_still", "already_proposed"),
    ),
    Operation(
        "POST",
        f"{PERSON}/deletion/confirmation",
        "confirm_deletion",
        "Say, as a second person, whether it is to be deleted",
        "confirm_deletion",
        confirm,
        RecordsAccepted,
        bodies.DeletionAnswer,
        201,
        refusals=(*_ACT, "held", "nothing_proposed", "second_person_needed"),
    ),
    Operation(
        "GET",
        f"{PERSON}/export",
        "export_person",
        "Read all that is held about a person, for them",
        "export_person",
        export,
        SubjectExport,
        refusals=_READ,
    ),
    Operation(
        "GET",
        f"{PERSON}/texts/{{text}}/{{name}}",
        "read_text",
        "Read a text of an export in full, to go through it",
        "redact_text",
        text,
        TextToGoThrough,
        refusals=(*_READ, "person_deleted"),
    ),
    Operation(
        "POST",
        f"{PERSON}/redactions",
        "redact_text",
        "Say which pieces of a text are about others and are left out of an export",
        "redact_text",
        redact,
        RecordsAccepted,
        bodies.RedactionRequest,
        201,
        refusals=(*_ACT, "cuts_refused"),
    ),
)
