"""Reading messages whose labels are not text.

A routing key, a header or a property may hold any bytes, or a date beyond all calendars; the broker does not look.
py-amqp raises on such a message in the middle of a frame, which loses the connection, and loses the next one when
the message is delivered again. Here it arrives with its labels replaced, so that it can be parked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from amqp import spec
from amqp.method_framing import frame_handler
from amqp.serialization import PROPERTY_CLASSES, loads

Frame = tuple[int, int, bytes]

METHOD, HEADER = 1, 2  # types of frames
UNREADABLE = "needfire.unreadable"  # what replaces the `type` property or the routing key
_DELIVER = b"".join(part.to_bytes(2, "big") for part in spec.Basic.Deliver)
_SHORT_UNREADABLE = bytes([len(UNREADABLE)]) + UNREADABLE.encode("ascii")
_TYPE_ONLY = b"\x00\x20" + _SHORT_UNREADABLE  # the property flags of `type`, then its value
_PREAMBLE = 12  # bytes of a header frame before its properties: class, weight, size of the body


def tolerant_frame_handler(connection: Any, callback: Callable[..., object]) -> Callable[[Frame], bool]:
    """py-amqp's frame handler, for its connection's `frame_handler` argument."""
    handle: Callable[[Frame], bool] = frame_handler(connection, callback)

    def on_frame(frame: Frame) -> bool:
        kind, channel, payload = frame
        if kind == METHOD and payload.startswith(_DELIVER) and not payload[5:].isascii():
            frame = kind, channel, readable_delivery(payload)
        elif kind == HEADER:
            frame = kind, channel, readable_header(payload)
        return handle(frame)

    return on_frame


def readable_header(payload: bytes) -> bytes:
    """The header frame's payload; with `type` as its only property where the properties cannot be read."""
    try:
        PROPERTY_CLASSES[spec.Basic.CLASS_ID](payload, _PREAMBLE)
    except Exception:  # whatever py-amqp raises on whatever somebody sent
        return payload[:_PREAMBLE] + _TYPE_ONLY
    return payload


def readable_delivery(payload: bytes) -> bytes:
    """The Basic.Deliver payload; with another routing key where that is not text."""
    try:
        loads("sLbss", payload, 4)
    except ValueError:
        tag_end = 5 + payload[4]
        exchange_at = tag_end + 9  # after the delivery tag and the redelivered bit
        routing_key_at = exchange_at + 1 + payload[exchange_at]
        return payload[:routing_key_at] + _SHORT_UNREADABLE
    return payload
