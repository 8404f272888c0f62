"""How many of each stand side by side, and the processes for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from operations import ports
from operations.health import AnswersHttp
from operations.process_list import GATEWAY, PROCESS_LIST, ProcessKind
from operations.run_settings import Addresses

INTAKE = "intake"
MOST = 4


@dataclass(frozen=True)
class Setup:
    """So many replicas of intake behind so many of the gateway."""

    intakes: int
    gateways: int

    @property
    def name(self) -> str:
        """How the tables call it."""
        return f"{self.intakes} intake, {self.gateways} gateway"


ONE, TWO = Setup(1, 1), Setup(2, 2)
SETUPS = (ONE, Setup(1, 2), Setup(1, 4), Setup(2, 1), TWO, Setup(2, 4), Setup(4, 1))
"""By the replicas of intake, which are started and ended between them; gateways stand there all the time."""


@dataclass(frozen=True)
class AnswersAt:
    """Ready as the gateway is, on a port of its own."""

    port: int
    patience: float = 60.0

    def ready(self, addresses: Addresses, age: float, finished: bool) -> bool:
        return AnswersHttp("/health/ready").ready(replace(addresses, listen_port=self.port), age, finished)


def replicas(name: str, count: int = MOST) -> tuple[str, ...]:
    """Their names: the first has the process's own."""
    return (name, *(f"{name}-{number}" for number in range(2, count + 1)))


def more_ports() -> dict[str, int]:
    """A free one for each gateway beside the first."""
    return {name: ports.any_free() for name in replicas(GATEWAY)[1:]}


def kinds(ports_of: Mapping[str, int]) -> tuple[ProcessKind, ...]:
    """The platform's processes and the replicas, of which the gateways listen on these ports."""
    by_name = {kind.name: kind for kind in PROCESS_LIST}
    intakes = (replace(by_name[INTAKE], name=name, user=INTAKE) for name in replicas(INTAKE)[1:])
    return (*PROCESS_LIST, *intakes, *(_gateway(by_name[GATEWAY], name, port) for name, port in ports_of.items()))


def _gateway(first: ProcessKind, name: str, port: int) -> ProcessKind:
    command = tuple(str(port) if part == "{listen_port}" else part for part in first.command)
    return replace(first, name=name, command=command, health=AnswersAt(port), user=first.name)
