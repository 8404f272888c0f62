"""Puts the keys together as the environment says: in the gateway, in its worker, and in a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pymongo.database import Database

from gateway.sealing.authority_keys import AuthorityKeys
from gateway.sealing.key_files import FileAuthorityKeys, folder_of
from gateway.sealing.ring import KeyRing
from gateway.sealing.store_mongo import MongoKeyStore
from shared_kernel.ids import new_id
from shared_kernel.time import Clock


def authority_keys(environment: Mapping[str, str]) -> AuthorityKeys:
    """Where the authorities' keys lie. Raises KeysUnusable."""
    return FileAuthorityKeys(folder_of(environment))


def key_ring(environment: Mapping[str, str], own: Database[dict[str, Any]], clock: Clock) -> KeyRing:
    """People's keys, in the gateway's own database. Raises KeysUnusable, StoreUnavailable."""
    return KeyRing(MongoKeyStore(own), authority_keys(environment), lambda: new_id("person", clock.now()))
