"""Channels: what the other side took was sent once, and what it did not take says why."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from operations.ports import any_free
from services.national_alerts.cascade.channels.mail import SmtpMail
from services.national_alerts.cascade.channels.notify import NotifyMail, NotifyService
from services.national_alerts.cascade.channels.port import Channel, Letter
from services.national_alerts.cascade.channels.webhook import Webhook
from shared_kernel.delivery.posting import NotDelivered
from shared_kernel.delivery.signing import new_secret, verify
from shared_kernel.outbound.calls import Answer, Call, OutboundFailed
from shared_kernel.outbound.mail import MailServer
from shared_kernel.outbound.memory import MemoryOutbound

LETTER = Letter(
    "alert-1.1.LUT.1", "LUT", "custodian-lut@lut.example", "Initial alert: from Kent", "Sign in.", b"<alert/>"
)
HOOK = Letter("alert-1.1.LUT.1", "LUT", "https://alerts.lut.example/custodian", "Initial", "Sign in.", b"<alert/>")
SECRET = new_secret()
NOTIFY = NotifyService(
    "template-1", "needfire-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"
)


class Sink:
    """A mail server that keeps what it gets; recipients at refuse.example and later.example it does not take."""

    def __init__(self) -> None:
        self.mails: list[Any] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address.endswith("@refuse.example"):
            return "550 nobody of this name"
        if address.endswith("@later.example"):
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(envelope)
        return "250 OK"


@pytest.fixture
def sink() -> Iterator[tuple[Sink, SmtpMail]]:
    sink, port = Sink(), any_free()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    yield sink, SmtpMail(MailServer("127.0.0.1", port, "alerts@kent.example", tls=False, seconds=5))
    controller.stop()


def why(channel: Channel, letter: Letter) -> NotDelivered:
    with pytest.raises(NotDelivered) as failed:
        channel.send(letter)
    return failed.value


def test_mail_bears_the_letters_id_and_the_alert(sink: tuple[Sink, SmtpMail]) -> None:
    kept, mail = sink
    mail.send(LETTER)
    (envelope,) = kept.mails
    content = envelope.content.decode()
    assert envelope.rcpt_tos == ["custodian-lut@lut.example"]
    assert "Message-ID: <alert-1.1.LUT.1@kent.example>" in content
    assert "application/cap+xml" in content
    assert "X-Needfire-Exercise" not in content


def test_mail_of_an_exercise_is_marked_for_systems_too(sink: tuple[Sink, SmtpMail]) -> None:
    kept, mail = sink
    mail.send(replace(LETTER, exercise=True))
    assert "X-Needfire-Exercise: yes" in kept.mails[0].content.decode()


def test_a_recipient_that_does_not_exist_is_not_tried_again(sink: tuple[Sink, SmtpMail]) -> None:
    _, mail = sink
    assert why(mail, replace(LETTER, to="a@refuse.example")).for_good
    later = why(mail, replace(LETTER, to="a@later.example"))
    assert (later.reason, later.for_good) == ("recipient_refused", False)


def test_a_mail_server_that_is_not_there_or_says_nothing_is_tried_again() -> None:
    nowhere = SmtpMail(MailServer("127.0.0.1", any_free(), "alerts@kent.example", tls=False))
    assert why(nowhere, LETTER).reason == "mail_server_unreachable"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        began = time.monotonic()
        slow = SmtpMail(MailServer("127.0.0.1", port, "alerts@kent.example", tls=False, seconds=0.2))
        assert why(slow, LETTER).reason == "mail_server_unreachable"
        assert time.monotonic() - began < 5


def test_a_webhook_is_signed_and_holds_no_more_than_the_alert() -> None:
    outbound = MemoryOutbound()
    Webhook(outbound, lambda code: [SECRET]).send(HOOK)
    (call,) = outbound.sent
    assert verify(SECRET, call.headers, call.content, int(time.time())) == "alert-1.1.LUT.1"
    sent = json.loads(call.content)
    assert sent == {
        "type": "national_alert.message",
        "data": {"message_id": "alert-1.1.LUT.1", "exercise": False, "cap": "<alert/>"},
    }


@pytest.mark.parametrize(
    ("status", "for_good"), [(400, True), (410, True), (404, True), (408, False), (429, False), (500, False)]
)
def test_what_a_webhook_answers_says_whether_it_is_tried_again(status: int, for_good: bool) -> None:
    channel = Webhook(MemoryOutbound(lambda _: Answer(status)), lambda code: [SECRET])
    failed = why(channel, HOOK)
    assert (failed.reason, failed.for_good) == (f"status_{status}", for_good)


def test_a_webhook_that_has_it_already_has_it() -> None:
    for content, has_it in ((b'{"code": "already_received"}', True), (b'{"code": "busy"}', False), (b"<html>", False)):
        outbound = MemoryOutbound(lambda _, content=content: Answer(409, {}, content))  # type: ignore[misc]
        channel = Webhook(outbound, lambda _: [SECRET])
        if has_it:
            channel.send(HOOK)
        else:
            with pytest.raises(NotDelivered):
                channel.send(HOOK)


def test_a_webhook_that_may_not_be_called_or_has_no_secret_is_not_tried_again() -> None:
    channel = Webhook(MemoryOutbound(), lambda code: [SECRET])
    inner = why(channel, replace(HOOK, to="https://169.254.169.254/latest"))
    assert (inner.reason, inner.for_good) == ("address_refused", True)
    assert why(Webhook(MemoryOutbound(), lambda code: []), HOOK).reason == "no_secret"


def test_a_webhook_that_is_away_lets_the_rest_wait() -> None:
    def away(_: Call) -> Answer:
        raise OutboundFailed("slow")

    assert why(Webhook(MemoryOutbound(away), lambda code: [SECRET]), HOOK).away


def test_notify_is_asked_in_its_own_way_through_the_one_way_out() -> None:
    outbound = MemoryOutbound(lambda _: Answer(201, content=b'{"id": "1"}'))
    NotifyMail(NOTIFY, outbound).send(LETTER)
    (call,) = outbound.sent
    assert call.url == "https://api.notifications.service.gov.uk/v2/notifications/email"
    assert call.headers["Authorization"].startswith("Bearer ")
    sent = json.loads(call.content)
    assert (sent["email_address"], sent["reference"]) == ("custodian-lut@lut.example", "alert-1.1.LUT.1")
    assert sent["personalisation"] == {"title": LETTER.title, "text": LETTER.text}


@pytest.mark.parametrize(("status", "for_good"), [(400, True), (403, False), (429, False), (500, False), (503, False)])
def test_what_notify_refuses_says_whether_it_is_tried_again(status: int, for_good: bool) -> None:
    failed = why(NotifyMail(NOTIFY, MemoryOutbound(lambda _: Answer(status))), LETTER)
    assert (failed.reason, failed.for_good) == (f"notify_{status}", for_good)


def test_no_address_key_or_password_is_in_a_repr() -> None:
    server = MailServer("127.0.0.1", 25, "alerts@kent.example", password="not to be seen")
    shown = f"{LETTER} {NOTIFY} {server}"
    assert not any(each in shown for each in ("lut.example", NOTIFY.key, "not to be seen"))
