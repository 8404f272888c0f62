from __future__ import annotations

import time
from pathlib import Path

import pytest

from operations.child import Child
from operations.problems import Problem
from operations.process_list import ProcessKind
from operations.readiness import PATIENCE, is_ready, start_in_order
from tests.unit.operations.fake_children import ADDRESSES, FakeHealth, FakeProcess, child

HEALTH = FakeHealth()
KINDS = (
    ProcessKind("broker", (), HEALTH),
    ProcessKind("store", (), HEALTH),
    ProcessKind("intake", (), HEALTH, after=("broker", "store")),
    ProcessKind("worker", (), HEALTH, after=("intake",)),
)


def test_each_is_started_when_all_that_it_stands_on_is_ready() -> None:
    happened: list[str] = []

    def launch(kind: ProcessKind) -> Child:
        happened.append(f"start {kind.name}")
        return Child(kind, FakeProcess(None), 0.0)

    def check(started: Child) -> bool:
        happened.append(f"{started.kind.name} is ready")
        return True

    start_in_order(KINDS, set(), launch, check, lambda: None)

    assert happened == [
        *("start broker", "start store", "broker is ready", "store is ready"),
        *("start intake", "intake is ready"),
        *("start worker", "worker is ready"),
    ]


def test_what_waits_for_something_by_itself_is_started_meanwhile() -> None:
    kinds = (
        ProcessKind("broker", (), HEALTH),
        ProcessKind("intake", (), HEALTH, after=("broker",), beside=("broker",)),
    )
    happened: list[str] = []

    def launch(kind: ProcessKind) -> Child:
        happened.append(kind.name)
        return Child(kind, FakeProcess(None), 0.0)

    start_in_order(kinds, set(), launch, lambda child: len(happened) == 2, lambda: None)

    assert happened == ["broker", "intake"]


def test_what_is_ready_already_is_not_started() -> None:
    started: list[str] = []

    def launch(kind: ProcessKind) -> Child:
        started.append(kind.name)
        return Child(kind, FakeProcess(None), 0.0)

    start_in_order(KINDS[2:], {"broker", "store"}, launch, lambda _: True, lambda: None)

    assert started == ["intake", "worker"]


def test_a_process_that_answers_is_ready(tmp_path: Path) -> None:
    assert is_ready(child(), ADDRESSES, tmp_path)


def test_a_client_that_raises_means_not_yet(tmp_path: Path) -> None:
    waiting = child(began=time.monotonic(), health=FakeHealth(answer=None))

    assert not is_ready(waiting, ADDRESSES, tmp_path)


def test_a_process_that_ends_while_it_starts_is_named_with_its_last_words(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "intake.log").write_text("first\nModuleNotFoundError: No module named 'x'\n")

    with pytest.raises(Problem) as ended:
        is_ready(child(status=1), ADDRESSES, tmp_path)

    assert ended.value.code == "process-ended"
    assert "intake ended while it was starting (status 1)" in ended.value.sentence
    assert "No module named 'x'" in ended.value.sentence


def test_a_process_that_a_signal_ended_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="signal 9"):
        is_ready(child(status=-9), ADDRESSES, tmp_path)


def test_nobody_is_waited_for_beyond_their_patience_and_their_last_words_are_told(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "intake.log").write_text("queue intake: consuming broke off (AccessRefused), 4 in a row\n")
    slow = child(began=time.monotonic() - PATIENCE - 1.0, health=FakeHealth(answer=False))

    with pytest.raises(Problem) as late:
        is_ready(slow, ADDRESSES, tmp_path)

    assert late.value.code == "process-not-ready"
    assert "AccessRefused" in late.value.sentence
    assert "intake.log" in late.value.remedy


def test_a_task_may_end_well(tmp_path: Path) -> None:
    assert is_ready(child(status=0, once=True), ADDRESSES, tmp_path)
