"""Posts what is signed (Standard Webhooks) to another deployment, and says what its answer means for trying again."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence

from shared_kernel.delivery.signing import signed_headers
from shared_kernel.outbound.calls import Answer, Call, Outbound, OutboundFailed, OutboundRefused

_TRY_AGAIN = frozenset({408, 409, 425, 429})


class NotDelivered(Exception):
    """`for_good`: the recipient wants none of it, and trying again is of no use. `away`: nobody answers there at all."""

    def __init__(self, reason: str, *, for_good: bool = False, away: bool = False) -> None:
        super().__init__(reason)
        self.code = self.reason = reason
        self.for_good, self.away = for_good, away


def post_signed(outbound: Outbound, to: str, message_id: str, content: bytes, secrets: Sequence[str]) -> None:
    """Returns when the other side has it, now or from before. Raises NotDelivered."""
    if not secrets:
        raise NotDelivered("no_secret", for_good=True)
    headers = signed_headers(message_id, int(time.time()), content, secrets)
    try:
        answer = outbound.send(Call("POST", to, {**headers, "content-type": "application/json"}, content))
    except OutboundRefused:
        raise NotDelivered("address_refused", for_good=True) from None
    except OutboundFailed as failed:
        raise NotDelivered(failed.reason, away=True) from None
    if answer.status >= 300 and not _has_it_already(answer):
        refused = 400 <= answer.status < 500 and answer.status not in _TRY_AGAIN
        raise NotDelivered(f"status_{answer.status}", for_good=refused)


def _has_it_already(answer: Answer) -> bool:
    """Whether it was taken in before, and only the answer was lost."""
    try:
        told = json.loads(answer.content)
    except (ValueError, RecursionError):
        return False
    return isinstance(told, dict) and told.get("code") == "already_received"
