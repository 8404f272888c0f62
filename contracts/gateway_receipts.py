"""What custodians say of a message, and that it is recorded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Said = Literal["acknowledged", "searched", "not_known", "known", "sighting", "linked", "found"]


@dataclass(frozen=True)
class CustodianSays:
    """How far the custodian is; with a result of a live alert, what there is to say of it (at most 5,000 characters)."""

    receipt: Said
    comment: str | None = field(default=None, metadata={"metadata": {"longest": 5_000}})


@dataclass(frozen=True)
class ReceiptAccepted:
    """What was said is recorded."""

    message_id: str
    custodian: str
    version: int
