"""Hand-written fakes of the ports, and a crash that no handler of errors catches."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from shared_kernel import failpoints
from shared_kernel.commits import Commit
from shared_kernel.relay import Publisher, PublishFailed, WakeUp


class Crash(BaseException):
    """The process is gone: what it held in memory is not used again."""


class RecordingPublisher(Publisher):
    """Confirms everything, but the first `fail_after` messages only while that is set; it publishes those."""

    def __init__(self) -> None:
        self.published: list[WakeUp] = []
        self.fail_after: int | None = None

    def publish(self, messages: Sequence[WakeUp]) -> None:
        self.published += messages[: self.fail_after]
        if self.fail_after is not None:
            raise PublishFailed()

    @property
    def positions(self) -> list[int]:
        return [message.position for message in self.published]


class RecordingApply:
    """Applies commits, except that each whose (stream, version) is in `failing` raises that error."""

    def __init__(self) -> None:
        self.applied: list[tuple[str, int]] = []
        self.tried: list[tuple[str, int]] = []
        self.failing: dict[tuple[str, int], BaseException] = {}

    def __call__(self, commit: Commit) -> None:
        this = (commit.stream, commit.version)
        self.tried.append(this)
        if this in self.failing:
            raise self.failing[this]
        self.applied.append(this)

    def of(self, stream: str) -> list[int]:
        return [version for name, version in self.applied if name == stream]


class RecordingAll(RecordingApply):
    """Applies several at once, too, or none of them; `batches` are those that it was given so."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[list[tuple[str, int]]] = []

    def all(self, commits: Sequence[Commit]) -> None:
        these = [(commit.stream, commit.version) for commit in commits]
        self.batches.append(these)
        for each in these:
            if each in self.failing:
                raise self.failing[each]
        self.applied += these


def crash_at(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """The next process to reach this place crashes there; later ones pass."""

    def reach(name: str) -> None:
        assert name in failpoints.FAILPOINTS
        if name == place:
            monkeypatch.undo()
            raise Crash(name)

    monkeypatch.setattr(failpoints, "reach", reach)
