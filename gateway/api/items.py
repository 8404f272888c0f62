"""What lies in a tray, and what is done with it: shared by tasks, notices and duties."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contracts.gateway import Particulars
from contracts.gateway_answers import Accepted
from gateway.api.acting import act
from gateway.api.operation import Asked
from gateway.parts import Parts
from gateway.reading import FoundItem, find_item, opener_for
from gateway.words.items import Items

SERVICE = "escalation"
MakeCommand = Callable[[str, str, str | None], Any]
"""From the notification's id, the item's id and the sealed particulars to the command."""
Check = Callable[[FoundItem], None]
"""Raises Refusal where what was typed cannot be so for this item."""


async def item_told(parts: Parts, asked: Asked, kind: str) -> Items:
    """The words for the item in the address. Raises Refusal `not_found`."""
    item = await _found(parts, asked, kind)
    opener = await opener_for(parts, asked.reader, item.found)
    return Items(item.found.document["_id"], item.routing, item.found.names, opener)


async def act_on_item(
    parts: Parts,
    asked: Asked,
    kind: str,
    command: MakeCommand,
    particulars: Particulars | None = None,
    check: Check = lambda _item: None,
) -> Accepted:
    """Sends the command that is made for the item in the address, once it was checked. Raises Refusal."""
    item = await _found(parts, asked, kind)
    check(item)
    of, item_id = item.found.document["_id"], asked.path[f"{kind}_id"]
    return await act(parts, asked, SERVICE, item.found, particulars, lambda text: command(of, item_id, text))


async def _found(parts: Parts, asked: Asked, kind: str) -> FoundItem:
    return await find_item(parts, asked.reader, asked.deed, kind, asked.path[f"{kind}_id"])
