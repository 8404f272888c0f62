"""What was acknowledged is kept, and a store that is away is said in time."""

from __future__ import annotations

import signal
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database
from pymongo.errors import WriteConcernError

from shared_kernel import stores
from shared_kernel.commit_store_mongo import MongoCommitStore
from shared_kernel.commits import verify_chain
from shared_kernel.errors import StoreUnavailable
from shared_kernel.settings import Settings
from tests.contract.ports.samples import commit_after, stream_of
from tests.integration.conftest import EmbeddedStore


def opened(store: EmbeddedStore) -> tuple[MongoClient[dict[str, Any]], MongoCommitStore]:
    settings = Settings(mongodb_uri=store.uri)
    client = stores.connect(settings)
    return client, MongoCommitStore(stores.database(client, settings, "test"))


def test_acknowledged_commits_survive_the_stores_sudden_end(embedded_store: EmbeddedStore) -> None:
    client, store = opened(embedded_store)
    with client:
        commits = stream_of(20)
        for commit in commits[:19]:
            store.append(commit)
        store.assign_positions(1, store.unpositioned(10))
        embedded_store.kill()
        with pytest.raises(StoreUnavailable):
            store.append(commits[19])
        embedded_store.start_again()
        assert len(store.stream("case-1")) == 19
        assert [commit.position for commit in store.feed(0, 100)] == list(range(1, 11))
        store.append(commits[19])  # the same client finds the store again
        verify_chain(store.stream("case-1"))


def stand_still(store: EmbeddedStore) -> None:
    """The signal is on its way before it has stopped anything: wait until every thread stands."""
    store.process.send_signal(signal.SIGSTOP)
    tasks = Path(f"/proc/{store.process.pid}/task")
    until = time.monotonic() + 10
    while any(") T " not in (task / "stat").read_text() for task in tasks.iterdir()):
        assert time.monotonic() < until


def test_a_store_that_stands_still_does_not_hang_a_request(embedded_store: EmbeddedStore) -> None:
    client, store = opened(embedded_store)
    with client:
        store.append(commit_after(None))
        stand_still(embedded_store)
        try:
            for request in (lambda: store.append(commit_after(None, "case-2")), lambda: store.stream("case-1")):
                begun = time.monotonic()
                with pytest.raises(StoreUnavailable):
                    request()
                assert time.monotonic() - begun < 15.0  # about five of a machine with nothing else to do
        finally:
            embedded_store.process.send_signal(signal.SIGCONT)


def test_a_client_that_asks_for_less_is_refused(mongodb_uri: str) -> None:
    settings = Settings(mongodb_uri=mongodb_uri)
    with MongoClient[dict[str, Any]](mongodb_uri) as careless, pytest.raises(stores.StoreNotDurable):
        stores.database(careless, settings, "test")


def test_an_address_cannot_ask_for_less(mongodb_uri: str) -> None:
    also = "&" if "?" in mongodb_uri else "?"
    settings = Settings(mongodb_uri=f"{mongodb_uri}{also}w=1&journal=false&readConcernLevel=local")
    with stores.connect(settings) as client:
        assert {"w": "majority", "j": True}.items() <= client.write_concern.document.items()
        assert client.read_concern.level == "majority"


def test_a_server_that_cannot_keep_the_promise_is_said(
    database: Database[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise WriteConcernError("waiting for replication timed out", 64)

    collection = database["durability"]
    monkeypatch.setattr(collection, "update_one", refused)
    with pytest.raises(stores.StoreNotDurable) as not_durable:
        stores._prove_durable(collection)
    assert "majority" in not_durable.value.sentence


def test_each_owner_has_its_own_database(mongodb_uri: str) -> None:
    settings = Settings(mongodb_uri=mongodb_uri, database_prefix="kent")
    with stores.connect(settings) as client:
        assert stores.database(client, settings, "intake").name == "kent_intake"
        client.drop_database("kent_intake")


def test_a_store_is_a_sandboxs_or_a_live_deployments_and_never_both(embedded_store: EmbeddedStore) -> None:
    live = Settings(mongodb_uri=embedded_store.uri)
    sandbox = replace(live, sandbox=True)
    with stores.connect(live) as client:
        stores.database(client, live, "live")
        stores.database(client, sandbox, "trial")
        for settings, owner in ((sandbox, "live"), (live, "trial")):
            with pytest.raises(stores.StoreOfAnotherKind):
                stores.database(client, settings, owner)
        stores.database(client, live, "live")
