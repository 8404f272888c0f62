"""Keeps the waiting clocks of the register's reviews in step with its commits; what is due is missed, in its own name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts import risk_register as contract
from shared_kernel.command_desk import CommandDesk, FollowUp, among
from shared_kernel.commits import Commit
from shared_kernel.following import Asking, ClockFirer
from shared_kernel.time import Clock
from shared_kernel.waiting_clocks import ClockStore, WaitingClock

ITSELF = "service:risk_management"
COUNTED = (
    contract.ReferralDecidedV1,
    contract.EntryReviewedV1,
    contract.LeftRegisterV1,
    contract.StepDownReviewedV1,
)
"""Each of these says what is due next."""


@dataclass(frozen=True)
class ReviewKeeper:
    """One clock a cycle of each entry. Idempotent: a commit may be applied again."""

    clocks: ClockStore

    def __call__(self, commit: Commit) -> None:
        """As the feed's reader asks. What is not due any more fires without effect."""
        if not commit.stream.startswith("risk-"):
            return
        for _, event in among(commit, COUNTED):
            for waiting in event.due:
                self.clocks.put(_clock(event.notification_id, commit, waiting))


def _clock(notification_id: str, commit: Commit, due: contract.ReviewDue) -> WaitingClock:
    data = {"notification_id": notification_id, "cycle": due.cycle, "due": due.due.isoformat()}
    return WaitingClock(f"review:{commit.stream}:{due.cycle}", commit.stream, commit.authority, due.due, data)


def clock_firer(clocks: ClockStore, desk: CommandDesk, clock: Clock, owner: str) -> ClockFirer:
    """What is due and not recorded is missed; once in effect, since the command's id is the clock's and its moment."""

    def command_for(waiting: WaitingClock) -> FollowUp:
        data = waiting.data
        command = contract.MissReviewV1(data["notification_id"], data["cycle"], datetime.fromisoformat(data["due"]))
        return FollowUp(command, f"{waiting.clock_id}@{data['due']}", waiting.authority)

    return ClockFirer(clocks, clock, owner, Asking(desk, command_for, ITSELF))
