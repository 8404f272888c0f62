"""Commands and events of escalation about the high risk register: what is done there decides what waits for it here.

They belong to a routing's stream; `contracts.escalation` lists them with its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FollowRegisterV1:
    """Something was done on the register, or was missed there. Carried over from intake."""

    notification_id: str
    act: str
    about: str
    by: str
    records: Mapping[str, Any]
    told: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class RegisterFollowedV1:
    """The register keeps this case: what it decides is not decided in a tray. `waits`: the step that this act decides is not
    open yet, and is decided by it once it is."""

    act: str
    by: str
    records: Mapping[str, Any]
    waits: bool


COMMANDS = (FollowRegisterV1,)
EVENTS = (RegisterFollowedV1,)
