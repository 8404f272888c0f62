"""The supervisor in a session of its own: brought up, found again, killed, and ended."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from operations import process_record, run_state
from operations.down import down
from operations.ending import wait_until
from operations.problems import Problem
from operations.process_record import ProcessRecord
from operations.run_settings import Addresses, RunSettings
from operations.status import listening, rows, shown
from operations.up import up
from tests.integration.operations.stand_ins import settings

SUPERVISOR = (sys.executable, "-m", "tests.integration.operations.stand_in_supervisor")


@pytest.fixture
def run(tmp_path: Path) -> Iterator[RunSettings]:
    chosen = settings(tmp_path)
    with pytest.MonkeyPatch.context() as environment:
        # The supervisor reads its settings from the environment, as it does under `make`.
        for name in ("AMQP_URI", "MONGODB_URI"):
            environment.delenv(name, raising=False)
        environment.setenv("NEEDFIRE_LISTEN", "127.0.0.1:0")
        yield chosen
    down(chosen.run_folder, print)


def bring_up(run: RunSettings) -> tuple[Addresses, str]:
    out = io.StringIO()
    return up(run, out, SUPERVISOR), out.getvalue()


def supervisor(run: RunSettings) -> ProcessRecord:
    state = run_state.load(run.run_folder)
    assert state
    return state.supervisor


def answers(addresses: Addresses) -> bool:
    try:
        with urlopen(addresses.base_url):
            return True
    except OSError:
        return False


def pids(run: RunSettings) -> dict[str, int]:
    return {record.name: record.pid for record in process_record.load_all(run.run_folder)}


def test_up_shows_each_step_and_leaves_everything_running(run: RunSettings) -> None:
    addresses, said = bring_up(run)

    assert answers(addresses)
    assert [line.split("] ")[1] for line in said.splitlines() if "page" in line] == ["page is ready"]
    assert supervisor(run).lives


def test_a_second_up_uses_what_runs(run: RunSettings) -> None:
    addresses, _ = bring_up(run)
    before = pids(run)

    again, said = bring_up(run)

    assert (again, pids(run)) == (addresses, before)
    assert "running already" in said


def test_two_at_once_become_one(run: RunSettings) -> None:
    found: list[Addresses] = []
    together = [threading.Thread(target=lambda: found.append(bring_up(run)[0])) for _ in range(2)]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join(60)

    assert len(found) == 2
    assert found[0] == found[1]


def test_down_ends_everything_and_says_what(run: RunSettings) -> None:
    addresses, _ = bring_up(run)
    lines: list[str] = []
    before = supervisor(run)

    ended = down(run.run_folder, lines.append)

    assert set(ended) == {"ground", "page", "bystander"}
    assert any(line.startswith("ended page (process") for line in lines)
    assert not before.lives
    assert not answers(addresses)


def test_down_twice_is_fine(run: RunSettings) -> None:
    bring_up(run)
    down(run.run_folder, print)

    assert down(run.run_folder, print) == ()


def test_down_where_nothing_was_ever_started_is_fine(tmp_path: Path) -> None:
    assert down(tmp_path / "never", print) == ()


def test_what_ends_by_itself_is_started_again(run: RunSettings) -> None:
    addresses, _ = bring_up(run)
    before = pids(run)["page"]

    os.kill(before, signal.SIGKILL)

    assert wait_until(lambda: pids(run)["page"] != before and answers(addresses), 30.0)


def test_down_ends_what_a_killed_supervisor_left(run: RunSettings) -> None:
    addresses, _ = bring_up(run)
    os.kill(supervisor(run).pid, signal.SIGKILL)

    ended = down(run.run_folder, print)

    assert set(ended) == {"ground", "page", "bystander"}
    assert not answers(addresses)


def test_up_begins_anew_after_a_supervisor_was_killed(run: RunSettings) -> None:
    bring_up(run)
    before = pids(run)
    dead = supervisor(run)
    os.kill(dead.pid, signal.SIGKILL)
    assert wait_until(lambda: not dead.lives, 10.0)

    addresses, _ = bring_up(run)

    assert answers(addresses)
    assert set(pids(run).values()).isdisjoint(before.values())


def test_a_supervisor_that_is_asked_to_end_ends_everything_first(run: RunSettings) -> None:
    addresses, _ = bring_up(run)
    asked = supervisor(run)

    os.kill(asked.pid, signal.SIGTERM)

    assert wait_until(lambda: not asked.lives, 20.0)
    assert not answers(addresses)
    assert list(process_record.marked(run.run_folder)) == []


def test_what_cannot_be_started_is_named_and_nothing_is_left(run: RunSettings) -> None:
    with pytest.raises(Problem) as failed:
        up(run, io.StringIO(), (*SUPERVISOR, "failing"))

    assert failed.value.code == "process-ended"
    assert "my last words" in failed.value.sentence
    assert list(process_record.marked(run.run_folder)) == []


def test_a_supervisor_that_ends_at_once_is_named(run: RunSettings) -> None:
    with pytest.raises(Problem) as failed:
        up(run, io.StringIO(), (sys.executable, "-c", "raise SystemExit(1)"))

    assert failed.value.code == "runner-ended"
    assert "supervisor.log" in failed.value.remedy


def test_status_says_what_runs_and_that_it_listens_on_the_loopback_interface_only(run: RunSettings) -> None:
    addresses, _ = bring_up(run)

    page = next(row for row in rows(run.run_folder) if row.name == "page")
    assert (page.state, page.listens) == ("running", (f"127.0.0.1:{addresses.listen_port}",))
    assert {address for _, address, _ in listening(run.run_folder)} == {"127.0.0.1"}
    assert f"page:   {addresses.base_url}/" in shown(run.run_folder)


def test_status_of_nothing_says_how_to_begin(tmp_path: Path) -> None:
    assert shown(tmp_path) == ["nothing runs; `make demo` starts it"]
