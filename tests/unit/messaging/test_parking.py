from __future__ import annotations

import logging

import pytest

from shared_kernel.messaging import parking
from shared_kernel.messaging.deliveries import Reason
from shared_kernel.messaging.parking import ParkingLot, parked_message, put_aside
from tests.unit.messaging.fakes import FakeLink, FakeParking, delivered


def test_what_is_parked_is_acked_afterwards() -> None:
    link, lot = FakeLink(), FakeParking()
    put_aside(lot, delivered(link=link), Reason.UNDECODABLE)
    assert (lot.parked, link.ends) == ([Reason.UNDECODABLE], ["acked"])


def test_what_cannot_be_parked_is_left_to_the_broker_to_park() -> None:
    link = FakeLink()
    put_aside(FakeParking(fails=True), delivered(link=link), Reason.UNDECODABLE)
    assert link.ends == ["rejected"]


def test_a_lost_link_is_no_error_since_the_message_comes_again() -> None:
    for lot in (FakeParking(), FakeParking(fails=True)):
        put_aside(lot, delivered(link=FakeLink(lost=True)), Reason.UNDECODABLE)


def test_without_a_broker_nothing_counts_as_parked() -> None:
    lot = ParkingLot("amqp://guest:guest@127.0.0.1:1//", "intake")
    for _ in range(2):
        with pytest.raises(parking.NotParked):
            lot.park(delivered(), Reason.UNDECODABLE)
    lot.close()


def test_a_parked_message_says_why_and_where_from_and_leaves_its_own_headers_behind() -> None:
    headers = {b"\xff": "Ada", "compression": "zlib"}
    delivery = delivered(b"\xff", content_type=None, correlation_id="7", application_headers=headers)
    message = parked_message(delivery, Reason.NO_CONTENT_TYPE)
    assert len(message.properties["application_headers"].pop("needfire-id")) == 32
    assert message.body == b"\xff"
    assert message.properties == {
        "application_headers": {
            "needfire-reason": "no_content_type",
            "needfire-queue": "rpc-intake",
            "needfire-exchange": "nameko-rpc",
            "needfire-routing-key": "intake.execute",
        },
        "content_encoding": "utf-8",
        "correlation_id": "7",
        "delivery_mode": 2,
    }


def test_the_log_says_how_much_and_why_not_what(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        put_aside(FakeParking(), delivered(b"Ada", correlation_id="Ada"), Reason.UNDECODABLE)
    assert caplog.messages == ["queue rpc-intake: parked a message of 3 bytes (undecodable)"]
