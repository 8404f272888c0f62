"""The receiving side by itself, and another deployment that signs and sends to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from contracts import received_alerts as contract
from contracts.schema import name_and_version, read
from documents.cap import cap
from documents.message import AlertMessage, Kind
from needfire.working_time import england_and_wales
from services.national_alerts.receiving.destroying import CopyKeeper
from services.national_alerts.receiving.domain import Received
from services.national_alerts.receiving.handlers import command_handlers, own_handlers, received
from services.national_alerts.waiting import clock_firer
from shared_kernel.command_desk import CommandDesk, command_of
from shared_kernel.commit_store_memory import MemoryCommitStore
from shared_kernel.delivery.peers import Peers
from shared_kernel.delivery.signing import ID, SIGNATURE, TIME, new_secret, signed_headers
from shared_kernel.time import FixedClock
from shared_kernel.waiting_clocks_memory import MemoryClockStore
from tests.unit.documents.messages import KENT, drill, message
from tests.unit.national_alerts.councils import councils

SECRET, OTHERS = new_secret(), new_secret()
LUTON = "alerts.luton.example"
NOW = datetime(2026, 11, 20, 22, tzinfo=UTC)
WALL = 1_795_211_984


class ReceivingHouse:
    """It shares SECRET with Kent and OTHERS with Luton."""

    def __init__(self, wall: Callable[[], float] = lambda: float(WALL), clock: FixedClock | None = None) -> None:
        self.clock, self._ids = clock or FixedClock(NOW), count(1)
        self.store, self.clocks = MemoryCommitStore(), MemoryClockStore()
        peers = Peers({KENT.address: [SECRET], LUTON: [OTHERS]})
        self.desk = CommandDesk(
            self.store, self.clock, contract.COMMANDS, command_handlers(peers, wall, councils(["LUT"]))
        )
        own = CommandDesk(self.store, self.clock, contract.COMMANDS, own_handlers())
        self.keeper = CopyKeeper(self.clocks, england_and_wales())
        self.firer = clock_firer(self.clocks, own, self.clock, "one")

    def tell(self, command: Any, by: str = "luton-custodian") -> dict[str, Any]:
        number = f"command-{next(self._ids)}"
        envelope = command_of(command, command_id=number, digest=number, authority="luton", actor=by)
        answer = self.desk.answer(vars(envelope))
        for commit in self.commits:
            self.keeper(commit)
        return answer

    @property
    def commits(self) -> tuple[Any, ...]:
        return self.store.unpositioned(1000)

    def copy(self, received_id: str) -> Received:
        found = received(self.store.stream(received_id))
        assert found
        return found

    def advance(self, by: timedelta) -> None:
        self.clock.advance(by)
        while self.firer.run_once():
            for commit in self.commits:
                self.keeper(commit)

    def events(self, kind: type) -> list[Any]:
        name, _ = name_and_version(kind)
        return [read(kind, each.data) for commit in self.commits for each in commit.events if each.name == name]


def sent(kind: Kind = "initial", exercise: bool = False, **changes: Any) -> contract.TakeInAlertV1:
    """A webhook of Kent's."""
    made = replace((drill if exercise else message)(kind), **changes)
    return signed(cap(made), f"{made.message_id}.LUT.1")


def third(kind: Kind = "found") -> AlertMessage:
    """A message that follows the update."""
    before = message("update")
    later = replace(before, kind=kind, number=3, message_id="alert-1.3", follows=before.as_reference)
    return replace(later, sent=before.sent + timedelta(days=1))


def signed(
    document: bytes, webhook_id: str, *, secret: str = SECRET, at: int = WALL, sender: str = KENT.address
) -> contract.TakeInAlertV1:
    data = {"message_id": webhook_id, "exercise": False, "cap": document.decode("utf-8", "replace")}
    return enveloped(json.dumps({"type": "national_alert.message", "data": data}), webhook_id, secret, at, sender)


def enveloped(
    content: str, webhook_id: str = "w-1", secret: str = SECRET, at: int = WALL, sender: str = KENT.address
) -> contract.TakeInAlertV1:
    headers = signed_headers(webhook_id, at, content.encode(), [secret])
    return contract.TakeInAlertV1(sender, headers[ID], headers[TIME], headers[SIGNATURE], content)
