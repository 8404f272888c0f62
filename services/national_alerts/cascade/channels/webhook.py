"""The custodian's own system: a webhook as Standard Webhooks has it, signed with the secret that the two share."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from custody.webhooks import ALERT
from services.national_alerts.cascade.channels.port import Channel, Letter
from shared_kernel.delivery.posting import post_signed
from shared_kernel.outbound.calls import Outbound


class Webhook(Channel):
    """`secrets` are those of a custodian, by its code: the newest first; none where nothing was agreed."""

    def __init__(self, outbound: Outbound, secrets: Callable[[str], Sequence[str]]) -> None:
        self._outbound, self._secrets = outbound, secrets

    def send(self, letter: Letter) -> None:
        post_signed(self._outbound, letter.to, letter.letter_id, body(letter), self._secrets(letter.recipient))


def body(letter: Letter) -> bytes:
    """What is sent: the alert as CAP, which holds what a system needs."""
    data = {"message_id": letter.letter_id, "exercise": letter.exercise, "cap": letter.cap.decode("utf-8")}
    return json.dumps({"type": ALERT, "data": data}, separators=(",", ":")).encode()
