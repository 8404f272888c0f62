"""Emergency access: somebody who has no part in a case may look at it for a while, says why, and whose case it is hears of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from needfire.decisions import Decision

SEALED = field(default=None, metadata={"metadata": {"longest": 400_000}})
LONGEST_HOURS = 24
"""It runs for so long at most; whoever needs more asks again, and it is told again."""


@dataclass(frozen=True)
class OpenEmergencyAccessV1:
    """Let the one who asks see the case for some hours; why is in `sealed`."""

    notification_id: str
    hours: int
    sealed: str | None = SEALED


@dataclass(frozen=True)
class EmergencyAccessOpenedV1:
    """Somebody may see the case until `ends`, which ends it by itself."""

    notification_id: str
    by: str
    opened_at: datetime
    ends: datetime
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED
