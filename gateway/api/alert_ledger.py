"""The ledger of a national alert's messages, for the authority that sent them."""

from __future__ import annotations

from contracts import gateway_ledger as bodies
from contracts.gateway_receipts import ReceiptAccepted
from contracts.refusals import Refusal
from gateway.alerting.ledger import Wanted, is_code, ledger, messages_of, redrive
from gateway.api.cursors import PAGING, cursor_at, limit_of, place_of
from gateway.api.operation import Asked, Operation, Query, of_tag
from gateway.parts import Parts
from gateway.reading import find_case

MESSAGE = Query("message", "Which message, by its number; without it the last.", "number")
STATE = Query("state", "Only lines in this state, or `silent`: those that a person has to see to.")
CHANGE = ("not_found", "unknown_custodian", "already_under_way", "alert_message_ended", "busy")


async def _about(parts: Parts, asked: Asked) -> str:
    """The alert, if the reader may see its case."""
    kind, _, rest = asked.path["alert_id"].partition("-")
    if kind != "alert":
        raise Refusal("not_found")
    await find_case(parts, asked.reader, "read_case", f"notification-{rest}")
    return asked.path["alert_id"]


def wanted(asked: Asked) -> Wanted:
    return Wanted(asked.query.get("message"), asked.query.get("state"), place_of(asked, is_code), limit_of(asked))


def page(found: bodies.AlertLedger) -> bodies.AlertLedger:
    return bodies.AlertLedger(**{**vars(found), "next": cursor_at(found.next)})


async def of_alert(parts: Parts, asked: Asked) -> bodies.AlertLedger:
    """How far each custodian is with a message of the alert, by state; who is silent, and why it failed."""
    return page(ledger(await messages_of(parts, asked.reader, await _about(parts, asked)), wanted(asked)))


async def redrive_alert(parts: Parts, asked: Asked) -> ReceiptAccepted:
    """Have a message of the alert brought to a custodian once more, from its first contact on."""
    body: bodies.Redrive = asked.body
    message_id = f"{await _about(parts, asked)}.{body.message}"
    return await redrive(parts, asked.reader, message_id, body.custodian, asked.command_id, asked.digest)


ALERT = "/v1/alerts/{alert_id}"
LEDGER = (MESSAGE, STATE, *PAGING)
OPERATIONS = of_tag(
    "National alerts",
    Operation(
        "GET",
        f"{ALERT}/ledger",
        "read_alert_ledger",
        "Read how far each custodian is with a national alert",
        "read_case",
        of_alert,
        bodies.AlertLedger,
        query=LEDGER,
        refusals=("not_found",),
    ),
    Operation(
        "POST",
        f"{ALERT}/redrives",
        "redrive_alert",
        "Bring a message of a national alert to a custodian once more",
        "run_alerts",
        redrive_alert,
        ReceiptAccepted,
        bodies.Redrive,
        201,
        refusals=CHANGE,
    ),
)
