"""Following a feed: what commits ask is carried out in order, whether they are given one by one or together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from contracts.escalation import COMMANDS, EndRoutingV1
from contracts.intake import EVENTS, NotificationClosedV1
from contracts.refusals import Refusal
from shared_kernel.command_desk import CommandDesk, Handler, Intent, recorded
from shared_kernel.commands import CommandContext, Decided
from shared_kernel.commit_store_memory import MemoryCommitStore
from shared_kernel.commits import Commit, verify_chain
from shared_kernel.following import CommitFollower
from shared_kernel.time import FixedClock
from tests.contract.ports.samples import NOON, commit_after


class Following:
    """Each event's command is carried out on the stream that it names, except where that is in `refused`."""

    def __init__(self) -> None:
        self.store = MemoryCommitStore()
        self.refused: set[tuple[str, str]] = set()
        desk = CommandDesk(self.store, FixedClock(NOON), COMMANDS, {EndRoutingV1: Handler(None, self._handle)})
        self.follow = CommitFollower(desk, EVENTS, self._asked, "service:tests", streams="case-")

    def _asked(self, event: Any, _commit: Commit) -> Any:
        return EndRoutingV1(event.notification_id, event.closed_by)

    def _handle(self, command: EndRoutingV1, _context: CommandContext) -> Intent:
        def decide(_history: tuple[Commit, ...]) -> Decided:
            if (command.notification_id, command.ended_by) in self.refused:
                raise Refusal("not_found")
            return Decided((), {"by": command.ended_by})

        return Intent(command.notification_id, decide)

    def done(self, stream: str) -> list[str]:
        verify_chain(self.store.stream(stream))
        return [commit.answer["by"] for commit in self.store.stream(stream)]


def asking(stream: str, *asked: tuple[str, str]) -> Commit:
    """A commit of this stream, an event for each command."""
    events = tuple(recorded(closed(on, by)) for on, by in asked)
    return replace(commit_after(None, stream), events=events)


def closed(notification_id: str, by: str) -> NotificationClosedV1:
    return NotificationClosedV1(
        notification_id=notification_id, closed_by=by, closed_at=NOON, decisions=(), sealed="sealed"
    )


@pytest.fixture
def following() -> Following:
    return Following()


def test_several_commits_are_carried_out_in_their_order(following: Following) -> None:
    following.follow.all(
        [
            asking("case-1", ("one", "first")),
            asking("case-2", ("one", "second"), ("two", "other")),
            asking("elsewhere-1", ("one", "not followed")),
            asking("case-3", ("one", "third")),
            asking("case-4", ("two", "another")),
        ]
    )
    assert following.done("one") == ["first", "second", "third"]
    assert following.done("two") == ["other", "another"]


def test_of_several_that_are_refused_the_others_are_done(following: Following) -> None:
    commits = [asking(f"case-{number}", (f"on-{number}", "by")) for number in range(4)]
    following.refused |= {("on-1", "by"), ("on-2", "by")}
    with pytest.raises(Refusal):
        following.follow.all(commits)
    assert [following.done(f"on-{number}") for number in range(4)] == [["by"], [], [], ["by"]]


def test_what_a_commit_asks_second_is_not_done_where_the_first_is_refused(following: Following) -> None:
    refused, other = asking("case-1", ("one", "no"), ("one", "later")), asking("case-2", ("two", "yes"))
    following.refused.add(("one", "no"))
    with pytest.raises(Refusal):
        following.follow.all([other, refused])
    assert (following.done("one"), following.done("two")) == ([], ["yes"])
    following.refused.clear()
    for commit in (refused, other):
        following.follow(commit)
    assert (following.done("one"), following.done("two")) == (["no", "later"], ["yes"]), "and nothing twice"
