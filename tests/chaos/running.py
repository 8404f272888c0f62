"""One run: people work, things go wrong as planned, everything comes to rest, and it is said what became of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from threading import Event, Thread

from operations.problems import Problem
from tests.chaos.plan import Fault
from tests.chaos.proxy import Proxy
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

    def strike(self, fault: Fault) -> None:
        """Returns when it is over."""
        self._never.wait(fault.after)
        self._say(str(fault))
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
        self._house.kill(fault.target)
        self._never.wait(fault.seconds)
        self._started(fault.target)

    def _started(self, name: str) -> None:
        with suppress(Problem):  # what it stands on may be away: it is started again at the end
            self._house.platform.restart(name)

    def recover(self) -> None:
        """Everything runs, every way is open."""
        for way in self._ways.values():
            way.state = "open"
        for name in self._house.running():
            if not self._house.platform.is_running(name):
                self._started(name)


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
    nemesis, working = Nemesis(house, ways or {}, say), Working(house, seed)
    people = Thread(target=working.play, args=(commands,), daemon=True)
    people.start()
    for fault in faults:
        nemesis.strike(fault)
    nemesis.recover()
    people.join()
    seconds = stopwatch()
    with suppress(AssertionError):  # whoever never came to rest has lost something: the verdict says what
        eventually(lambda: at_rest(house, working.history.acknowledged.values()), "rest", CATCHING_UP)
    return verdict(house, working.history, since, seed, [str(each) for each in faults], seconds())


def at_rest(house: House, told: object) -> bool:
    """Whether all that was acknowledged has gone its way, and nothing comes any more."""
    before = {service: house.last_position(service) for service in SERVICES}
    routed = {each.stream for each in house.commits("escalation")}
    wanted = {str(each).replace("notification", "routing") for each in told}  # type: ignore[attr-defined]
    time.sleep(1.0)
    return wanted <= routed and before == {service: house.last_position(service) for service in SERVICES}
