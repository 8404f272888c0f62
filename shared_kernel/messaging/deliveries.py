"""What a queue hands us, before anything in it is believed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NoReturn

import amqp

from shared_kernel.messaging.frames import UNREADABLE
from shared_kernel.messaging.link import Link, LinkLost
from shared_kernel.tracing import HEADER

MAX_BODY = 1024 * 1024  # bytes of a command or a wake-up


class Reason(StrEnum):
    """Why a message was parked. Stable codes: they are stored, counted and alerted on."""

    UNREADABLE_LABELS = "unreadable_labels"
    TOO_LARGE = "too_large"
    COMPRESSED = "compressed"
    NO_CONTENT_TYPE = "no_content_type"
    UNKNOWN_CONTENT_TYPE = "unknown_content_type"
    UNKNOWN_ENCODING = "unknown_encoding"
    UNDECODABLE = "undecodable"
    NOT_A_CALL = "not_a_call"
    NO_REPLY_TO = "no_reply_to"
    BAD_REPLY_TO = "bad_reply_to"
    NOT_A_WAKE_UP = "not_a_wake_up"
    # The broker's own, of a dead letter; `rejected` is ours when we could not park the message ourselves.
    REJECTED = "rejected"
    EXPIRED = "expired"
    MAXLEN = "maxlen"
    DELIVERY_LIMIT = "delivery_limit"
    UNKNOWN = "unknown"


class Unreadable(Exception):
    """The body is not what it should be; carries the reason only."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, eq=False)
class Delivery:
    """One delivery of one message. `body` and `properties` may hold a person's data: they are not in its repr."""

    queue: str
    exchange: str
    routing_key: str
    body: bytes = field(repr=False)
    properties: Mapping[str, Any] = field(repr=False)
    tag: int
    link: Link = field(repr=False)

    @classmethod
    def of(cls, queue: str, message: amqp.Message, link: Link) -> Delivery:
        info = message.delivery_info
        body = message.body.encode() if isinstance(message.body, str) else bytes(message.body)
        return cls(queue, info["exchange"], info["routing_key"], body, message.properties, info["delivery_tag"], link)

    @property
    def headers(self) -> Mapping[str, Any]:
        headers = self.properties.get("application_headers")
        return headers if isinstance(headers, dict) else {}

    @property
    def sender(self) -> str | None:
        """The span that it was sent in, as its header says (shared_kernel/tracing.py)."""
        value = self.headers.get(HEADER)
        return value if isinstance(value, str) else None

    def text(self, name: str) -> str | None:
        """A property such as `content_type`, None where it is missing or empty."""
        value = self.properties.get(name)
        return value if isinstance(value, str) and value else None

    def ack(self) -> None:
        """Done with it. Once; when the link is lost meanwhile the broker delivers it again."""
        with suppress(LinkLost):
            self.link.acknowledge(self.tag)

    def reject(self) -> None:
        """Let the broker dead-letter it. Once, in place of `ack`."""
        with suppress(LinkLost):
            self.link.reject(self.tag)

    def json(self) -> Any:
        """The decoded body. Raises Unreadable for anything but a JSON text in UTF-8 of at most MAX_BODY bytes."""
        self._check_labels()
        try:
            return json.loads(self.body.decode("utf-8"), parse_constant=_refuse)
        except (ValueError, RecursionError):
            raise Unreadable(Reason.UNDECODABLE) from None

    def check_readable(self) -> None:
        """Raises Unreadable where its properties or its routing key had to be replaced: see frames.py."""
        if UNREADABLE in (self.properties.get("type"), self.routing_key):
            raise Unreadable(Reason.UNREADABLE_LABELS)

    def _check_labels(self) -> None:
        self.check_readable()
        if len(self.body) > MAX_BODY:
            raise Unreadable(Reason.TOO_LARGE)
        if self.headers.get("compression"):
            raise Unreadable(Reason.COMPRESSED)  # a small body may unfold to any size
        content_type = self.text("content_type")
        if content_type is None:
            raise Unreadable(Reason.NO_CONTENT_TYPE)
        if content_type.partition(";")[0].strip().lower() != "application/json":
            raise Unreadable(Reason.UNKNOWN_CONTENT_TYPE)
        if (self.text("content_encoding") or "utf-8").lower() not in ("utf-8", "utf8"):
            raise Unreadable(Reason.UNKNOWN_ENCODING)


def _refuse(constant: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")
