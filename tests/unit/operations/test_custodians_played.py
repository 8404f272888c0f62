"""The custodians of a demonstration: each takes, refuses, hangs or wavers, by mail and by its own system."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

import pytest
import yaml

from custody.bodies import custodians
from operations import ports
from operations.custodians_played import behaviours
from operations.run_settings import PROJECT
from services.national_alerts.cascade.channels.mail import SmtpMail
from services.national_alerts.cascade.channels.port import Channel, Letter
from services.national_alerts.cascade.channels.webhook import Webhook
from shared_kernel.delivery.posting import NotDelivered
from shared_kernel.delivery.signing import new_secret
from shared_kernel.outbound.destinations import Destinations
from shared_kernel.outbound.http import HttpOutbound, Limits
from shared_kernel.outbound.mail import MailServer

HOST, SECRET = "127.0.0.1", new_secret()


@pytest.fixture(scope="module")
def channels(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Channel]]:
    """Mail and webhooks to the played ones."""
    secrets = tmp_path_factory.mktemp("played") / "custodians.yaml"
    secrets.write_text(yaml.safe_dump({code: [SECRET] for code in custodians()}))
    mail_port, hooks_port = ports.any_free(), ports.any_free()
    command = [
        sys.executable,
        "-m",
        "operations.custodians_played",
        str(secrets),
        HOST,
        str(mail_port),
        str(hooks_port),
    ]
    process = subprocess.Popen(command, cwd=PROJECT)
    outbound = HttpOutbound(Destinations(played=f"{HOST}:{hooks_port}"), Limits(seconds=1.0))
    server = MailServer(HOST, mail_port, "alerts@needfire.example", tls=False, seconds=1.0)
    try:
        _until_it_serves(hooks_port)
        yield {"mail": SmtpMail(server), "webhook": Webhook(outbound, lambda _: [SECRET])}
    finally:
        process.kill()
        process.wait()


def _until_it_serves(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with suppress(OSError), urllib.request.urlopen(f"http://{HOST}:{port}/played", timeout=5) as answer:
            assert json.load(answer)["behaviours"]["LUT"] == "healthy"
            return
        time.sleep(0.05)
    raise AssertionError("nobody serves")


def sent(channel: Channel, code: str) -> str:
    """What came of a letter to it: the reason why it was not taken."""
    contacts = custodians()[code].held[0].contacts
    to = contacts.webhook if isinstance(channel, Webhook) else contacts.primary
    try:
        channel.send(Letter("alert-1.1." + code + ".1", code, to or "", "Title", "Text"))
    except NotDelivered as problem:
        return f"{problem.reason}{', for good' if problem.for_good else ''}"
    return "taken"


def of(how: str) -> str:
    """A custodian with a system of its own that behaves so."""
    return next(
        code for code, each in behaviours().items() if each == how and custodians()[code].held[0].contacts.webhook
    )


@pytest.mark.parametrize(
    ("how", "by_mail", "by_webhook"),
    [
        ("healthy", ["taken"], ["taken"]),
        ("refusing", ["recipient_refused, for good"], ["status_410, for good"]),
        ("hanging", ["mail_server_unreachable"], ["slow"]),
        ("flaky", ["recipient_refused", "taken"], ["taken"]),
    ],
)
def test_each_does_as_it_is_played(
    channels: dict[str, Channel], how: str, by_mail: list[str], by_webhook: list[str]
) -> None:
    code = of(how)
    assert [sent(channels["mail"], code) for _ in by_mail] == by_mail
    assert [sent(channels["webhook"], code) for _ in by_webhook] == by_webhook


def test_of_twenty_two_refuse_two_hang_and_one_is_flaky_but_none_of_those_who_sign_in() -> None:
    found = Counter(behaviours().values())
    assert (len(behaviours()), found["refusing"], found["hanging"], found["flaky"]) == (212, 22, 22, 11)
    assert {behaviours()[code] for code in ("KEN", "LUT", "NBL")} == {"healthy"}


def test_a_webhook_that_is_not_signed_is_not_taken(channels: dict[str, Channel]) -> None:
    webhook = channels["webhook"]
    assert isinstance(webhook, Webhook)
    forged = Webhook(webhook._outbound, lambda _: [new_secret()])  # the same way out
    assert sent(forged, of("healthy")) == "status_401, for good"
