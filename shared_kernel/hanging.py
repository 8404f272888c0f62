"""A loop whose run does not end: nobody can mend it from inside, so its process ends and is started again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

EVERY_SECONDS, LOOKS = 10.0, 60
"""Ten minutes of looking, not of the clock: a machine that stood still for an hour is looked at once when it goes on."""


class Hangs(SystemExit):
    """A process ends with it, and with a status that is no success."""

    def __init__(self) -> None:
        super().__init__(70)


class Running(Protocol):
    """What is watched: `run` is the number of the run that is under way, None between two."""

    name: str

    @property
    def run(self) -> int | None: ...


class Watch:
    """Looks at loops now and then; one that is `looks` times in a row in the same run hangs, none where that is 0."""

    def __init__(self, loops: Sequence[Running], looks: int) -> None:
        self._loops, self._looks = loops, looks
        self._seen: dict[str, tuple[int | None, int]] = {}

    def look(self) -> str:
        """The name of one that hangs, or nothing."""
        for loop in self._loops:
            run = loop.run
            before, times = self._seen.get(loop.name, (None, 0))
            times = times + 1 if run is not None and run == before else 0
            self._seen[loop.name] = run, times
            if times and times == self._looks:
                return loop.name
        return ""
