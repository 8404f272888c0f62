"""The store by TLS, as a deployment names it: by the words of MongoDB's own address."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pymongo import MongoClient

from operations.ports import any_free
from shared_kernel.errors import StoreUnavailable
from shared_kernel.production import UnsafeForProduction
from shared_kernel.settings import Settings
from shared_kernel.stores import connect
from tests.unit.outbound.servers import certified


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The folder with the proofs, and the store's address without any option."""
    folder, port = tmp_path_factory.mktemp("store"), any_free()
    certified(folder, "localhost")
    certified(folder, "other")
    proof = ["--tls-cert-file", str(folder / "localhost.pem"), "--tls-key-file", str(folder / "localhost.key")]
    where = ["--host", "127.0.0.1", "--port", str(port), "--storage-path", str(folder / "data")]
    program = str(Path(sys.executable).parent / "secantusd-py")
    process = subprocess.Popen([program, *where, *proof], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"mongodb://localhost:{port}/?directConnection=true"
    try:
        trusted = f"{address}&tls=true&tlsCAFile={folder}/localhost-ca.pem"
        with MongoClient[dict[str, object]](trusted, serverSelectionTimeoutMS=30_000) as client:
            client.admin.command("ping")
        yield folder, address
    finally:
        process.kill()  # nothing that it holds is kept, and a client that still asks can hold up its own end
        process.wait()


def test_who_is_shown_the_right_authority_is_connected(place: tuple[Path, str]) -> None:
    folder, address = place
    client = connect(Settings(mongodb_uri=f"{address}&tls=true&tlsCAFile={folder}/localhost-ca.pem"))
    assert client.admin.command("ping")["ok"] == 1
    client.close()


@pytest.mark.parametrize("options", ["", "&tls=true", "&tls=true&tlsCAFile={folder}/other-ca.pem"])
def test_without_tls_or_with_another_authority_nobody_is(place: tuple[Path, str], options: str) -> None:
    folder, address = place
    with pytest.raises(StoreUnavailable):
        connect(Settings(mongodb_uri=address + options.format(folder=folder)))


def test_a_store_of_another_name_is_not_believed(place: tuple[Path, str]) -> None:
    folder, address = place
    elsewhere = address.replace("localhost", "127.0.0.1")
    with pytest.raises(StoreUnavailable):
        connect(Settings(mongodb_uri=f"{elsewhere}&tls=true&tlsCAFile={folder}/localhost-ca.pem"))


def test_the_embedded_store_is_refused_in_production_whatever_its_address_says(place: tuple[Path, str]) -> None:
    folder, address = place
    settings = Settings(mongodb_uri=f"{address}&tls=true&tlsCAFile={folder}/localhost-ca.pem", production=True)
    with pytest.raises(UnsafeForProduction) as unsafe:
        connect(settings)
    assert [each.variable for each in unsafe.value.found] == ["MONGODB_URI"]
