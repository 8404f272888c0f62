"""What is logged when things go wrong: no word of anybody's, no token, no address with a password."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest

from shared_kernel.messaging.rpc_client import RemoteError
from shared_kernel.stores import StoreUnavailable
from tests.unit.gateway.callers import RAISE
from tests.unit.gateway.house import House

WORD = "Quillon"
BODY = {**RAISE, "particulars": {"name": f"{WORD} Child", "account": f"{WORD} was not seen."}}
FAULTS: dict[str, Callable[[], Exception]] = {
    "an error nobody foresaw": lambda: KeyError(WORD),
    "an error with the value in its text": lambda: ValueError(f"cannot read {WORD} of amqp://user:{WORD}@broker"),
    "a service's own": lambda: RemoteError("commit_refused"),
    "the store": lambda: StoreUnavailable(),
    "a text that cannot be written": lambda: UnicodeEncodeError("utf-8", WORD, 0, 1, WORD),
    "too deep": lambda: RecursionError(WORD),
    "no time": lambda: TimeoutError(WORD),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_logged_and_answered_without_what_was_sent(
    house: House, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    def broken(*_: Any) -> Any:
        raise FAULTS[fault]()

    caplog.set_level(logging.DEBUG)
    with house.open() as callers:
        house.services.instead = broken
        answer = callers.post("/v1/notifications", BODY)
        token = callers.token_for("worker")
    assert answer.status_code >= 500
    shown = answer.text + str(answer.headers) + "".join(everything(record) for record in caplog.records)
    assert WORD not in shown
    assert token not in shown and token.rpartition(".")[2] not in shown


@pytest.mark.parametrize(
    ("path", "more"),
    [
        (
            "/v1/notifications",
            {"content": f'{{"area": "{WORD}'.encode(), "headers": {"Content-Type": "application/json"}},
        ),
        ("/v1/notifications", {"json": {**BODY, f"{WORD} Child": WORD}}),
        ("/v1/notifications", {"json": {**BODY, "area": WORD}}),
        ("/v1/notifications", {"json": {**BODY, "facts": {WORD: [WORD]}}}),
        (f"/v1/notifications/{WORD}/updates", {"json": {"based_on": 0, "particulars": {"comment": WORD}}}),
        (f"/v1/{WORD}", {"json": {}}),
        ("/sign-out", {"data": {"form_word": WORD}, "headers": {"Origin": "http://gateway.example"}}),
    ],
)
def test_what_is_refused_is_neither_repeated_nor_logged(
    house: House, caplog: pytest.LogCaptureFixture, path: str, more: dict[str, Any]
) -> None:
    caplog.set_level(logging.DEBUG)
    with house.open() as callers:
        answer = callers.call("POST", path, "worker", **more)
    ours = [
        record for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))
    ]  # the caller's own
    assert 400 <= answer.status_code < 500
    assert WORD not in answer.text and WORD not in str(answer.headers)
    assert WORD not in "".join(everything(record) for record in ours)


def everything(record: logging.LogRecord) -> str:
    """The message with its arguments, and an error's trace where one is attached."""
    return record.getMessage() + str(record.args) + str(record.exc_info or "") + str(record.exc_text or "")
