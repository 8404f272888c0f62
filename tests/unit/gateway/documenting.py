"""Documents on their way: what the sender's process does, and what another deployment sends."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

from joserfc.jwk import ECKey

from contracts.alert_documents import AlertDocument, DocumentPart
from contracts.received_alerts import TakeInAlertV1
from contracts.schema import write
from custody.document_keys import new_key, private_key, public_key
from custody.sealed_documents import Meant, seal
from custody.webhooks import DocumentSent, document_content
from gateway.alerting.documents.composing import Sources
from gateway.alerting.documents.noticing import DocumentFollower
from gateway.alerting.documents.sending import DocumentSend
from needfire.loading.deployment import Deployment
from shared_kernel.delivery.ledger import Delivery, Listing
from shared_kernel.delivery.ledger_memory import MemoryDeliveryLedger
from shared_kernel.delivery.sender import Attempt
from shared_kernel.outbound.calls import Answer, Call
from shared_kernel.outbound.memory import MemoryOutbound
from tests.rules.kent_2023.playing import INFORMATION
from tests.unit.casework.case import NOON
from tests.unit.documents.messages import KENT
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House
from tests.unit.national_alerts.receiving import SECRET, WALL, enveloped

PRIVATE, PUBLIC = new_key()
HOOK = "https://alerts.bedford.example/inbox"
ADDRESS = "https://needfire.kent.example"
CHILD = AlertDocument(
    (DocumentPart("What is the child called?", "Invented Amelie, in a green coat"),),
    "Amélie Invented", "2015-04-03", "999 000 0018",
)  # fmt: skip


def held(private: str = PRIVATE) -> ECKey:
    key = private_key(private)
    assert key is not None
    return key


def sealing(deployment: Deployment, documents: Any = "sealed") -> Deployment:
    """The deployment, whose authorities send documents."""
    directories = {
        code: replace(each, custodian=each.custodian and replace(each.custodian, documents=documents))
        for code, each in deployment.directories.items()
    }
    return replace(deployment, directories=directories)


def reached_with(callers: Callers, house: House, code: str = "BDF", key: str | None = PUBLIC) -> None:
    """Two people see to it that this custodian has a webhook and a key."""
    contacts = {
        "primary": "alerts@bedford.example", "second": None, "out_of_hours": None, "webhook": HOOK,
        "channels": ["webhook", "mail"], "key": key,
    }  # fmt: skip
    one, two = INFORMATION
    begins = house.case.clock.now().isoformat()
    change = callers.done(f"/v1/custodians/{code}/changes", {"contacts": contacts, "begins": begins}, one)
    callers.done(f"/v1/custodians/{code}/changes/{change['change_id']}/decision", {"agrees": True}, two)


@dataclass
class Sending:
    """The sender's process over a house; `calls` are those that went out."""

    house: House
    calls: list[Call] = field(default_factory=list)
    answer: Answer = field(default_factory=lambda: Answer(201))
    deployment: Deployment | None = None

    @property
    def sources(self) -> Sources:
        house = self.house
        deployment = self.deployment or house.case.deployment
        return Sources(deployment, house.cascades, house.cases, house.entries, house.key_ring)

    def entered(self, folded: int = 10_000) -> tuple[Delivery, ...]:
        """What the feed leads to, from its beginning; the first first."""
        ledger = MemoryDeliveryLedger()
        follow = DocumentFollower(self.sources, ledger, self.house.case.clock, lambda: folded)
        for commit in self.house.case.alerts.feed(0, 10_000):
            follow(commit)
        return tuple(reversed(ledger.listed(Listing("kent", NOON, 1_000))))

    def send(self, delivery: Delivery) -> Attempt:
        house = self.house
        send = DocumentSend(
            self.sources, {"BDF": [SECRET]}, MemoryOutbound(self._call), house.parts.audit, house.case.clock, ADDRESS
        )
        return send(delivery)

    def _call(self, call: Call) -> Answer:
        self.calls.append(call)
        return self.answer


def document(message_id: str = "alert-1.1", **changes: Any) -> TakeInAlertV1:
    """A document's webhook of Kent's to Luton."""
    told: dict[str, Any] = {
        "text": json.dumps(write(CHILD)).encode(), "key": PUBLIC, "meant": Meant(message_id, KENT.address, "LUT"),
        "about": message_id.rpartition(".")[0], "secret": SECRET, "at": WALL, **changes,
    }  # fmt: skip
    sealed = seal(told["text"], public_key(told["key"]), told["meant"])
    content = document_content(DocumentSent(message_id, told["about"], sealed)).decode()
    return enveloped(content, f"{message_id}.LUT.document", told["secret"], told["at"])
