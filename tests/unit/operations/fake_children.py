"""Children that were never started: an exit status is all that the runner's rules look at."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass

from operations.child import Child
from operations.process_list import ProcessKind
from operations.run_settings import Addresses

ADDRESSES = Addresses("amqp://127.0.0.1:1//", "mongodb://127.0.0.1:1/", "127.0.0.1", 1)


class FakeProcess(subprocess.Popen[bytes]):
    """`status` is what `poll` answers."""

    def __init__(self, status: int | None) -> None:
        self.status = status
        self.pid = 0

    def poll(self) -> int | None:
        return self.status

    def __del__(self) -> None:
        """Nothing was started, so nothing is waited for."""


@dataclass
class FakeClock:
    now: float

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class FakeHealth:
    """Ready, not ready, or (None) in the state in which a client raises."""

    answer: bool | None = True

    def ready(self, addresses: Addresses, age: float, finished: bool) -> bool:
        if self.answer is None:
            raise ConnectionRefusedError
        return self.answer


def child(
    status: int | None = None,
    began: float = 0.0,
    once: bool = False,
    health: FakeHealth | None = None,
    name: str = "intake",
) -> Child:
    kind = ProcessKind(name, ("{python}",), health or FakeHealth(), once=once)
    return Child(kind, FakeProcess(status), began)
