"""Sends deliveries of the cascade: whom to tell now is read for all at once, their channels are tried in order, and what came of
many is recorded together.

It is recorded before the delivery is settled, and what a failure leads to is entered before, too: nothing that stands behind
it in the custodian's order goes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from contracts import cascade as contract
from contracts.custodians import ChannelKind, ContactKind
from contracts.refusals import Refusal
from services.national_alerts.cascade.channels.port import Channel
from services.national_alerts.cascade.domain import ITSELF
from services.national_alerts.cascade.keeping import PROOF
from services.national_alerts.cascade.ledger import Ledger
from services.national_alerts.cascade.records import Approach, Cascade
from services.national_alerts.cascade.writing import Writing
from services.national_alerts.custodians.directory import CustodianDirectory, Reach
from shared_kernel.command_desk import CommandDesk, FollowUp
from shared_kernel.commits import Commit
from shared_kernel.delivery.ledger import Delivery
from shared_kernel.delivery.posting import NotDelivered
from shared_kernel.delivery.sender import Attempt, Ended, Try, Work

TRIES = 8
"""With the pauses between deliveries this is about four hours; then the next contact is tried."""
AT_ONCE = 512
"""More than there are custodians: all of them may hang at once, and the next one still finds a place."""
TRIES_BEFORE_OTHER_CHANNEL = 2


@dataclass(frozen=True)
class _Way:
    """An address, and the channel that leads there."""

    contact: ContactKind
    channel: ChannelKind
    to: str


@dataclass(frozen=True)
class CascadeSender(Work):
    """`follow` is the keeper: it enters what failures lead to."""

    ledger: Ledger
    directory: CustodianDirectory
    channels: Mapping[ChannelKind, Channel]
    writing: Writing
    desk: CommandDesk
    follow: Callable[[Sequence[Commit]], None]

    def prepare(self, deliveries: Sequence[Delivery]) -> Sequence[Try]:
        """As the sender of deliveries asks."""
        reached = self.directory.reached({each.recipient for each in deliveries if each.kind != PROOF})
        return [
            partial(self._prove, each) if each.kind == PROOF else partial(self._send, each, reached.get(each.recipient))
            for each in deliveries
        ]

    def _send(self, delivery: Delivery, reach: Reach | None) -> Attempt:
        if reach is None:
            raise Refusal("unknown_custodian")
        cascade = self.ledger.cascade(delivery.payload["message_id"])
        approach = self._approach(cascade, delivery)
        ways = list(_ways(reach, approach))
        message = self.writing.message(cascade, delivery.authority)
        for index, way in enumerate(ways):
            letter = self.writing.letter(message, delivery.recipient, way.to, approach)
            try:
                self.channels[way.channel].send(letter)
            except NotDelivered as problem:
                is_last = index == len(ways) - 1
                if not is_last and (problem.for_good or delivery.attempts > TRIES_BEFORE_OTHER_CHANNEL):
                    continue
                return _failed(delivery, approach, way, problem, is_last)
            return Attempt(True, told=_told(delivery, approach, contract.RecordSentV1, way))
        raise AssertionError("the last way returns")

    def _approach(self, cascade: Cascade, delivery: Delivery) -> Approach:
        number = delivery.payload["approach"]
        if number == 1:
            return Approach(1, "first", "release")
        entry = self.ledger.entry(cascade.message_id, delivery.recipient)
        return next(each for each in entry.approaches if each.number == number)

    def record(self, ended: Sequence[Ended]) -> Sequence[Attempt]:
        """As the sender of deliveries asks; what could not be recorded is sent again, under the same id."""
        attempts = [attempt for _, attempt in ended]
        telling = [(index, attempt.told) for index, attempt in enumerate(attempts) if attempt.told]
        recorded = self.desk.follow_up_all([told for _, told in telling], ITSELF)
        failures: list[Commit] = []
        for (index, told), done in zip(telling, recorded, strict=True):
            if isinstance(done, Refusal):
                attempts[index] = Attempt(False, done.code)
            elif isinstance(told.command, contract.RecordFailedV1):
                failures.append(done)
        self.follow(failures)
        return attempts

    def _prove(self, delivery: Delivery) -> Attempt:
        payload = delivery.payload
        letter = self.writing.proof(delivery.recipient, payload["proof_id"], payload["address"])
        try:
            self.channels["mail"].send(letter)
        except NotDelivered as problem:
            over = problem.for_good or delivery.attempts >= TRIES
            return Attempt(False, problem.reason, for_good=over, away=problem.away)
        return Attempt(True)


def _ways(reach: Reach, approach: Approach) -> Iterator[_Way]:
    contact, address = reach.told[-1] if approach.towards == "second" else reach.told[0]
    contacts = reach.contacts
    for channel in contacts.channels:
        if channel == "mail":
            yield _Way(contact, "mail", address)
        elif contacts.webhook and approach.towards == "first":
            yield _Way(contact, "webhook", contacts.webhook)


def _failed(delivery: Delivery, approach: Approach, way: _Way, problem: NotDelivered, is_last: bool) -> Attempt:
    over = (problem.for_good and is_last) or delivery.attempts >= TRIES
    told = _told(delivery, approach, contract.RecordFailedV1, way, reason=problem.reason) if over else None
    return Attempt(False, problem.reason, for_good=over, away=problem.away, told=told)


def _told(delivery: Delivery, approach: Approach, kind: type, way: _Way, **more: Any) -> FollowUp:
    command = kind(
        delivery.payload["message_id"], delivery.recipient, approach.number, way.contact, way.channel, **more
    )
    return FollowUp(command, f"{delivery.delivery_id}/{kind.__name__}", delivery.authority)
