"""The gateway's process: never patched, and it does not start without what it needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gateway.composition import compose
from gateway.identity import configuration
from gateway.identity.configuration import IdentityUnusable
from gateway.sealing import key_files
from gateway.sealing.key_files import KeysUnusable
from shared_kernel.settings import Settings


@pytest.mark.parametrize("module", ["gateway.app", "gateway.worker"])
def test_green_threads_are_not_even_imported(module: str) -> None:
    ask = f"import sys; sys.path[:] = {sys.path!r}; import {module}; sys.exit('eventlet' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", ask], check=False).returncode == 0


def test_without_keys_it_does_not_start() -> None:
    with pytest.raises(KeysUnusable):
        compose(Settings(), {})


def test_without_knowing_who_may_come_it_does_not_start(tmp_path: Path) -> None:
    key_files.make(tmp_path / "keys", [])
    environment = {key_files.VARIABLE: str(tmp_path / "keys")}
    with pytest.raises(IdentityUnusable):
        compose(Settings(), environment)
    with pytest.raises(IdentityUnusable):
        compose(Settings(), {**environment, configuration.VARIABLE: str(tmp_path / "none.yaml")})
