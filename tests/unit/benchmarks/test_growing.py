"""The copies with which the store is filled are what a command finds there, and the arithmetic of what is flat."""

from __future__ import annotations

import pytest

from benchmarks.growing.beside import flatness, lines
from benchmarks.growing.copied import COMMITS_A_CASE, accepted, chained_copies, copies, one_case, stream_name, update
from benchmarks.growing.filling import ASKED, asked
from benchmarks.growing.works import WORKS
from benchmarks.rebuilding.beside import DIRECTORIES
from contracts import intake as contract
from needfire.loading.deployment import load_deployment
from services.intake.handlers import command_handlers
from shared_kernel.command_desk import CommandDesk
from shared_kernel.commit_store_memory import MemoryCommitStore
from shared_kernel.commits import from_document, verify_chain
from shared_kernel.time import SystemClock


def test_a_case_that_was_copied_takes_its_next_command() -> None:
    deployment = load_deployment({"kent"}, DIRECTORIES)
    case, store = one_case(deployment), MemoryCommitStore()
    copied = [from_document(each) for each in chained_copies(case, 7)]
    for each in copied:
        store.append(each)
    desk = CommandDesk(store, SystemClock(), contract.COMMANDS, command_handlers(deployment))
    assert accepted(desk.answer(update(stream_name(7), COMMITS_A_CASE - 1)))["version"] == COMMITS_A_CASE + 1
    verify_chain(store.stream(stream_name(7)))
    assert [each["position"] for each in copies(case, 7)] == [each.position for each in copied] == list(range(71, 81))


def test_those_that_are_asked_lie_all_over_the_store() -> None:
    assert asked(1_000) == list(range(0, 100, 2))
    assert len(asked(300_000)) == ASKED and asked(300_000)[-1] > 29_000


def test_what_costs_as_much_is_flat() -> None:
    costs = {(name, size): [1.0, 2.0, 3.0] for name in WORKS for size in (10, 100)}
    costs[WORKS[1], 100] = [1.1, 2.2, 3.3]
    assert flatness(costs, WORKS[0], 10, 100) == 1.0
    assert flatness(costs, WORKS[1], 10, 100) == pytest.approx(1.1)
    assert len(list(lines(costs))) == 2 + len(WORKS)
