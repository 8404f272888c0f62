"""A reader follows one feed by position and applies its commits, each stream's in order.

Guarantee: at least once. The position is saved after what it stands for, so `apply` must be idempotent. A commit that
cannot be applied is parked with its reason; later ones of its stream wait behind it, other streams go on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from threading import RLock

from shared_kernel import failpoints, tracing
from shared_kernel.checkpoints import CheckpointStore
from shared_kernel.commits import Commit, FeedSource
from shared_kernel.errors import StoreUnavailable, code_of
from shared_kernel.parked import WAITS_BEHIND, ParkedCommit, ParkedStore
from shared_kernel.time import Clock, SystemClock

TRIES = 3
MISSING = "missing_from_feed"


class FeedReader:
    """`name` is the reader's, `source_name` the feed's: they own one position and one set of parked commits.

    Where `apply` has a method `all`, a batch is given to it at once, of no stream more than one commit. When that fails,
    they are applied one by one, so that each failure is one commit's.

    Errors of a class in `transient` are no commit's fault (a store or a service that is away): they stop the
    batch, keep what was done, and are raised for the loop to try again. Any other error counts as a try.

    `remembers`: for how many seconds the position and what is parked are neither read again nor saved. What another
    process did, or somebody asked for, is found out as much later; after a crash as much is applied again.
    """

    def __init__(
        self,
        name: str,
        source_name: str,
        source: FeedSource,
        checkpoints: CheckpointStore,
        parked: ParkedStore,
        apply: Callable[[Commit], None],
        *,
        clock: Clock | None = None,
        batch: int = 200,
        transient: tuple[type[Exception], ...] = (StoreUnavailable,),
        pause: Callable[[float], None] = time.sleep,
        remembers: float = 0.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.batch = batch
        self._name, self._source_name = name, source_name
        self._source, self._checkpoints, self._parked, self._apply = source, checkpoints, parked, apply
        self._apply_all: Callable[[Sequence[Commit]], None] | None = getattr(apply, "all", None)
        self._clock = clock or SystemClock()
        self._transient, self._pause = transient, pause
        self._remembers, self._monotonic = remembers, monotonic
        self._position, self._saved, self._blocked = 0, 0, set[str]()
        self._looks_again_at = 0.0
        self._one_at_a_time = RLock()

    def run_once(self) -> int:
        """Deals with one batch; returns how many commits were applied or parked, 0 at the end of the feed."""
        with self._one_at_a_time:
            if self._monotonic() >= self._looks_again_at:
                self._look()
            commits = self._source.feed(self._position, self.batch)
            if commits:
                self._take_all(commits)
            return len(commits)

    def save(self) -> None:
        """Saves the position, if it moved: the last thing that a process does with its reader."""
        with self._one_at_a_time:
            if self._position != self._saved:
                self._checkpoints.save(self._name, self._source_name, self._position)
                self._saved = self._position

    def forget(self) -> None:
        """Another process reads now: what is remembered here is worth nothing."""
        with self._one_at_a_time:
            self._position = self._saved
            self._looks_again_at = 0.0

    def look_soon(self) -> None:
        """Somebody asked for something: the next run finds it out. Waits for no run."""
        self._looks_again_at = 0.0

    def _look(self) -> None:
        self.save()
        for stream in self._parked.take_asked(self._name, self._source_name):
            self.redrive(stream)
        self._position = self._saved = self._checkpoints.load(self._name, self._source_name)
        self._blocked = set(self._parked.blocked(self._name, self._source_name))
        self._looks_again_at = self._monotonic() + self._remembers

    def redrive(self, stream: str) -> int:
        """Applies what is parked of this stream, in order, until one fails; returns how many were applied."""
        with self._one_at_a_time:
            self._looks_again_at = 0.0
            waiting = self._parked.of_stream(self._name, self._source_name, stream)
            for done, parked in enumerate(waiting):
                reason = self._drive(parked)
                if reason:
                    self._parked.park(replace(parked, reason=reason, tried_at=self._clock.now()))
                    return done
                self._parked.remove(parked)
            return len(waiting)

    def again(self, positions: Sequence[int]) -> int:
        """Applies these commits once more, in order, as where what they led to was lost; how many were applied.

        What is parked of their streams may have failed for that: whoever reads now is asked to drive it again.
        """
        with self._one_at_a_time:
            first_parked: dict[str, int] = {}
            for each in self._parked.blocked(self._name, self._source_name):
                first_parked[each] = self._parked.of_stream(self._name, self._source_name, each)[0].position
            return sum(self._is_applied_again(position, first_parked) for position in sorted(positions))

    def _is_applied_again(self, position: int, first_parked: Mapping[str, int]) -> bool:
        found = self._source.feed(position - 1, 1)
        if not found or found[0].position != position:
            return False
        if found[0].stream in first_parked:
            self._parked.ask_redrive(self._name, self._source_name, found[0].stream)
        return position < first_parked.get(found[0].stream, position + 1) and self._try(found[0]) is None

    def _take_all(self, commits: tuple[Commit, ...]) -> None:
        failpoints.reach("feed.read")
        try:
            while commits:
                together, commits = self._together(commits)
                if not self._applied_at_once(together):
                    for commit in together:
                        self._take(commit)
                        self._position = commit.position
            failpoints.reach("feed.applied")
        finally:
            if not self._remembers:
                self.save()

    def _together(self, commits: tuple[Commit, ...]) -> tuple[tuple[Commit, ...], tuple[Commit, ...]]:
        """As many as come before a stream comes again, and what is blocked by itself; and the others."""
        if self._apply_all is None:
            return commits, ()
        streams: set[str] = set()
        for index, commit in enumerate(commits):
            if commit.stream in streams or commit.stream in self._blocked:
                first = max(index, 1)
                return commits[:first], commits[first:]
            streams.add(commit.stream)
        return commits, ()

    def _applied_at_once(self, commits: tuple[Commit, ...]) -> bool:
        if self._apply_all is None or len(commits) < 2:
            return False
        try:
            with self._told(commits):
                self._apply_all(commits)
        except self._transient:
            raise
        except Exception:  # one by one it will be seen whose fault that was
            return False
        self._position = commits[-1].position
        return True

    def _take(self, commit: Commit) -> None:
        reason = WAITS_BEHIND if commit.stream in self._blocked else self._try(commit)
        if reason:
            self._parked.park(self._parking(commit, reason))
            self._blocked.add(commit.stream)

    def _drive(self, parked: ParkedCommit) -> str | None:
        found = self._source.feed(parked.position - 1, 1)
        if not found or found[0].position != parked.position:
            return MISSING
        return self._try(found[0])

    def _try(self, commit: Commit) -> str | None:
        """None when it was applied, else the reason of the last of three tries."""
        reason = None
        with self._told([commit]):
            for attempt in range(TRIES):
                if attempt:
                    self._pause(0.02 * attempt)
                try:
                    self._apply(commit)
                    return None
                except self._transient:
                    raise
                except Exception as error:
                    reason = code_of(error)
            tracing.came_to(failed=reason or "")
        return reason

    def _told(self, commits: Sequence[Commit]) -> tracing.Span:
        ids = (each.commit_id for each in commits)
        return tracing.because_of("apply", ids, reader=self._name, source=self._source_name)

    def _parking(self, commit: Commit, reason: str) -> ParkedCommit:
        return ParkedCommit(
            reader=self._name,
            source=self._source_name,
            stream=commit.stream,
            version=commit.version,
            position=commit.position,
            reason=reason,
            parked_at=self._clock.now(),
            authority=commit.authority,
        )
