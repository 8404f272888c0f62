"""Notices: what the reader is to read, and the receipt."""

from __future__ import annotations

from access import permit
from contracts import escalation
from contracts import gateway as requests
from contracts.gateway_answers import Accepted
from contracts.gateway_trays import Notices
from gateway.api.cursors import PAGING, cursor_at, limit_of, place_of
from gateway.api.items import act_on_item
from gateway.api.operation import Asked, Operation, of_tag
from gateway.parts import Parts
from gateway.read_models.tray_items import is_place
from gateway.trays import tray_of


async def mine(parts: Parts, asked: Asked) -> Notices:
    """What the reader has not yet said that they have read."""
    permit(asked.reader, asked.deed)
    page = await tray_of(parts, asked.reader, "notice", place_of(asked, is_place), limit_of(asked))
    return Notices(tuple(each.items.notice(each.item_id) for each in page.waiting), cursor_at(page.next))


async def receive(parts: Parts, asked: Asked) -> Accepted:
    """Say that one has read it."""
    return await act_on_item(parts, asked, "notice", lambda of, notice, _: escalation.ReceiveNoticeV1(of, notice))


OPERATIONS = of_tag(
    "Notices",
    Operation("GET", "/v1/notices", "list_notices", "List what you are to read", "list", mine, Notices, query=PAGING),
    Operation(
        "POST",
        "/v1/notices/{notice_id}/receipt",
        "receive_notice",
        "Say that you have read it",
        "receive_notice",
        receive,
        Accepted,
        requests.NoContent,
        201,
        refusals=("not_permitted", "not_found", "already_received", "busy", "edition_changed"),
    ),
)
