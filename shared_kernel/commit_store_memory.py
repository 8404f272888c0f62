"""CommitStore in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from threading import RLock

from shared_kernel.commits import CommandRepeated, Commit, CommitStore, PositionTaken, VersionConflict


class MemoryCommitStore(CommitStore):
    def __init__(self) -> None:
        self._lock = RLock()
        self._commits: dict[str, Commit] = {}
        self._by_command: dict[str, str] = {}
        self._by_position: dict[int, str] = {}
        self._of_stream: dict[str, list[str]] = {}
        self._waiting: set[str] = set()
        self._highest = 0

    def append(self, commit: Commit) -> None:
        with self._lock:
            existing = self.by_command(commit.command_id)
            if existing:
                raise CommandRepeated(existing)
            if commit.commit_id in self._commits:
                raise VersionConflict(commit.stream, commit.version)
            self._commits[commit.commit_id] = commit
            self._by_command[commit.command_id] = commit.commit_id
            self._of_stream.setdefault(commit.stream, []).append(commit.commit_id)
            if not commit.position:
                self._waiting.add(commit.commit_id)

    def stream(self, stream: str) -> tuple[Commit, ...]:
        with self._lock:
            found = [self._commits[each] for each in self._of_stream.get(stream, ())]
        return tuple(sorted(found, key=lambda commit: commit.version))

    def by_command(self, command_id: str) -> Commit | None:
        with self._lock:
            commit_id = self._by_command.get(command_id)
            return self._commits[commit_id] if commit_id else None

    def feed(self, after: int, limit: int) -> tuple[Commit, ...]:
        with self._lock:
            beyond = (
                position for position in range(after + 1, self.last_position() + 1) if position in self._by_position
            )
            return tuple(self._commits[self._by_position[each]] for each in islice(beyond, max(limit, 0)))

    def unpositioned(self, limit: int) -> tuple[Commit, ...]:
        with self._lock:
            return tuple(self._commits[each] for each in sorted(self._waiting)[: max(limit, 0)])

    def assign_positions(self, first: int, commits: Sequence[Commit]) -> tuple[Commit, ...]:
        return tuple(self._assign(position, commit) for position, commit in enumerate(commits, first))

    def _assign(self, position: int, commit: Commit) -> Commit:
        with self._lock:
            current = self._commits[commit.commit_id]
            if current.position or position in self._by_position:
                raise PositionTaken()
            self._commits[commit.commit_id] = replace(current, position=position)
            self._by_position[position] = commit.commit_id
            self._highest = max(self._highest, position)
            self._waiting.discard(commit.commit_id)
            return self._commits[commit.commit_id]

    def last_position(self) -> int:
        with self._lock:
            return self._highest if self._highest in self._by_position else max(self._by_position, default=0)
