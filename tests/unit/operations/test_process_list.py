from __future__ import annotations

from pathlib import Path

import pytest

from operations.child import command
from operations.process_list import LAST, PROCESS_LIST, ProcessKind, with_what_they_stand_on
from operations.run_settings import Addresses, RunSettings

ADDRESSES = Addresses("amqp://127.0.0.1:5672//", "mongodb://127.0.0.1:27117/", "127.0.0.1", 8000, 5672, 27117)
NAMES = [kind.name for kind in PROCESS_LIST]


def test_names_are_unique() -> None:
    assert len(set(NAMES)) == len(NAMES)


def test_each_process_stands_on_what_comes_before_it() -> None:
    for kind in PROCESS_LIST:
        assert set(kind.after) <= set(NAMES[: NAMES.index(kind.name)]), kind.name


def test_what_others_stand_on_ends_last() -> None:
    assert set(LAST) <= set(NAMES)


@pytest.mark.parametrize("kind", PROCESS_LIST, ids=NAMES)
def test_every_command_can_be_filled_in(kind: ProcessKind) -> None:
    words = command(kind, RunSettings(Path("/run-folder")), ADDRESSES)

    assert Path(words[0]).exists()
    assert not any("{" in word or "0.0.0.0" in word for word in words)


def test_a_part_is_started_with_what_it_stands_on() -> None:
    started = [kind.name for kind in with_what_they_stand_on(("intake",), PROCESS_LIST)]

    assert started == ["broker", "store", "topology", "intake"]


def test_an_unknown_process_is_an_error() -> None:
    with pytest.raises(KeyError):
        with_what_they_stand_on(("intake", "outtake"), PROCESS_LIST)
