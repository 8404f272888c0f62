"""The relay gives each visible commit its position, then tells the broker that there is something to read.

Guarantee: at least once. A crash at any step repeats wake-ups and loses none, because the `published` mark is
saved last and everything above it is published again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from shared_kernel import failpoints, tracing
from shared_kernel.checkpoints import CheckpointStore
from shared_kernel.commits import Commit, CommitStore, PositionTaken, commit_id_of
from shared_kernel.errors import CodedError
from shared_kernel.leases import LeaseStore, Tenure

MARK = "relay"  # the reader's name under which the relay keeps its published mark
AHEAD = 10
"""How many batches are read at once: a store that looks through all that waits does so once for as many."""


@dataclass(frozen=True)
class WakeUp:
    """What the broker carries of a commit: ids, never data. The feed by position is the truth."""

    service: str
    position: int
    stream: str
    version: int
    authority: str
    events: tuple[str, ...]

    @property
    def commit_id(self) -> str:
        """That of the commit."""
        return commit_id_of(self.stream, self.version)


class PublishFailed(CodedError):
    """At least one wake-up was not confirmed; all of the batch will be published again."""

    code: ClassVar[str] = "publish_failed"

    def __init__(self, sentence: str = "The broker did not confirm every message.") -> None:
        super().__init__(sentence)


class Publisher(Protocol):
    """Port: the way to the broker."""

    def publish(self, messages: Sequence[WakeUp]) -> None:
        """Returns only when every message is confirmed, else raises PublishFailed."""


class Relay:
    """One a service and database; replicas stand by on the lease. `owner` names this process."""

    def __init__(
        self,
        service: str,
        store: CommitStore,
        leases: LeaseStore,
        marks: CheckpointStore,
        publisher: Publisher,
        owner: str,
        *,
        batch: int = 500,
        lease_seconds: float = 6.0,
    ) -> None:
        self._service, self._store, self._marks, self._publisher = service, store, marks, publisher
        self._batch = batch
        self._tenure = Tenure(leases, f"relay-{service}", owner, lease_seconds)
        self._epoch = 0
        self._head = 0
        self._mark = 0
        self._waiting: tuple[Commit, ...] = ()

    def run_once(self) -> int:
        """Numbers and publishes one batch; returns how many wake-ups were confirmed, 0 without the lease.

        Numbering comes first and does not wait for the broker: readers that poll the feed go on without it.
        Raises PublishFailed; what was numbered stays numbered and is published by a later run.
        """
        if not self._tenure.hold():
            self._epoch = 0
            return 0
        if self._tenure.epoch != self._epoch:
            self._step_in()
        try:
            return self._publish(self._number())
        except PositionTaken:
            self.step_down()
            return 0
        except BaseException:
            self._epoch = 0  # what was remembered may be wrong now: the next run looks at the store again
            raise

    def behind(self) -> int:
        """How many commits, up to a batch, nobody was told of yet, whichever process holds the lease."""
        unpublished = self._store.last_position() - self._marks.load(MARK, self._service)
        return max(0, unpublished) + len(self._store.unpositioned(self._batch))

    def step_down(self) -> None:
        """Gives the lease back, so that a standing-by replica need not wait for it to expire."""
        self._epoch = 0
        self._tenure.release()

    def _step_in(self) -> None:
        self._mark = self._marks.load(MARK, self._service)
        self._head = self._store.last_position()
        self._waiting = ()
        self._epoch = self._tenure.epoch

    def _number(self) -> tuple[Commit, ...]:
        # No hole can come about, even with two relays at once: the head was read before the unpositioned
        # were, so whatever another relay numbered meanwhile lies above it, and a clash stops one of the two.
        waiting = self._waiting or self._store.unpositioned(AHEAD * self._batch)
        if not waiting:
            return ()
        numbered = self._store.assign_positions(self._head + 1, waiting[: self._batch])
        self._waiting = waiting[self._batch :]
        self._head = numbered[-1].position
        failpoints.reach("relay.positioned")
        return numbered

    def _publish(self, numbered: tuple[Commit, ...]) -> int:
        follows = bool(numbered) and numbered[0].position == self._mark + 1
        commits = numbered if follows else self._unpublished()
        if not commits:
            return 0
        with tracing.because_of("publish", (each.commit_id for each in commits), service=self._service):
            self._publisher.publish([wake_up(self._service, commit) for commit in commits])
        failpoints.reach("relay.published")
        self._marks.save(MARK, self._service, commits[-1].position)
        self._mark = commits[-1].position
        return len(commits)

    def _unpublished(self) -> tuple[Commit, ...]:
        return self._store.feed(self._mark, self._batch) if self._mark < self._head else ()


def wake_up(service: str, commit: Commit) -> WakeUp:
    names = tuple(event.name for event in commit.events)
    return WakeUp(service, commit.position, commit.stream, commit.version, commit.authority, names)
