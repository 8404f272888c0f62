"""A message as OASIS's Common Alerting Protocol 1.2: for systems, over channels that nobody guards, so it names nobody.

initial is an Alert; update and renewal are Updates; found and de-alert are Cancels. Update and Cancel name exactly one
message: the one before. A drill has the status Exercise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from lxml import etree

from documents.message import ENDING, AlertMessage, Kind, Reference

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
EVENT = "Missing child: national alert"
RESTRICTION = "For custodians of national child protection alerts only"
AREA = "United Kingdom"
PARAMETERS = ("needfire-kind", "needfire-number", "needfire-original")
MESSAGE_TYPES: dict[Kind, str] = {
    "initial": "Alert",
    "update": "Update",
    "renewal": "Update",
    "found": "Cancel",
    "de_alert": "Cancel",
}
SEVERITIES: dict[str | None, str] = {"high": "Severe", "medium": "Moderate", "low": "Minor", None: "Unknown"}
_NAME = re.compile(r"[A-Za-z0-9._:/@#-]{1,200}")


def cap(message: AlertMessage) -> bytes:
    """The document, the same for the same message to the byte. Raises ValueError where an id could not stand in a reference."""
    for each in (message.message_id, message.sender.address, message.about_id):
        if not _NAME.fullmatch(each):
            raise ValueError("An id in CAP has no spaces, commas or markup.")
    if (message.follows is None) != (message.kind == "initial"):
        raise ValueError("The first message follows none, every other exactly one.")
    root = etree.Element(f"{{{NAMESPACE}}}alert", nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # the stubs know no default namespace
    _put(root, _header(message))
    info = etree.SubElement(root, f"{{{NAMESPACE}}}info")
    _put(info, _info(message))
    for name, value in zip(PARAMETERS, (message.kind, str(message.number), moment(message.original)), strict=True):
        _put(etree.SubElement(info, f"{{{NAMESPACE}}}parameter"), iter((("valueName", name), ("value", value))))
    _put(etree.SubElement(info, f"{{{NAMESPACE}}}area"), iter((("areaDesc", AREA),)))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _put(parent: etree._Element, children: Iterator[tuple[str, str]]) -> None:
    for name, text in children:
        etree.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = text


def _header(message: AlertMessage) -> Iterator[tuple[str, str]]:
    yield "identifier", message.message_id
    yield "sender", message.sender.address
    yield "sent", moment(message.sent)
    yield "status", "Exercise" if message.is_exercise else "Actual"
    yield "msgType", MESSAGE_TYPES[message.kind]
    yield "scope", "Restricted"
    yield "restriction", RESTRICTION
    if message.is_exercise:
        yield "note", "EXERCISE. Nobody is missing. Answer as you would, and act on nothing."
    if message.follows:
        yield "references", _reference(message.follows)
    yield "incidents", message.about_id


def _info(message: AlertMessage) -> Iterator[tuple[str, str]]:
    ends = message.kind in ENDING
    yield "language", "en-GB"
    yield "category", "Safety"
    yield "event", EVENT
    yield "responseType", "AllClear" if ends else "Assess"
    yield "urgency", "Past" if ends else "Immediate"
    yield "severity", SEVERITIES[message.risk]
    yield "certainty", "Observed"
    yield "effective", moment(message.sent)
    yield "expires", moment(message.expires)
    yield "senderName", message.sender.name
    yield "headline", f"{message.title}, from {message.sender.name}"
    yield "instruction", "Sign in to read it, search your records, and answer there."
    yield "web", message.link


def moment(at: datetime) -> str:
    """As CAP writes a moment in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S-00:00")


def _reference(to: Reference) -> str:
    return f"{to.sender},{to.message_id},{moment(to.sent)}"
