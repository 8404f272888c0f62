"""What a run of the benchmarks found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from benchmarks.numbers import Round, Spread, lost, spread
from benchmarks.plan import Plan
from benchmarks.processes import Memory


@dataclass
class SideResult:
    """All rounds of one side, and how many of its documents were in the store afterwards."""

    name: str
    processes: tuple[str, ...]
    one: list[Round] = field(default_factory=list)
    many: list[Round] = field(default_factory=list)
    open: list[Round] = field(default_factory=list)
    answered: set[str] = field(default_factory=set)
    stored: frozenset[str] = frozenset()

    def took(self, rounds: list[Round], measured: Round) -> None:
        """Keeps the round among these."""
        rounds.append(measured)
        self.answered.update(measured.answered)

    @property
    def refused(self) -> int:
        return sum(each.refused for each in (*self.one, *self.many, *self.open))

    @property
    def lost(self) -> int:
        return len(lost(self.answered, self.stored))


@dataclass(frozen=True)
class Followed:
    """The whole platform at work: what was accepted, and how long until the last of it could be read."""

    accepted: Round
    seconds_until_readable: float


@dataclass
class Results:
    """`sides`: ours first. `bare`: requests a second that the load generator makes of a trivial server, by clients."""

    plan: Plan
    sides: list[SideResult]
    bare: dict[int, float] = field(default_factory=dict)
    followed: Followed | None = None
    at_rest: dict[str, Memory] = field(default_factory=dict)
    afterwards: dict[str, Memory] = field(default_factory=dict)

    @property
    def lost(self) -> int:
        return sum(side.lost for side in self.sides)

    @property
    def refused(self) -> int:
        return sum(side.refused for side in self.sides)


def over(rounds: Iterable[Round], number: Callable[[Round], float]) -> Spread:
    """This number over the rounds."""
    return spread(number(each) for each in rounds)


def times_as_many(ours: Iterable[Round], theirs: Iterable[Round]) -> Spread:
    """Commands a second, ours to theirs, round by round: neighbours in time saw the same machine."""
    return spread(a.per_second / b.per_second for a, b in zip(ours, theirs, strict=True))
