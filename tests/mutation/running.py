"""Runs the marked tests against one changed edition after another, each in a process of its own that is thrown away.

All is imported and collected once; a forked process then holds it, so that a change costs little more than its tests.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NoReturn

import pytest
from _pytest.runner import runtestprotocol

from needfire.checking import problems_of
from tests.mutation.installed import Held, Refused, in_memory, put_in_place
from tests.mutation.marked import rules_of
from tests.mutation.mutants import Mutant

Outcome = Literal["survived", "killed", "refused"]
_CODES: dict[int, Outcome] = {0: "survived", 1: "killed", 3: "refused"}
LONGEST_SECONDS = 60


class RunnerBroken(RuntimeError):
    """The runner itself failed; what it would say of the tests cannot be trusted."""


def failing(items: Sequence[pytest.Item], longest: int = LONGEST_SECONDS) -> frozenset[str]:
    """The ids of the tests that fail as things are; they run in a process of their own, so that nothing has run here."""
    with tempfile.TemporaryFile("w+") as found:

        def find() -> int:
            signal.alarm(longest)
            found.writelines(f"{item.nodeid}\n" for item in items if _fails(item))
            found.flush()
            return 0

        process = _forked(find)
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        if code:
            raise RunnerBroken(f"the tests could not be run as things are: exit code {code}")
        found.seek(0)
        return frozenset(line.rstrip("\n") for line in found)


def _fails(item: pytest.Item) -> bool:
    return any(report.failed for report in runtestprotocol(item, nextitem=None, log=False))


def outcomes(mutants: Iterable[Mutant], items: Sequence[pytest.Item], jobs: int) -> Iterator[tuple[Mutant, Outcome]]:
    """What the tests say of each mutant, in the order in which they are done; `jobs` run at a time."""
    held, running = in_memory(), dict[int, Mutant]()
    gc.collect()
    gc.freeze()  # else each process copies what its collector touches
    for mutant in mutants:
        while len(running) >= jobs:
            yield _ended(running)
        running[_forked(lambda mutant=mutant: _try(mutant, items, held))] = mutant  # type: ignore[misc]
    while running:
        yield _ended(running)


def _ended(running: dict[int, Mutant]) -> tuple[Mutant, Outcome]:
    process, status = os.wait()
    mutant = running.pop(process)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM:
        return mutant, "killed"  # what goes on for ever would have failed, too
    code = os.waitstatus_to_exitcode(status)
    if code not in _CODES:
        raise RunnerBroken(f"{mutant.edition.name}: {mutant.name}: exit code {code}")
    return mutant, _CODES[code]


def _forked(work: Callable[[], int]) -> int:
    sys.stdout.flush()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        process = os.fork()
    return process or _be_child(work)


def _be_child(work: Callable[[], int]) -> NoReturn:
    code, complaints = 70, os.dup(2)
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(LONGEST_SECONDS)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        code = work()
    except BaseException:
        os.write(complaints, traceback.format_exc().encode())
    finally:
        os._exit(code)


def _try(mutant: Mutant, items: Sequence[pytest.Item], held: Held) -> int:
    if problems_of(mutant.edition):
        return 3
    try:
        put_in_place(mutant.edition, held)
    except Refused:
        return 3
    return 1 if any(_fails(item) for item in those_for(mutant.rules, items)) else 0


def those_for(rules: Sequence[str], items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The tests that are marked with one of these rules, those of the first rules first."""
    place = {rule: index for index, rule in enumerate(rules)}
    places = [(min((place[rule] for rule in rules_of(item) if rule in place), default=-1), item) for item in items]
    return [item for where, item in sorted(((w, i) for w, i in places if w >= 0), key=lambda each: each[0])]
