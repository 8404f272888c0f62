"""The token endpoint: an agency's machine proves to be it and gets a token for what it is registered for, and no other way."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest

from gateway.front.rates import PER_CLIENT, Rates
from gateway.identity.configuration import Certificates
from gateway.identity.known import Known
from gateway.identity.machines import ASSERTION_TYPE
from gateway.identity.own_keys import OwnKeys
from gateway.identity.scopes import SCOPES
from shared_kernel.errors import StoreUnavailable
from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.house import House
from tests.unit.gateway.identity.issuing import ADDRESS, issuer_of, key_of, key_set, known_client, signed, times

POLICE = "fenshire/police"
CONCERNS = "/v1/agency/concerns"
NOW = int(time.time())
DER = b"an invented certificate"
THUMBPRINT = base64.urlsafe_b64encode(hashlib.sha256(DER).digest()).rstrip(b"=").decode()
SHOWN = f":{base64.b64encode(DER).decode()}:"
PEM = "-----BEGIN CERTIFICATE-----\n" + base64.b64encode(DER).decode() + "\n-----END CERTIFICATE-----\n"


def asserted(client_id: str = POLICE, key: Any = None, header: Mapping[str, Any] | None = None, **changed: Any) -> str:
    claims = {"iss": client_id, "sub": client_id, "aud": ADDRESS, **times(120), **changed}
    return signed(key or key_of(client_id), {"typ": "JWT", **(header or {})}, claims)


def form(assertion: str | None = None, **more: str) -> dict[str, str]:
    proof = {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion or asserted()}
    return {"grant_type": "client_credentials", **proof, **more}


def asked(callers: Callers, fields: Mapping[str, str] | None = None, **headers: str) -> Any:
    return callers.call("POST", "/oauth/token", data=form() if fields is None else dict(fields), headers=headers)


def given(answer: Any) -> Any:
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return answer.json()


def with_token(callers: Callers, token: str, path: str = CONCERNS, **headers: str) -> Any:
    return callers.call("GET", path, headers={"Authorization": f"Bearer {token}", **headers})


def test_a_machine_gets_a_token_for_five_minutes_and_is_let_in_with_it(callers: Callers) -> None:
    answer = given(asked(callers))
    assert (answer["token_type"], answer["expires_in"]) == ("Bearer", 300)
    assert set(answer["scope"].split()) == set(SCOPES)
    assert with_token(callers, answer["access_token"]).status_code == 200


def test_it_gets_what_it_asks_for_and_no_more(callers: Callers) -> None:
    answer = given(asked(callers, form(scope="concerns.write")))
    assert answer["scope"] == "concerns.write"
    refused(with_token(callers, answer["access_token"]), "not_permitted", 403)


@pytest.mark.parametrize("audience", [ADDRESS, f"{ADDRESS}/oauth/token", [ADDRESS]])
@pytest.mark.parametrize("kind", ["JWT", None, "client-authentication+jwt"])
def test_the_ways_to_write_an_assertion(callers: Callers, audience: Any, kind: str | None) -> None:
    given(asked(callers, form(asserted(aud=audience, header={"typ": kind}))))


ASSERTIONS: Mapping[str, Callable[[], str]] = {
    "for somebody else": lambda: asserted(aud="https://elsewhere.example"),
    "for somebody else too": lambda: asserted(aud=[ADDRESS, "https://elsewhere.example"]),
    "for nobody": lambda: asserted(aud=None),
    "by one about another": lambda: asserted(sub="fenshire/clinic"),
    "about nobody": lambda: asserted(sub=None),
    "by nobody": lambda: asserted(iss=None),
    "by a client that there is not": lambda: asserted("unknown"),
    "signed by another client": lambda: asserted(key=key_of("fenshire/clinic")),
    "signed by another client under the right kid": lambda: asserted(
        key=key_of("fenshire/clinic"), header={"kid": key_of(POLICE).thumbprint()}
    ),
    "for too long": lambda: asserted(exp=NOW + 3_600),
    "without an end": lambda: asserted(exp=None),
    "without a beginning": lambda: asserted(iat=None),
    "run out": lambda: asserted(iat=NOW - 200, exp=NOW - 100),
    "of tomorrow": lambda: asserted(iat=NOW + 86_400, exp=NOW + 86_500),
    "without an id": lambda: asserted(jti=None),
    "with an id that is no text": lambda: asserted(jti=7),
    "with an endless id": lambda: asserted(jti="x" * 1_000),
    "that is an access token": lambda: asserted(header={"typ": "at+jwt"}),
    "that is a person's token": lambda: signed(
        key_of("fenshire"), {"typ": "JWT"}, {"iss": issuer_of("fenshire"), "sub": POLICE, "aud": ADDRESS, **times()}
    ),
    "without a signature": lambda: asserted().rpartition(".")[0] + ".",
    "that is none": lambda: "x",
    "that is empty": lambda: "",
}


@pytest.mark.parametrize("case", ASSERTIONS)
def test_an_assertion_that_proves_nothing(callers: Callers, case: str) -> None:
    fields = {**form("x"), "client_assertion": ASSERTIONS[case]()}
    if not fields["client_assertion"]:
        del fields["client_assertion"]
    answer = asked(callers, fields)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert answer.content == asked(callers, form("a.b.c")).content


def test_an_assertion_is_taken_once(callers: Callers) -> None:
    fields = form()
    given(asked(callers, fields))
    assert asked(callers, fields).json()["error"] == "invalid_client"


def test_of_many_with_one_assertion_one_gets_a_token(callers: Callers) -> None:
    fields = form()
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: asked(callers, fields).status_code, range(16)))
    assert sorted(statuses) == [200] + [401] * 15


def test_one_clients_id_of_an_assertion_is_not_anothers(callers: Callers) -> None:
    for client in (POLICE, "fenshire/clinic"):
        given(asked(callers, form(asserted(client, jti="the same"))))


REQUESTS: Mapping[str, tuple[dict[str, str], str, int]] = {
    "no grant": ({}, "invalid_request", 400),
    "a code": ({"grant_type": "authorization_code", "code": "x"}, "unsupported_grant_type", 400),
    "a password": ({"grant_type": "password", "username": "x", "password": "x"}, "unsupported_grant_type", 400),
    "no proof": ({"grant_type": "client_credentials"}, "invalid_client", 401),
    "an id alone": ({"grant_type": "client_credentials", "client_id": POLICE}, "invalid_client", 401),
    "a secret": (
        {"grant_type": "client_credentials", "client_id": POLICE, "client_secret": "x"},
        "invalid_client",
        401,
    ),
}


@pytest.mark.parametrize("case", REQUESTS)
def test_another_way_to_ask(callers: Callers, case: str) -> None:
    fields, error, status = REQUESTS[case]
    answer = asked(callers, fields)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["error_description"].endswith(".")


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"client_id": "fenshire/clinic"}, "invalid_client"),
        ({"client_secret": "x"}, "invalid_client"),
        ({"client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"}, "invalid_client"),
        ({"scope": "everything"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
        ({"scope": "concerns.write  concerns.read"}, "invalid_scope"),
    ],
    ids=str,
)
def test_an_assertion_with_something_else_beside_it(callers: Callers, more: dict[str, str], error: str) -> None:
    assert asked(callers, form(**more)).json()["error"] == error


def test_what_is_no_form_of_ours(callers: Callers) -> None:
    url_encoded = {"Content-Type": "application/x-www-form-urlencoded"}
    for content, headers, status in (
        (b"{}", {"Content-Type": "application/json"}, 400),
        (b"grant_type=client_credentials&grant_type=client_credentials", url_encoded, 400),
        (b"grant_type=%ff", url_encoded, 400),
        (b"x=" + b"x" * 400_000, url_encoded, 413),
    ):
        answer = callers.call("POST", "/oauth/token", content=content, headers=headers)
        assert (answer.status_code, answer.json()["error"]) == (status, "invalid_request")
    refused(callers.call("GET", "/oauth/token"), "method_not_allowed", 405)


def test_without_the_store_no_token_is_given(callers: Callers, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def unavailable(*_: Any) -> bool:
        raise StoreUnavailable

    monkeypatch.setattr(house.parts.identity.machines._once, "add", unavailable)
    answer = asked(callers)
    assert (answer.status_code, answer.json()["error"]) == (503, "temporarily_unavailable")


def test_every_token_that_is_given_is_in_the_access_log(callers: Callers, house: House) -> None:
    given(asked(callers))
    (entry,) = [each.entry for each in house.access_log.first(100) if each.entry.deed == "token"]
    assert (entry.actor, entry.authority, entry.outcome) == (POLICE, "fenshire", "given")


def test_a_client_that_asks_without_end_is_slowed_down(house: House) -> None:
    house.with_parts(rates=Rates(monotonic=lambda: 0.0))
    with house.open() as callers:
        answers = [asked(callers) for _ in range(PER_CLIENT.at_once + 1)]
    assert {each.status_code for each in answers[:-1]} == {200}
    assert (answers[-1].status_code, answers[-1].json()["error"]) == (429, "slow_down")
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_the_keys_are_published_and_no_private_part_of_them(callers: Callers) -> None:
    (key,) = callers.call("GET", "/oauth/keys").json()["keys"]
    assert key["kid"] == key_of(ADDRESS).thumbprint() and key["use"] == "sig"
    assert "d" not in key


def test_a_key_is_replaced_while_tokens_of_the_old_one_still_run(callers: Callers, house: House) -> None:
    old = given(asked(callers))["access_token"]
    house.known = replace(house.known, own=OwnKeys(key_of("new"), key_set(key_of("new"), key_of(ADDRESS))))
    new = given(asked(callers))["access_token"]
    assert [with_token(callers, each).status_code for each in (old, new)] == [200, 200]
    assert len(callers.call("GET", "/oauth/keys").json()["keys"]) == 2
    house.known = replace(house.known, own=OwnKeys(key_of("new"), key_set(key_of("new"))))
    assert [with_token(callers, each).status_code for each in (old, new)] == [401, 200]


def test_a_client_that_is_revoked_is_out_with_the_tokens_that_it_has(callers: Callers, house: House) -> None:
    token = given(asked(callers))["access_token"]
    house.known = replace(house.known, clients={})
    refused(with_token(callers, token), "unauthenticated", 401)
    assert asked(callers).json()["error"] == "invalid_client"


def test_a_clients_key_is_replaced(callers: Callers, house: House) -> None:
    both = key_set(key_of(POLICE), key_of("police new"))
    house.known = with_client(house.known, jwks=both)
    given(asked(callers))
    given(asked(callers, form(asserted(key=key_of("police new")))))
    house.known = with_client(house.known, jwks=key_set(key_of("police new")))
    assert asked(callers).json()["error"] == "invalid_client"


def test_a_machine_whose_agency_left_the_directory_is_nobody(callers: Callers, house: House) -> None:
    house.known = with_client(house.known, agency="not-there")
    token = given(asked(callers))["access_token"]
    refused(with_token(callers, token), "unauthenticated", 401)


def with_client(known: Known, **changed: Any) -> Known:
    client = known_client(replace(known.clients[POLICE].settings, **changed))
    return replace(known, clients={**known.clients, POLICE: client})


class TestByCertificate:
    """Mutual TLS ends at a proxy, which says in a header what certificate was shown to it."""

    @pytest.fixture
    def house(self, house: House) -> House:
        house.known = replace(house.known, certificates=Certificates("Client-Cert", ("127.0.0.1",)))
        return house

    @pytest.fixture
    def callers(self, house: House) -> Iterator[Callers]:
        with house.open() as callers:
            yield callers

    def bound(self, house: House, *, with_keys: bool) -> None:
        keys = key_set(key_of(POLICE)) if with_keys else None
        house.known = with_client(house.known, certificate=THUMBPRINT, jwks=keys)

    def test_a_token_is_bound_to_the_certificate_and_good_with_it_alone(self, callers: Callers, house: House) -> None:
        self.bound(house, with_keys=True)
        assert asked(callers).json()["error"] == "invalid_client"
        token = given(asked(callers, form(), **{"Client-Cert": SHOWN}))["access_token"]
        assert with_token(callers, token, **{"Client-Cert": SHOWN}).status_code == 200
        assert with_token(callers, token, **{"Client-Cert": quote(PEM)}).status_code == 200
        other = f":{base64.b64encode(b'another').decode()}:"
        for shown in ({}, {"Client-Cert": other}, {"Client-Cert": "x"}, {"Client-Cert": "::"}, {"Client-Cert": ":#:"}):
            refused(with_token(callers, token, **shown), "unauthenticated", 401)

    def test_the_certificate_alone_is_proof_where_it_is_all_that_is_registered(
        self, callers: Callers, house: House
    ) -> None:
        self.bound(house, with_keys=False)
        fields = {"grant_type": "client_credentials", "client_id": POLICE}
        assert asked(callers, fields).json()["error"] == "invalid_client"
        token = given(asked(callers, fields, **{"Client-Cert": SHOWN}))["access_token"]
        assert with_token(callers, token, **{"Client-Cert": SHOWN}).status_code == 200

    def test_where_both_are_registered_both_are_proof(self, callers: Callers, house: House) -> None:
        self.bound(house, with_keys=True)
        fields = {"grant_type": "client_credentials", "client_id": POLICE}
        assert asked(callers, fields, **{"Client-Cert": SHOWN}).json()["error"] == "invalid_client"

    def test_only_a_proxy_that_is_named_may_say_what_was_shown(self, callers: Callers, house: House) -> None:
        self.bound(house, with_keys=True)
        house.known = replace(house.known, certificates=Certificates("Client-Cert", ("192.0.2.1",)))
        assert asked(callers, form(), **{"Client-Cert": SHOWN}).json()["error"] == "invalid_client"
        house.known = replace(house.known, certificates=None)
        assert asked(callers, form(), **{"Client-Cert": SHOWN}).json()["error"] == "invalid_client"

    def test_a_token_from_before_the_certificate_was_registered_is_good_no_more(
        self, callers: Callers, house: House
    ) -> None:
        token = given(asked(callers))["access_token"]
        self.bound(house, with_keys=True)
        refused(with_token(callers, token, **{"Client-Cert": SHOWN}), "unauthenticated", 401)
