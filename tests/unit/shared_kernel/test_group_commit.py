"""What is appended at the same time is written together, and each caller hears only of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event
from typing import Any

import pytest

from shared_kernel.group_commit import GroupCommit

SOON = 10.0


class Disk:
    """Writes groups, and can stand still until told."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self.began, self.may_end = Event(), Event()
        self.may_end.set()
        self.fails: Mapping[str, Exception] = {}
        self.broken: Exception | None = None

    def write(self, items: Sequence[str]) -> dict[int, Exception]:
        self.groups.append(list(items))
        self.began.set()
        assert self.may_end.wait(SOON)
        if self.broken:
            raise self.broken
        return {index: self.fails[item] for index, item in enumerate(items) if item in self.fails}


@pytest.fixture
def disk() -> Disk:
    return Disk()


def meanwhile(disk: Disk, group: GroupCommit[str], first: str, others: Sequence[str]) -> dict[str, Future[None]]:
    """The first is being written while the others come; then the disk goes on."""
    disk.may_end.clear()
    with ThreadPoolExecutor(len(others) + 1) as pool:
        asked = {first: pool.submit(group.append, first)}
        assert disk.began.wait(SOON)
        asked |= {each: pool.submit(group.append, each) for each in others}
        _until(lambda: len(group._waiting) == len(others))
        disk.may_end.set()
        wait(asked.values(), SOON)
    return asked


def _until(holds: Callable[[], Any]) -> None:
    pause = Event()
    for _ in range(int(SOON * 1000)):
        if holds():
            return
        pause.wait(0.001)
    raise AssertionError("it never came to that")


def test_who_comes_alone_does_not_wait_for_company(disk: Disk) -> None:
    group = GroupCommit(disk.write)
    group.append("a")
    group.append("b")
    assert disk.groups == [["a"], ["b"]]


def test_who_comes_while_a_write_is_under_way_goes_with_the_next(disk: Disk) -> None:
    asked = meanwhile(disk, GroupCommit(disk.write), "a", ["b", "c", "d"])
    assert [sorted(each) for each in disk.groups] == [["a"], ["b", "c", "d"]]
    assert [each.result() for each in asked.values()] == [None] * 4


def test_what_is_wrong_with_one_is_told_to_that_one_alone(disk: Disk) -> None:
    disk.fails = {"c": ValueError("c is not wanted")}
    asked = meanwhile(disk, GroupCommit(disk.write), "a", ["b", "c", "d"])
    assert {each: type(future.exception()) for each, future in asked.items()} == {
        "a": type(None),
        "b": type(None),
        "c": ValueError,
        "d": type(None),
    }


def test_a_disk_that_fails_is_told_to_all_who_wait_without_another_try(disk: Disk) -> None:
    disk.broken = OSError("gone")
    asked = meanwhile(disk, GroupCommit(disk.write), "a", ["b", "c"])
    assert {type(each.exception()) for each in asked.values()} == {OSError}
    assert disk.groups == [["a"]]


def test_after_a_failure_writing_goes_on(disk: Disk) -> None:
    group = GroupCommit(disk.write)
    disk.broken = OSError("gone")
    with pytest.raises(OSError, match="gone"):
        group.append("a")
    disk.broken = None
    group.append("b")
    assert disk.groups == [["a"], ["b"]]


def test_a_group_has_a_largest_size_and_the_rest_go_with_the_one_after(disk: Disk) -> None:
    asked = meanwhile(disk, GroupCommit(disk.write, largest=2), "a", ["b", "c", "d"])
    assert [len(each) for each in disk.groups] == [1, 2, 1]
    assert [each.exception() for each in asked.values()] == [None] * 4
    assert sorted(item for each in disk.groups for item in each) == ["a", "b", "c", "d"]
