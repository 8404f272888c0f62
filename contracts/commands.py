"""The envelope in which every command travels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Command:
    """One thing that is asked for: once in effect, however often it is sent under its `command_id`.

    `actor` is the id of the person (or partner, or service) who asks; `digest` is of the content, so that one id cannot
    stand for two things. `expected_version` is what the stream's version must be, where who asks has said what they saw.
    """

    name: str
    version: int
    command_id: str
    digest: str
    authority: str
    actor: str
    data: Mapping[str, Any] = field(default_factory=dict)
    expected_version: int | None = None
