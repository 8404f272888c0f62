"""Two deployments: what one cascades by webhook the other takes in, in order, and answers; and the other way round."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from contracts import received_alerts as received_contract
from contracts.cascade import CustodianRespondedV1
from contracts.received_alerts import AlertReceivedV1, TakeInAlertV1
from custody.bodies import custodians
from services.national_alerts.cascade.channels.webhook import Webhook
from shared_kernel.outbound.calls import Answer, Call, OutboundFailed
from shared_kernel.outbound.memory import MemoryOutbound
from tests.unit.documents.messages import KENT
from tests.unit.national_alerts.cascading import HOUR, CascadeHouse
from tests.unit.national_alerts.directory import refused
from tests.unit.national_alerts.receiving import SECRET, ReceivingHouse

CODE = next(code for code, each in custodians().items() if each.held[0].contacts.webhook)


class Deployment:
    """It cascades to one custodian, which is the other deployment, and takes in what that one sends."""

    def __init__(self) -> None:
        self.cascade, self.inbox = CascadeHouse((CODE,)), ReceivingHouse(time.time)
        self.answers: list[str] = []
        self.is_down = False

    def sends_to(self, other: Deployment) -> None:
        outbound = MemoryOutbound(other.over_http)
        webhook = Webhook(outbound, lambda _: [SECRET])
        self.cascade.webhook.answer = webhook.send

    def over_http(self, call: Call) -> Answer:
        """What the deployment's inbox answers."""
        if self.is_down:
            raise OutboundFailed("unreachable")
        given = {name.lower(): value for name, value in call.headers.items()}
        command = TakeInAlertV1(
            KENT.address,
            given["webhook-id"],
            given["webhook-timestamp"],
            given["webhook-signature"],
            call.content.decode(),
        )
        code = refused(self.inbox.tell(command))
        self.answers.append(code)
        return Answer(409 if code else 200)


@pytest.fixture
def two() -> Iterator[tuple[Deployment, Deployment]]:
    with ExitStack() as ends:
        one, other = Deployment(), Deployment()
        for each, to in ((one, other), (other, one)):
            each.sends_to(to)
            ends.callback(each.cascade.sender.stop)
        yield one, other


Pair = tuple[Deployment, Deployment]
BOTH: list[Callable[[Pair], Pair]] = [lambda two: two, lambda two: (two[1], two[0])]


@pytest.mark.parametrize("way", BOTH)
def test_an_alert_is_taken_in_searched_for_and_answered(two: Pair, way: Callable[[Pair], Pair]) -> None:
    sends, takes = way(two)
    sends.cascade.release()
    sends.cascade.send()
    (received,) = takes.inbox.events(AlertReceivedV1)
    assert (received.about, received.number, received.kind) == ("alert-1", 1, "initial")
    assert not refused(takes.inbox.tell(received_contract.RecordSearchV1(received.received_id, "known", 1, "certain")))
    sends.cascade.receipt("known", code=CODE)
    (responded,) = sends.cascade.events(CustodianRespondedV1)
    assert (responded.alert_id, responded.result) == ("alert-1", "known")


def test_while_it_is_down_nothing_is_lost_and_the_end_comes_after_its_alert(two: Pair) -> None:
    sends, takes = two
    takes.is_down = True
    sends.cascade.mail.answer = sends.cascade.webhook.answer
    sends.cascade.release()
    sends.cascade.send()
    sends.cascade.release("found", 2)
    sends.cascade.send()
    assert takes.inbox.events(AlertReceivedV1) == []
    takes.is_down = False
    sends.cascade.advance(2 * HOUR, HOUR / 4)
    assert [(each.number, each.ends) for each in takes.inbox.events(AlertReceivedV1)] == [(1, False), (2, True)]
    assert takes.answers == ["", ""]
