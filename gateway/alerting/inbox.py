"""What other deployments send: a webhook as it came, handed to the service that checks its signature before it reads anything."""

from __future__ import annotations

import uuid

from access import AgencyReader
from access.deployed import bodies_here
from contracts.gateway_received import WebhookTaken
from contracts.received_alerts import TakeInAlertV1
from contracts.refusals import Refusal
from gateway.alerting.sent import SERVICE
from gateway.api.operation import SignedWebhook
from gateway.commanding import digest_of, send
from gateway.parts import Parts

LARGEST = 128 * 1024
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
    command = TakeInAlertV1(*given, _text(webhook.content))
    reader = AgencyReader(sender, authority, AGENCY, frozenset(), frozenset(), parts.clock.now())
    digest = digest_of(parts.digest_secret, f"inbox {custodian} {sender}", webhook.webhook_id)
    accepted = await send(parts, SERVICE, command, reader, str(uuid.uuid4()), digest)
    return WebhookTaken(accepted["received_id"], accepted["version"])


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal("not_json") from None
