"""Fires what waits for an answer: late rather than never, and never twice in effect, since the command's id is the clock's."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from contracts.cascade import ChaseV1
from services.national_alerts.cascade.domain import ITSELF
from shared_kernel import failpoints
from shared_kernel.command_desk import CommandDesk, command_of
from shared_kernel.errors import code_of
from shared_kernel.time import Clock
from shared_kernel.waiting_clocks import ClockStore, WaitingClock

CLAIM_SECONDS = 30.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Chaser:
    """What it sets off is in the commit, which the keeper follows."""

    clocks: ClockStore
    desk: CommandDesk
    clock: Clock
    owner: str
    batch: int = 100

    def run_once(self) -> int:
        """How many custodians were chased."""
        due = self.clocks.claim_due(self.clock.now(), self.owner, CLAIM_SECONDS, self.batch)
        return sum(self._fire(waiting) for waiting in due)

    def _fire(self, waiting: WaitingClock) -> bool:
        data = waiting.data
        command = ChaseV1(data["message_id"], data["custodian"], data["approach"])
        command_id = f"{waiting.clock_id}#{data['approach']}"
        try:
            self.desk.carry_out(
                command_of(command, command_id=command_id, digest=command_id, authority=waiting.authority, actor=ITSELF)
            )
        except Exception as problem:  # whatever one custodian's runs into, the others' fire
            _log.error("a custodian could not be chased: %s", code_of(problem))
            return False
        failpoints.reach("clock.fired")
        self.clocks.complete(waiting)
        return True
