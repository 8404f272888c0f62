"""One run: people work, things go wrong as planned, everything comes to rest, and it is said what became of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from threading import Event, Thread

from operations.problems import Problem
from tests.chaos.plan import Fault, lasting
from tests.chaos.proxy import Proxy
from tests.chaos.resting import at_rest, standing
from tests.chaos.verdict import SERVICES, Verdict, verdict
from tests.chaos.working import Working
from tests.e2e.house import House
from tests.e2e.waiting import eventually, stopwatch

CATCHING_UP = 180.0  # seconds
Say = Callable[[str], object]


class Nemesis:
    """Carries out the faults, one after another, and leaves everything running."""

    def __init__(self, house: House, ways: Mapping[str, Proxy], say: Say) -> None:
        self._house, self._ways, self._say = house, ways, say
        self._never = Event()
        self._starting: list[Thread] = []
        self.no_gateway: list[tuple[float, float]] = []

    def strike(self, fault: Fault) -> None:
        """Returns when it is over."""
        self._never.wait(fault.after)
        self._say(str(fault))
        began = time.monotonic()
        self._struck(fault)
        if fault.target == "gateway" and fault.kind == "stop":
            self.no_gateway.append((began, time.monotonic()))

    def _struck(self, fault: Fault) -> None:
        if fault.kind == "jump":
            self._house.move_clock(hours=fault.hours)
        elif fault.kind == "kill":
            self._killed(fault)
        elif fault.kind == "stop":
            with self._house.standing_still(fault.target):
                self._never.wait(fault.seconds)
        else:
            self._ways[fault.target].state = fault.kind
            self._never.wait(fault.seconds)
            self._ways[fault.target].state = "open"

    def _killed(self, fault: Fault) -> None:
        """What comes up again meets what goes wrong next."""
        began = time.monotonic()
        self._house.kill(fault.target)
        self._never.wait(fault.seconds)
        starting = Thread(target=self._started, args=(fault.target, began))
        starting.start()
        self._starting.append(starting)

    def _started(self, name: str, since: float) -> None:
        with suppress(Problem):  # what it stands on may be away: it is started again at the end
            self._house.platform.restart(name)
        if name == "gateway":
            self.no_gateway.append((since, time.monotonic()))

    def recover(self) -> None:
        """Everything runs, every way is open."""
        for way in self._ways.values():
            way.state = "open"
        for each in self._starting:
            each.join()
        for name in self._house.runs:
            if not self._house.platform.is_running(name):
                self._started(name, time.monotonic())


def run(
    house: House,
    seed: int,
    commands: int,
    faults: Sequence[Fault],
    ways: Mapping[str, Proxy] | None = None,
    say: Say = lambda _: None,
) -> Verdict:
    """The verdict. Raises nothing that a fault brings about."""
    since = {service: house.last_position(service) for service in SERVICES}
    parked = standing(house).parked
    nemesis, working = Nemesis(house, ways or {}, say), Working(house, seed)
    people = Thread(target=working.play, args=(commands, lasting(faults)), daemon=True)
    people.start()
    for fault in faults:
        nemesis.strike(fault)
    nemesis.recover()
    people.join()
    seconds = stopwatch()
    say("everything runs again")
    with suppress(AssertionError):  # whoever never came to rest has lost something: the verdict says what
        eventually(lambda: at_rest(house, working.history.acknowledged.values()), "rest", CATCHING_UP)
    took = seconds()
    late = sum(not _overlaps(each, nemesis.no_gateway) for each in working.history.late)
    return verdict(
        house, working.history, since, standing(house).since(parked), seed, [str(each) for each in faults], took, late
    )


def _overlaps(one: tuple[float, float], others: Sequence[tuple[float, float]]) -> bool:
    return any(began < one[1] and one[0] < ended for began, ended in others)
