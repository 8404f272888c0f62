"""The custodian directory by itself, on a clock that the test moves."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

from contracts import custodians as contract
from custody.bodies import custodians
from custody.records import Custodian
from services.national_alerts.custodians.directory import custodian, stream_of
from services.national_alerts.custodians.handlers import command_handlers
from shared_kernel.command_desk import CommandDesk, command_of
from shared_kernel.commit_store_memory import MemoryCommitStore
from shared_kernel.outbound.destinations import Destinations
from shared_kernel.time import FixedClock
from tests.unit.national_alerts.councils import councils

FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


class DirectoryHouse:
    """Commands go in by `tell`; what holds is read from the commits."""

    def __init__(self) -> None:
        self.clock = FixedClock(FRIDAY)
        self.store = MemoryCommitStore()
        self.desk = CommandDesk(
            self.store, self.clock, contract.COMMANDS, command_handlers(custodians(), Destinations(), councils(["LUT"]))
        )
        self._ids = count(1)

    def tell(self, command: Any, by: str = "keeper-one") -> dict[str, Any]:
        """The desk's answer."""
        number = f"command-{next(self._ids)}"
        envelope = command_of(command, command_id=number, digest=number, authority="luton", actor=by)
        return self.desk.answer(vars(envelope))

    def custodian(self, code: str) -> Custodian:
        return custodian(custodians()[code], self.store.stream(stream_of(code)))

    @property
    def commits(self) -> int:
        return len(self.store.unpositioned(10_000))


def refused(answer: dict[str, Any]) -> str:
    """The code under which it was refused; '' where it was accepted."""
    return str(answer.get("refused", {}).get("code", ""))
