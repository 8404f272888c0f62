"""`make demo` and `make stop` as a person types them: what they print, what runs then, and what is left."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest

from operations import process_record, rabbitmq_node, run_state
from operations.platform import Platform
from operations.ports import any_free
from operations.process_list import PROCESS_LIST, PROVIDER, STORE
from operations.run_settings import PROJECT, RunSettings
from operations.story import STORIES
from operations.story_scenes import read_stories
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.timeout(900)  # the first of all runs makes the environment

OTHERS = (STORE, PROVIDER)
LOOPBACK = {"127.0.0.1", "::1"}
NOT_OURS = ("AMQP_URI", "MONGODB_URI", "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PYTHONPATH")


@dataclass(frozen=True)
class Terminal:
    """A person's, with a run folder and ports of its own."""

    folder: Path
    port: int
    broker_port: int
    store_port: int
    provider_port: int
    mail_port: int
    hooks_port: int

    def make(self, target: str) -> subprocess.CompletedProcess[str]:
        """Types it, and waits for its end."""
        clean = {
            name: value
            for name, value in os.environ.items()
            if name not in NOT_OURS and not name.startswith(("NEEDFIRE_", "PYTEST_"))
        }
        chosen = {
            "NEEDFIRE_RUN_FOLDER": str(self.folder),
            "NEEDFIRE_LISTEN": f"127.0.0.1:{self.port}",
            "NEEDFIRE_BROKER_PORT": str(self.broker_port),
            "NEEDFIRE_STORE_PORT": str(self.store_port),
            "NEEDFIRE_PROVIDER_PORT": str(self.provider_port),
            "NEEDFIRE_MAIL_PORT": str(self.mail_port),
            "NEEDFIRE_HOOKS_PORT": str(self.hooks_port),
        }
        return subprocess.run(
            ["make", target], cwd=PROJECT, env=clean | chosen, capture_output=True, text=True, timeout=800
        )

    @property
    def page(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def processes(self) -> dict[int, str]:
        """Everything that it started, children of children too."""
        return {process.pid: process.name() for process in process_record.marked(self.folder)}

    def pids(self) -> dict[str, int]:
        """The processes of the list, and the one that looks after them."""
        state = run_state.load(self.folder)
        records = {record.name: record.pid for record in process_record.load_all(self.folder) if record.lives}
        return records | ({"supervisor": state.supervisor.pid} if state and state.lives else {})


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    folder, broker_port = tmp_path_factory.mktemp("demo") / "run", rabbitmq_node.free_port()
    chosen = Terminal(folder, any_free(), broker_port, *(any_free() for _ in range(4)))
    yield chosen
    chosen.make("stop")


@pytest.fixture(scope="module")
def demo(terminal: Terminal) -> subprocess.CompletedProcess[str]:
    """The first `make demo`."""
    return terminal.make("demo")


def test_it_ends_well_and_says_each_step(demo: subprocess.CompletedProcess[str]) -> None:
    assert demo.returncode == 0, demo.stdout + demo.stderr
    ready = re.findall(r"^\[ *[0-9.]+ s\] (\S+) is ready$", demo.stdout, re.MULTILINE)
    assert sorted(ready) == sorted(kind.name for kind in PROCESS_LIST)


def test_it_tells_the_stories_with_their_rules(demo: subprocess.CompletedProcess[str]) -> None:
    told, stories = re.sub(r"\s+", " ", demo.stdout), read_stories(STORIES)
    for number, story in enumerate(stories, start=1):
        assert f"Story {number} of {len(stories)}" in told and story.title in told
        for scene in story.scenes:
            assert scene.says in told
    for rule in (
        *("KEN23-NTK-G", "KEN23-DUTY-4", "KEN23-ALERT-0", "LUT-TRUST-1", "LUT-CIRC-2", "LUT-UPD-3", "LUT-MGT-3"),
        *(
            "NBL-T03",
            "NBL-P05",
            "NBL-P10A (assumption)",
            "NBL-P12",
            "NBL-P14 (conflict)",
            "NBL-P14B (conflict)",
            "NBL-P18",
        ),
        *("LCP-ALWAYS-7", "LCP-SRC-1 (assumption)", "LCP-ROUTE-2 (gap)", "LIN-CSE-1", "WT13-14"),
    ):
        assert rule in told
    assert "Refused This meets a criterion for an alert" in told
    assert "Refused The facts meet a category that was left out" in told
    assert "the clock is moved on by 25 hours" in told and "the clock is moved on by 8 days" in told
    assert "Target missed: Alert to the safeguarding unit" in told
    assert "Deadline missed: Weekly update on a missing child" in told
    assert "was sent on by itself: No response in time, to the director anyway" in told
    assert (
        "A name comes off only once the level is low or medium." in told and "The name came off the register." in told
    )
    assert told.count("The care team met in step-down.") == 8 and "Step-down ended." in told
    assert "The ledger: 212 custodians" in told and re.search(r"1 found|found 1", told)
    assert "custodians whom neither contact's address reaches" in told
    trail = demo.stdout.partition("Story 1 of")[2].partition("Everything keeps running")[0]
    assert not [line for line in trail.splitlines() if len(line) > 82 and "http" not in line]


def test_it_leaves_addresses_that_answer(demo: subprocess.CompletedProcess[str], terminal: Terminal) -> None:
    page = re.search(r"the page: +(\S+)$", demo.stdout, re.MULTILINE)
    docs = re.search(r"the API's documentation: +(\S+)$", demo.stdout, re.MULTILINE)
    assert page and docs and page[1] == f"{terminal.page}/" and "make stop" in demo.stdout
    with httpx.Client(trust_env=False, follow_redirects=True) as browser:
        assert browser.get(docs[1]).status_code == browser.get(page[1]).status_code == 200
        assert browser.get(f"{terminal.page}/openapi.json").json()["openapi"].startswith("3.1")
        cases = re.findall(r"The case as a page: (\S+)", demo.stdout)
        assert len(set(cases)) == len(read_stories(STORIES))
        for case in cases:
            assert browser.get(case).url.path == "/sign-in"  # a case is nobody's who has not signed in


def test_nothing_of_it_leaves_the_loopback_interface(
    demo: subprocess.CompletedProcess[str], terminal: Terminal
) -> None:
    listening: set[int] = set()
    for process in process_record.marked(terminal.folder):
        for connection in process.net_connections("inet"):
            assert connection.laddr.ip in LOOPBACK, (process.name(), connection)
            assert not connection.raddr or connection.raddr.ip in LOOPBACK, (process.name(), connection)
            if connection.status == psutil.CONN_LISTEN:
                listening.add(connection.laddr.port)
    assert {terminal.port, terminal.broker_port, terminal.store_port, terminal.provider_port} <= listening
    assert {terminal.mail_port, terminal.hooks_port} <= listening


def once_more(terminal: Terminal, target: str) -> str:
    """What a target that starts the platform says while it runs: it uses what is there."""
    before = terminal.pids()

    again = terminal.make(target)

    assert again.returncode == 0, again.stdout + again.stderr
    assert terminal.pids() == before
    assert "running already" in again.stdout and "is ready" not in again.stdout
    return again.stdout


def test_a_second_start_uses_what_runs(demo: subprocess.CompletedProcess[str], terminal: Terminal) -> None:
    once_more(terminal, "up")


@pytest.mark.long
def test_the_stories_can_be_played_again(demo: subprocess.CompletedProcess[str], terminal: Terminal) -> None:
    said = once_more(terminal, "demo")
    assert len(re.findall("The case as a page:", said)) == len(read_stories(STORIES))


def test_status_shows_what_runs(demo: subprocess.CompletedProcess[str], terminal: Terminal) -> None:
    shown = terminal.make("status")

    assert shown.returncode == 0
    running = re.findall(r"^(\S+) +running +([0-9]+)", shown.stdout, re.MULTILINE)
    assert {name: int(pid) for name, pid in running}.items() <= terminal.pids().items()
    assert len(running) == sum(not kind.once for kind in PROCESS_LIST)


@pytest.fixture
def another(tmp_path: Path) -> Iterator[Platform]:
    """Part of a second platform on this machine."""
    with Platform(RunSettings(tmp_path / "another", listen="127.0.0.1:0", private=True)) as running:
        running.start(OTHERS)
        yield running


def test_stop_ends_what_it_started_and_nothing_else(
    demo: subprocess.CompletedProcess[str], terminal: Terminal, another: Platform, tmp_path: Path
) -> None:
    started = terminal.processes() | {terminal.pids()["supervisor"]: "supervisor"}
    port = any_free()
    serving = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port)]
    with subprocess.Popen(serving, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as bystander:
        try:
            eventually(lambda: _answers(port), "somebody else's server")

            stopped = terminal.make("stop")

            assert stopped.returncode == 0, stopped.stdout + stopped.stderr
            eventually(lambda: not [pid for pid in started if _lives(pid)], "the end of all that was started")
            assert not _answers(terminal.port)
            assert bystander.poll() is None and _answers(port)
            assert all(map(another.is_running, OTHERS))
            assert _answers(another.addresses.provider_port)
        finally:
            bystander.terminate()


def test_stop_again_is_fine(demo: subprocess.CompletedProcess[str], terminal: Terminal) -> None:
    terminal.make("stop")

    again = terminal.make("stop")

    assert again.returncode == 0
    assert "nothing was running" in again.stdout


def _lives(pid: int) -> bool:
    return process_record.identity_of(pid) is not None


def _answers(port: int) -> bool:
    try:
        httpx.get(f"http://127.0.0.1:{port}/", trust_env=False)
    except httpx.TransportError:
        return False
    return True
