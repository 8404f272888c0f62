from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from operations import process_record
from operations.ending import wait_until
from operations.process_record import identity_of, record_of


def test_a_process_that_runs_is_known_by_its_number_and_when_it_began() -> None:
    assert record_of("me", os.getpid()).lives


def test_a_number_that_was_used_again_is_not_ours() -> None:
    before = replace(record_of("me", os.getpid()), identity="another boot/1")

    assert not before.lives


def test_a_process_that_has_ended_does_not_live_though_nobody_has_collected_it() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        record = record_of("child", child.pid)
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)

        assert not record.lives
        assert identity_of(child.pid) is None


ENDS_ITS_FIRST_THREAD = """
import ctypes, sys, threading
threading.Thread(target=sys.stdin.read).start()
ctypes.CDLL(None).pthread_exit(None)
"""


def state_of(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def test_a_process_lives_while_one_of_its_threads_does() -> None:
    with subprocess.Popen([sys.executable, "-c", ENDS_ITS_FIRST_THREAD], stdin=subprocess.PIPE) as child:
        record = record_of("child", child.pid)
        assert wait_until(lambda: state_of(child.pid) == "Z", 10.0)
        assert child.poll() is None
        assert record.lives
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)

        assert not record.lives


def test_a_record_is_read_as_it_was_saved(tmp_path: Path) -> None:
    record = record_of("broker", os.getpid(), last=True, restarts=3)

    process_record.save(tmp_path, record)

    assert process_record.load(tmp_path, "broker") == record
    assert process_record.load_all(tmp_path) == (record,)


def test_a_record_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    process_record.save(tmp_path, record_of("broker", os.getpid()))
    (tmp_path / "processes" / "broker.json").write_text('{"name": "brok')

    assert process_record.load(tmp_path, "broker") is None
    assert process_record.load_all(tmp_path) == ()


def test_forgetting_twice_is_fine(tmp_path: Path) -> None:
    process_record.save(tmp_path, record_of("broker", os.getpid()))

    process_record.forget(tmp_path, "broker")
    process_record.forget(tmp_path, "broker")

    assert process_record.load_all(tmp_path) == ()
