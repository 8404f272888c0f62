"""In production the gateway knows people by real identity providers only, and its secrets are its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gateway.composition import compose
from gateway.identity.configuration import Configuration, Issuer, read_configuration
from gateway.production import unsafe_gateway
from gateway.sealing import key_files
from operations import local_identity
from shared_kernel.production import UnsafeForProduction
from shared_kernel.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
PROVIDER = Issuer("https://login.council.example/tenant", "kent", "needfire", client_secret_file="client.secret")
SAFE = Configuration(("token.key",), (PROVIDER,))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("token.key", "client.secret", "keys/kent.keys"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
        (tmp_path / name).chmod(0o600)
    return tmp_path


def found(configuration: Configuration, folder: Path) -> list[str]:
    return [str(each) for each in unsafe_gateway(configuration, folder / "identity.yaml", folder / "keys")]


def test_what_is_safe_is_let_be(folder: Path) -> None:
    assert found(SAFE, folder) == []


@pytest.mark.parametrize(
    "issuer", ["urn:needfire:local:kent", "http://login.council.example", "https://localhost:9400", "https://127.0.0.1"]
)
def test_a_demonstrations_issuer_is_refused(folder: Path, issuer: str) -> None:
    (said,) = found(replace(SAFE, issuers=(PROVIDER, replace(PROVIDER, issuer=issuer))), folder)
    assert said.startswith("NEEDFIRE_IDENTITY: an issuer")


@pytest.mark.parametrize("name", ["token.key", "client.secret", "keys/kent.keys"])
def test_a_secret_that_everybody_can_read_is_refused(folder: Path, name: str) -> None:
    (folder / name).chmod(0o644)
    (said,) = found(SAFE, folder)
    assert said.startswith("NEEDFIRE_KEYS" if "keys/" in name else "NEEDFIRE_IDENTITY") and "everybody" in said


def test_the_demonstrations_identity_does_not_start(tmp_path: Path) -> None:
    """Before anything is connected to."""
    local_identity.prepare(
        tmp_path, ROOT / "examples" / "directories", "http://127.0.0.1:8000", "http://127.0.0.1:9400"
    )
    key_files.make(tmp_path / "keys", ["kent"])
    environment = {"NEEDFIRE_IDENTITY": str(tmp_path / "identity.yaml"), "NEEDFIRE_KEYS": str(tmp_path / "keys")}
    assert read_configuration(tmp_path / "identity.yaml").issuers
    with pytest.raises(UnsafeForProduction) as unsafe:
        compose(Settings(production=True), environment)
    assert {each.variable for each in unsafe.value.found} == {"NEEDFIRE_IDENTITY"}
