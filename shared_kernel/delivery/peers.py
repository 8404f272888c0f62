"""Others whose webhooks are taken: that one of them signed a webhook, just now, is asked before anything of it is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from contracts.refusals import Refusal
from shared_kernel.delivery.signing import ID, SIGNATURE, TIME, TOLERANCE_SECONDS, NotSigned, verify


class Signed(Protocol):
    """A webhook as it came; `sender` is whom it says it is from."""

    @property
    def sender(self) -> str: ...
    @property
    def webhook_id(self) -> str: ...
    @property
    def webhook_timestamp(self) -> str: ...
    @property
    def webhook_signature(self) -> str: ...
    @property
    def content(self) -> str: ...


@dataclass(frozen=True)
class Peers:
    """By the address that they send under, the secrets shared with each."""

    secrets: Mapping[str, Sequence[str]] = field(default_factory=dict, repr=False)

    def check(self, webhook: Signed, now: int) -> None:
        """That the sender signed it, just now. Raises Refusal."""
        headers = {
            ID: webhook.webhook_id,
            TIME: webhook.webhook_timestamp,
            SIGNATURE: webhook.webhook_signature,
        }
        if not _is_recent(webhook.webhook_timestamp, now):
            raise Refusal("signature_too_old")
        if not any(_is_by(secret, headers, webhook.content, now) for secret in self.secrets.get(webhook.sender, ())):
            raise Refusal("signature_refused")


def _is_recent(timestamp: str, now: int) -> bool:
    fits = timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12
    return fits and abs(now - int(timestamp)) <= TOLERANCE_SECONDS


def _is_by(secret: str, headers: Mapping[str, str], content: str, now: int) -> bool:
    try:
        verify(secret, headers, content.encode(), now)
    except NotSigned:
        return False
    return True
