"""What a worker does with what it reads and with what comes due: commands in its service's own name, once in effect."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.refusals import Refusal
from shared_kernel import failpoints, tracing
from shared_kernel.command_desk import CommandDesk, FollowUp, happened
from shared_kernel.commits import Commit
from shared_kernel.errors import code_of
from shared_kernel.time import Clock
from shared_kernel.waiting_clocks import ClockStore, WaitingClock

CLAIM_SECONDS = 30.0
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


@dataclass(frozen=True)
class ClockFirer:
    """Fires what is due: late rather than never. `fire` must be idempotent, such as a command whose id is the clock's."""

    clocks: ClockStore
    clock: Clock
    owner: str
    fire: Callable[[WaitingClock], None]
    batch: int = 100

    def run_once(self) -> int:
        """How many clocks fired. One that cannot fire is tried again when its claim runs out, and holds up no other."""
        due = self.clocks.claim_due(self.clock.now(), self.owner, CLAIM_SECONDS, self.batch)
        if due:
            failpoints.reach("clock.claimed")
        return sum(self._fired(waiting) for waiting in due)

    def _fired(self, waiting: WaitingClock) -> bool:
        try:
            with tracing.started("fire", clock=waiting.clock_id):
                self.fire(waiting)
        except Exception as problem:  # whatever one case runs into, the clocks of the others fire
            _log.error("clock %s could not fire: %s", waiting.clock_id, code_of(problem))
            return False
        failpoints.reach("clock.fired")
        self.clocks.complete(waiting)
        return True
