"""The way to MongoDB, and the one place that knows what its errors mean for us."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

import pymongo
from pymongo import MongoClient, ReturnDocument
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import BulkWriteError, DuplicateKeyError, OperationFailure, PyMongoError

from shared_kernel.errors import CodedError, StoreUnavailable
from shared_kernel.production import Unsafe, UnsafeForProduction, refuse
from shared_kernel.settings import Settings

__all__ = [
    "DUPLICATE",
    "DriverImportedEarly",
    "StoreNotDurable",
    "StoreOfAnotherKind",
    "StoreUnavailable",
    "connect",
    "database",
    "inserted",
    "translated",
    "upserted",
]

DUPLICATE = 11000
SELECTION_SECONDS = 3.0
CALL_SECONDS = 4.5  # a request is answered within five seconds, also where a store stands still


class StoreNotDurable(CodedError):
    """The server does not keep what it acknowledges; starting on it would lose cases."""

    code: ClassVar[str] = "store_not_durable"


class StoreOfAnotherKind(CodedError):
    """A sandbox and a live deployment would share a store: neither starts so."""

    code: ClassVar[str] = "store_of_another_kind"


class DriverImportedEarly(CodedError):
    """pymongo was imported before eventlet patched the sockets: every call would fail after a time-out."""

    code: ClassVar[str] = "driver_imported_early"


def connect(settings: Settings) -> MongoClient[dict[str, Any]]:
    """One client a process. Raises StoreUnavailable within 3 s when no server answers; never hangs a request.
    Raises UnsafeForProduction when it is the embedded one, in production.

    What is acknowledged is journaled on a majority, and what is read was acknowledged so: no reader sees a
    commit that a fail-over takes back. The address cannot say otherwise.
    """
    _assert_patched_first()
    client: MongoClient[dict[str, Any]] = MongoClient(
        settings.mongodb_uri,
        w="majority",
        journal=True,
        readConcernLevel="majority",
        readPreference="primary",
        serverSelectionTimeoutMS=int(SELECTION_SECONDS * 1000),
        # Of one call with all its retries: a socket's time-out alone let a call wait 13 s for a store standing still.
        timeoutMS=int(CALL_SECONDS * 1000),
    )
    try:
        with translated(), pymongo.timeout(SELECTION_SECONDS):
            about = client.admin.command("buildInfo")
        if settings.production and "secantusVersion" in about:
            refuse([Unsafe("MONGODB_URI", "the embedded store is for demonstrations and tests", "run MongoDB 8")])
    except (StoreUnavailable, UnsafeForProduction):
        client.close()
        raise
    return client


def database(client: MongoClient[dict[str, Any]], settings: Settings, owner: str) -> Database[dict[str, Any]]:
    """The owner's own database, after a write has proven that majority and journal hold.

    Raises StoreNotDurable when they do not, StoreUnavailable when nobody answers, StoreOfAnotherKind.
    """
    found = client[f"{settings.database_prefix}_{owner}"]
    if not {"w": "majority", "j": True}.items() <= found.write_concern.document.items():
        raise StoreNotDurable("Ask for w=majority and journal=true: use shared_kernel.stores.connect.")
    with translated():
        _prove_durable(found["durability"])
        _claim(found["deployment"], settings.sandbox)
    return found


def _claim(collection: Collection[dict[str, Any]], sandbox: bool) -> None:
    """The first to come says what the store is for, for ever."""
    begun = {"$setOnInsert": {"sandbox": sandbox}}
    kept = collection.find_one_and_update({"_id": "kind"}, begun, upsert=True, return_document=ReturnDocument.AFTER)
    if kept and kept["sandbox"] != sandbox:
        raise StoreOfAnotherKind(
            "This store was begun by a sandbox, and a live deployment does not use it."
            if kept["sandbox"]
            else "This store was begun by a live deployment, and a sandbox does not use it."
        )


def _prove_durable(collection: Collection[dict[str, Any]]) -> None:
    try:
        upserted(collection, {"_id": "start"}, {"$inc": {"starts": 1}})
    except OperationFailure as error:
        raise StoreNotDurable(
            "The store refused or did not finish a write with w=majority and journal=true: "
            "check that the replica set has a majority and that its journal is on."
        ) from error


@contextmanager
def translated() -> Iterator[None]:
    """Turns every error of the driver into StoreUnavailable, whose text holds no address and no data."""
    try:
        yield
    except PyMongoError as error:
        raise StoreUnavailable() from error


def inserted(collection: Collection[dict[str, Any]], documents: Sequence[dict[str, Any]]) -> tuple[int, ...]:
    """Inserts those that are not there yet, in one call; the places of the others."""
    if not documents:
        return ()
    try:
        collection.insert_many(documents, ordered=False)
    except BulkWriteError as error:
        failures = error.details["writeErrors"]
        if error.details["writeConcernErrors"] or any(failed["code"] != DUPLICATE for failed in failures):
            raise
        return tuple(failed["index"] for failed in failures)
    return ()


def upserted(
    collection: Collection[dict[str, Any]],
    which: Mapping[str, Any],
    change: Mapping[str, Any],
    tries: int = 3,
) -> None:
    """Changes or makes the document with this `_id`; of two makers at once the later one changes it."""
    for attempt in range(1, tries + 1):
        try:
            collection.update_one(which, change, upsert=True)
            return
        except DuplicateKeyError:
            if attempt == tries:
                raise


def _green() -> bool:
    patcher = sys.modules.get("eventlet.patcher")
    return bool(patcher and patcher.is_monkey_patched("socket"))


_GREEN_AT_IMPORT = _green()


def _assert_patched_first() -> None:
    if _green() and not _GREEN_AT_IMPORT:
        raise DriverImportedEarly("Let eventlet patch the sockets before anything imports pymongo.")
