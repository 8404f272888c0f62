"""The real store: the one that MONGODB_URI names, else the embedded one as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from operations.addressing import EMBEDDED
from operations.ports import any_free
from shared_kernel import stores
from shared_kernel.settings import Settings


class EmbeddedStore:
    """The embedded store under a folder and port of its own; ends by its own process id."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        self._folder = folder
        self.port = port or any_free()
        self.uri = EMBEDDED.format(port=self.port)
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        program = Path(sys.executable).parent / "secantusd-py"
        assert program.exists(), "Install secantusdb beside this Python, or set MONGODB_URI."
        where = ["--host", "127.0.0.1", "--port", str(self.port), "--storage-path", str(self._folder / "data")]
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(
                [str(program), *where, "--sync-on-commit", "--log-level", "WARNING"], stdout=log, stderr=log
            )

    def wait_until_it_answers(self) -> None:
        with MongoClient[dict[str, Any]](self.uri, serverSelectionTimeoutMS=30_000) as client:
            client.admin.command("ping")

    def kill(self) -> None:
        """As a power cut: SIGKILL."""
        self.process.kill()
        self.process.wait(10)

    def start_again(self) -> None:
        self.process = self._start()
        self.wait_until_it_answers()

    def end(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()


@pytest.fixture(scope="session")
def mongodb_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    given = os.environ.get("MONGODB_URI")
    if given:
        yield given
        return
    embedded = EmbeddedStore(tmp_path_factory.mktemp("store"))
    try:
        embedded.wait_until_it_answers()
        yield embedded.uri
    finally:
        embedded.end()


@pytest.fixture
def embedded_store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    """A store of this test's own, which it may kill."""
    embedded = EmbeddedStore(tmp_path)
    try:
        embedded.wait_until_it_answers()
        yield embedded
    finally:
        embedded.kill()


@pytest.fixture(scope="session")
def store_client(mongodb_uri: str) -> Iterator[MongoClient[dict[str, Any]]]:
    with stores.connect(Settings(mongodb_uri=mongodb_uri)) as client:
        yield client


@pytest.fixture
def database(mongodb_uri: str, store_client: MongoClient[dict[str, Any]]) -> Iterator[Database[dict[str, Any]]]:
    """An empty database of this test's own."""
    settings = Settings(mongodb_uri=mongodb_uri, database_prefix=f"t{uuid.uuid4().hex[:16]}")
    fresh = stores.database(store_client, settings, "test")
    yield fresh
    if os.environ.get("MONGODB_URI"):  # the embedded one goes with its folder, and is slow at dropping
        store_client.drop_database(fresh.name)
