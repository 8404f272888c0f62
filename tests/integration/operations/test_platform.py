"""Starting, looking after and ending processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest

from operations import process_record
from operations.ending import wait_until
from operations.health import StaysAlive
from operations.platform import Platform
from operations.problems import Problem
from operations.process_list import ProcessKind
from operations.process_record import record_of
from operations.readiness import Interrupted
from tests.integration.operations.stand_ins import AT_ONCE, DEAF, ENDS, PARENT, PLATFORM, WAITS, python, settings


def until(reached: Callable[[], bool]) -> None:
    assert wait_until(reached, 20.0)


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[Platform]:
    with Platform(settings(tmp_path), PLATFORM) as running:
        yield running


@pytest.fixture
def somebody_elses() -> Iterator[subprocess.Popen[bytes]]:
    """A process that nobody here started: it must outlive everything."""
    with subprocess.Popen([sys.executable, "-c", WAITS]) as process:
        yield process
        assert process.poll() is None
        process.kill()


def of(kind: ProcessKind, folder: Path) -> Platform:
    return Platform(settings(folder), (kind,))


def pid(platform: Platform, name: str) -> int:
    record = process_record.load(platform.settings.run_folder, name)
    assert record
    return record.pid


def page(platform: Platform) -> str:
    with urlopen(platform.addresses.base_url) as answer:
        return str(answer.read().decode())


def test_everything_is_ready_when_start_returns(platform: Platform) -> None:
    platform.start()

    assert page(platform) == "nothing"
    assert all(platform.is_running(name) for name in ("ground", "page", "bystander"))


def test_a_part_is_started_with_what_it_stands_on_and_nothing_else(platform: Platform) -> None:
    platform.start(["task"])

    assert platform.is_running("ground")
    assert not platform.is_running("bystander")


def test_starting_again_leaves_what_runs_alone(platform: Platform) -> None:
    platform.start()
    before = pid(platform, "page")

    platform.start()

    assert pid(platform, "page") == before
    assert (platform.settings.run_folder / "task-was-done").read_text() == "x"


def test_stopping_ends_everything_and_says_what(platform: Platform) -> None:
    platform.start()

    ended = platform.stop()

    assert set(ended) == {"ground", "page", "bystander"}
    assert list(process_record.marked(platform.settings.run_folder)) == []
    assert process_record.load_all(platform.settings.run_folder) == ()


def test_stopping_twice_is_fine(platform: Platform) -> None:
    platform.start()
    platform.stop()

    assert platform.stop() == ()


def test_after_a_stop_it_can_be_started_again(platform: Platform) -> None:
    platform.start()
    platform.stop()

    platform.start()

    assert page(platform) == "nothing"


def test_what_was_killed_is_collected_and_not_left_behind_when_it_is_started_again(platform: Platform) -> None:
    platform.start(["bystander"])
    before = pid(platform, "bystander")

    platform.kill("bystander")
    assert not psutil.pid_exists(before)
    platform.restart("bystander")

    assert pid(platform, "bystander") != before
    remains = [each.pid for each in psutil.Process().children() if each.status() == psutil.STATUS_ZOMBIE]
    assert remains == []


def test_what_another_folder_runs_is_left_alone(tmp_path: Path, platform: Platform) -> None:
    with Platform(settings(tmp_path / "another"), PLATFORM) as another:
        another.start(["bystander"])
        platform.start(["bystander"])

        platform.stop()

        assert another.is_running("bystander")


def test_a_number_that_was_used_again_is_left_alone(
    platform: Platform, somebody_elses: subprocess.Popen[bytes]
) -> None:
    platform.start(["bystander"])
    folder = platform.settings.run_folder
    process_record.save(folder, replace(record_of("ground", somebody_elses.pid), identity="another boot/1"))

    assert platform.stop() == ("bystander",)


def test_a_process_that_will_not_end_is_made_to(tmp_path: Path) -> None:
    with of(ProcessKind("deaf", python(DEAF), AT_ONCE), tmp_path) as platform:
        platform.start()
        until(lambda: "deaf" in platform.log("deaf"))

        assert platform.stop() == ("deaf",)
        assert not platform.is_running("deaf")


def test_what_a_process_started_ends_with_it(tmp_path: Path) -> None:
    with of(ProcessKind("parent", python(PARENT), AT_ONCE), tmp_path) as platform:
        platform.start()
        until(lambda: "child" in platform.log("parent"))
        child = psutil.Process(int(platform.log("parent").split()[1]))

        platform.stop()

    until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


def test_a_killed_process_stays_down_until_it_is_restarted_with_another_environment(platform: Platform) -> None:
    platform.start()

    platform.kill("page")
    assert not platform.is_running("page")
    platform.restart("page", {"NEEDFIRE_FAILPOINT": "before-publish"})

    assert page(platform) == "before-publish"


def test_a_restart_ends_what_still_runs(platform: Platform) -> None:
    platform.start()
    before = pid(platform, "page")

    platform.restart("page")

    assert not psutil.pid_exists(before)
    assert page(platform) == "nothing"


def test_the_settings_environment_reaches_every_process(tmp_path: Path) -> None:
    with Platform(settings(tmp_path, NEEDFIRE_FAILPOINT="everywhere"), PLATFORM) as platform:
        platform.start()

        assert page(platform) == "everywhere"


def test_what_ends_by_itself_is_started_again_and_counted(platform: Platform) -> None:
    platform.start()
    before = pid(platform, "page")
    os.kill(before, signal.SIGKILL)

    def is_back() -> bool:
        platform.look_after()
        return pid(platform, "page") != before

    until(is_back)
    record = process_record.load(platform.settings.run_folder, "page")
    assert record and record.restarts == 1


def test_a_task_that_is_done_is_not_done_again(platform: Platform) -> None:
    platform.start()
    platform.look_after()

    assert (platform.settings.run_folder / "task-was-done").read_text() == "x"


def test_a_process_that_ends_while_it_starts_is_named_with_its_last_words(tmp_path: Path) -> None:
    slow = StaysAlive(seconds=20.0)
    with of(ProcessKind("failing", python(ENDS), slow), tmp_path) as platform, pytest.raises(Problem) as ended:
        platform.start()

    assert ended.value.code == "process-ended"
    assert "my last words" in ended.value.sentence


def test_waiting_can_be_interrupted(tmp_path: Path) -> None:
    slow = StaysAlive(seconds=20.0)
    kinds = (ProcessKind("slow", python(WAITS), slow),)
    with Platform(settings(tmp_path), kinds, interrupted=lambda: True) as platform, pytest.raises(Interrupted):
        platform.start()


def test_before_the_start_there_is_no_address(platform: Platform) -> None:
    with pytest.raises(LookupError):
        _ = platform.addresses


def test_a_client_is_told_the_same_addresses_as_the_processes(platform: Platform) -> None:
    platform.start(["bystander"])

    assert platform.environment["AMQP_URI"] == platform.addresses.amqp_uri
    assert platform.environment["MONGODB_URI"] == platform.addresses.mongodb_uri
    assert platform.environment["NEEDFIRE_CLOCK_FILE"].startswith(str(platform.settings.run_folder))
