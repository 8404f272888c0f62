"""Attacks with access tokens, one case each: every one is answered 401 `unauthenticated`, whole and in the same words.

Each builds on a token that is good (`test_what_the_attacks_are_made_from_is_good`), so that what is refused is the attack.
"""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jwe, jws
from joserfc.jwk import OctKey, RSAKey

from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.house import House
from tests.unit.gateway.identity.issuing import (
    ADDRESS,
    AUDIENCE,
    client_token,
    issuer_of,
    key_of,
    key_set,
    person_token,
    signed,
    times,
)

V1 = "/v1/notifications"
NOW = int(time.time())
FEN = "fenshire"


def good(**changed: Any) -> str:
    return person_token("worker", FEN, **changed)


def forged(header: Mapping[str, Any], claims: Mapping[str, Any] | None = None, key: Any = None) -> str:
    """Signed with the issuer's own key, under another header."""
    whole = {"iss": issuer_of(FEN), "aud": AUDIENCE, "sub": "worker", **times(), **(claims or {})}
    return signed(key or key_of(FEN), {"typ": "at+jwt", **header}, whole)


def encoded(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def parts(token: str) -> tuple[str, str, str]:
    header, claims, signature = token.split(".")
    return header, claims, signature


def claims_of(token: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(parts(token)[1] + "=="))
    return found


def with_header(header: Mapping[str, Any], key: Any = None) -> str:
    """Signed by hand with the issuer's key, under a header that no library would write."""
    whole = {"alg": "ES256", "typ": "at+jwt", "kid": key_of(FEN).thumbprint(), **header}
    signing = f"{encoded({name: value for name, value in whole.items() if value is not None})}.{parts(good())[1]}"
    private: Any = (key or key_of(FEN)).raw_value
    r, s = decode_dss_signature(private.sign(signing.encode(), ECDSA(SHA256())))
    return f"{signing}.{encoded(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def with_claims(claims: Any) -> str:
    header, _, signature = parts(good())
    return f"{header}.{encoded(claims)}.{signature}"


def no_algorithm(name: str, signature: str = "") -> str:
    _, claims, _ = parts(good())
    return f"{encoded({'alg': name, 'typ': 'at+jwt', 'kid': key_of(FEN).thumbprint()})}.{claims}.{signature}"


def with_the_public_key_as_secret() -> str:
    secret = key_of(FEN).as_pem(private=False)
    header = encoded({"alg": "HS256", "typ": "at+jwt", "kid": key_of(FEN).thumbprint()})
    signing = f"{header}.{parts(good())[1]}"
    return f"{signing}.{encoded(hmac.digest(secret, signing.encode(), 'sha256'))}"


def all_zero() -> str:
    header, claims, _ = parts(good())
    return f"{header}.{claims}.{encoded(bytes(64))}"


def r_and_s_of_the_order() -> str:
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    header, claims, _ = parts(good())
    return f"{header}.{claims}.{encoded(order.to_bytes(32, 'big') * 2)}"


def other_claims(**changed: Any) -> str:
    token = good()
    header, _, signature = parts(token)
    return f"{header}.{encoded({**claims_of(token), **changed})}.{signature}"


def twice_the_same_claim() -> str:
    token = good()
    header, _, _ = parts(token)
    text = json.dumps(claims_of(token))[:-1] + ', "sub": "manager"}'
    return jws.serialize_compact(json.loads(base64.urlsafe_b64decode(header + "==")), text, key_of(FEN), ["ES256"])


def encrypted() -> str:
    key = OctKey.generate_key(256)
    return jwe.encrypt_compact({"alg": "A256KW", "enc": "A256GCM", "cty": "JWT"}, good(), key)


def nested() -> str:
    return jws.serialize_compact(
        {"alg": "ES256", "kid": key_of(FEN).thumbprint(), "cty": "JWT", "typ": "at+jwt"}, good(), key_of(FEN)
    )


def in_json() -> str:
    header, claims, signature = parts(good())
    one = {"protected": header, "signature": signature}
    return json.dumps({"payload": claims, "signatures": [one, one]})


def spelled_otherwise() -> str:
    """The same bytes under another spelling: a bit of the signature's last character that base64 leaves over."""
    token = good()
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    last = alphabet.index(token[-1])
    return token[:-1] + alphabet[last ^ 1]


def of_another_type(key: Any, algorithm: str) -> str:
    claims = {"iss": issuer_of(FEN), "aud": AUDIENCE, "sub": "worker", **times()}
    return signed(key, {"typ": "at+jwt", "kid": key_of(FEN).thumbprint()}, claims, algorithm)


TOKENS: Mapping[str, Callable[[], str]] = {
    # which algorithm
    "alg none": lambda: no_algorithm("none"),
    "alg none with the signature left on": lambda: no_algorithm("none", parts(good())[2]),
    "alg NoNe": lambda: no_algorithm("NoNe", parts(good())[2]),
    "alg missing": lambda: with_header({"alg": None}),
    "alg as a list": lambda: with_header({"alg": ["ES256"]}),
    "HS256 with the public key as the secret": with_the_public_key_as_secret,
    "HS256 with an empty secret": lambda: of_another_type(OctKey.import_key("\0"), "HS256"),
    "RS256 under the id of an elliptic key": lambda: of_another_type(RSAKey.generate_key(2048), "RS256"),
    # which key
    "unknown kid": lambda: forged({"kid": "unknown"}),
    "kid of another issuer": lambda: forged({"kid": key_of("kent").thumbprint()}),
    "kid that is a path": lambda: forged({"kid": "../../dev/null"}),
    "kid that is a query": lambda: forged({"kid": "x' or '1'='1"}),
    "kid that is a number": lambda: with_header({"kid": 7}),
    "kid that is empty": lambda: forged({"kid": ""}),
    "signed by somebody else under the right kid": lambda: forged({"kid": key_of(FEN).thumbprint()}, key=key_of("thief")),
    "the key itself in the header (jwk)": lambda: with_header(
        {"jwk": key_set(key_of("thief"))["keys"][0], "kid": None}, key_of("thief")
    ),
    "a way to the key (jku)": lambda: with_header({"jku": "https://thief.example/keys"}),
    "a way to a certificate (x5u)": lambda: with_header({"x5u": "https://thief.example/certificate"}),
    "a certificate (x5c)": lambda: with_header({"x5c": ["MIIB"]}),
    # what the header asks for
    "crit": lambda: with_header({"crit": ["exp"], "exp": NOW + 60}),
    "b64 false": lambda: with_header({"crit": ["b64"], "b64": False}),
    "zip": lambda: with_header({"zip": "DEF"}),
    "encrypted": encrypted,
    "a token in a token": nested,
    # what kind
    "an ID token's type": lambda: forged({"typ": "JWT"}),
    "no type": lambda: forged({"typ": None}),
    "a type that is no text": lambda: with_header({"typ": ["at+jwt"]}),
    "an ID token's nonce": lambda: good(nonce="n"),
    "an ID token's at_hash": lambda: good(at_hash="h"),
    "a refresh token": lambda: good(typ="Refresh"),
    # by whom and for whom
    "another issuer": lambda: good(iss="https://login.elsewhere.example"),
    "an issuer with a slash more": lambda: good(iss=issuer_of(FEN) + "/"),
    "an issuer in capitals": lambda: good(iss=issuer_of(FEN).upper()),
    "no issuer": lambda: good(iss=None),
    "an issuer that is a list": lambda: good(iss=[issuer_of(FEN)]),
    "another issuer's name over the own key": lambda: good(iss=issuer_of("kent")),
    "another audience": lambda: good(aud="another"),
    "no audience": lambda: good(aud=None),
    "an empty list of audiences": lambda: good(aud=[]),
    "an audience more": lambda: good(aud=[AUDIENCE, "another"]),
    "the same audience twice": lambda: good(aud=[AUDIENCE, AUDIENCE]),
    "an audience in a list of lists": lambda: good(aud=[[AUDIENCE]]),
    "an audience that begins like ours": lambda: good(aud=AUDIENCE + "-too"),
    "an audience as an object": lambda: good(aud={AUDIENCE: True}),
    "our person by another authority's issuer": lambda: person_token("worker", "kent"),
    "a person who is no text": lambda: good(sub=["worker"]),
    "no person": lambda: good(sub=None),
    "a person in other letters": lambda: good(sub="WORKER"),
    "a person with a space": lambda: good(sub="worker "),
    "a person whom the directory does not have": lambda: good(sub="nobody"),
    # when
    "run out": lambda: good(iat=NOW - 600, exp=NOW - 1),
    "no end": lambda: good(exp=None),
    "an end that is a text": lambda: good(exp=str(NOW + 300)),
    "an end that is a fraction": lambda: good(exp=NOW + 300.5),
    "an end that is true": lambda: good(exp=True),
    "an end that is not a number": lambda: good(exp=float("nan")),
    "an end that is infinite": lambda: good(exp=float("inf")),
    "an end in many years": lambda: good(exp=NOW + 10**9),
    "an end before its beginning": lambda: good(iat=NOW + 20, exp=NOW + 10),
    "a longer life than any of its issuer's": lambda: good(exp=NOW + 2 * 3600),
    "not before tomorrow": lambda: good(nbf=NOW + 86_400, exp=NOW + 60),
    "not before a text": lambda: good(nbf="now"),
    "issued tomorrow": lambda: good(iat=NOW + 86_400, exp=NOW + 86_460),
    "no beginning": lambda: good(iat=None),
    # what was signed
    "another person under the same signature": lambda: other_claims(sub="manager"),
    "another end under the same signature": lambda: other_claims(exp=NOW + 1_000),
    "a claim twice": twice_the_same_claim,
    "no signature": lambda: ".".join(parts(good())[:2]) + ".",
    "half a signature": lambda: good()[:-43],
    "a signature of zeros (r = s = 0)": all_zero,
    "a signature of the curve's order": r_and_s_of_the_order,
    "a signature spelled otherwise": spelled_otherwise,
    "a signature in DER": lambda: ".".join(parts(good())[:2]) + "." + encoded(b"\x30\x06\x02\x01\x01\x02\x01\x01"),
    "two signatures as JSON": in_json,
    "one part": lambda: parts(good())[0],
    "two parts": lambda: ".".join(parts(good())[:2]),
    "four parts": lambda: good() + ".x",
    "five parts": lambda: "a.b.c.d.e",
    "padding": lambda: good() + "=",
    "claims that are a list": lambda: with_claims([1]),
    "claims that are no JSON": lambda: with_claims(b"{"),
    "claims that are no UTF-8": lambda: with_claims(bytes([0xFF])),
    "claims nested without end": lambda: with_claims(b"[" * 5_000),
    "a huge number": lambda: with_claims(b'{"exp":' + b"9" * 4_000 + b"}"),
    "huge": lambda: good(more="x" * 20_000),
    "empty parts": lambda: "..",
    # bound to what
    "bound to a certificate that was not shown": lambda: good(cnf={"x5t#S256": "x" * 43}),
    "bound to something unknown": lambda: good(cnf={"jkt": "x"}),
    "bound to nothing": lambda: good(cnf={}),
    # of machines
    "a machine's token by a people's issuer": lambda: signed(
        key_of(FEN), {"typ": "at+jwt"},
        {"iss": issuer_of(FEN), "aud": AUDIENCE, "client_id": "fenshire/police", "scope": "concerns.write", **times()},
    ),
    "a person's token by this gateway": lambda: signed(
        key_of(ADDRESS), {"typ": "at+jwt"}, {"iss": ADDRESS, "aud": ADDRESS, "sub": "worker", **times()}
    ),
    "a machine's token signed by a people's issuer": lambda: signed(
        key_of(FEN), {"typ": "at+jwt"},
        {"iss": ADDRESS, "aud": ADDRESS, "sub": "fenshire/police", "client_id": "fenshire/police", **times()},
    ),
    "a machine that is not registered any more": lambda: client_token("revoked", "concerns.write"),
    "a machine under another's name": lambda: client_token("fenshire/police", "concerns.write", sub="fenshire/health"),
    "a machine's token for longer than given": lambda: client_token("fenshire/police", exp=NOW + 3_600),
    "a machine's assertion as a token": lambda: signed(
        key_of("fenshire/police"), {"typ": "JWT"},
        {"iss": "fenshire/police", "sub": "fenshire/police", "aud": ADDRESS, **times()},
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def callers(house: House) -> Any:
    with house.open() as callers:
        yield callers


def asked_with(callers: Callers, token: str) -> Any:
    return callers.call("GET", V1, headers={"Authorization": f"Bearer {token}"})


def test_what_the_attacks_are_made_from_is_good(callers: Callers) -> None:
    assert asked_with(callers, good()).status_code == 200
    assert asked_with(callers, forged({})).status_code == 200
    assert asked_with(callers, good(aud=[AUDIENCE])).status_code == 200
    assert asked_with(callers, good(nbf=NOW - 10)).status_code == 200
    assert asked_with(callers, with_header({"x5t": "unread"})).status_code == 200
    assert asked_with(callers, forged({"typ": "application/AT+JWT", "kid": None})).status_code == 200


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
@pytest.mark.parametrize("attack", TOKENS)
def test_an_attack_with_a_token_is_nobody(callers: Callers, house: House, attack: str) -> None:
    nobody = callers.call("GET", V1)
    answer = asked_with(callers, TOKENS[attack]())
    refused(answer, "unauthenticated", 401)
    assert answer.content == nobody.content and answer.headers["www-authenticate"] == "Bearer"
    assert house.services.commands == []


HEADERS: Mapping[str, Callable[[str], list[tuple[str, str]]]] = {
    "two headers": lambda token: [("Authorization", f"Bearer {token}"), ("Authorization", f"Bearer {token}")],
    "a good one after a bad one": lambda token: [("Authorization", "Bearer x"), ("Authorization", f"Bearer {token}")],
    "two in one header": lambda token: [("Authorization", f"Bearer {token}, Bearer {token}")],
    "no scheme": lambda token: [("Authorization", token)],
    "another scheme": lambda token: [("Authorization", f"Basic {token}")],
    "a scheme like it": lambda token: [("Authorization", f"Bearers {token}")],
    "a proof of possession that is none": lambda token: [("Authorization", f"DPoP {token}")],
    "two spaces": lambda token: [("Authorization", f"Bearer  {token}")],
    "a tab": lambda token: [("Authorization", f"Bearer\t{token}")],
    "a space in it": lambda token: [("Authorization", f"Bearer {token[:20]} {token[20:]}")],
    "something after it": lambda token: [("Authorization", f"Bearer {token} x")],
    "a byte that is no text": lambda token: [("Authorization", f"Bearer {token}\x7f")],
    "quotes": lambda token: [("Authorization", f'Bearer "{token}"')],
    "the proxy's header": lambda token: [("Proxy-Authorization", f"Bearer {token}")],
    "a header like it": lambda token: [("X-Authorization", f"Bearer {token}")],
    "a cookie": lambda token: [("Cookie", f"needfire_session={token}")],
    "a cookie called like the header": lambda token: [("Cookie", f"Authorization=Bearer {token}")],
}


@pytest.mark.parametrize("attack", HEADERS)
def test_a_good_token_in_a_wrong_place_is_nobodys(callers: Callers, attack: str) -> None:
    answer = callers._portal.call(lambda: callers._client.get(V1, headers=HEADERS[attack](good())))
    refused(answer, "unauthenticated", 401)


@pytest.mark.parametrize("name", ["token", "access_token", "authorization", "bearer_token"])
def test_a_token_in_the_address_or_in_a_form_is_nobodys(callers: Callers, name: str) -> None:
    refused(callers.call("GET", V1, params={name: good()}), "unauthenticated", 401)
    refused(callers.call("POST", V1, data={name: good()}), "unauthenticated", 401)


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "BeArEr"])
def test_the_scheme_may_be_written_in_any_letters(callers: Callers, scheme: str) -> None:
    assert callers.call("GET", V1, headers={"Authorization": f"{scheme} {good()}"}).status_code == 200


def test_a_token_that_was_good_is_refused_when_it_has_run_out(callers: Callers, house: House, monkeypatch: Any) -> None:
    ends = int(time.time()) + 200
    token = good(exp=ends)
    assert asked_with(callers, token).status_code == 200
    monkeypatch.setattr(house.parts.identity.bearers, "_now", lambda: float(ends))
    refused(asked_with(callers, token), "unauthenticated", 401)


def test_tokens_that_are_remembered_are_not_without_end(house: House, monkeypatch: Any) -> None:
    monkeypatch.setattr("gateway.identity.bearers.REMEMBERED", 5)
    bearers = house.parts.identity.bearers
    for _ in range(20):
        bearers.identity(good())
    assert len(bearers._remembered) == 5


def test_a_persons_token_is_not_for_agencies_nor_a_machines_for_people(callers: Callers) -> None:
    refused(callers.get("/v1/agency/concerns", by="worker"), "not_permitted", 403)
    refused(callers.get(V1, by="fenshire/police"), "not_permitted", 403)


def test_a_machine_does_what_its_token_is_for_and_nothing_else(callers: Callers) -> None:
    assert callers.get("/v1/agency/concerns", by="fenshire/police concerns.read").status_code == 200
    refused(callers.get("/v1/agency/concerns", by="fenshire/police concerns.write"), "not_permitted", 403)
