from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from shared_kernel.errors import StoreUnavailable
from shared_kernel.pulse import FRESH_SECONDS, STILL_SECONDS, Pulse, Sign, read


@dataclass
class Consumer:
    name: str = "rpc-intake"
    turned: float = field(default_factory=time.monotonic)
    is_connected: bool = True


def answers() -> None:
    """A store that does."""


def fails() -> None:
    raise StoreUnavailable


def beaten(tmp_path: Path, consumer: Consumer, ask_store: object = answers) -> Sign:
    file = tmp_path / "pulse.json"
    sign = Pulse(file, [consumer], ask_store).beat()  # type: ignore[arg-type]
    assert read(file) == sign
    return sign


def test_who_reaches_broker_and_store_lives_and_works(tmp_path: Path) -> None:
    sign = beaten(tmp_path, Consumer())
    assert sign.lives(sign.at) and sign.works(sign.at)


@pytest.mark.parametrize(
    ("connected", "ask_store", "away"), [(False, answers, ("rpc-intake",)), (True, fails, ("store",))]
)
def test_who_reaches_one_of_them_not_lives_and_does_not_work(
    tmp_path: Path, connected: bool, ask_store: object, away: tuple[str, ...]
) -> None:
    sign = beaten(tmp_path, Consumer(is_connected=connected), ask_store)
    assert sign.away == away
    assert sign.lives(sign.at) and not sign.works(sign.at)


def test_a_consumer_that_does_not_come_round_is_found_though_the_process_goes_on(tmp_path: Path) -> None:
    sign = beaten(tmp_path, Consumer(turned=time.monotonic() - STILL_SECONDS - 1))
    assert sign.still == ("rpc-intake",)
    assert not sign.lives(sign.at)


def test_a_process_that_falls_silent_is_found() -> None:
    assert Sign(at=100.0).lives(100.0 + FRESH_SECONDS - 1)
    assert not Sign(at=100.0).lives(100.0 + FRESH_SECONDS + 1)


def test_a_sign_from_before_the_machine_was_started_again_says_nothing() -> None:
    assert not Sign(at=9_000.0).lives(now=30.0)


def test_half_a_file_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "pulse.json").write_text(json.dumps({"at": 1.0}))
    with pytest.raises(KeyError):
        read(tmp_path / "pulse.json")


def test_signs_are_written_from_the_start_on(tmp_path: Path) -> None:
    pulse = Pulse(tmp_path / "pulse.json", [], answers)
    pulse.start()
    deadline = time.monotonic() + 30
    while not (tmp_path / "pulse.json").exists():
        assert time.monotonic() < deadline
    pulse.stop()
