"""What is no request at all: refused in words, nothing stored, and the next one is served."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import pytest

from tests.e2e.cases import KENT_CHARGED, raising
from tests.e2e.house import House
from tests.e2e.refusals import assert_refused
from tests.e2e.soundness import nothing_stored

JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Bad:
    """A body that nobody should send, and what it is answered."""

    name: str
    status: int
    code: str
    body: bytes
    headers: dict[str, str] = field(default_factory=lambda: JSON)


NOT_JSON = (
    Bad("half an object", 400, "not_json", b'{"area": "ashford", "facts": {'),
    Bad("not an object", 400, "not_json", b'["ashford"]'),
    Bad("nothing but null", 400, "not_json", b"null"),
    Bad("a name given twice", 400, "not_json", b'{"area": "ashford", "area": "thanet", "facts": {}, "categories": []}'),
    Bad("given twice, deep inside", 400, "not_json", b'{"area": "ashford", "facts": {"plan": "none", "plan": "none"}}'),
    Bad("not a number", 400, "not_json", b'{"area": "ashford", "facts": {"age_years": NaN}, "categories": []}'),
    Bad("infinite", 400, "not_json", b'{"area": "ashford", "facts": {"age_years": 1e999}, "categories": []}'),
    Bad("beyond 64 bits", 400, "not_json", b'{"area": "ashford", "facts": {"age_years": 9223372036854775808}}'),
    Bad("not text", 400, "not_json", b'{"area": "\xff\xfe"}'),
    Bad("half a character", 400, "not_json", b'{"area": "\\ud800"}'),
    Bad("deep nesting", 400, "not_json", b'{"area": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
    Bad("compressed", 400, "not_json", b"\x1f\x8b\x08\x00", JSON | {"Content-Encoding": "gzip"}),
    Bad("five megabytes", 413, "too_large", b'{"area": "' + b"x" * 5_000_000 + b'"}'),
    Bad("a form", 415, "wrong_content_type", b"area=ashford", {"Content-Type": "application/x-www-form-urlencoded"}),
    Bad("without a type", 415, "wrong_content_type", b"{}", {"Content-Type": ""}),
    Bad("nothing at all", 422, "malformed", b""),
    Bad("an unknown field", 422, "malformed", b'{"area": "ashford", "facts": {}, "categories": [], "urgent": true}'),
    Bad("of another kind", 422, "malformed", b'{"area": 7, "facts": [], "categories": "KEN23-NTK-G"}'),
    Bad("too long a text", 422, "malformed", json.dumps({"particulars": {"name": "x" * 201}}).encode()),
)


@pytest.mark.parametrize("bad", NOT_JSON, ids=lambda bad: bad.name)
def test_a_body_that_cannot_be_read_is_refused_and_nothing_is_stored(house: House, bad: Bad) -> None:
    person, _ = raising(house, KENT_CHARGED)
    with nothing_stored(house):
        headers = house.token(person) | bad.headers
        assert_refused(house.web.post("/v1/notifications", content=bad.body, headers=headers), bad.status, bad.code)


@pytest.mark.parametrize("key", ["", "two words", "x" * 201, "with\ttab"], ids=repr)
def test_an_idempotency_key_that_is_none_is_refused(house: House, key: str) -> None:
    person, body = raising(house, KENT_CHARGED)
    with nothing_stored(house):
        headers = house.token(person) | {"Idempotency-Key": key}
        assert_refused(house.web.post("/v1/notifications", json=body, headers=headers), 422, "malformed")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/notifications/%00%ff", 404, "not_found"),
        ("GET", "/v1/notifications/" + "x" * 5_000, 404, "not_found"),
        ("GET", "/v1/tasks/$ne", 404, "not_found"),
        ("GET", "/v1/no-such-thing", 404, "not_found"),
        ("DELETE", "/v1/notifications", 405, "method_not_allowed"),
        ("GET", "/v1/notifications?limit=-1", 422, "malformed"),
        ("GET", "/v1/notifications?limit=1e3", 422, "malformed"),
        ("GET", "/v1/notifications?cursor=%E2%98%83", 422, "malformed"),
        ("GET", "/v1/notifications?order=desc", 422, "malformed"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(house: House, method: str, path: str, status: int, code: str) -> None:
    person, _ = raising(house, KENT_CHARGED)
    assert_refused(house.web.request(method, path, headers=house.token(person)), status, code)


def test_a_body_without_end_is_refused_before_its_end(house: House) -> None:
    person, _ = raising(house, KENT_CHARGED)
    chunks = (b"x" * 100_000 for _ in range(1_000))
    answer = house.web.post("/v1/notifications", content=chunks, headers=house.token(person) | JSON)
    assert_refused(answer, 413, "too_large")
