"""What is sent is read strictly: what could mean two things, or cannot be stored, is refused."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.requests import Request

from contracts.refusals import Refusal
from gateway.api import bodies
from gateway.api.bodies import json_object, raw_body, strict_json

JSON = "application/json"


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"",
        b"nonsense",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b'{"a": 1e999}',
        b'{"a": 1, "a": 1}',
        b'{"a": {"b": 1, "b": 2}}',
        b'{"a": 9223372036854775808}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": "\\ud800"}',
        b'{"\\udfff": 1}',
        b'{"a": "\xff"}',
        b"\xef\xbb\xbf{}",
        b'{"a": "line\nbreak"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
    ],
)
def test_what_is_not_one_clear_json_value_is_refused(raw: bytes) -> None:
    with pytest.raises(Refusal, match="not_json"):
        strict_json(raw)


def test_what_is_clear_is_read() -> None:
    assert strict_json('{"a": [1, 2.5, true, null, "ü"], "b": {}}'.encode()) == {
        "a": [1, 2.5, True, None, "ü"],
        "b": {},
    }


@pytest.mark.parametrize("raw", [b"[]", b'"text"', b"7", b"null"])
def test_what_is_no_object_is_refused(raw: bytes) -> None:
    with pytest.raises(Refusal, match="not_json"):
        json_object(raw, JSON)


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "Application/JSON"])
def test_json_says_that_it_is(content_type: str) -> None:
    assert json_object(b"{}", content_type) == {}


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonp"])
def test_what_does_not_say_that_it_is_json_is_refused(content_type: str) -> None:
    with pytest.raises(Refusal, match="wrong_content_type"):
        json_object(b"{}", content_type)


def test_nothing_sent_is_an_empty_object_whatever_it_says_it_is() -> None:
    assert json_object(b"", "") == {}


async def _never() -> Any:
    return await asyncio.Event().wait()


def test_a_body_that_does_not_arrive_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "SECONDS", 0.05)
    with pytest.raises(Refusal, match="too_slow"):
        asyncio.run(raw_body(Request({"type": "http", "headers": []}, _never)))
