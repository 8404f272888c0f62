from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from shared_kernel.messaging import rpc_wire
from shared_kernel.messaging.deliveries import Reason, Unreadable
from tests.unit.messaging.fakes import delivered

VALUES: some.SearchStrategy[Any] = some.recursive(
    some.none()
    | some.booleans()
    | some.integers(-(2**53), 2**53)
    | some.floats(allow_nan=False, allow_infinity=False)
    | some.text(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
    max_leaves=10,
)


@given(some.dictionaries(some.text(), VALUES))
def test_a_request_arrives_as_it_was_sent(kwargs: dict[str, Any]) -> None:
    request = rpc_wire.read_request(delivered(rpc_wire.request_body(kwargs)))
    assert (list(request.args), dict(request.kwargs)) == ([], kwargs)


@given(VALUES)
def test_a_result_arrives_as_it_was_returned(result: Any) -> None:
    assert rpc_wire.read_reply(rpc_wire.result_body(result)) == result


@given(some.binary())
def test_any_bytes_are_a_request_or_unreadable(body: bytes) -> None:
    try:
        rpc_wire.read_request(delivered(body))
    except Unreadable as unreadable:
        assert unreadable.reason in Reason


@given(some.binary() | VALUES.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_a_reply_or_an_error(body: bytes) -> None:
    try:
        rpc_wire.read_reply(body)
    except rpc_wire.RemoteError as error:
        assert error.code


def test_requests_and_errors_look_as_nameko_writes_them() -> None:
    assert json.loads(rpc_wire.request_body({"command": {"id": 1}})) == {"args": [], "kwargs": {"command": {"id": 1}}}
    assert json.loads(rpc_wire.result_body([1])) == {"result": [1], "error": None}
    assert json.loads(rpc_wire.error_body(rpc_wire.METHOD_NOT_FOUND)) == {
        "result": None,
        "error": {
            "exc_type": "MethodNotFound",
            "exc_path": "nameko.exceptions.MethodNotFound",
            "exc_args": [],
            "value": "",
        },
    }


@pytest.mark.parametrize(
    "result",
    [object(), {1, 2}, b"bytes", float("inf"), [float("nan")], {(1, 2): 3}],
    ids=lambda result: type(result).__name__,
)
def test_a_result_that_json_does_not_know_becomes_an_error(result: object) -> None:
    with pytest.raises(rpc_wire.RemoteError) as error:
        rpc_wire.read_reply(rpc_wire.result_body(result))
    assert error.value.code == rpc_wire.UNSERIALISABLE


def test_a_result_that_contains_itself_becomes_an_error() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(rpc_wire.RemoteError):
        rpc_wire.read_reply(rpc_wire.result_body(endless))


@pytest.mark.parametrize("reply_to", ["intake.execute", "a.b", "#", "*", "", "x" * 250, "é", "a b"])
def test_no_reply_goes_where_commands_are_routed(reply_to: str) -> None:
    with pytest.raises(Unreadable):
        rpc_wire.reply_address(delivered(reply_to=reply_to))


def test_a_nameko_reply_queue_key_is_an_address() -> None:
    key = "0c2f9a52-6d0b-4cf4-b1b2-0a7d0a3f7a52"
    assert rpc_wire.reply_address(delivered(reply_to=key)) == key


def test_arguments_are_in_no_repr() -> None:
    delivery = delivered(b'{"args": [], "kwargs": {"name": "Ada"}}', reply_to="Ada")
    assert "Ada" not in repr(delivery) + repr(rpc_wire.read_request(delivery))
