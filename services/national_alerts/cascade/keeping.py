"""Follows the service's own commits: what is to be delivered is entered in the ledger of deliveries, what is waited for is a clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from contracts import cascade as contract
from contracts import custodians as custodian_contract
from services.national_alerts.cascade.domain import ITSELF, SILENCE
from services.national_alerts.cascade.ledger import Ledger
from services.national_alerts.cascade.records import HEARD, Cascade, cascade_of
from shared_kernel.command_desk import CommandDesk, among
from shared_kernel.commits import Commit
from shared_kernel.delivery.ledger import Delivery, DeliveryLedger, Listing
from shared_kernel.waiting_clocks import ClockStore, WaitingClock

MESSAGE, PROOF = "message", "proof"
MOST = 10_000
_KNOWN = (*contract.EVENTS.values(), *custodian_contract.EVENTS.values())


def delivery_of(cascade: Cascade, authority: str, custodian: str, approach: int, entered_at: Any) -> Delivery:
    """One approach. Its id sorts by message and approach, which is the order in which the custodian gets them."""
    return Delivery(
        delivery_id=f"{cascade.about_id}.{cascade.number:06d}.{custodian}.{approach:04d}",
        authority=authority,
        recipient=custodian,
        subject=cascade.about_id,
        kind=MESSAGE,
        entered_at=entered_at,
        payload={"message_id": cascade.message_id, "approach": approach},
    )


@dataclass(frozen=True)
class CascadeKeeper:
    """Idempotent: a commit may be applied again, and in part already."""

    commits: Ledger
    deliveries: DeliveryLedger
    clocks: ClockStore
    desk: CommandDesk
    wake: Callable[[], None] = lambda: None

    def __call__(self, commit: Commit) -> None:
        """As the feed's reader asks."""
        self.all((commit,))

    def all(self, commits: Sequence[Commit]) -> None:
        """Of several, what is to be delivered is entered together."""
        entering = [
            delivery
            for commit in commits
            for _, event in among(commit, _KNOWN)
            for delivery in self._follow(event, commit)
        ]
        if entering:
            self.deliveries.enter(entering)
            self.wake()

    def _follow(self, event: Any, commit: Commit) -> Sequence[Delivery]:
        match event:
            case contract.CascadeStartedV1() | contract.ExerciseStartedV1():
                return self._start(cascade_of(event), commit)
            case contract.CustodianApproachedV1():
                cascade = self.commits.cascade(event.message_id)
                return (delivery_of(cascade, commit.authority, event.custodian, event.approach, commit.recorded_at),)
            case contract.MessageSentV1():
                self.clocks.put(_silence(event, commit))
            case contract.ReceiptGivenV1() if event.receipt in HEARD:
                self.clocks.remove(_clock_id(event.message_id, event.custodian))
            case contract.CustodianSilentV1():
                self.clocks.remove(_clock_id(event.message_id, event.custodian))
            case custodian_contract.ProofAskedV1():
                return (_proof(event, commit),)
        return ()

    def _start(self, cascade: Cascade, commit: Commit) -> Sequence[Delivery]:
        if cascade.number > 1:
            self._take_up_what_failed(cascade, commit)
        custodians = sorted(cascade.custodians)
        return [delivery_of(cascade, commit.authority, each, 1, cascade.started_at) for each in custodians]

    def _take_up_what_failed(self, cascade: Cascade, commit: Commit) -> None:
        """Who never got the message before gets it now, before this one: nobody reads an end whose beginning they missed."""
        for each in self.deliveries.listed(Listing(commit.authority, commit.recorded_at, MOST, state="failed")):
            if each.subject != cascade.about_id or each.payload["message_id"] == cascade.message_id:
                continue
            command = contract.TakeUpV1(each.payload["message_id"], each.recipient)
            command_id = f"{commit.commit_id}/{each.payload['message_id']}/{each.recipient}"
            self(self.desk.follow_up(command, command_id, commit.authority, ITSELF))


def _clock_id(message_id: str, custodian: str) -> str:
    return f"silence:{message_id}:{custodian}"


def _silence(event: contract.MessageSentV1, commit: Commit) -> WaitingClock:
    data = {"message_id": event.message_id, "custodian": event.custodian, "approach": event.approach}
    clock_id = _clock_id(event.message_id, event.custodian)
    return WaitingClock(clock_id, commit.stream, commit.authority, event.sent_at + SILENCE, data)


def _proof(event: custodian_contract.ProofAskedV1, commit: Commit) -> Delivery:
    return Delivery(
        delivery_id=f"{event.proof_id}.{event.custodian}",
        authority=commit.authority,
        recipient=event.custodian,
        subject=event.proof_id,
        kind=PROOF,
        entered_at=event.asked_at,
        payload={"proof_id": event.proof_id, "address": event.address},
    )
