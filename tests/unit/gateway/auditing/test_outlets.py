"""Signed heads go to wherever they are named to go, each way at its own pace, and one that fails holds up no other."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from audit.folders import read_heads
from gateway.auditing.outlets.folder import FolderOutlet
from gateway.auditing.outlets.mail import MailOutlet, mail_outlets
from gateway.auditing.outlets.naming import outlets_of
from gateway.auditing.outlets.port import OutletsUnusable, OutletUnavailable
from gateway.auditing.outlets.webhook import WebhookOutlet, webhook_outlets
from gateway.auditing.signing import Signing
from gateway.production import unsafe_record
from shared_kernel.delivery.signing import new_secret, verify
from shared_kernel.outbound.calls import Answer, Call, OutboundFailed
from shared_kernel.outbound.mail import MailFailed
from shared_kernel.outbound.memory import MemoryOutbound
from tests.unit.audit.history import KEY
from tests.unit.gateway.auditing.keeping import Keeping

SECRET = new_secret()
NOW = 1_800_000_000


@pytest.fixture
def keeping(tmp_path: Path) -> Keeping:
    return Keeping(tmp_path)


class Mailbox:
    """What was handed in; `fails` where the server does not take it."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.fails = False

    def __call__(self, mail: EmailMessage) -> None:
        if self.fails:
            raise MailFailed("mail_server_unreachable")
        self.mails.append(mail)


class Called:
    """An address that answers with this status, or nothing."""

    def __init__(self, status: int | None = 204) -> None:
        self.status, self.calls = status, list[Call]()

    def __call__(self, call: Call) -> Answer:
        self.calls.append(call)
        if self.status is None:
            raise OutboundFailed("slow")
        return Answer(self.status)


def webhook(called: Callable[[Call], Answer]) -> WebhookOutlet:
    return WebhookOutlet("https://heads.audit.example/needfire", SECRET, MemoryOutbound(called), wall=lambda: NOW)


def signed(keeping: Keeping, signing: Signing, times: int = 1) -> None:
    for _ in range(times):
        keeping.reads("notification-1")
        keeping.take_in()
        keeping.clock.advance(timedelta(minutes=1))
        signing.run_once()


def test_a_webhook_is_signed_and_holds_the_head(keeping: Keeping) -> None:
    called = Called()
    signed(keeping, Signing(keeping.records, KEY, {"webhook": webhook(called)}, keeping.clock), 2)
    first, second = called.calls
    assert verify(SECRET, first.headers, first.content, NOW) == "kent-000000001"
    told = json.loads(second.content)
    assert (told["type"], told["data"]["number"], told["data"]["authority"]) == ("audit.head", 2, "kent")


def test_mail_gathers_for_an_hour_and_what_is_beside_it_verifies(keeping: Keeping, tmp_path: Path) -> None:
    box = Mailbox()
    outlet = MailOutlet("records@audit.example", "needfire@kent.example", box)
    signing = Signing(keeping.records, KEY, {"mail": outlet, "folder": FolderOutlet(keeping.heads)}, keeping.clock)
    signed(keeping, signing, 61)
    [mail] = box.mails
    assert mail["To"] == "records@audit.example" and mail["Subject"] == "Record of kent: heads 1 to 61"
    [attached] = mail.iter_attachments()
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / str(attached.get_filename())).write_bytes(attached.get_payload(decode=True))  # type: ignore[arg-type]
    assert read_heads(kept) == read_heads(keeping.heads)


def test_what_one_does_not_take_the_others_have_and_it_gets_it_later(keeping: Keeping) -> None:
    called = Called(None)
    outlets = {"webhook": webhook(called), "folder": FolderOutlet(keeping.heads)}
    signing = Signing(keeping.records, KEY, outlets, keeping.clock)
    for status in (None, 500):
        called.status = status
        with pytest.raises(OutletUnavailable):
            signed(keeping, signing)
    assert [each.head.number for each in read_heads(keeping.heads)] == [1, 2]
    called.status, called.calls = 200, []
    signing.run_once()
    assert [json.loads(each.content)["data"]["number"] for each in called.calls] == [1, 2]


def test_a_mail_that_is_not_taken_goes_out_later(keeping: Keeping) -> None:
    box = Mailbox()
    signing = Signing(keeping.records, KEY, {"mail": MailOutlet("a@b.example", "c@d.example", box)}, keeping.clock)
    signed(keeping, signing)
    box.fails = True
    keeping.clock.advance(timedelta(hours=1))
    with pytest.raises(OutletUnavailable):
        signing.run_once()
    box.fails = False
    signing.run_once()
    assert len(box.mails) == 1


def test_outlets_are_named_in_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(SECRET, "utf-8")
    given = {
        "NEEDFIRE_AUDIT_HEADS": f"{tmp_path}/heads, https://heads.audit.example/x,mailto:records@audit.example",
        "NEEDFIRE_AUDIT_HEADS_SECRET_FILE": str(file),
    }
    made = outlets_of(
        given, webhook_outlets(given, MemoryOutbound(Called())), mail_outlets("n@kent.example", Mailbox())
    )
    assert [type(each) for each in made.values()] == [FolderOutlet, WebhookOutlet, MailOutlet]
    assert "audit" not in str(list(made)), "an address is not kept where it is remembered how far it has come"
    assert outlets_of({}, webhook_outlets({}, MemoryOutbound(Called())), mail_outlets("", None)) == {}


@pytest.mark.parametrize("named", ["https://heads.audit.example/x", "mailto:records@audit.example"])
def test_an_outlet_that_cannot_work_is_said_at_the_start(tmp_path: Path, named: str) -> None:
    (tmp_path / "secret").write_text("not a secret", "utf-8")
    given = {"NEEDFIRE_AUDIT_HEADS": named, "NEEDFIRE_AUDIT_HEADS_SECRET_FILE": str(tmp_path / "secret")}
    with pytest.raises(OutletsUnusable):
        outlets_of(given, webhook_outlets(given, MemoryOutbound(Called())), mail_outlets("", None))


def test_in_production_heads_are_handed_to_somebody() -> None:
    assert [each.variable for each in unsafe_record({})] == ["NEEDFIRE_AUDIT_HEADS"]
    assert list(unsafe_record({"NEEDFIRE_AUDIT_HEADS": "/mnt/heads"})) == []
