"""Whose commands and events are published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

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
_OF = {
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
    """Service, name, version and contract, service by service."""
    for service, module in _OF.items():
        every: dict[Any, type] = module.COMMANDS if kind == "commands" else module.EVENTS
        for contract in every.values():
            yield service, *name_and_version(contract), contract
