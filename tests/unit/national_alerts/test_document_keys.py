"""A key for documents: a public elliptic key on P-256, and nothing else; whatever else is given is refused with a code."""

from __future__ import annotations

import json

import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey

from contracts.refusals import Refusal
from custody.document_keys import new_key, private_key, public_key, thumbprint

PRIVATE, PUBLIC = new_key()
OFF_THE_CURVE = json.dumps({**json.loads(PUBLIC), "x": json.loads(PUBLIC)["y"]})
NOT = {
    "its private part": PRIVATE,
    "another curve": json.dumps(ECKey.generate_key("P-384").as_dict(private=False)),
    "another kind": json.dumps(RSAKey.generate_key(2048).as_dict(private=False)),
    "a shared secret": json.dumps(OctKey.generate_key(256).as_dict(private=True)),
    "a point that is on no curve": OFF_THE_CURVE,
    "no text": json.dumps({**json.loads(PUBLIC), "x": 5}),
    "more than a key": json.dumps({**json.loads(PUBLIC), "x5u": "https://elsewhere.example"}),
    "a set": json.dumps({"keys": [json.loads(PUBLIC)]}),
    "no json": "key",
    "deep": "[" * 900,
    "long": PUBLIC + " " * 2_000,
    "empty": "{}",
}


def test_a_public_key_is_known_by_its_thumbprint() -> None:
    held = private_key(PRIVATE)
    assert held is not None
    assert thumbprint(PUBLIC) == public_key(PUBLIC).thumbprint() == held.thumbprint()
    assert thumbprint(None) is None and "d" not in json.loads(PUBLIC)


@pytest.mark.parametrize("name", NOT)
def test_whatever_is_no_public_key_is_refused(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        public_key(NOT[name])
    assert refused.value.code == "key_refused"


@pytest.mark.parametrize("name", [name for name in NOT if name != "its private part"])
def test_a_private_key_is_none_of_these(name: str) -> None:
    assert private_key(NOT[name]) is None


def test_nor_is_the_public_one() -> None:
    assert private_key(PUBLIC) is None
