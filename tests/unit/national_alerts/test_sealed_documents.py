"""A document opens for the body that it is meant for, as what it was sealed as, and in no other way."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace

import pytest
from joserfc import jwe
from joserfc.jwe import JWERegistry
from joserfc.jwk import ECKey

from contracts.refusals import Refusal
from custody.document_keys import new_key, private_key, public_key
from custody.sealed_documents import LARGEST, Meant, seal, unseal

PRIVATE, PUBLIC = new_key()


def held(private: str) -> ECKey:
    key = private_key(private)
    assert key is not None
    return key


MINE, OTHERS = held(PRIVATE), held(new_key()[0])
MEANT = Meant("alert-1.1", "kent@needfire.kent.example", "LUT")
TEXT = b'{"told": []}'


def refused(sealed: str, meant: Meant = MEANT, *keys: object) -> str:
    with pytest.raises(Refusal) as found:
        unseal(sealed, keys or (MINE,), meant)  # type: ignore[arg-type]
    return found.value.code


def test_it_opens_with_any_of_the_keys_that_the_body_has() -> None:
    sealed = seal(TEXT, public_key(PUBLIC), MEANT)
    assert unseal(sealed, [OTHERS, MINE], MEANT) == TEXT
    assert TEXT.decode() not in sealed
    assert sealed != seal(TEXT, public_key(PUBLIC), MEANT)


@pytest.mark.parametrize(
    "meant",
    [replace(MEANT, message_id="alert-1.2"), replace(MEANT, sender="luton@x.example"), replace(MEANT, custodian="KEN")],
)
def test_it_does_not_open_as_something_else(meant: Meant) -> None:
    assert refused(seal(TEXT, public_key(PUBLIC), MEANT), meant) == "document_refused"


def test_it_does_not_open_with_another_key_or_without_one() -> None:
    sealed = seal(TEXT, public_key(PUBLIC), MEANT)
    assert refused(sealed, MEANT, OTHERS) == "document_refused"
    with pytest.raises(Refusal):
        unseal(sealed, [], MEANT)


@pytest.mark.parametrize("part", range(5))
def test_each_of_its_parts_may_not_be_changed(part: int) -> None:
    parts = seal(TEXT, public_key(PUBLIC), MEANT).split(".")
    raw = bytearray(urlsafe_b64decode(parts[part] + "==="))
    raw[len(raw) // 2] ^= 1
    parts[part] = urlsafe_b64encode(bytes(raw)).decode().rstrip("=")
    assert refused(".".join(parts)) == "document_refused"


def test_its_header_may_not_name_another_message() -> None:
    parts = seal(TEXT, public_key(PUBLIC), MEANT).split(".")
    header = json.loads(urlsafe_b64decode(parts[0] + "==="))
    parts[0] = urlsafe_b64encode(json.dumps({**header, "message_id": "alert-1.2"}).encode()).decode().rstrip("=")
    assert refused(".".join(parts), replace(MEANT, message_id="alert-1.2")) == "document_refused"


@pytest.mark.parametrize("sealed", ["", "a", "a.b.c.d.e", "....", "é.é.é.é.é", "9" * 100_000, "e30....", "e30.." * 9])
def test_what_is_no_document_is_refused(sealed: str) -> None:
    assert refused(sealed) == "document_refused"


@pytest.mark.parametrize(
    "more", [{"zip": "DEF"}, {"enc": "A128GCM"}, {"alg": "ECDH-ES"}, {"crit": ["typ"]}, {"typ": "JWT"}]
)
def test_other_ways_of_sealing_are_not_opened(more: dict[str, object]) -> None:
    registry = JWERegistry(
        algorithms=["ECDH-ES", "ECDH-ES+A256KW", "A256GCM", "A128GCM", "DEF"], strict_check_header=False
    )
    header = {**MEANT.header(public_key(PUBLIC)), **more}
    assert refused(jwe.encrypt_compact(header, TEXT, public_key(PUBLIC), registry=registry)) == "document_refused"


def test_what_is_too_large_is_not_sealed() -> None:
    seal(b"x" * LARGEST, public_key(PUBLIC), MEANT)
    with pytest.raises(Refusal) as found:
        seal(b"x" * (LARGEST + 1), public_key(PUBLIC), MEANT)
    assert found.value.code == "too_large"
