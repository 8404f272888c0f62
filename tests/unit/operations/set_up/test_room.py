from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest

from operations.problems import Problem
from operations.set_up import room


def free(monkeypatch: pytest.MonkeyPatch, megabytes: int) -> None:
    size = megabytes * room.MEGABYTE
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(size, 0, size))


def test_too_little_room_is_named_with_how_much_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free(monkeypatch, 120)

    with pytest.raises(Problem) as full:
        room.check(tmp_path)

    assert full.value.code == "disk-full"
    assert "has 120 MB left and 700 MB are needed" in full.value.sentence
    assert "free 700 MB there" in full.value.remedy


def test_running_needs_less_than_installing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free(monkeypatch, 300)

    room.check(tmp_path, room.NEEDED_TO_RUN)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EDQUOT, "disk-full"),
        (errno.EACCES, "not-writable"),
        (errno.EROFS, "not-writable"),
    ],
)
def test_what_the_system_says_is_given_a_name(tmp_path: Path, number: int, code: str) -> None:
    named = room.named(OSError(number, "so the system says", str(tmp_path / "file")), tmp_path)

    assert named and named.code == code


def test_what_nobody_can_put_right_keeps_its_own_words(tmp_path: Path) -> None:
    assert room.named(OSError(errno.EIO, "Input/output error"), tmp_path) is None
