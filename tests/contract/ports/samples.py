"""Commits, clocks and parked commits to test with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from shared_kernel.commits import Commit, EventRecord, chained

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def commit_after(
    previous: Commit | None,
    stream: str = "case-1",
    *,
    command_id: str | None = None,
    digest: str = "digest",
    data: Mapping[str, Any] | None = None,
    recorded_at: datetime = NOON,
) -> Commit:
    version = previous.version + 1 if previous else 1
    return chained(
        previous,
        stream=stream,
        authority="kent",
        actor="practitioner-7",
        command_id=command_id or f"command-{stream}-{version}",
        command_digest=digest,
        events=(EventRecord("raised", 1, data or {"severity": "high"}),),
        answer={"version": version},
        recorded_at=recorded_at,
    )


def stream_of(length: int, stream: str = "case-1") -> tuple[Commit, ...]:
    commits: list[Commit] = []
    for _ in range(length):
        commits.append(commit_after(commits[-1] if commits else None, stream))
    return tuple(commits)
