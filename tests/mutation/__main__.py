"""Changes each number, condition, role and way of every edition, one at a time, and prints what no test notices.

    make mutate-rules                                    everything
    make mutate-rules ARGUMENTS="--edition 'kent 2023-12'"
    make mutate-rules ARGUMENTS="--rule LUT-CLA-3"       what cites this rule
    make mutate-rules ARGUMENTS="--sample 200 --seed 7"  some of them, drawn at random

A rule's tests are those marked with its id (`@pytest.mark.rule`). Exit code 1: something survived, or an entry of
equivalent.yaml is no longer needed.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import yaml

from tests.mutation.installed import stated
from tests.mutation.marked import ARGUMENTS, FOLDERS
from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.running import Outcome, failing, outcomes, those_for

EQUIVALENT = Path(__file__).with_name("equivalent.yaml")
Equivalent = Mapping[str, Mapping[str, str]]


class Session:
    """Takes the place of pytest's loop over the tests."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self.asked = asked
        self.sound = True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Tries every mutant; called once all tests are collected."""
        if session.testsfailed:
            self._say("some tests cannot be collected: mend them first")
            self.sound = False
            return True
        mutants = _chosen(self.asked)
        items = self._sound(session.items, mutants)
        began, done, known = time.monotonic(), list[tuple[Mutant, Outcome]](), _equivalent()
        for mutant, outcome in outcomes(mutants, items, self.asked.jobs):
            done.append((mutant, outcome))
            if outcome == "survived" and mutant.name not in known.get(mutant.edition.name, {}):
                self._say(f"not noticed: {mutant.edition.name}: {mutant.name}")
            if len(done) % 500 == 0:
                self._say(f"{len(done)} of {len(mutants)} …")
        self.sound = _report(done, self.asked, time.monotonic() - began) and self.sound
        return True

    def _sound(self, items: Sequence[pytest.Item], mutants: Sequence[Mutant]) -> list[pytest.Item]:
        """The tests that pass as things are; those that do not are named, and could show nothing."""
        wanted = those_for(tuple({rule for each in mutants for rule in each.rules}), items)
        failed = failing(wanted, longest=1800)
        for test in sorted(failed):
            self._say(f"fails as things are, and is left out: {test}")
        self.sound = not failed
        return [item for item in wanted if item.nodeid not in failed]

    def _say(self, what: str) -> None:
        print(what, flush=True)


def _chosen(asked: argparse.Namespace) -> list[Mutant]:
    """The mutants of the editions and rules that were asked for, or as many of them, drawn at random."""
    editions = [each.edition for name, each in stated().items() if asked.edition in (None, name)]
    found = [mutant for edition in editions for mutant in mutants_of(edition)]
    if asked.rule:
        found = [mutant for mutant in found if asked.rule in mutant.rules]
    if asked.sample and asked.sample < len(found):
        found = random.Random(asked.seed).sample(found, asked.sample)  # the same seed draws the same
    return found


def _report(done: Sequence[tuple[Mutant, Outcome]], asked: argparse.Namespace, seconds: float) -> bool:
    equivalent = _equivalent()
    survivors = [mutant for mutant, outcome in done if outcome == "survived"]
    explained = [each for each in survivors if each.name in equivalent.get(each.edition.name, {})]
    left = [each for each in survivors if each not in explained]
    for mutant in sorted(left, key=lambda each: (each.edition.name, each.rules, each.name)):
        print(
            f"{mutant.rules[0] if mutant.rules else '(no rule)'}  {stated()[mutant.edition.name].file}: {mutant.name}"
        )
    whole = not (asked.rule or asked.sample)
    idle = _not_needed(equivalent, {(each.edition.name, each.name) for each in explained}, asked) if whole else []
    for edition, name in idle:
        print(f"equivalent.yaml, {edition}: no longer needed: {name}")
    tried = sum(outcome != "refused" for _, outcome in done)
    print(
        f"{tried} changes tried in {seconds:.0f} s ({len(done) - tried} more are refused when the edition is loaded): "
        f"{tried - len(survivors)} noticed, {len(explained)} make no difference, {len(left)} survive"
    )
    return not left and not idle


def _equivalent() -> Equivalent:
    return yaml.safe_load(EQUIVALENT.read_text("utf-8")) or {}


def _not_needed(equivalent: Equivalent, used: set[tuple[str, str]], asked: argparse.Namespace) -> list[tuple[str, str]]:
    listed = [(edition, name) for edition, names in equivalent.items() for name in names]
    return [each for each in listed if each not in used and asked.edition in (None, each[0])]


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutate-rules", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--edition", choices=list(stated()), help="only this one, such as 'kent 2023-12'")
    parser.add_argument("--rule", help="only what cites this rule")
    parser.add_argument("--sample", type=int, help="so many, drawn at random")
    parser.add_argument("--seed", type=int, default=1, help="the same seed draws the same sample")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many are tried at a time")
    parser.add_argument("--list", action="store_true", help="print the changes and try none")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """0 when every change was noticed."""
    asked = _asked(arguments)
    if asked.list:
        for mutant in _chosen(asked):
            print(f"{mutant.edition.name}: {mutant.name}  [{' '.join(mutant.rules)}]")
        return 0
    session = Session(asked)
    code = pytest.main([*ARGUMENTS, *(each for each in FOLDERS if Path(each).is_dir())], plugins=[session])
    return int(code) or int(not session.sound)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
