"""The way to the store, without one."""

from __future__ import annotations

import socket
import time

import pytest

from shared_kernel import stores
from shared_kernel.errors import StoreUnavailable
from shared_kernel.settings import Settings


def test_no_server_is_said_in_time_and_without_the_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    begun = time.monotonic()
    with pytest.raises(StoreUnavailable) as unavailable:
        stores.connect(Settings(mongodb_uri=f"mongodb://user:a-secret-word@127.0.0.1:{port}/"))
    assert time.monotonic() - begun < 10
    assert "secret" not in str(unavailable.value)


def test_a_driver_imported_before_eventlet_patched_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "_green", lambda: True)
    monkeypatch.setattr(stores, "_GREEN_AT_IMPORT", False)
    with pytest.raises(stores.DriverImportedEarly):
        stores.connect(Settings())
