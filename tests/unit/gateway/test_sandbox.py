"""A sandbox: partners are played with the faults that one asks for, answers are marked, and nothing is shared with a live one."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import httpx
import pytest
from anyio.from_thread import start_blocking_portal

from gateway.app import application
from gateway.front.address import Address
from gateway.sandbox import BEHAVIOURS, SandboxMixed, SandboxOutbound, check_keys
from gateway.sealing import key_files
from services.national_alerts.cascade.channels.choosing import mail_of
from services.national_alerts.cascade.channels.port import Letter
from shared_kernel.delivery.posting import NotDelivered
from shared_kernel.outbound.calls import Call, OutboundFailed
from shared_kernel.outbound.memory import MemoryOutbound
from shared_kernel.production import UnsafeForProduction
from shared_kernel.settings import SettingInvalid, Settings
from tests.unit.gateway.house import BASE, House

OWN = "https://hooks.police.example/"


def message(url: str, number: int = 1) -> Call:
    return Call("POST", url, {"webhook-id": f"delivery-{number}"}, b"{}")


def test_a_played_partner_does_what_its_address_says_and_nothing_goes_out() -> None:
    outside = MemoryOutbound()
    sandbox = SandboxOutbound(outside)
    played = "https://partner.sandbox.invalid"
    assert [sandbox.send(message(f"{played}/{each}")).status for each in ("ok", "error", "busy", "gone", "x")] == [
        204, 500, 503, 410, 404,
    ]  # fmt: skip
    for each in ("slow", "unreachable"):
        with pytest.raises(OutboundFailed) as failed:
            sandbox.send(message(f"{played}/{each}"))
        assert failed.value.reason == each
    assert [sandbox.send(message(f"{played}/flaky")).status for _ in range(3)] == [500, 500, 204]
    assert outside.sent == []


def test_at_an_address_of_ones_own_messages_come_twice_or_in_the_wrong_order() -> None:
    outside = MemoryOutbound()
    sandbox = SandboxOutbound(outside)
    sandbox.send(message(OWN))
    sandbox.send(message(f"{OWN}?sandbox=duplicates", 2))
    for number in (3, 4):
        sandbox.send(message(f"{OWN}?sandbox=out_of_order", number))
    assert [each.headers["webhook-id"][-1] for each in outside.sent] == ["1", "2", "2", "4", "3"]


def test_every_answer_of_a_sandbox_is_marked_and_of_a_live_one_none(tmp_path: Path) -> None:
    house = House(tmp_path)
    for sandbox, marked in ((True, "yes"), (False, None)):
        app = application(house.parts, Address(BASE), sandbox=sandbox)
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE)
        with start_blocking_portal() as portal, portal.wrap_async_context_manager(client):
            for path in ("/health/live", "/v1/notifications", "/nowhere"):
                assert portal.call(client.get, path).headers.get("needfire-sandbox") == marked


def test_keys_are_never_shared_between_a_sandbox_and_a_live_deployment(tmp_path: Path) -> None:
    key_files.make(tmp_path / "live", ["kent"])
    key_files.make(tmp_path / "trial", ["kent"], sandbox=True)
    check_keys(tmp_path / "live", sandbox=False)
    check_keys(tmp_path / "trial", sandbox=True)
    for folder, sandbox in (("live", True), ("trial", False)):
        with pytest.raises(SandboxMixed):
            check_keys(tmp_path / folder, sandbox)
    key_files.make(tmp_path / "live", ["luton"], sandbox=True)
    check_keys(tmp_path / "live", sandbox=False)


def test_a_sandbox_is_no_production() -> None:
    with pytest.raises(UnsafeForProduction, match="NEEDFIRE_SANDBOX"):
        Settings.from_environment({"NEEDFIRE_SANDBOX": "yes", "NEEDFIRE_PRODUCTION": "yes"})
    assert Settings.from_environment({"NEEDFIRE_SANDBOX": "yes"}).sandbox
    assert not Settings.from_environment({}).sandbox


def test_each_behaviour_is_in_the_documentation() -> None:
    text = (Path(__file__).resolve().parents[3] / "docs" / "partners.md").read_text("utf-8")
    assert [each for each in (*BEHAVIOURS, "/flaky") if f"`{each[1:]}`" not in text] == []


def letter(to: str) -> Letter:
    return Letter("letter-1", "LUT", to, "A national alert", "In words.", b"<alert/>")


def test_what_would_have_been_mailed_lies_in_a_folder(tmp_path: Path) -> None:
    settings = Settings(sandbox=True, mail=f"folder://{tmp_path}/mail", mail_sender="alerts@kent.example")
    channel = mail_of(settings)
    for _ in range(2):
        channel.send(letter("anna@luton.example"))
    [file] = (tmp_path / "mail").iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=SMTP)
    assert (file.suffix, mail["To"], mail["Subject"]) == (".eml", "anna@luton.example", "A national alert")
    assert "In words." in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("fault", "reason", "for_good"),
    [
        ("refused", "recipient_refused", True),
        ("busy", "mail_450", False),
        ("unreachable", "mail_server_unreachable", False),
    ],
)
def test_an_address_asks_for_a_fault(tmp_path: Path, fault: str, reason: str, for_good: bool) -> None:
    channel = mail_of(Settings(sandbox=True, mail=f"folder://{tmp_path}", mail_sender="alerts@kent.example"))
    with pytest.raises(NotDelivered) as failed:
        channel.send(letter(f"anna+{fault}@luton.example"))
    assert (failed.value.reason, failed.value.for_good) == (reason, for_good)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_for_mail_is_a_sandboxs_only() -> None:
    given = {"NEEDFIRE_MAIL": "folder:///var/mail", "NEEDFIRE_SANDBOX": "yes"}
    assert Settings.from_environment(given).mail == "folder:///var/mail"
    with pytest.raises(SettingInvalid):
        Settings.from_environment({**given, "NEEDFIRE_SANDBOX": "no"})
