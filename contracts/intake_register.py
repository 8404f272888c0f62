"""Commands and events of intake about the high risk register: what is done there is recorded of the notification.

They belong to a notification's stream; `contracts.intake` lists them with its own. So whoever follows intake has the facts
before what was done on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class RecordRegisterV1:
    """Something was done on the register. `records` are what was recorded with it, `told` the roles that should know `about`
    it. Carried over from risk management."""

    notification_id: str
    act: str
    about: str
    by: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    records: Mapping[str, Any] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class RegisterToldV1:
    """Something was done on the register, or was missed there; the facts that it makes known are recorded before it."""

    notification_id: str
    act: str
    about: str
    by: str
    at: datetime
    records: Mapping[str, Any]
    told: tuple[str, ...]
    rules: tuple[str, ...]


COMMANDS = (RecordRegisterV1,)
EVENTS = (RegisterToldV1,)
