"""Everything that decodes what others send: the kept inputs, and a short attack that is always the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from fuzz.seeds import seeds
from fuzz.targets import TARGETS, Believed, webhook

ROOT = Path(__file__).resolve().parents[3]
CORPUS = sorted((ROOT / "fuzz" / "corpus").glob("*/*"))
RUNS = 2_000


@pytest.mark.parametrize("file", CORPUS, ids=lambda each: f"{each.parent.name}-{each.name}")
def test_a_kept_input_does_no_harm(file: Path) -> None:
    TARGETS[file.parent.name](file.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_a_short_attack_finds_nothing(name: str) -> None:
    command = [sys.executable, "-m", "fuzz", name, "--runs", str(RUNS), "--seed", "20261122"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr[-3000:]
    assert f"Done {RUNS} runs" in ended.stderr


def test_every_target_has_kept_inputs_and_the_first_ones_are_among_them() -> None:
    kept = {(file.parent.name, file.name) for file in CORPUS}
    assert {name for name, _ in kept} == TARGETS.keys()
    assert {(target, name) for target, name, _ in seeds()} <= kept


def test_a_harm_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fuzz.targets.verify", lambda *_: "msg_1")
    with pytest.raises(Believed):
        webhook(b"msg_1\n1795000000\nv1,AAAA\n{}")
