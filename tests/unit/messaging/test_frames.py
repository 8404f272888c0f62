from __future__ import annotations

from typing import Any

import amqp
import pytest
from amqp.serialization import dumps, loads
from hypothesis import given
from hypothesis import strategies as some

from shared_kernel.messaging.frames import UNREADABLE, readable_delivery, readable_header

PREAMBLE = b"\x00\x3c\x00\x00" + (5).to_bytes(8, "big")
DELIVER = b"\x00\x3c\x00\x3c"


def header(properties: bytes) -> bytes:
    return PREAMBLE + properties


def read(payload: bytes) -> amqp.Message:
    message = amqp.Message()
    message.inbound_header(payload)
    return message


def test_good_properties_stay_as_they_are() -> None:
    properties = amqp.Message(content_type="application/json", application_headers={"a": [1, {"b": None}]})
    payload = header(properties._serialize_properties())
    assert readable_header(payload) == payload


@given(some.binary(max_size=60))
def test_any_properties_become_readable_and_keep_the_size_of_the_body(properties: bytes) -> None:
    message = read(readable_header(header(properties)))
    assert message.body_size == 5


@pytest.mark.parametrize(
    "table",
    [
        b"\x04when" + b"T" + b"\x7f" * 8,  # a date after all calendars
        b"\x04what" + b"?",  # a type nobody knows
        b"\x04deep" + b"A\x00\x01\x00\x00" * 5_000,  # arrays in arrays
        b"\x04text" + b"S\x00\x00\x00\xff",  # longer than the frame
    ],
    ids=("date", "type", "depth", "length"),
)
def test_headers_that_cannot_be_read_are_replaced_or_read(table: bytes) -> None:
    payload = readable_header(header(b"\x20\x00" + len(table).to_bytes(4, "big") + table))
    assert read(payload).properties.get("type", UNREADABLE) == UNREADABLE


def deliver(exchange: bytes, routing_key: bytes, tag: int = 200) -> bytes:
    arguments: bytes = dumps("sLbss", ("consumer", tag, False, exchange, routing_key))
    return DELIVER + arguments


def test_a_readable_delivery_stays_as_it_is() -> None:
    for payload in (deliver(b"nameko-rpc", b"intake.execute"), deliver(b"", "schlüssel".encode())):
        assert readable_delivery(payload) == payload


@given(some.binary(max_size=255), some.integers(0, 2**63))
def test_any_routing_key_becomes_readable(routing_key: bytes, tag: int) -> None:
    values: list[Any] = loads("sLbss", readable_delivery(deliver(b"nameko-rpc", routing_key, tag)), 4)[0]
    assert values[:4] == ["consumer", tag, False, "nameko-rpc"]
    assert values[4] == UNREADABLE or values[4].encode("utf-8", "surrogatepass") == routing_key
