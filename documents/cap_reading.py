"""Reads CAP 1.2 as other deployments write it: strictly, so that there is one way to understand it, and nothing of it acts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from lxml import etree

from documents.cap import MESSAGE_TYPES, NAMESPACE, PARAMETERS
from documents.cap_refused import CapRefused
from documents.cap_xml import alert, only_info, texts
from documents.message import Kind, Reference

_HEADER = {"identifier", "sender", "sent", "status", "msgType", "scope", "restriction", "incidents"}
_MAY = {"note", "references", "source", "addresses", "code"}
_INFO = {"category", "event", "urgency", "severity", "certainty", "expires", "web"}
_INFO_MAY = {
    "language", "responseType", "audience", "effective", "onset", "senderName", "headline", "description", "instruction",
    "contact",
}  # fmt: skip
_ID = re.compile(r"[A-Za-z0-9._:/@#-]{1,200}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")


@dataclass(frozen=True)
class CapAlert:
    """What a document says, in our words. `follows` is None for a first alert, else the one message that it follows."""

    message_id: str
    sender: str
    sent: datetime
    exercise: bool
    kind: Kind
    number: int
    about: str
    original: datetime
    expires: datetime
    link: str
    severity: str
    follows: Reference | None


def read_cap(content: bytes) -> CapAlert:
    """What the document says. Raises CapRefused."""
    root = alert(content)
    info = only_info(root)
    header, inner = texts(root, _HEADER, _MAY), texts(info, _INFO, _INFO_MAY)
    parameters = _parameters(info)
    kind = _kind(header["msgType"], parameters["needfire-kind"])
    if header["status"] not in ("Actual", "Exercise"):
        raise CapRefused("unknown_status")
    return CapAlert(
        message_id=_id(header, "identifier"),
        sender=_id(header, "sender"),
        sent=_moment(header, "sent"),
        exercise=header["status"] == "Exercise",
        kind=kind,
        number=_number(parameters["needfire-number"]),
        about=_id(header, "incidents"),
        original=_moment(parameters, "needfire-original"),
        expires=_moment(inner, "expires"),
        link=inner["web"],
        severity=inner["severity"],
        follows=_follows(kind, header.get("references")),
    )


def _parameters(info: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in info.findall(f"{{{NAMESPACE}}}parameter"):
        pair = texts(each, {"valueName", "value"}, set())
        if pair["valueName"] in found:
            raise CapRefused("field", "parameter")
        found[pair["valueName"]] = pair["value"]
    if missing := [name for name in PARAMETERS if name not in found]:
        raise CapRefused("unknown_kind" if missing[0] == "needfire-kind" else "field", missing[0])
    return found


def _kind(message_type: str, stated: str) -> Kind:
    kinds: tuple[Kind, ...] = get_args(Kind)
    for kind in kinds:
        if kind == stated and MESSAGE_TYPES[kind] == message_type:
            return kind
    raise CapRefused("unknown_kind")


def _id(found: Mapping[str, str], name: str) -> str:
    if not _ID.fullmatch(found[name]):
        raise CapRefused("field", name)
    return found[name]


def _moment(found: Mapping[str, str], name: str) -> datetime:
    at = _read_moment(found[name])
    if at is None:
        raise CapRefused("field", name)
    return at


def _read_moment(text: str) -> datetime | None:
    try:
        # CAP writes UTC as -00:00, which Python reads as it does +00:00.
        return datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        return None


def _number(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        raise CapRefused("field", "needfire-number")
    return int(text)


def _follows(kind: Kind, references: str | None) -> Reference | None:
    if kind == "initial":
        if references is not None:
            raise CapRefused("reference_unexpected")
        return None
    if references is None:
        raise CapRefused("reference_missing")
    parts = references.split(",")
    sent = _read_moment(parts[2]) if len(parts) == 3 else None
    if sent is None or not (_ID.fullmatch(parts[0]) and _ID.fullmatch(parts[1])):
        raise CapRefused("reference_ambiguous")
    return Reference(parts[0], parts[1], sent)
