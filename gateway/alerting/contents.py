"""What a custodian is told in a message: the parts of its form in the sender's order, opened, and the CAP beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, get_args

from contracts import gateway_custodians as told
from contracts.gateway_receipts import Said
from custody.bodies import custodians
from documents.cap import cap
from documents.message import ENDING, TITLES, AlertMessage, Drill, Live, Released, message_of, sender_at
from gateway.alerting.sent import Behind, Sent
from gateway.parts import Parts
from gateway.read_models.cascades import line_of
from gateway.read_models.folding import Document
from gateway.words.plain import listed
from needfire.alerting import AlertPart

EXERCISE = "This is an exercise: nobody is missing, so nothing is told of a child."
ENDED = "You have acknowledged that this has ended, so what was told of the child is not shown any more."
GONE = "The sender's case does not hold this message any more."
ERASED = "What was told of the child has been deleted: nobody can read it again."


def line(parts: Parts, document: Document, custodian: str) -> told.SentLine:
    """The message as a line in a list."""
    return told.SentLine(**_line(parts, document, custodian))


def _line(parts: Parts, document: Document, custodian: str) -> dict[str, Any]:
    return {
        "message_id": document["_id"],
        "about_id": document["about_id"],
        "exercise": document["exercise"],
        "number": document["number"],
        "kind": document["kind"],
        "title": f"{'EXERCISE: ' if document['exercise'] else ''}{TITLES[document['kind']]}",
        "sender": sender_name(parts, document["authority"]),
        "sent_at": datetime.fromisoformat(document["started_at"]),
        "risk": document["risk"],
        "state": line_of(document, custodian)["state"],
    }


def sender_name(parts: Parts, authority: str) -> str:
    """What the authority is called."""
    return parts.people.authority(authority).description.name


def in_full(parts: Parts, sent: Sent, found: Behind | None) -> told.SentMessage:
    """The message in full."""
    rows, closed = contents(sent, found)
    return told.SentMessage(
        **_line(parts, sent.document, sent.custodian),
        original=datetime.fromisoformat(sent.document["original"]),
        follows=sent.document["follows"],
        told=rows,
        closed=closed,
        receipts=receipts(sent.line),
        may_say=may_say(sent),
        cap=cap(composed(parts, sent.document)).decode(),
    )


def contents(sent: Sent, found: Behind | None) -> tuple[tuple[told.Told, ...], str | None]:
    """What is told of the child; or why nothing is."""
    if sent.document["exercise"]:
        return (), EXERCISE
    if not sent.needed:
        return (), ENDED
    if found is None:
        return (), GONE
    if found.message["sealed"] and found.opener.key is None:
        return (), ERASED
    return tuple(_told(found)), None


def _told(found: Behind) -> Iterator[told.Told]:
    texts = found.opener.texts(found.message["sealed"])
    alerting = found.edition.alerting
    for part in alerting.parts if alerting else ():
        answer = texts.get(part.name) or _answer(part, found.message["answers"])
        if answer:
            yield told.Told(part.question, answer)


def _answer(part: AlertPart, answers: Mapping[str, Any]) -> str:
    value = answers.get(part.name)
    if value is None:
        return ""
    match part.kind:
        case "day":
            day = date.fromisoformat(value)
            return f"{day.day} {day:%B} {day.year}"
        case "localities":
            names = {each.body.gss: each.body.name for each in custodians().values()}
            return listed(names.get(each, each) for each in value) or "none"
        case "photograph":
            return "attached: it is in this message's PDF"
        case _:
            return str((part.words or {}).get(value, value))


def receipts(line: Document) -> tuple[told.ReceiptGiven, ...]:
    """What the custodian has said, the first first."""
    given = sorted(line["receipts"].items(), key=lambda each: str(each[1]["at"]))
    return tuple(told.ReceiptGiven(name, datetime.fromisoformat(each["at"])) for name, each in given)


def may_say(sent: Sent) -> tuple[Said, ...]:
    """What the custodian can still say; a message that ends the alert asks to be acknowledged only."""
    ends = sent.document["kind"] in ENDING
    asked: tuple[Said, ...] = ("acknowledged",) if ends else get_args(Said)
    said = sent.line["receipts"]
    return tuple(each for each in asked if each not in said)


def composed(parts: Parts, document: Document) -> AlertMessage:
    """The message of which all its documents are made, the same as what the channels send."""
    about = Drill(document["about_id"]) if document["exercise"] else Live(document["about_id"])
    follows_sent = document["follows_sent"]
    released = Released(
        about,
        document["_id"],
        document["number"],
        document["kind"],
        datetime.fromisoformat(document["started_at"]),
        datetime.fromisoformat(document["original"]),
        document["follows"],
        datetime.fromisoformat(follows_sent) if follows_sent else None,
        document["risk"],
        document["edition"],
        tuple(document["rules"]),
    )
    address = parts.identity.known().address
    return message_of(
        released, sender_at(document["authority"], sender_name(parts, document["authority"]), address), address
    )
