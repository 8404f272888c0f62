"""Puts the keys together as the environment says: in the gateway, in its worker, and in a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pymongo.database import Database

from gateway.sealing.authority_keys import AuthorityKeys, KeysUnavailable
from gateway.sealing.key_files import FileAuthorityKeys, folder_of
from gateway.sealing.key_service import ServiceAuthorityKeys
from gateway.sealing.remembering import Remembered
from gateway.sealing.ring import KeyRing
from gateway.sealing.store_mongo import MongoKeyStore
from shared_kernel.ids import new_id
from shared_kernel.outbound.destinations import Destinations
from shared_kernel.outbound.http import HttpOutbound, Limits
from shared_kernel.time import Clock

SERVICE, TOKEN_FILE = "NEEDFIRE_KEY_SERVICE", "NEEDFIRE_KEY_SERVICE_TOKEN_FILE"
SECONDS, ANSWER_BYTES = 3.0, 4 * 1024 * 1024


def authority_keys(environment: Mapping[str, str]) -> AuthorityKeys:
    """Where the authorities' keys lie: in a key service if one is named, else in the folder. Raises KeysUnusable."""
    url = environment.get(SERVICE)
    if not url:
        return FileAuthorityKeys(folder_of(environment))
    token_file = Path(environment.get(TOKEN_FILE) or folder_of(environment) / "key-service.token")
    outbound = HttpOutbound(Destinations().with_inner(url), Limits(seconds=SECONDS, answer_bytes=ANSWER_BYTES))
    return ServiceAuthorityKeys(outbound, url, lambda: _token(token_file), Remembered())


def _token(file: Path) -> str:
    try:
        return file.read_text("ascii").strip()
    except (OSError, ValueError):
        raise KeysUnavailable from None


def key_ring(environment: Mapping[str, str], own: Database[dict[str, Any]], clock: Clock) -> KeyRing:
    """People's keys, in the gateway's own database. Raises KeysUnusable, StoreUnavailable."""
    return KeyRing(MongoKeyStore(own), authority_keys(environment), lambda: new_id("person", clock.now()))
