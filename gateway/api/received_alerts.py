"""Alerts of other deployments: their way in, and what the people who receive alerts do with the copies."""

from __future__ import annotations

from access import permit
from contracts import gateway_received as bodies
from gateway.alerting.inbox import take_in
from gateway.alerting.matching import matched
from gateway.alerting.received import copies, copy_in_full, copy_told, find_copy, record_search
from gateway.api.cursors import PAGING, cursor_at, limit_of, place_of
from gateway.api.operation import Asked, Operation, of_tag
from gateway.parts import Parts
from gateway.read_models.cases import is_order


async def inbox(parts: Parts, asked: Asked) -> bodies.WebhookTaken:
    """A message of another deployment's national alert, as a webhook (Standard Webhooks) that holds the alert as CAP 1.2; or
    its document, sealed to the body's key, which is opened and sealed anew with a key of its own. The address says who sends it:
    that sender's secret must have signed it, not five minutes ago. What is refused changes nothing."""
    return await take_in(parts, asked.path["custodian"], asked.path["sender"], asked.body)


async def listed(parts: Parts, asked: Asked) -> bodies.ReceivedList:
    """The copies of other deployments' alerts that your authority holds, or has destroyed, the newest first."""
    permit(asked.reader, asked.deed)
    here, following = await copies(parts, asked.reader, place_of(asked, is_order), limit_of(asked))
    return bodies.ReceivedList(tuple(copy_told(each, asked.reader) for each in here), cursor_at(following))


async def one(parts: Parts, asked: Asked) -> bodies.ReceivedAlert:
    """A copy: its messages, what was searched, and its certificate once it is destroyed. Where its sender sends documents, the newest
    is told until the alert has ended."""
    return await copy_in_full(parts, asked.reader, asked.path["received_id"])


async def match(parts: Parts, asked: Asked) -> bodies.Matches:
    """Search your own records for the child, as the sender's page names it; each candidate says why. Nothing of it is kept."""
    await find_copy(parts, asked.reader, asked.path["received_id"])
    return await matched(parts, asked.reader, asked.body)


async def search(parts: Parts, asked: Asked) -> bodies.SearchAccepted:
    """Record that your records were searched, and what came of it."""
    return await record_search(parts, asked, asked.path["received_id"], asked.body)


ONE = "/v1/received-alerts/{received_id}"
REFUSED = (
    "not_found", "too_many_requests", "not_json", "too_large", "too_slow", "unknown_authority", "authority_stopped",
    "signature_refused", "signature_too_old", "unknown_message", "cap_refused", "update_before_alert",
    "reference_ambiguous", "document_refused", "document_before_message", "already_received", "alert_message_ended", "exercise_and_alert", "busy",
)  # fmt: skip
OPERATIONS = of_tag(
    "Received alerts",
    Operation(
        "POST", "/v1/inbox/{custodian}/{sender}", "take_in_alert", "Send a national alert of another deployment", "anyone",
        inbox, bodies.WebhookTaken, bodies.AlertWebhook, 201, refusals=REFUSED, webhook=True,
    ),
    Operation(
        "GET", "/v1/received-alerts", "list_received_alerts", "List other deployments' alerts", "list", listed,
        bodies.ReceivedList, query=PAGING,
    ),
    Operation(
        "GET", ONE, "read_received_alert", "Read another deployment's alert", "receive_alerts", one, bodies.ReceivedAlert,
        refusals=("not_found",),
    ),
    Operation(
        "POST", f"{ONE}/matches", "match_received_alert", "Search your own records for the child", "search_people", match,
        bodies.Matches, bodies.MatchRequest, refusals=("not_found",),
    ),
    Operation(
        "POST", f"{ONE}/searches", "record_received_search", "Record what your records said", "receive_alerts", search,
        bodies.SearchAccepted, bodies.SearchRecord, 201, refusals=("not_found", "alert_message_ended", "busy"),
    ),
)  # fmt: skip
