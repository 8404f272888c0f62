"""What is deleted by hand from a running platform is found within a minute, and is there again; and the auditor can be heard."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from operations.health import Beats
from shared_kernel.messaging.connections import connect
from shared_kernel.messaging.topology import HOUSE
from tests.e2e.cases import Case, raised
from tests.e2e.house import House
from tests.e2e.waiting import eventually

A_MINUTE = 60.0
Databases = Callable[[str], Database[dict[str, Any]]]


@pytest.fixture(scope="module")
def database(mortal: House) -> Iterator[Databases]:
    """Whoever deletes by hand has come past every process."""
    with MongoClient[dict[str, Any]](mortal.settings.mongodb_uri) as client:
        yield lambda owner: client[f"{mortal.settings.database_prefix}_{owner}"]


@pytest.fixture(scope="module")
def case(mortal: House) -> Case:
    found = raised(mortal)
    eventually(lambda: "ClockStarted" in found.kinds(), "its first clock")
    return found


def heard(house: House) -> dict[str, Any]:
    """What the auditor said last."""
    said: dict[str, Any] = json.loads((house.folder / "heartbeat.json").read_text("utf-8"))
    return said


def test_it_is_heard_while_it_runs_and_its_silence_is_noticed(mortal: House, case: Case) -> None:
    assert eventually(lambda: heard(mortal)["looked_at"] > 0, "a look at something")
    addresses = mortal.platform.addresses
    assert Beats().ready(addresses, age=1e9, finished=False)
    mortal.kill("auditor")
    assert not Beats().ready(addresses, age=0.0, finished=False)
    mortal.restart("auditor")


def test_what_is_deleted_by_hand_is_there_again(mortal: House, case: Case, database: Databases) -> None:
    """A row of a clock, and a document of each view that the case is in."""
    gateway, stream = database("gateway"), case.streams["escalation"]
    collections = [database("escalation")["waiting_clocks"], gateway["cases"], gateway["tray_items"], gateway["names"]]

    def held() -> list[Any]:
        rows = [each.find_one({"$or": [{"stream": stream}, {"_id": case.notification_id}]}) for each in collections]
        return rows if all(rows) else []

    rows = eventually(held, "the case in all of them")
    for collection, row in zip(collections, rows, strict=True):
        assert collection.delete_one({"_id": row["_id"]}).deleted_count

    def are_back() -> bool:
        found = [each.find_one({"_id": row["_id"]}) for each, row in zip(collections, rows, strict=True) if row]
        return [each and each.get("versions") for each in found] == [row.get("versions") for row in rows if row]

    assert eventually(are_back, "what was deleted", within=2 * A_MINUTE)  # of a machine that does much beside
    for what in ("escalation clocks", "gateway view.cases", "gateway view.tray_items", "gateway view.names"):
        assert eventually(lambda what=what: f"mended lost: {what}" in mortal.platform.log("auditor"), what)  # type: ignore[misc]


def test_what_every_queue_of_wake_ups_lost_is_followed_all_the_same(mortal: House, case: Case) -> None:
    """The feed is the truth: whoever was not woken looks by itself."""
    with closing(connect(mortal.platform.addresses.amqp_uri)) as connection:
        for reader in HOUSE.readers:
            connection.channel().queue_purge(f"wakeup-{reader}")
    assert raised(mortal).seen()["tasks"]
