"""What national alerts wait for: once it is due, a command in their own name, never twice in effect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contracts.cascade import ChaseV1
from contracts.received_alerts import DestroyCopyV1
from services.national_alerts.cascade.domain import ITSELF
from shared_kernel.command_desk import CommandDesk, FollowUp
from shared_kernel.following import Asking, ClockFirer
from shared_kernel.time import Clock
from shared_kernel.waiting_clocks import ClockStore, WaitingClock

ASKS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "silence": lambda data: ChaseV1(data["message_id"], data["custodian"], data["approach"]),
    "copy": lambda data: DestroyCopyV1(data["received_id"], data["mark"]),
}
"""What is asked of the service when a clock comes due, by the kind that its id begins with."""


def clock_firer(clocks: ClockStore, desk: CommandDesk, clock: Clock, owner: str) -> ClockFirer:
    """What a command sets off is in its commit, which the keepers follow."""

    def command_for(waiting: WaitingClock) -> FollowUp:
        kind = waiting.clock_id.partition(":")[0]
        command_id = f"{waiting.clock_id}@{waiting.due.isoformat()}"
        return FollowUp(ASKS[kind](waiting.data), command_id, waiting.authority)

    return ClockFirer(clocks, clock, owner, Asking(desk, command_for, ITSELF))
