from __future__ import annotations

import sys
from pathlib import Path

import pytest

from operations.problems import Problem
from operations.set_up import steps


def failing(words: str, folder: Path) -> Problem:
    """What is made of a command that says these words and fails."""
    command = [sys.executable, "-c", f"import sys; print({words!r}); sys.exit(3)"]
    with pytest.raises(Problem) as failed:
        steps.run(command, folder / "set-up.log", folder)
    return failed.value


def test_what_a_command_prints_is_kept(tmp_path: Path) -> None:
    steps.run([sys.executable, "-c", "print('collecting packages')"], tmp_path / "set-up.log", tmp_path)

    assert "collecting packages" in (tmp_path / "set-up.log").read_text()


@pytest.mark.parametrize(
    "words",
    [
        "OSError: [Errno 28] No space left on device",
        "error: failed to write `x`: No space left on device (os error 28)",
        "Disk quota exceeded",
    ],
)
def test_a_full_disk_is_named(words: str, tmp_path: Path) -> None:
    problem = failing(words, tmp_path)

    assert problem.code == "disk-full"
    assert str(tmp_path) in problem.sentence


def test_a_command_that_fails_on_a_disk_that_is_used_up_need_not_say_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "is_used_up", lambda folder: True)

    assert failing("exit status 1", tmp_path).code == "disk-full"


@pytest.mark.parametrize(
    "words",
    [
        "error: error sending request for url (https://index.example/simple/uv/)",
        "Failed to establish a new connection: [Errno -3] Temporary failure in name resolution",
        "ERROR: Could not find a version that satisfies the requirement uv==0.13.9",
        "dns error: failed to lookup address information",
    ],
)
def test_no_network_is_named(words: str, tmp_path: Path) -> None:
    problem = failing(words, tmp_path)

    assert problem.code == "no-network"
    assert "network" in problem.remedy


def test_anything_else_is_told_in_the_command_s_last_words(tmp_path: Path) -> None:
    problem = failing("first line\nthe wheel is square\n", tmp_path)

    assert problem.code == "step-failed"
    assert "the wheel is square" in problem.sentence
    assert str(tmp_path / "set-up.log") in problem.remedy


def test_the_words_of_an_earlier_command_do_not_count(tmp_path: Path) -> None:
    (tmp_path / "set-up.log").write_text("No space left on device\n")

    assert failing("something else", tmp_path).code == "step-failed"


def test_a_command_that_fails_in_silence_is_told_so(tmp_path: Path) -> None:
    assert "it printed nothing" in failing("", tmp_path).sentence
