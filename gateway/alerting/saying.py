"""What custodians say of a message: acknowledged, searched, and what they found. In words it is sealed for the child's case."""

from __future__ import annotations

from access import AnyReader
from contracts.cascade import GiveReceiptV1
from contracts.gateway_receipts import ReceiptAccepted, Said
from contracts.refusals import Refusal
from gateway.alerting.sent import SERVICE, Sent, behind
from gateway.commanding import send
from gateway.parts import Parts
from gateway.read_models.cascades import RESULTS

NO_WORDS = "Words go with a result, and into the case of a live alert: leave them out here."


async def say(
    parts: Parts, reader: AnyReader, sent: Sent, receipt: Said, comment: str | None, command_id: str, digest: str
) -> ReceiptAccepted:
    """Records what the custodian says. Raises Refusal."""
    sealed = await _sealed(parts, reader, sent, receipt, comment.strip()) if comment and comment.strip() else None
    command = GiveReceiptV1(sent.document["_id"], sent.custodian, receipt, sealed)
    accepted = await send(parts, SERVICE, command, reader, command_id, digest)
    return ReceiptAccepted(accepted["message_id"], accepted["custodian"], accepted["version"])


async def _sealed(parts: Parts, reader: AnyReader, sent: Sent, receipt: str, comment: str) -> str:
    if sent.document["exercise"] or receipt not in RESULTS:
        raise Refusal("malformed", {"comment": NO_WORDS})
    found = await behind(parts, reader, sent)
    if found is None or found.opener.key is None:
        raise Refusal("person_deleted")
    return found.opener.key.seal({"comment": comment})
