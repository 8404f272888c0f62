"""The two ways in which a call does not succeed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

AGAIN = frozenset({429, 502, 503, 504})
"""Statuses under which the same may be sent again."""


class NeedfireProblem(Exception):
    """Needfire refused: `code` is stable, `title` for a person to read, `details` name what to mend."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(problem.get("code", "unknown"))
        self.title = str(problem.get("title", ""))
        self.details: Mapping[str, Any] = problem.get("details", {})
        super().__init__(f"{self.code}: {self.title}")


class NeedfireUnavailable(Exception):
    """No answer came, however often it was asked. A change can be sent again safely under the same `idempotency_key`."""

    def __init__(self, idempotency_key: str | None) -> None:
        self.idempotency_key = idempotency_key
        super().__init__("Needfire did not answer.")
