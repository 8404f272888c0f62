"""A nameko service that does everything a service should not do; started by the tests as a process of its own."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from threading import Event
from typing import Any

import eventlet

from shared_kernel.errors import CodedError
from shared_kernel.messaging.nameko_commands import answers

SECRET = "a-name-that-must-not-leak"


class Refused(CodedError):
    code = "refused_by_rule"


class AnsweringService:
    name = os.environ["TEST_SERVICE"]

    @answers
    def execute(self, command: dict[str, Any]) -> dict[str, Any]:
        return {"accepted": command}

    @answers
    def fail(self, person: str) -> None:
        raise ValueError(f"{SECRET} {person}")

    @answers
    def refuse(self) -> None:
        raise Refused(SECRET)

    @answers
    def time_out(self) -> None:
        with eventlet.Timeout(0.01):
            Event().wait(10)

    @answers
    def unserialisable(self) -> object:
        return {"thing": object(), "not": float("nan")}

    @answers
    def large(self, size: int) -> str:
        return "x" * size

    @answers
    def slow(self, marker: str) -> str:
        """Says that it began, then waits for leave to end, which holds for each further delivery too."""
        if not Path(marker).exists():
            Path(marker).write_text("began", encoding="ascii")
        while Path(marker).read_text(encoding="ascii") != "end":
            Event().wait(0.02)
        return "ended"

    @answers
    def die(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)
