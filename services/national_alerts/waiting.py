"""Fires what national alerts wait for: late rather than never, and never twice in effect, since the command's id is the clock's."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.cascade import ChaseV1
from contracts.received_alerts import DestroyCopyV1
from shared_kernel import failpoints
from shared_kernel.command_desk import CommandDesk, command_of
from shared_kernel.errors import code_of
from shared_kernel.time import Clock
from shared_kernel.waiting_clocks import ClockStore, WaitingClock

ITSELF = "service:national_alerts"
CLAIM_SECONDS = 30.0
ASKS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "silence": lambda data: ChaseV1(data["message_id"], data["custodian"], data["approach"]),
    "copy": lambda data: DestroyCopyV1(data["received_id"], data["mark"]),
}
"""What is asked of the service when a clock comes due, by the kind that its id begins with."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class WaitingFirer:
    """What a command sets off is in its commit, which the keepers follow."""

    clocks: ClockStore
    desk: CommandDesk
    clock: Clock
    owner: str
    batch: int = 100

    def run_once(self) -> int:
        """How many fired. One that cannot fire is tried again when its claim runs out, and holds up no other."""
        due = self.clocks.claim_due(self.clock.now(), self.owner, CLAIM_SECONDS, self.batch)
        return sum(self._fire(waiting) for waiting in due)

    def _fire(self, waiting: WaitingClock) -> bool:
        kind = waiting.clock_id.partition(":")[0]
        command_id = f"{waiting.clock_id}@{waiting.due.isoformat()}"
        try:
            command = ASKS[kind](waiting.data)
            self.desk.carry_out(
                command_of(command, command_id=command_id, digest=command_id, authority=waiting.authority, actor=ITSELF)
            )
        except Exception as problem:  # whatever one runs into, the others fire
            _log.error("a clock could not fire: %s", code_of(problem))
            return False
        failpoints.reach("clock.fired")
        self.clocks.complete(waiting)
        return True
