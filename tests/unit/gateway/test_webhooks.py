"""Webhooks: agencies subscribe, messages hold ids only, are signed, sent in order, and sent again by hand."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from gateway.agencies.sending import WebhookSend
from shared_kernel.delivery.sender import OneByOne, Sender
from shared_kernel.outbound.calls import Answer, Call, OutboundFailed
from shared_kernel.outbound.memory import MemoryOutbound
from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.house import House
from tests.unit.gateway.test_agency_concerns import CLINIC, DESK, POLICE, raised
from tests.unit.gateway.visiting import signed_in

URL = "https://hooks.police.example/needfire"
SUBSCRIPTIONS = "/v1/agency/subscriptions"
EVENTS = ["concern.decided", "concern.answered"]


def subscribed(callers: Callers, by: str = POLICE, **more: Any) -> dict[str, Any]:
    return dict(callers.done(SUBSCRIPTIONS, {"url": URL, "events": EVENTS, **more}, by))


def decided(callers: Callers, by: str = POLICE) -> str:
    concern = raised(callers, by)
    said = {"comment": "Known to us.", "feedback": "Thank you."}
    body = {"outcome": "no_further_action", "reason": "known_already", "particulars": said}
    callers.done(f"/v1/concerns/{concern}/decision", body, DESK)
    return concern


def sent(house: House, answer: Callable[[Call], Answer] = lambda _: Answer(204), later: float = 0.0) -> list[Call]:
    """Everything that is due goes out; what was sent."""
    outbound, webhooks, clock = MemoryOutbound(answer), house.webhooks, house.case.clock
    wall = lambda: time.time() + later  # noqa: E731
    sender = Sender(
        webhooks.ledger,
        OneByOne(WebhookSend(webhooks.subscriptions, webhooks.secrets, outbound, clock, wall)),
        clock,
        "a",
        wall=wall,
    )
    while sender.run_once():
        sender.settle_all()
    sender.stop()
    return outbound.sent


def test_what_an_agency_subscribed_to_is_sent_signed_with_ids_and_nothing_else(callers: Callers, house: House) -> None:
    subscription = subscribed(callers)
    concern = decided(callers)
    calls = sent(house)
    assert [call.url for call in calls] == [URL, URL]
    told = [Webhook(subscription["secret"]).verify(call.content, dict(call.headers)) for call in calls]
    assert [each["type"] for each in told] == EVENTS
    assert [each["data"] for each in told] == [{"concern_id": concern}] * 2
    assert {name for each in told for name in each} == {"type", "timestamp", "data"}
    assert len({call.headers["webhook-id"] for call in calls}) == 2


def test_only_the_agencys_own_and_only_what_it_asked_for_is_sent(callers: Callers, house: House) -> None:
    subscribed(callers, CLINIC)
    subscribed(callers, events=["share.given"])
    decided(callers)
    assert sent(house) == []
    concern = decided(callers, CLINIC)
    assert [json.loads(call.content)["data"] for call in sent(house)] == [{"concern_id": concern}] * 2


def test_what_happened_before_is_not_sent_and_what_is_followed_again_is_sent_once(
    callers: Callers, house: House
) -> None:
    decided(callers)
    house.passes(minutes=1)
    subscribed(callers)
    assert sent(house) == []
    decided(callers)
    house.case._checkpoints.save("deliveries", "intake", 0)
    house.follow()
    assert len(sent(house)) == 2


def test_what_does_not_arrive_is_tried_again_in_order_and_shown(callers: Callers, house: House) -> None:
    subscribed(callers)
    decided(callers)
    assert len(sent(house, lambda _: Answer(500))) == 1, "the second waits for the first"
    [second, first] = callers.said("/v1/agency/deliveries", POLICE)["deliveries"]
    assert (first["state"], first["reason"], first["attempts"]) == ("pending", "status_500", 1)
    assert (second["state"], second["attempts"]) == ("pending", 0)
    calls = sent(house, later=60)
    assert [json.loads(call.content)["type"] for call in calls] == EVENTS
    assert {each["state"] for each in callers.said("/v1/agency/deliveries", POLICE)["deliveries"]} == {"delivered"}


def test_who_says_gone_is_sent_nothing_more(callers: Callers, house: House) -> None:
    subscribed(callers)
    decided(callers)
    assert len(sent(house, lambda _: Answer(410))) == 1
    [subscription] = callers.said(SUBSCRIPTIONS, POLICE)["subscriptions"]
    assert subscription["ended_at"] is not None
    assert {each["state"] for each in callers.said("/v1/agency/deliveries", POLICE)["deliveries"]} == {"failed"}
    decided(callers)
    assert sent(house) == []


def test_a_recipient_that_is_away_keeps_nobody_else_waiting(callers: Callers, house: House) -> None:
    subscribed(callers)
    subscribed(callers, CLINIC, url="https://hooks.clinic.example/")
    decided(callers)
    decided(callers)
    decided(callers, CLINIC)

    def answer(call: Call) -> Answer:
        if "police" in call.url:
            raise OutboundFailed("slow")
        return Answer(200)

    calls = sent(house, answer)
    assert [call.url for call in calls].count(URL) == 1
    assert len([call for call in calls if "clinic" in call.url]) == 2


def test_what_was_given_up_is_sent_again_by_hand(callers: Callers, house: House) -> None:
    subscription = subscribed(callers)
    decided(callers)
    for attempt in range(30):
        sent(house, lambda _: Answer(500), later=attempt * 60_000)
    failed = [each for each in callers.said("/v1/agency/deliveries", POLICE)["deliveries"] if each["state"] == "failed"]
    assert len(failed) == 2
    path = f"/v1/agency/deliveries/{failed[0]['delivery_id']}/replay"
    refused(callers.post(path, {}, CLINIC), "not_found", 404)
    assert callers.post(path, {}, POLICE).json() == {"replayed": 1}
    assert len(sent(house)) == 1
    again = callers.post(f"{SUBSCRIPTIONS}/{subscription['subscription_id']}/replay", {}, POLICE)
    assert again.json() == {"replayed": 1}
    assert len(sent(house)) == 1


def test_a_changed_secret_and_the_one_before_sign_for_a_day(callers: Callers, house: House) -> None:
    first = subscribed(callers)
    second = callers.done(f"{SUBSCRIPTIONS}/{first['subscription_id']}/secret", {}, POLICE)
    decided(callers)
    for call in sent(house):
        assert len(call.headers["webhook-signature"].split(" ")) == 2
        for secret in (first["secret"], second["secret"]):
            Webhook(secret).verify(call.content, dict(call.headers))
    house.case.clock.advance(timedelta(hours=25))
    decided(callers)
    assert all(len(call.headers["webhook-signature"].split(" ")) == 1 for call in sent(house))


def test_the_secret_is_not_shown_again_nor_kept_in_clear(callers: Callers, house: House) -> None:
    answer = callers.done(SUBSCRIPTIONS, {"url": URL, "events": EVENTS}, POLICE, key="one")
    assert callers.done(SUBSCRIPTIONS, {"url": URL, "events": EVENTS}, POLICE, key="one") == answer
    refused(
        callers.post(SUBSCRIPTIONS, {"url": URL, "events": EVENTS[:1]}, POLICE, key="one"), "command_id_reused", 422
    )
    assert "secret" not in callers.said(SUBSCRIPTIONS, POLICE)["subscriptions"][0]
    [kept] = house.webhooks.subscriptions.of_authority("fenshire")
    assert answer["secret"].encode() not in kept.secrets[0].sealed
    assert house.webhooks.secrets.open("subscription-other", kept.secrets[0].sealed) is None


@pytest.mark.parametrize(
    "url",
    ["http://hooks.police.example/", "https://127.0.0.1/", "https://10.0.0.7/", "https://user@hooks.police.example/", "ftp://x.example/", "https://hooks.police.example:22/", "https://[::1]/"],
)  # fmt: skip
def test_what_is_not_public_and_https_is_never_subscribed(callers: Callers, url: str) -> None:
    refused(callers.post(SUBSCRIPTIONS, {"url": url, "events": EVENTS}, POLICE), "webhook_refused", 422)


def test_there_are_so_many_subscriptions_and_no_more(callers: Callers) -> None:
    first = subscribed(callers)
    for _ in range(19):
        subscribed(callers)
    refused(callers.post(SUBSCRIPTIONS, {"url": URL, "events": EVENTS}, POLICE), "too_many_subscriptions", 409)
    assert callers.post(f"{SUBSCRIPTIONS}/{first['subscription_id']}/end", {}, POLICE).json()["ended_at"]
    subscribed(callers)
    refused(callers.post(f"{SUBSCRIPTIONS}/{first['subscription_id']}/end", {}, CLINIC), "not_found", 404)


def test_the_front_door_sees_deliveries_and_has_them_sent_again_and_others_do_not(
    callers: Callers, house: House
) -> None:
    subscribed(callers)
    decided(callers)
    sent(house)
    told = callers.said("/v1/deliveries", DESK)["deliveries"]
    assert [(each["agency"], each["state"]) for each in told] == [("police", "delivered")] * 2
    assert callers.post(f"/v1/deliveries/{told[0]['delivery_id']}/replay", {}, DESK).json() == {"replayed": 1}
    assert len(sent(house)) == 1
    refused(callers.get("/v1/deliveries", "worker"), "not_found", 404)
    refused(callers.post("/v1/deliveries/delivery-none/replay", {}, DESK), "not_found", 404)


def test_deliveries_come_page_by_page(callers: Callers) -> None:
    subscribed(callers)
    for _ in range(2):
        decided(callers)
    for path, by in (("/v1/agency/deliveries", POLICE), ("/v1/deliveries", DESK)):
        first = callers.said(path, by, limit=3)
        rest = callers.said(path, by, limit=3, cursor=first["next"])
        assert len({each["delivery_id"] for each in (*first["deliveries"], *rest["deliveries"])}) == 4
        assert rest["next"] is None


def test_the_page_of_deliveries_is_the_front_doors(callers: Callers, house: House) -> None:
    subscribed(callers)
    decided(callers)
    sent(house, lambda _: Answer(500))
    assert "status_500" in signed_in(callers, DESK).get("/deliveries").text
    assert signed_in(callers, "worker").get("/deliveries").status_code == 404
    while sent(house, later=200_000, answer=lambda _: Answer(200)):
        pass
    [delivery, *_] = callers.said("/v1/deliveries", DESK)["deliveries"]
    path = f"/deliveries/{delivery['delivery_id']}/replay"
    assert signed_in(callers, DESK).post(path).headers["location"] == "/deliveries"
    assert len(sent(house)) == 1
    assert signed_in(callers, "worker").post(path).status_code == 404
