"""Heads to somebody's address, by a webhook."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from audit.folders import file_name
from audit.heads import SignedHead, to_document
from gateway.auditing.outlets.port import HeadOutlet, Make, OutletsUnusable, OutletUnavailable
from shared_kernel.commits import canonical_json
from shared_kernel.delivery.signing import signed_headers
from shared_kernel.outbound.calls import Call, Outbound, OutboundFailed, OutboundRefused
from shared_kernel.time import instant_text

SECRET_FILE = "NEEDFIRE_AUDIT_HEADS_SECRET_FILE"  # noqa: S105  # the name of a variable
TYPE = "audit.head"


class WebhookOutlet(HeadOutlet):
    """Somebody's address, a message a head, signed as Standard Webhooks has it."""

    every = timedelta()

    def __init__(self, url: str, secret: str, outbound: Outbound, wall: Callable[[], float] = time.time) -> None:
        self._url, self._secret, self._outbound, self._wall = url, secret, outbound, wall

    def hand_out(self, heads: Sequence[SignedHead]) -> None:
        for head in heads:
            self._send(head)

    def _send(self, head: SignedHead) -> None:
        body = canonical_json({"type": TYPE, "timestamp": instant_text(head.head.at), "data": to_document(head)})
        message_id = file_name(head).removesuffix(".json")
        headers = signed_headers(message_id, int(self._wall()), body, [self._secret])
        try:
            answer = self._outbound.send(Call("POST", self._url, {**headers, "content-type": "application/json"}, body))
        except (OutboundRefused, OutboundFailed):
            raise OutletUnavailable from None
        if not 200 <= answer.status < 300:
            raise OutletUnavailable


def webhook_outlets(environment: Mapping[str, str], outbound: Outbound) -> Make:
    """Makes webhooks that are signed with the secret of the file that is set."""

    def make(url: str) -> HeadOutlet:
        try:
            secret = Path(environment[SECRET_FILE]).read_text("utf-8").strip()
            signed_headers("try", 0, b"", [secret])
        except (KeyError, OSError, ValueError):
            raise OutletsUnusable(f"The file that {SECRET_FILE} names must hold a secret (whsec_…).") from None
        return WebhookOutlet(url, secret, outbound)

    return make
