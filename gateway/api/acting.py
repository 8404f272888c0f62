"""What every act on a case comes to: what is said is sealed, the command is sent, and it is told how far the case has come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contracts.gateway import Particulars
from contracts.gateway_answers import Accepted
from gateway.api.operation import Asked
from gateway.commanding import sealed, send
from gateway.parts import Parts
from gateway.reading import Found


async def act(
    parts: Parts,
    asked: Asked,
    service: str,
    found: Found,
    particulars: Particulars | None,
    command: Callable[[str | None], Any],
) -> Accepted:
    """Sends the service the command that is made from the sealed particulars. Raises Refusal."""
    text = await sealed(parts, asked.reader, found.document["person"], particulars)
    accepted = await send(parts, service, command(text), asked.reader, asked.command_id, asked.digest)
    return Accepted(accepted["notification_id"], accepted["version"])
