"""The client against the gateway itself, in process; and what it does when nothing comes back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest
from anyio.from_thread import BlockingPortal
from joserfc import jws

from contracts.gateway_deliveries import EventType
from gateway.identity.scopes import SCOPES
from needfire_client import (
    FixedToken,
    Needfire,
    NeedfireProblem,
    NeedfireUnavailable,
    NotGenuine,
    PrivateKeyJwt,
    read_webhook,
)
from shared_kernel.delivery.signing import new_secret, signed_headers
from tests.unit.casework.authorities import fenshire
from tests.unit.gateway.house import BASE, House
from tests.unit.gateway.identity.issuing import client_token, key_of
from tests.unit.gateway.test_agency_owed import STATED, WHY

README = Path(__file__).resolve().parents[3] / "client" / "README.md"
SAID = {"name": "Invented Child", "account": "Seen alone at night.", "case_reference": "FP/2026/17"}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, fenshire(STATED))


class InProcess(httpx.BaseTransport):
    """The application in this process, as a server is seen."""

    def __init__(self, house: House, portal: BlockingPortal) -> None:
        self._application, self._portal = httpx.ASGITransport(house.app), portal

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        return self._portal.call(self._answered, request)

    async def _answered(self, request: httpx.Request) -> httpx.Response:
        sent = httpx.Request(request.method, request.url, headers=request.headers, content=request.content)
        answer = await self._application.handle_async_request(sent)
        return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())


@pytest.fixture
def http(house: House) -> Iterator[httpx.Client]:
    with house.open() as callers, httpx.Client(transport=InProcess(house, callers._portal)) as http:
        yield http


def police(http: httpx.Client, house: House) -> Needfire:
    return Needfire(BASE, FixedToken(house.token_for("fenshire/police")), http, sleep=lambda _: None)


def of_people(http: httpx.Client, house: House, by: str) -> Callable[[str, Any], Any]:
    def post(path: str, body: Any) -> Any:
        answer = http.post(f"{BASE}{path}", json=body, headers={"Authorization": f"Bearer {house.token_for(by)}"})
        assert answer.status_code == 201, answer.text
        return answer.json()

    return post


def test_a_concern_from_raising_it_to_having_read_the_answer(http: httpx.Client, house: House) -> None:
    needfire = police(http, house)
    acknowledged = needfire.raise_concern("today", SAID, facts={"subject_kind": "child"}, idempotency_key="FP/2026/17")
    assert (
        needfire.raise_concern("today", SAID, facts={"subject_kind": "child"}, idempotency_key="FP/2026/17")
        == acknowledged
    )
    concern_id = acknowledged["concern_id"]
    assert [each["concern_id"] for each in needfire.concerns()] == [concern_id]
    body = {"outcome": "no_further_action", "reason": "other", "particulars": {"feedback": "Thank you."}}
    of_people(http, house, "desk-1")(f"/v1/concerns/{concern_id}/decision", body)
    told = needfire.concern(concern_id)
    assert told["decided"] is not None
    assert told["decided"]["outcome"] == "no_further_action"
    assert told["feedback"] is not None
    assert told["feedback"]["opened"] is not None
    assert told["feedback"]["opened"]["particulars"]["feedback"] == "Thank you."
    needfire.receive_feedback(concern_id)
    with pytest.raises(NeedfireProblem) as refused:
        needfire.receive_feedback(concern_id)
    assert (refused.value.code, refused.value.status) == ("already_received", 409)


def test_what_is_owed_and_shared_is_read_and_acknowledged(http: httpx.Client, house: House) -> None:
    raised = {"area": "fen", "facts": {"subject_kind": "child", "happened": ["missing"], "missing_since": "2026-11-16T08:00:00+00:00"}, "categories": ["FEN-A"]}  # fmt: skip
    case = of_people(http, house, "worker")("/v1/notifications", raised)["notification_id"]
    share = {"circulation": "to_police", "to_body": "police", **WHY}
    of_people(http, house, "manager")(f"/v1/notifications/{case}/shares", share)
    needfire = police(http, house)
    [duty] = needfire.duties()
    assert needfire.acknowledge_duty(duty["duty_id"], "FP/2026/17")["id"] == duty["duty_id"]
    assert list(needfire.duties()) == []
    [line] = needfire.shares()
    opened = needfire.share(line["share_id"])["opened"]
    assert opened is not None
    assert opened["particulars"]["comment"] == "Please look out for the child."
    assert needfire.receive_share(line["share_id"])["id"] == line["share_id"]


def test_webhooks_are_subscribed_listed_and_replayed(http: httpx.Client, house: House) -> None:
    needfire = police(http, house)
    subscription = needfire.subscribe("https://hooks.police.example/", ["concern.decided"])
    assert subscription["secret"].startswith("whsec_")
    concern = needfire.raise_concern("soon", SAID)
    body = {"outcome": "no_further_action", "reason": "other"}
    of_people(http, house, "desk-1")(f"/v1/concerns/{concern['concern_id']}/decision", body)
    [delivery] = needfire.deliveries()
    assert (delivery["subject"], delivery["state"]) == (concern["concern_id"], "pending")
    needfire.replay(delivery["delivery_id"])


def test_a_list_is_read_to_its_end(http: httpx.Client, house: House) -> None:
    needfire = police(http, house)
    for _ in range(51):
        needfire.raise_concern("soon", SAID)
    assert len({each["concern_id"] for each in needfire.concerns()}) == 51


def playing(
    *answers: int | None, headers: dict[str, str] | None = None
) -> tuple[Needfire, list[httpx.Request], list[float]]:
    """A Needfire that answers so, one after the other; None is no answer at all. What was asked, and what was waited."""
    asked: list[httpx.Request] = []
    waited: list[float] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        status = answers[min(len(asked), len(answers)) - 1]
        if status is None:
            raise httpx.ReadTimeout("slow", request=request)
        return httpx.Response(status, json={"code": "busy", "title": "Busy."}, headers=headers)

    http = httpx.Client(transport=httpx.MockTransport(answer))
    return Needfire(BASE, FixedToken("t"), http, sleep=waited.append), asked, waited


@pytest.mark.parametrize("first", [None, 429, 502, 503, 504])
def test_what_got_no_answer_is_sent_again_under_the_same_key(first: int | None) -> None:
    needfire, asked, _ = playing(first, first, 201)
    needfire.raise_concern("today", SAID)
    assert len(asked) == 3
    assert len({each.headers["idempotency-key"] for each in asked}) == 1


def test_it_waits_as_long_as_it_is_asked_to_and_no_longer_than_is_sensible() -> None:
    needfire, _, waited = playing(429, 201, headers={"Retry-After": "7"})
    needfire.raise_concern("today", SAID)
    assert waited == [7.0]
    needfire, _, waited = playing(429, 201, headers={"Retry-After": "86400"})
    needfire.raise_concern("today", SAID)
    assert waited == [30.0]


def test_where_nothing_ever_comes_back_the_key_is_handed_out() -> None:
    needfire, asked, _ = playing(None)
    with pytest.raises(NeedfireUnavailable) as unavailable:
        needfire.raise_concern("today", SAID)
    assert unavailable.value.idempotency_key == asked[0].headers["idempotency-key"]
    assert len(asked) == 4


def test_what_is_refused_is_not_sent_again() -> None:
    needfire, asked, _ = playing(409)
    with pytest.raises(NeedfireProblem, match="busy"):
        needfire.raise_concern("today", SAID)
    assert len(asked) == 1


def test_tokens_are_asked_for_with_an_assertion_of_its_own_kept_and_asked_for_again() -> None:
    now, assertions, calls = [1_000_000.0], [], []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/oauth/token":
            form = dict(each.split("=", 1) for each in request.content.decode().split("&"))
            assertions.append(
                json.loads(jws.deserialize_compact(form["client_assertion"], key_of("kent/1"), ["ES256"]).payload)
            )
            assert form["grant_type"] == "client_credentials"
            return httpx.Response(200, json={"access_token": f"t{len(assertions)}", "expires_in": 300})
        calls.append(request.headers["authorization"])
        return httpx.Response(401 if calls[-1] == "Bearer t2" else 200, json={"concerns": [], "next": None})

    tokens = PrivateKeyJwt(BASE, "kent/1", key_of("kent/1").as_dict(private=True), now=lambda: now[0])
    needfire = Needfire(BASE, tokens, httpx.Client(transport=httpx.MockTransport(answer)), sleep=lambda _: None)
    assert list(needfire.concerns()) == list(needfire.concerns()) == []
    now[0] += 280
    assert list(needfire.concerns()) == []
    assert calls == ["Bearer t1", "Bearer t1", "Bearer t2", "Bearer t3"]
    assert len({each["jti"] for each in assertions}) == 3
    assert {(each["iss"], each["sub"], each["aud"]) for each in assertions} == {("kent/1", "kent/1", BASE)}


def test_a_webhook_is_read_only_when_it_is_genuine() -> None:
    secret, body = (
        new_secret(),
        b'{"type":"concern.decided","timestamp":"2026-11-17T12:00:00+00:00","data":{"concern_id":"c"}}',
    )
    headers = signed_headers("delivery-1", 1_000, body, [secret])
    message = read_webhook(secret, headers, body, now=1_000.0)
    assert (message.message_id, message.type, message.data) == ("delivery-1", "concern.decided", {"concern_id": "c"})
    for given, content, now in (
        (headers, body + b" ", 1_000.0),
        (headers, body, 2_000.0),
        ({**headers, "webhook-signature": "v1,x"}, body, 1_000.0),
        ({**headers, "webhook-timestamp": "soon"}, body, 1_000.0),
        ({}, body, 1_000.0),
    ):
        with pytest.raises(NotGenuine):
            read_webhook(secret, given, content, now=now)
    with pytest.raises(NotGenuine):
        read_webhook("whsec_\u00e9", headers, body, now=1_000.0)


def test_the_readmes_example_runs(http: httpx.Client, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    [example] = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    made = example.replace("https://needfire.kent.example", BASE).replace("PRIVATE_KEY_AS_JWK", "KEY")
    token = client_token("fenshire/police", "concerns.write", "concerns.read", "duties.read")
    monkeypatch.setattr("needfire_client.PrivateKeyJwt", lambda *_: FixedToken(token))
    monkeypatch.setattr("needfire_client.client.httpx.Client", lambda **_: http)
    printed: list[Any] = []
    exec(compile(made, str(README), "exec"), {"KEY": {}, "print": lambda *told: printed.append(told)})
    assert printed[0][0].count("-") == 2


def test_a_partner_developers_first_hour_runs(
    http: httpx.Client, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (README.parents[1] / "docs" / "partners.md").read_text("utf-8")
    [hour] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    token = client_token("fenshire/police", "concerns.write", "concerns.read", "deliveries.manage")
    monkeypatch.setattr("needfire_client.PrivateKeyJwt", lambda *_: FixedToken(token))
    monkeypatch.setattr("needfire_client.client.httpx.Client", lambda **_: http)
    printed: list[Any] = []
    given = {"ADDRESS": BASE, "CLIENT_ID": "fenshire/police", "PRIVATE_KEY": {}}
    exec(compile(hour, "docs/partners.md", "exec"), {**given, "print": lambda *told: printed.append(told)})
    assert printed[0][0] == "Quote on the telephone:"


def test_every_scope_and_event_is_in_the_partners_documentation() -> None:
    text = (README.parents[1] / "docs" / "partners.md").read_text("utf-8")
    assert [each for each in (*SCOPES, *get_args(EventType)) if f"`{each}`" not in text] == []


def test_the_gateway_gives_a_token_for_the_clients_own_key_and_no_other(http: httpx.Client, house: House) -> None:
    def needfire(key: str, *scopes: str) -> Needfire:
        own = key_of(key).as_dict(private=True)
        return Needfire(BASE, PrivateKeyJwt(BASE, "fenshire/police", own, scopes), http, sleep=lambda _: None)

    concern = needfire("fenshire/police").raise_concern("today", SAID)
    reading = needfire("fenshire/police", "concerns.read")
    assert [each["concern_id"] for each in reading.concerns()] == [concern["concern_id"]]
    with pytest.raises(NeedfireProblem) as refused:
        reading.raise_concern("today", SAID)
    assert refused.value.code == "not_permitted"
    with pytest.raises(NeedfireProblem) as nobody:
        needfire("fenshire/clinic").raise_concern("today", SAID)
    assert nobody.value.code == "invalid_client"
