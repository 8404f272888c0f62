"""The custodians of the benchmark, and how each behaves: the first half gets mail, the other webhooks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from contracts.custodians import Contacts
from custody.records import Body, Custodian, first_contacts
from documents.message import Sender
from services.national_alerts.cascade.channels.mail import SmtpMail
from services.national_alerts.cascade.channels.webhook import Webhook
from services.national_alerts.cascade.writing import Writing
from shared_kernel.outbound.destinations import Destinations
from shared_kernel.outbound.http import HttpOutbound, Limits
from shared_kernel.outbound.mail import MailServer

Behaviour = Literal["healthy", "refusing", "hanging", "flaky"]
Trouble = Literal["hanging", "no_hanging", "none"]
"""What ails them: all that there is, the same without those who hang, or nothing."""
TITLES: Mapping[Trouble, str] = {
    "hanging": "10% refuse, 10% hang, 5% flaky",
    "no_hanging": "10% refuse, none hangs, 5% flaky",
    "none": "all healthy",
}
COUNT = 400
PROJECT = Path(__file__).resolve().parents[2]
HANGS_SECONDS = 30.0
PATIENCE_SECONDS = 10.0
STARTED = datetime(2026, 11, 20, 10, tzinfo=UTC)
SECRET = "whsec_" + "bmVlZGZpcmUtYmVuY2htYXJrLXNlY3JldC0wMDAwMDA="
SENDER_OF_MAIL = "alerts@kent.example"


def code(index: int) -> str:
    """C000 to C399."""
    return f"C{index:03d}"


def behaviour(name: str, trouble: Trouble = "hanging") -> Behaviour:
    """10 in 100 refuse, 10 hang, 5 are flaky: of mail and of webhooks alike."""
    place = int(name[1:]) % 20
    if trouble == "none" or place > 4:
        return "healthy"
    if place in (2, 3):
        return "hanging" if trouble == "hanging" else "healthy"
    return "refusing" if place < 2 else "flaky"


def by_mail(name: str) -> bool:
    return int(name[1:]) < COUNT // 2


def healthy(count: int, trouble: Trouble) -> set[str]:
    """Those whom nothing ails; the same ones whether others hang or not."""
    ails: Trouble = "none" if trouble == "none" else "hanging"
    return {each for each in map(code, range(count)) if behaviour(each, ails) == "healthy"}


def custodians(http_port: int) -> dict[str, Custodian]:
    """All of them, each with one channel."""
    return {name: _custodian(name, http_port) for name in map(code, range(COUNT))}


def _custodian(name: str, http_port: int) -> Custodian:
    address = f"{name.lower()}@custodians.example"
    hook = f"http://127.0.0.1:{http_port}/{name}"
    contacts = (
        Contacts(address) if by_mail(name) else Contacts(address, webhook=hook, channels=("webhook",))
    )  # fmt: skip
    return first_contacts(Body(name, name, name, None, "England", "Invented"), contacts)


def mail(smtp_port: int) -> SmtpMail:
    return SmtpMail(MailServer("127.0.0.1", smtp_port, SENDER_OF_MAIL, tls=False, seconds=PATIENCE_SECONDS))


def webhook(http_port: int) -> Webhook:
    allowed = Destinations(allowed=frozenset({f"127.0.0.1:{http_port}"}))
    return Webhook(HttpOutbound(allowed, Limits(seconds=PATIENCE_SECONDS)), lambda _: [SECRET])


def writing() -> Writing:
    return Writing(lambda code: Sender(code, "Kent County Council", "alerts.kent.example"), "https://needfire.example")
