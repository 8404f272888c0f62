"""The cascade's ledger, for whoever sent the message: how many custodians are how far, a page of their lines, and once more by hand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from access import Alerts, Reader, judge, permit
from contracts import gateway_ledger as told
from contracts.cascade import RedriveV1
from contracts.gateway_custodians import LineState
from contracts.gateway_receipts import ReceiptAccepted
from contracts.refusals import Refusal
from gateway.alerting.contents import receipts
from gateway.alerting.sent import SERVICE
from gateway.auditing.trail import shown
from gateway.commanding import send
from gateway.parts import Parts
from gateway.read_models.cascades import line_of
from gateway.read_models.folding import Document
from gateway.reading import whose_of
from gateway.threads import in_thread
from gateway.words.alert_story import custodian_name

SILENT = "silent"
STATES: tuple[str, ...] = get_args(LineState)
FILTERS = (*STATES, SILENT)
_CODE = re.compile(r"[A-Z][A-Z-]{2,19}")


def is_code(text: str) -> bool:
    """Whether this can be a custodian's code."""
    return _CODE.fullmatch(text) is not None


@dataclass(frozen=True)
class Wanted:
    """Which lines: of which message (None: the last), in which state (None: all), after which custodian, how many."""

    message: int | None = None
    state: str | None = None
    after: str | None = None
    limit: int = 50


async def messages_of(parts: Parts, reader: Reader, about_id: str) -> tuple[Document, ...]:
    """The messages of the alert or exercise, in order; whether the reader may see it was judged before."""
    found = await in_thread(parts.alerting.cascades.of, whose_of(parts, reader), about_id)
    shown(*(each["_id"] for each in found))
    return found


async def exercise_messages(parts: Parts, reader: Reader, exercise_id: str) -> tuple[Document, ...]:
    """The messages of an exercise, for who looks after them. Raises Refusal `not_found`: for others there is none."""
    if judge(reader, "run_alerts", Alerts(reader.authority)) is not None:
        raise Refusal("not_found")
    found = await in_thread(parts.alerting.cascades.of, whose_of(parts, reader), exercise_id)
    if not found or not found[0]["exercise"]:
        raise Refusal("not_found")
    shown(*(each["_id"] for each in found))
    return found


def ledger(messages: Sequence[Document], wanted: Wanted) -> told.AlertLedger:
    """A page of the message's lines. Raises Refusal `not_found`, `malformed`."""
    if wanted.state is not None and wanted.state not in FILTERS:
        raise Refusal("malformed", {"state": f"Give one of: {', '.join(FILTERS)}."})
    message = _message(messages, wanted.message)
    lines = list(_lines(message))
    kept = [each for each in lines if _fits(each, wanted.state)]
    behind = [each for each in kept if wanted.after is None or each.custodian > wanted.after]
    here = behind[: wanted.limit]
    return told.AlertLedger(
        about_id=message["about_id"],
        message_id=message["_id"],
        exercise=message["exercise"],
        number=message["number"],
        kind=message["kind"],
        started_at=datetime.fromisoformat(message["started_at"]),
        counts={state: count for state in STATES if (count := Counter[str](each.state for each in lines)[state])},
        silent=sum(each.silent for each in lines),
        lines=tuple(here),
        next=here[-1].custodian if len(behind) > wanted.limit else None,
    )


def _message(messages: Sequence[Document], number: int | None) -> Document:
    found = [each for each in messages if number is None or each["number"] == number]
    if not found:
        raise Refusal("not_found")
    return found[-1]


def _fits(line: told.LedgerLine, state: str | None) -> bool:
    return state is None or (line.silent if state == SILENT else line.state == state)


def _lines(message: Document) -> Iterator[told.LedgerLine]:
    for code in message["custodians"]:
        line = line_of(message, code)
        yield told.LedgerLine(
            custodian=code,
            name=custodian_name(code),
            state=line["state"],
            approaches=line["approaches"],
            sent_at=datetime.fromisoformat(line["sent_at"]) if line["sent_at"] else None,
            contact=line["contact"],
            channel=line["channel"],
            reason=line["reason"],
            silent=line["silent"] is not None,
            receipts=receipts(line),
        )


async def redrive(
    parts: Parts, reader: Reader, message_id: str, custodian: str, command_id: str, digest: str
) -> ReceiptAccepted:
    """Has it brought there once more, from the first contact on. Raises Refusal."""
    permit(reader, "run_alerts", Alerts(reader.authority))
    if not is_code(custodian):
        raise Refusal("unknown_custodian")
    accepted = await send(parts, SERVICE, RedriveV1(message_id, custodian), reader, command_id, digest)
    return ReceiptAccepted(accepted["message_id"], accepted["custodian"], accepted["version"])
