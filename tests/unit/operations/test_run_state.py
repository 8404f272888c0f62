from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from operations import run_state
from operations.process_record import record_of
from operations.run_settings import Addresses
from operations.run_state import RunState

ME = record_of("supervisor", os.getpid())
READY = RunState("ready", ME, Addresses("amqp://guest:guest@127.0.0.1//", "mongodb://127.0.0.1/", "127.0.0.1", 8000))
FAILED = RunState("failed", ME, problem=("port-taken", "Port 8000 is in use.", "choose another"))


@pytest.mark.parametrize("state", [READY, FAILED, RunState("starting", ME)], ids=lambda state: state.phase)
def test_a_state_is_read_as_it_was_saved(tmp_path: Path, state: RunState) -> None:
    run_state.save(tmp_path, state)

    assert run_state.load(tmp_path) == state


def test_addresses_may_carry_a_password_so_others_may_not_read_them(tmp_path: Path) -> None:
    run_state.save(tmp_path, READY)

    assert stat.S_IMODE((tmp_path / "state.json").stat().st_mode) == 0o600


def test_where_nothing_was_started_there_is_no_state(tmp_path: Path) -> None:
    assert run_state.load(tmp_path) is None


def test_half_a_file_is_no_state(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text('{"phase": "ready", "supervisor": {}}')

    assert run_state.load(tmp_path) is None


def test_a_state_can_be_forgotten_twice(tmp_path: Path) -> None:
    run_state.save(tmp_path, READY)

    run_state.forget(tmp_path)
    run_state.forget(tmp_path)

    assert run_state.load(tmp_path) is None
