"""The file that says who may be known: what it must be, and that a change of it counts at once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from joserfc.jwk import ECKey, RSAKey

from gateway.identity import own_keys
from gateway.identity.bearers import Bearers
from gateway.identity.configuration import IdentityUnusable, read_configuration
from gateway.identity.identities import ClientIdentity, PersonIdentity
from gateway.identity.known import KnownFromFiles
from gateway.identity.providers import Providers
from gateway.identity.scopes import SCOPES
from gateway.identity.tokens import TokenRefused
from shared_kernel.outbound.memory import MemoryOutbound
from tests.unit.gateway.identity.issuing import (
    ADDRESS,
    AUDIENCE,
    client_token,
    issuer_of,
    key_of,
    key_set,
    person_token,
)

KENT = {"issuer": issuer_of("kent"), "authority": "kent", "audience": AUDIENCE, "jwks_file": "kent.json"}
POLICE: Mapping[str, Any] = {
    "client_id": "police",
    "authority": "kent",
    "agency": "kent-police",
    "scopes": ["concerns.write"],
    "jwks_file": "police.json",
}


@dataclass
class Files:
    """The configuration in a folder."""

    folder: Path

    def __post_init__(self) -> None:
        (self.folder / "own.key").write_bytes(key_of(ADDRESS).as_pem(private=True))
        self.keys("kent.json", key_set(key_of("kent")))
        self.keys("police.json", key_set(key_of("police")))
        self.state()

    @property
    def file(self) -> Path:
        return self.folder / "identity.yaml"

    def keys(self, name: str, value: Any) -> None:
        (self.folder / name).write_text(json.dumps(value), "utf-8")

    def state(self, **changed: Any) -> None:
        stated = {"token_key_files": ["own.key"], "issuers": [KENT], "clients": [POLICE], **changed}
        self.file.write_text(yaml.safe_dump(stated), "utf-8")

    def known(self) -> KnownFromFiles:
        return KnownFromFiles(self.file, ADDRESS, every=0)


def bearers_of(files: Files) -> Bearers:
    return Bearers(files.known(), Providers(MemoryOutbound()))


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def test_a_person_and_a_machine_are_known_by_what_the_file_says(files: Files) -> None:
    bearers = bearers_of(files)
    assert bearers.identity(person_token("ada", "kent")) == PersonIdentity("ada", "kent")
    police = ClientIdentity("police", "kent", "kent-police", frozenset({"concerns.write"}))
    assert bearers.identity(client_token("police", "concerns.write")) == police


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"token_key_files": []}, "key"),
        ({"token_key_files": ["kent.json"]}, "P-256"),
        ({"token_key_files": ["none.key"]}, "P-256"),
        ({"issuers": [KENT, KENT]}, "twice"),
        ({"clients": [POLICE, POLICE]}, "twice"),
        ({"issuers": [KENT | {"issuer": ADDRESS}]}, "own address"),
        ({"issuers": [KENT | {"algorithms": ["HS256"]}]}, "algorithms"),
        ({"issuers": [KENT | {"algorithms": ["none"]}]}, "algorithms"),
        ({"issuers": [KENT | {"algorithms": []}]}, "algorithms"),
        ({"issuers": [KENT | {"longest_minutes": 0}]}, "longest_minutes"),
        ({"issuers": [KENT | {"longest_minutes": 100_000}]}, "longest_minutes"),
        ({"issuers": [KENT | {"header_type": "JWT"}]}, "scope"),
        ({"issuers": [KENT | {"jwks_file": "none.json"}]}, "missing"),
        ({"issuers": [KENT | {"jwks_file": None}]}, "discovery"),
        ({"issuers": [KENT | {"discovery": True}]}, "discovery"),
        ({"issuers": [KENT | {"audiance": "x"}]}, "audiance"),
        ({"issuers": [{"issuer": "x"}]}, "authority"),
        ({"clients": [{**POLICE, "scopes": []}]}, "scopes"),
        ({"clients": [{**POLICE, "scopes": ["everything"]}]}, "scopes"),
        ({"clients": [{**POLICE, "jwks": {"keys": []}}]}, "jwks"),
        ({"clients": [{**POLICE, "certificate": "AB:CD"}]}, "certificate"),
        ({"clients": [{**POLICE, "jwks_file": None}]}, "certificate"),
    ],
    ids=str,
)
def test_a_file_that_is_not_as_it_should_be_stops_the_start(files: Files, changed: dict[str, Any], said: str) -> None:
    files.state(**changed)
    with pytest.raises(IdentityUnusable, match=said):
        files.known()


@pytest.mark.parametrize("text", ["", "7", "- a", "{a: b", "!!python/object/apply:os.system [false]", "\0"])
def test_what_is_no_such_file_at_all(files: Files, text: str) -> None:
    files.file.write_text(text, "utf-8")
    with pytest.raises(IdentityUnusable):
        files.known()


def _with_private_key() -> Any:
    return {"keys": [dict(key_of("kent").as_dict(private=True, kid="1"))]}


KEY_SETS: Mapping[str, Callable[[], Any]] = {
    "no object": list,
    "no keys": lambda: {"keys": []},
    "two keys of one id": lambda: {"keys": key_set(key_of("kent"))["keys"] * 2},
    "a private key": _with_private_key,
    "a secret shared": lambda: {"keys": [{"kty": "oct", "k": "c2VjcmV0", "kid": "1"}]},
    "another curve": lambda: key_set(ECKey.generate_key("P-384")),
    "a short RSA key": lambda: {"keys": [dict(RSAKey.generate_key(1024).as_dict(private=False, kid="1"))]},
    "a key without an id": lambda: {"keys": [dict(key_of("kent").as_dict(private=False))]},
    "a key to encrypt with": lambda: {"keys": [{**key_set(key_of("kent"))["keys"][0], "use": "enc"}]},
    "a key that is none": lambda: {"keys": [{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "kid": "1"}]},
    "too many keys": lambda: {"keys": key_set(key_of("kent"))["keys"] * 1_000},
}


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
@pytest.mark.parametrize("case", KEY_SETS)
def test_a_key_set_from_which_nothing_can_be_verified_safely(files: Files, case: str) -> None:
    files.keys("kent.json", KEY_SETS[case]())
    with pytest.raises(IdentityUnusable):
        files.known()


def test_who_is_taken_out_is_not_known_any_more(files: Files) -> None:
    bearers = bearers_of(files)
    person, police = person_token("ada", "kent"), client_token("police", "concerns.write")
    assert bearers.identity(person) and bearers.identity(police)
    files.state(clients=[])
    with pytest.raises(TokenRefused):
        bearers.identity(police)
    assert bearers.identity(person)
    files.keys("kent.json", key_set(key_of("another")))
    with pytest.raises(TokenRefused):
        bearers.identity(person)


def test_a_scope_that_is_taken_away_is_gone_from_tokens_that_have_it(files: Files) -> None:
    files.state(clients=[{**POLICE, "scopes": ["concerns.write", "concerns.read"]}])
    bearers, token = bearers_of(files), client_token("police", "concerns.write", "concerns.read", "shares.read")
    found = bearers.identity(token)
    assert isinstance(found, ClientIdentity) and found.scopes == {"concerns.write", "concerns.read"}
    files.state()
    found = bearers.identity(token)
    assert isinstance(found, ClientIdentity) and found.scopes == {"concerns.write"}


def test_while_the_file_cannot_be_used_nobody_is_let_in(files: Files) -> None:
    bearers, token = bearers_of(files), person_token("ada", "kent")
    assert bearers.identity(token)
    files.file.write_text("issuers: [half", "utf-8")
    with pytest.raises(TokenRefused):
        bearers.identity(token)
    files.file.unlink()
    with pytest.raises(TokenRefused):
        bearers.identity(token)
    files.state()
    assert bearers.identity(token)


def test_it_is_not_looked_at_for_every_request(files: Files) -> None:
    now = [0.0]
    known = KnownFromFiles(files.file, ADDRESS, every=1.0, monotonic=lambda: now[0])
    first = known()
    files.state(clients=[])
    assert known() is first
    now[0] = 1.0
    assert not known().clients


def test_a_key_of_ones_own_is_made_for_its_owner_alone_and_never_over_another(tmp_path: Path) -> None:
    own_keys.make(tmp_path / "a.key")
    assert (tmp_path / "a.key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        own_keys.make(tmp_path / "a.key")


def test_the_first_key_signs_and_all_verify(tmp_path: Path) -> None:
    for name in ("new.key", "old.key"):
        own_keys.make(tmp_path / name)
    both = own_keys.read_own_keys([tmp_path / "new.key", tmp_path / "old.key"])
    old = own_keys.read_own_keys([tmp_path / "old.key"])
    assert both.public.keys() > old.public.keys()
    assert both.key_id != old.key_id
    assert "PRIVATE" not in repr(both) and '"d"' not in json.dumps(both.key_set)


def test_the_example_in_the_documentation_can_be_read(tmp_path: Path) -> None:
    text = (Path(__file__).resolve().parents[4] / "docs" / "identity.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(token_key_files.*?)```", text, re.DOTALL)
    (tmp_path / "identity.yaml").write_text(example, "utf-8")
    configuration = read_configuration(tmp_path / "identity.yaml")
    assert configuration.issuers[0].scope and set(configuration.clients[0].scopes) <= SCOPES.keys()
