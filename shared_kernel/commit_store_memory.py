"""CommitStore in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from threading import RLock

from shared_kernel.commits import CommandRepeated, Commit, CommitStore, PositionTaken, VersionConflict


class MemoryCommitStore(CommitStore):
    def __init__(self) -> None:
        self._lock = RLock()
        self._commits: dict[str, Commit] = {}
        self._by_command: dict[str, str] = {}
        self._by_position: dict[int, str] = {}

    def append(self, commit: Commit) -> None:
        with self._lock:
            existing = self.by_command(commit.command_id)
            if existing:
                raise CommandRepeated(existing)
            if commit.commit_id in self._commits:
                raise VersionConflict(commit.stream, commit.version)
            self._commits[commit.commit_id] = commit
            self._by_command[commit.command_id] = commit.commit_id

    def stream(self, stream: str) -> tuple[Commit, ...]:
        with self._lock:
            found = [commit for commit in self._commits.values() if commit.stream == stream]
        return tuple(sorted(found, key=lambda commit: commit.version))

    def by_command(self, command_id: str) -> Commit | None:
        with self._lock:
            commit_id = self._by_command.get(command_id)
            return self._commits[commit_id] if commit_id else None

    def feed(self, after: int, limit: int) -> tuple[Commit, ...]:
        with self._lock:
            positions = sorted(position for position in self._by_position if position > after)
            wanted = [self._by_position[position] for position in positions[: max(limit, 0)]]
            return tuple(self._commits[commit_id] for commit_id in wanted)

    def unpositioned(self, limit: int) -> tuple[Commit, ...]:
        with self._lock:
            waiting = sorted(commit_id for commit_id, commit in self._commits.items() if not commit.position)
            return tuple(self._commits[commit_id] for commit_id in waiting[: max(limit, 0)])

    def assign_positions(self, first: int, commits: Sequence[Commit]) -> tuple[Commit, ...]:
        return tuple(self._assign(position, commit) for position, commit in enumerate(commits, first))

    def _assign(self, position: int, commit: Commit) -> Commit:
        with self._lock:
            current = self._commits[commit.commit_id]
            if current.position or position in self._by_position:
                raise PositionTaken()
            self._commits[commit.commit_id] = replace(current, position=position)
            self._by_position[position] = commit.commit_id
            return self._commits[commit.commit_id]

    def last_position(self) -> int:
        with self._lock:
            return max(self._by_position, default=0)
