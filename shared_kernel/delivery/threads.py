"""Threads for what may hang: a few while all goes well, and one more for each that is stuck.

Hundreds at once would be in each other's way where all answer quickly; few would all be taken where many hang.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from threading import Lock, Thread, current_thread

USUAL = 24
STUCK_AFTER, IDLE_FOR = 0.05, 5.0
"""Seconds after which a job counts as stuck, and after which a thread that has nothing to do ends.

What is not done by then waits for somebody else and needs no processor: one more thread beside it is in nobody's way.
"""

Job = tuple[Callable[[], None], "Future[None]"]


class Threads:
    """`usual` run at once and one more for each that is stuck, at most `most`; what waits has its turn in order."""

    def __init__(self, most: int, usual: int = USUAL, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._usual, self._clock = most, min(usual, most), clock
        self._waiting: SimpleQueue[Job | None] = SimpleQueue()
        self._began: dict[Thread, float | None] = {}
        self._lock = Lock()

    def submit(self, job: Callable[[], None]) -> Future[None]:
        """Runs it as soon as there is a thread."""
        promised: Future[None] = Future()
        self._waiting.put((job, promised))
        self.tend()
        return promised

    def tend(self) -> None:
        """Adds threads where something waits behind what is stuck: to be called now and then."""
        with self._lock:
            now, began = self._clock(), list(self._began.values())
            stuck = sum(each is not None and now - each >= STUCK_AFTER for each in began)
            idle = sum(each is None for each in began)
            room = min(self._usual + stuck, self._most) - len(began)
            new = [
                Thread(target=self._run, name="delivery", daemon=True)
                for _ in range(min(room, self._waiting.qsize() - idle))
            ]
            self._began.update(dict.fromkeys(new))
        for each in new:
            each.start()

    def stop(self) -> None:
        """Lets what waits and what runs come to its end."""
        with self._lock:
            living = list(self._began)
        self._waiting.put(None)
        for each in living:
            each.join()

    def _run(self) -> None:
        me = current_thread()
        while job := self._next(me):
            work, promised = job
            try:
                work()
                promised.set_result(None)
            except BaseException as error:  # whoever waits for it is told
                promised.set_exception(error)

    def _next(self, me: Thread) -> Job | None:
        """The next job; None when this thread ends."""
        with self._lock:
            self._began[me] = None
        try:
            found = self._waiting.get(timeout=IDLE_FOR)
        except Empty:
            return self._last(me)
        with self._lock:
            if found:
                self._began[me] = self._clock()
            else:
                del self._began[me]
                self._waiting.put(None)  # for the next
        return found

    def _last(self, me: Thread) -> Job | None:
        """Looked at once more under the lock: whoever submits meanwhile sees this thread idle, or gone."""
        with self._lock:
            if self._waiting.empty():
                del self._began[me]
                return None
            self._began[me] = self._clock()
            return self._waiting.get()
