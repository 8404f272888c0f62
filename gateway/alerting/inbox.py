"""What other deployments send: a webhook as it came. An alert is handed to the service, which checks its signature before it reads
anything; so is a document, once this side has checked the same, opened it, and sealed it anew."""

from __future__ import annotations

import uuid

from access import AgencyReader
from access.deployed import bodies_here
from contracts.gateway_received import WebhookTaken
from contracts.received_alerts import TakeInAlertV1
from contracts.refusals import Refusal
from custody.webhooks import LARGEST, OF_DOCUMENT
from gateway.alerting.documents.receiving import take_in_document
from gateway.alerting.sent import SERVICE
from gateway.api.operation import SignedWebhook
from gateway.commanding import digest_of, send
from gateway.parts import Parts

LONGEST = 200
AGENCY = "deployment"


async def take_in(parts: Parts, custodian: str, sender: str, webhook: SignedWebhook) -> WebhookTaken:
    """Part of a copy, if the sender signed it just now, and it is one clear alert in its order. Raises Refusal."""
    authority = bodies_here(parts.deployment).get(custodian)
    if authority is None:
        raise Refusal("not_found")
    parts.people.authority(authority)
    if wait := parts.rates.wait(authority, f"{AGENCY}:{sender[:LONGEST]}"):
        raise Refusal("too_many_requests", {"wait_seconds": wait})
    if len(webhook.content) > LARGEST:
        raise Refusal("too_large", {"largest_bytes": LARGEST})
    given = (sender, webhook.webhook_id, webhook.timestamp, webhook.signature)
    if not all(each and len(each) <= LONGEST for each in given[:3]) or not 0 < len(webhook.signature) <= LONGEST * 5:
        raise Refusal("signature_refused")
    signed = TakeInAlertV1(*given, _text(webhook.content))
    reader = AgencyReader(sender, authority, AGENCY, frozenset(), frozenset(), parts.clock.now())
    digest = digest_of(parts.digest_secret, f"inbox {custodian} {sender}", webhook.webhook_id)
    command_id = str(uuid.uuid4())
    if webhook.webhook_id.endswith(OF_DOCUMENT):
        accepted = await take_in_document(parts, reader, custodian, signed, command_id, digest)
    else:
        accepted = await send(parts, SERVICE, signed, reader, command_id, digest)
    return WebhookTaken(accepted["received_id"], accepted["version"])


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal("not_json") from None
