"""Between a command's write and its answer the disk was asked to keep it; a disk that fails is never answered with success.

Watches the store with strace, so it belongs to `make chaos` and not to `make test`.
"""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from shared_kernel import stores
from shared_kernel.commit_store_mongo import MongoCommitStore
from shared_kernel.errors import StoreUnavailable
from shared_kernel.settings import Settings
from tests.contract.ports.samples import commit_after
from tests.integration.conftest import EmbeddedStore, embedded_store

__all__ = ["embedded_store"]
SYNCS = "fsync,fdatasync"
SYNCED = re.compile(r"^\d+ +(\d+\.\d+) .*\b(?:fsync|fdatasync)(?:\(| resumed)")


@contextmanager
def traced(store: EmbeddedStore, log: Path, *more: str) -> Iterator[None]:
    """The store's calls of these kinds are written down, each with its time."""
    program = ["strace", "-f", "-ttt", "-e", f"trace={SYNCS}", *more, "-o", str(log), "-p", str(store.process.pid)]
    with subprocess.Popen(program, stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr
        attached = strace.stderr.readline()
        assert "attached" in attached, attached
        try:
            yield
        finally:
            strace.terminate()


def opened(store: EmbeddedStore) -> tuple[MongoClient[dict[str, Any]], MongoCommitStore]:
    settings = Settings(mongodb_uri=store.uri)
    client = stores.connect(settings)
    return client, MongoCommitStore(stores.database(client, settings, "test"))


def test_before_each_answer_the_disk_was_asked_to_keep_it(embedded_store: EmbeddedStore, tmp_path: Path) -> None:
    client, store = opened(embedded_store)
    answered: list[tuple[float, float]] = []
    with client, traced(embedded_store, tmp_path / "trace"):
        for number in range(20):
            began = time.time()
            store.append(commit_after(None, f"case-{number}"))
            answered.append((began, time.time()))
    lines = (tmp_path / "trace").read_text("utf-8").splitlines()
    synced = [float(found.group(1)) for each in lines if (found := SYNCED.match(each))]
    for began, ended in answered:
        assert any(began <= each <= ended for each in synced), "answered before anything was synced"


def test_a_disk_that_fails_is_never_answered_with_success(embedded_store: EmbeddedStore, tmp_path: Path) -> None:
    client, store = opened(embedded_store)
    with client:
        store.append(commit_after(None, "case-before"))
        with traced(embedded_store, tmp_path / "trace", "-e", f"inject={SYNCS}:error=EIO"):
            for number in range(3):
                with pytest.raises(StoreUnavailable):
                    store.append(commit_after(None, f"case-{number}"))
    assert "EIO" in (tmp_path / "trace").read_text("utf-8")
