"""What the rounds say together: the gain, what stops it, and what the same costs would allow elsewhere. Pure arithmetic."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.numbers import Round, Spread, lost
from benchmarks.report import median_cpu
from benchmarks.results import times_as_many
from benchmarks.scaling.setups import INTAKE, Setup
from operations.process_list import BROKER, GATEWAY, STORE

PARTS = (GATEWAY, INTAKE, BROKER, STORE)
"""What a command costs CPU time in; the load generator's is told apart."""
FULL = 0.9
"""From this share on a core counts as busy: the rest is what a round begins and ends with."""
OTHERS = 0.25
"""From this share on of the time at work that was not ours, it was others who left us no more of the cores."""


@dataclass(frozen=True)
class Turn:
    """One round; its `cpu` is by part, replicas taken together. `busy`: the share of all cores' time, 0 to 1, that
    anything took meanwhile: this, other work on the machine, the kernel, and what the machine itself was not given.
    `elapsed`: seconds over which `cpu` and `busy` were taken, from before the first connection to after the last answer."""

    round: Round
    busy: float
    elapsed: float

    def cores(self, part: str) -> float:
        """Of how many cores the part took the time."""
        return self.round.cpu[part] / self.elapsed

    def ours(self, cores: int) -> float:
        """The share of all cores' time that the platform and the load generator took."""
        return sum(self.round.cpu.values()) / self.elapsed / cores


@dataclass(frozen=True)
class Measured:
    """`turns`: by setup and clients, in the order of the rounds. `wrong`: what may never happen and did."""

    cores: int
    commands: int
    turns: Mapping[tuple[Setup, int], Sequence[Turn]]
    accepted: int
    stored: int
    refused: int
    wrong: tuple[str, ...]

    def rounds(self, setup: Setup, clients: int) -> list[Round]:
        return [each.round for each in self.turns[setup, clients]]

    def gain(self, setup: Setup, to: Setup, clients: int) -> Spread:
        """How many times as many commands a second as the other setup takes, round by round."""
        return times_as_many(self.rounds(setup, clients), self.rounds(to, clients))

    def costs(self, setup: Setup, clients: int) -> dict[str, float]:
        """CPU seconds for a thousand commands, by part; medians."""
        rounds = self.rounds(setup, clients)
        return {part: median_cpu(rounds, part) for part in PARTS}


def stops(setup: Setup, busy: float, ours: float, cores: Mapping[str, float]) -> str:
    """What holds a setup up: all the machine's cores, else the part that has no more of its own, else what is waited for.

    `busy`, `ours`: share of all cores' time, 0 to 1, of anything and of what was measured; `cores`: of how many each part took the
    time. A replica of ours is one Python process, so hardly more than one core; the broker uses all that it is given.
    """
    if busy >= FULL:
        return "the cores" if ours > busy * (1 - OTHERS) else "other work"
    shares = {
        GATEWAY: cores[GATEWAY] / setup.gateways,
        INTAKE: cores[INTAKE] / setup.intakes,
        STORE: cores[STORE],
    }
    most = max(shares, key=lambda part: shares[part])
    return f"{most}: one core" if shares[most] >= FULL else "waiting"


@dataclass(frozen=True)
class Reckoned:
    """Commands a second at most, and how many of each it would take; `by`: what allows no more."""

    per_second: float
    gateways: int
    intakes: int
    by: str


def reckoned(costs: Mapping[str, float], cores: int) -> Reckoned:
    """What these costs (CPU seconds for a thousand commands) would allow on so many cores.

    As if nothing waited, nothing else ran, clients were elsewhere, costs stayed the same, and the store had one core and no more.
    """
    by_cores, by_store = cores * 1000 / sum(costs.values()), 1000 / costs[STORE]
    most = min(by_cores, by_store)
    gateways, intakes = (math.ceil(round(most * costs[part] / 1000, 6)) for part in (GATEWAY, INTAKE))
    return Reckoned(most, gateways, intakes, "the cores" if by_cores <= by_store else "the store's one core")


def wrong(answered: Sequence[str], commits: Mapping[str, int], refused: int) -> tuple[str, ...]:
    """Sentences on what may never happen, of the ids that were answered as accepted and of the commits in each stream.

    What was refused may lie in the store: its answer came too late. More than that may not.
    """
    missing, twice = lost(answered, commits), {name for name, count in Counter(answered).items() if count > 1}
    repeated = {name for name, count in commits.items() if count != 1}
    more = len(commits.keys() - set(answered)) - refused
    told = {
        "were lost": len(missing),
        "were answered for two": len(twice),
        "were carried out more than once": len(repeated),
        "are in the store and were never asked for": max(0, more),
    }
    return tuple(f"{count} commands {what}" for what, count in told.items() if count)
