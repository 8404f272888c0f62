"""What a worker does with what it reads and with what comes due: commands in its service's own name, once in effect."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from contracts.refusals import Refusal
from shared_kernel import failpoints, tracing
from shared_kernel.command_desk import CommandDesk, FollowUp, happened
from shared_kernel.commits import Commit
from shared_kernel.errors import code_of
from shared_kernel.leases import LEASE_SECONDS
from shared_kernel.time import Clock
from shared_kernel.waiting_clocks import ClockStore, WaitingClock

AHEAD = timedelta(seconds=0.25)
"""What is due so soon is waited for, and not left to the next look."""
A_LITTLE = 0.001
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CommitFollower:
    """Carries out what each event of a commit asks, if anything: `command_for` is given the event and its commit.

    `contracts` has every event of the feed that is followed; of streams that do not begin with `streams` nothing is read.
    """

    desk: CommandDesk
    contracts: Mapping[tuple[str, int], type]
    command_for: Callable[[Any, Commit], Any]
    actor: str
    streams: str = ""

    def __call__(self, commit: Commit) -> None:
        """Raises Refusal when it cannot be carried out; the reader then parks the commit."""
        for each in self._asked(commit):
            self.desk.carry_out(each.by(self.actor))

    def all(self, commits: Sequence[Commit]) -> None:
        """As the feed's reader asks of several: they share one read and one write.

        A commit of several events stands alone, for what the second asks may hang on what the first has led to.
        """
        together: list[FollowUp] = []
        for commit in commits:
            if len(commit.events) > 1:
                self._carry_out(together)
                together = []
                self(commit)
            else:
                together += self._asked(commit)
        self._carry_out(together)

    def _carry_out(self, asked: Sequence[FollowUp]) -> None:
        for done in self.desk.follow_up_all(asked, self.actor) if asked else ():
            if isinstance(done, Refusal):
                raise done

    def _asked(self, commit: Commit) -> Iterator[FollowUp]:
        if not commit.stream.startswith(self.streams):
            return
        for index, event in enumerate(happened(commit, self.contracts)):
            command = self.command_for(event, commit)
            if command:
                yield FollowUp(command, f"{commit.commit_id}#{index}", commit.authority)


Fire = Callable[[Sequence[WaitingClock]], Sequence[object]]
"""Carries out what these clocks are for: of each what came of it, an exception where it could not."""


@dataclass(frozen=True)
class ClockFirer:
    """Fires what is due: late rather than never. `fire` must be idempotent, such as commands whose ids are the clocks'.

    What is due together is claimed, carried out and completed in one write each; nothing waits for company.
    """

    clocks: ClockStore
    clock: Clock
    owner: str
    fire: Fire
    batch: int = 100
    pause: Callable[[float], None] = time.sleep

    def run_once(self) -> int:
        """How many clocks fired. One that cannot fire is tried again when its claim runs out, and holds up no other."""
        due = self._claimed() or self._soon()
        if not due:
            return 0
        failpoints.reach("clock.claimed")
        with tracing.started("fire", clocks=len(due)):
            fired = tuple(self._fired(due))
        failpoints.reach("clock.fired")
        self.clocks.complete_all(fired)
        return len(fired)

    def _claimed(self) -> Sequence[WaitingClock]:
        return self.clocks.claim_due(self.clock.now(), self.owner, LEASE_SECONDS, self.batch)

    def _soon(self) -> Sequence[WaitingClock]:
        now = self.clock.now()
        soon = self.clocks.due_within(now, now + AHEAD)
        if soon is None:
            return ()
        self.pause((soon - now).total_seconds() + A_LITTLE)
        return self._claimed()

    def _fired(self, due: Sequence[WaitingClock]) -> Iterator[WaitingClock]:
        for waiting, came in zip(due, self._came(due), strict=True):
            if isinstance(came, Exception):
                _log.error("clock %s could not fire: %s", waiting.clock_id, code_of(came))
            else:
                yield waiting

    def _came(self, due: Sequence[WaitingClock]) -> Sequence[object]:
        try:
            return self.fire(due)
        except Exception as problem:  # whatever one case runs into, the clocks of the others fire
            return [problem] if len(due) == 1 else [came for each in due for came in self._came([each])]


@dataclass(frozen=True)
class Asking:
    """A `Fire` that has commands carried out, all of them in one read and one write; `command_for` says of a clock which, if any."""

    desk: CommandDesk
    command_for: Callable[[WaitingClock], FollowUp | None]
    actor: str

    def __call__(self, due: Sequence[WaitingClock]) -> Sequence[object]:
        asked = [self.command_for(each) for each in due]
        done = iter(self.desk.follow_up_all([each for each in asked if each], self.actor))
        return [next(done) if each else None for each in asked]
