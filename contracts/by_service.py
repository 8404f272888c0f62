"""Every module of commands and events that go over the broker, by the name of what it speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Literal

from contracts import (
    cascade,
    custodians,
    escalation,
    intake,
    national_alerts,
    received_alerts,
    risk_assessments,
    risk_register,
)
from contracts.schema import name_and_version

Kind = Literal["commands", "events"]
MODULES: Mapping[str, ModuleType] = {
    "cascade": cascade,
    "custodians": custodians,
    "escalation": escalation,
    "intake": intake,
    "national_alerts": national_alerts,
    "received_alerts": received_alerts,
    "risk_assessments": risk_assessments,
    "risk_register": risk_register,
}


def contracts_of(kind: Kind) -> Iterator[tuple[str, str, int, type]]:
    """Module's name, name, version and contract, module by module."""
    for module, of in MODULES.items():
        every: Mapping[object, type] = of.COMMANDS if kind == "commands" else of.EVENTS
        for contract in every.values():
            yield module, *name_and_version(contract), contract
