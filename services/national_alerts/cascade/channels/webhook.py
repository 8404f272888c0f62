"""The custodian's own system: a webhook as Standard Webhooks has it, signed with the secret that the two share."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence

from services.national_alerts.cascade.channels.port import Channel, Letter, NotDelivered
from shared_kernel.delivery.signing import signed_headers
from shared_kernel.outbound.calls import Answer, Call, Outbound, OutboundFailed, OutboundRefused

TYPE = "national_alert.message"
_TRY_AGAIN = frozenset({408, 409, 425, 429})


class Webhook(Channel):
    """`secrets` are those of a custodian, by its code: the newest first; none where nothing was agreed."""

    def __init__(self, outbound: Outbound, secrets: Callable[[str], Sequence[str]]) -> None:
        self._outbound, self._secrets = outbound, secrets

    def send(self, letter: Letter) -> None:
        keys = self._secrets(letter.recipient)
        if not keys:
            raise NotDelivered("no_secret", for_good=True)
        content = body(letter)
        headers = signed_headers(letter.letter_id, int(time.time()), content, keys)
        try:
            answer = self._outbound.send(
                Call("POST", letter.to, {**headers, "content-type": "application/json"}, content)
            )
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


def body(letter: Letter) -> bytes:
    """What is sent: the alert as CAP, which holds what a system needs."""
    data = {"message_id": letter.letter_id, "exercise": letter.exercise, "cap": letter.cap.decode("utf-8")}
    return json.dumps({"type": TYPE, "data": data}, separators=(",", ":")).encode()
