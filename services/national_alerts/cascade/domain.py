"""How a message reaches one custodian: approached, sent or failed, acknowledged, searched, answered; chased when silent. Pure.

first contact ── silence ──▶ first contact once more ── silence ──▶ second contact ── silence ──▶ a person
      └────────────────────── failure ───────────────────────────▶ second contact ── failure ──▶ a person
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

from contracts import cascade as contract
from contracts.cascade import Occasion, Result, Towards
from contracts.refusals import Refusal
from documents.message import Drill, Live
from services.national_alerts.cascade.records import RESULTS, Cascade, Entry

REMINDERS = 1
SILENCE = timedelta(hours=24)
"""How long a contact may stay silent before the next step: an assumption, since no procedure gives a number."""
ITSELF = "service:national_alerts"


def record_sent(command: contract.RecordSentV1, entry: Entry, now: datetime) -> tuple[Any, ...]:
    """It went out; said once for each approach."""
    if _is_over(entry, command.approach):
        return ()
    return (
        contract.MessageSentV1(
            entry.message_id, entry.custodian, command.approach, command.contact, command.channel, now
        ),
    )


def record_failed(command: contract.RecordFailedV1, entry: Entry, now: datetime, has_second: bool) -> tuple[Any, ...]:
    """It could not be brought to this contact: the next is tried at once, and after the last a person is told."""
    if _is_over(entry, command.approach):
        return ()
    failed = contract.MessageFailedV1(
        entry.message_id, entry.custodian, command.approach, command.contact, command.channel, command.reason, now
    )
    if command.approach != entry.last.number:
        return (failed,)
    return (failed, _to_second_or_person(entry, has_second, "failure", now))


def _is_over(entry: Entry, approach: int) -> bool:
    return all(each.number != approach or each.ended for each in entry.approaches)


def _to_second_or_person(
    entry: Entry, has_second: bool, because: Literal["silence", "failure"], now: datetime
) -> contract.CustodianApproachedV1 | contract.CustodianSilentV1:
    if entry.last.towards == "first" and has_second:
        return _approached(entry, "second", because)
    return contract.CustodianSilentV1(entry.message_id, entry.custodian, because, now)


def _approached(entry: Entry, towards: Towards, occasion: Occasion, by: str = ITSELF) -> contract.CustodianApproachedV1:
    number = entry.last.number + 1
    return contract.CustodianApproachedV1(entry.message_id, entry.custodian, number, towards, occasion, by)


def chase(
    command: contract.ChaseV1, entry: Entry, now: datetime, has_second: bool, superseded: bool
) -> tuple[Any, ...]:
    """Silence since this approach: a reminder, then the second contact, then a person. Nobody is chased for what a later
    message has overtaken, or for an approach that is not the last."""
    if entry.heard or entry.silent or superseded or command.approach != entry.last.number:
        return ()
    reminders = sum(each.occasion == "silence" and each.towards == "first" for each in entry.approaches)
    if entry.last.towards == "first" and reminders < REMINDERS:
        return (_approached(entry, "first", "silence"),)
    return (_to_second_or_person(entry, has_second, "silence", now),)


def redrive(entry: Entry, actor: str, ended_since: bool) -> tuple[Any, ...]:
    """Tried anew by hand, where the last approach has ended; not once the end of what it is about has gone out."""
    if ended_since:
        raise Refusal("alert_message_ended")
    if not entry.last.ended:
        raise Refusal("already_under_way")
    return (_approached(entry, "first", "by_hand", actor),)


def take_up(entry: Entry) -> tuple[Any, ...]:
    """Tried anew where it never arrived, since a later message is about to go out; otherwise there is nothing to do."""
    return (_approached(entry, "first", "later_message"),) if entry.silent and entry.sent_at is None else ()


def give_receipt(
    command: contract.GiveReceiptV1, cascade: Cascade, entry: Entry, actor: str, now: datetime
) -> tuple[Any, ...]:
    """What the custodian says, each word once; a result of a live alert goes back to its case, one of a drill does not."""
    if command.receipt in entry.receipts:
        raise Refusal("already_received")
    if command.receipt in (*RESULTS, "searched") and not cascade.asks_for_search:
        raise Refusal("alert_message_ended")
    given = contract.ReceiptGivenV1(entry.message_id, entry.custodian, command.receipt, actor, now)
    result = next((each for each in RESULTS if each == command.receipt), None)
    if result is None:
        return (given,)
    return (given, _answer(cascade, entry, result, actor, now, command.sealed))


def _answer(
    cascade: Cascade, entry: Entry, result: Result, actor: str, now: datetime, sealed: str | None
) -> contract.CustodianRespondedV1 | contract.ExerciseAnsweredV1:
    match cascade.about:
        case Drill(exercise_id):
            return contract.ExerciseAnsweredV1(exercise_id, entry.message_id, entry.custodian, result, actor, now)
        case Live(alert_id):
            return contract.CustodianRespondedV1(
                alert_id, entry.message_id, entry.custodian, result, actor, now, sealed
            )
