"""Messages are signed as Standard Webhooks has it: its own library takes ours, and we take its."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from shared_kernel.delivery.signing import NotSigned, new_secret, signed_headers, verify

BODY = b'{"type":"concern.decided","data":{"concern_id":"concern-1"}}'
SECRET, NEXT, OTHER = new_secret(), new_secret(), new_secret()


def now() -> int:
    return int(datetime.now(UTC).timestamp())


@pytest.mark.parametrize("held", [SECRET, NEXT], ids=["the present one", "the next"])
def test_the_library_takes_what_we_sign_also_while_the_secret_is_changed(held: str) -> None:
    assert Webhook(held).verify(BODY, signed_headers("delivery-1", now(), BODY, [SECRET, NEXT]))
    with pytest.raises(WebhookVerificationError):
        Webhook(OTHER).verify(BODY, signed_headers("delivery-1", now(), BODY, [SECRET, NEXT]))


def test_we_take_what_the_library_signs() -> None:
    at = datetime.now(UTC)
    headers = {
        "Webhook-Id": "delivery-1",
        "Webhook-Timestamp": str(int(at.timestamp())),
        "Webhook-Signature": Webhook(SECRET).sign("delivery-1", at, BODY.decode()),
    }
    assert verify(SECRET, headers, BODY, now()) == "delivery-1"


@pytest.mark.parametrize(
    ("change", "body", "later"),
    [
        ({}, BODY + b" ", 0),
        ({}, BODY, 301),
        ({}, BODY, -301),
        ({"webhook-id": "delivery-2"}, BODY, 0),
        ({"webhook-id": ""}, BODY, 0),
        ({"webhook-timestamp": "now"}, BODY, 0),
        ({"webhook-timestamp": "\N{SUPERSCRIPT TWO}"}, BODY, 0),
        ({"webhook-timestamp": "9" * 400}, BODY, 0),
        ({"webhook-signature": ""}, BODY, 0),
        ({"webhook-signature": "v1,"}, BODY, 0),
        ({"webhook-signature": "v1a,\u00e9"}, BODY, 0),
    ],
)
def test_what_was_altered_or_is_not_of_now_is_refused(change: dict[str, str], body: bytes, later: int) -> None:
    at = now()
    headers = {**signed_headers("delivery-1", at, BODY, [SECRET]), **change}
    with pytest.raises(NotSigned):
        verify(SECRET, headers, body, at + later)


def test_a_secret_that_is_none_signs_nothing() -> None:
    with pytest.raises(NotSigned):
        verify("whsec_\u00e9", signed_headers("delivery-1", now(), BODY, [SECRET]), BODY, now())
    assert len({new_secret() for _ in range(50)}) == 50
