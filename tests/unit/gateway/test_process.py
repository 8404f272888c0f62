"""The gateway's process: never patched, and it does not start without what it needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gateway import identity, master_key
from gateway.composition import compose
from gateway.identity import TokensUnreadable
from gateway.master_key import MasterKeyUnusable
from shared_kernel.settings import Settings


@pytest.mark.parametrize("module", ["gateway.app", "gateway.worker"])
def test_green_threads_are_not_even_imported(module: str) -> None:
    ask = f"import sys; sys.path[:] = {sys.path!r}; import {module}; sys.exit('eventlet' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", ask], check=False).returncode == 0


def test_without_a_master_key_it_does_not_start() -> None:
    with pytest.raises(MasterKeyUnusable):
        compose(Settings(), {})


def test_without_tokens_it_does_not_start(tmp_path: Path) -> None:
    master_key.make(tmp_path / "key")
    environment = {master_key.VARIABLE: str(tmp_path / "key")}
    with pytest.raises(TokensUnreadable):
        compose(Settings(), environment)
    with pytest.raises(TokensUnreadable):
        compose(Settings(), {**environment, identity.VARIABLE: str(tmp_path / "none.yaml")})
