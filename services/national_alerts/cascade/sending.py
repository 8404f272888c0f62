"""Sends one delivery of the cascade: finds whom to tell now, tries their channels in order, and records what came of it.

It is recorded before the delivery is settled, and what a failure leads to is entered before, too: nothing that stands behind
it in the custodian's order goes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contracts import cascade as contract
from contracts.custodians import ChannelKind, ContactKind
from services.national_alerts.cascade.channels.port import Channel, NotDelivered
from services.national_alerts.cascade.domain import ITSELF
from services.national_alerts.cascade.keeping import PROOF
from services.national_alerts.cascade.ledger import Ledger
from services.national_alerts.cascade.records import Approach, Cascade
from services.national_alerts.cascade.writing import Writing
from services.national_alerts.custodians.directory import CustodianDirectory
from shared_kernel.command_desk import CommandDesk
from shared_kernel.commits import Commit
from shared_kernel.delivery.ledger import Delivery
from shared_kernel.delivery.sender import Attempt

TRIES = 8
"""With the pauses between deliveries this is about four hours; then the next contact is tried."""
AT_ONCE = 256
"""More than there are custodians: all of them may hang at once, and the next one still finds a place."""
TRIES_BEFORE_OTHER_CHANNEL = 2


@dataclass(frozen=True)
class _Way:
    """An address, and the channel that leads there."""

    contact: ContactKind
    channel: ChannelKind
    to: str


@dataclass(frozen=True)
class CascadeSender:
    """`follow` is the keeper: it enters what a failure leads to."""

    ledger: Ledger
    directory: CustodianDirectory
    channels: Mapping[ChannelKind, Channel]
    writing: Writing
    desk: CommandDesk
    follow: Callable[[Commit], None]

    def __call__(self, delivery: Delivery) -> Attempt:
        """As the sender of deliveries asks."""
        if delivery.kind == PROOF:
            return self._prove(delivery)
        cascade = self.ledger.cascade(delivery.payload["message_id"])
        approach = self._approach(cascade, delivery)
        ways = list(self._ways(delivery.recipient, approach))
        message = self.writing.message(cascade, delivery.authority)
        for index, way in enumerate(ways):
            letter = self.writing.letter(message, delivery.recipient, way.to, approach)
            try:
                self.channels[way.channel].send(letter)
            except NotDelivered as problem:
                is_last = index == len(ways) - 1
                if not is_last and (problem.for_good or delivery.attempts > TRIES_BEFORE_OTHER_CHANNEL):
                    continue
                return self._failed(delivery, approach, way, problem, is_last)
            self._record(delivery, approach, contract.RecordSentV1, way)
            return Attempt(True)
        raise AssertionError("the last way returns")

    def _approach(self, cascade: Cascade, delivery: Delivery) -> Approach:
        number = delivery.payload["approach"]
        if number == 1:
            return Approach(1, "first", "release")
        entry = self.ledger.entry(cascade.message_id, delivery.recipient)
        return next(each for each in entry.approaches if each.number == number)

    def _ways(self, code: str, approach: Approach) -> Iterator[_Way]:
        reach = self.directory.reach(code)
        contact, address = reach.told[-1] if approach.towards == "second" else reach.told[0]
        contacts = reach.contacts
        for channel in contacts.channels:
            if channel == "mail":
                yield _Way(contact, "mail", address)
            elif contacts.webhook and approach.towards == "first":
                yield _Way(contact, "webhook", contacts.webhook)

    def _failed(
        self, delivery: Delivery, approach: Approach, way: _Way, problem: NotDelivered, is_last: bool
    ) -> Attempt:
        over = (problem.for_good and is_last) or delivery.attempts >= TRIES
        if over:
            self.follow(self._record(delivery, approach, contract.RecordFailedV1, way, reason=problem.reason))
        return Attempt(False, problem.reason, for_good=over, away=problem.away)

    def _record(self, delivery: Delivery, approach: Approach, kind: type, way: _Way, **more: Any) -> Commit:
        command = kind(
            delivery.payload["message_id"], delivery.recipient, approach.number, way.contact, way.channel, **more
        )
        command_id = f"{delivery.delivery_id}/{kind.__name__}"
        return self.desk.follow_up(command, command_id, delivery.authority, ITSELF)

    def _prove(self, delivery: Delivery) -> Attempt:
        payload = delivery.payload
        letter = self.writing.proof(delivery.recipient, payload["proof_id"], payload["address"])
        try:
            self.channels["mail"].send(letter)
        except NotDelivered as problem:
            over = problem.for_good or delivery.attempts >= TRIES
            return Attempt(False, problem.reason, for_good=over, away=problem.away)
        return Attempt(True)
