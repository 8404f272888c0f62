"""The platform as one object: start any part of it, look after it, end it.

with Platform(RunSettings(tmp_path, listen="127.0.0.1:0", private=True)) as platform:
    platform.start()                      # or start(["intake", "intake-worker"]): with what these stand on
    platform.addresses.base_url
    platform.kill("intake")               # as a power cut would
    platform.restart("intake", {"NEEDFIRE_FAILPOINT": "..."})
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from operations import addressing, child, ending, process_record, readiness
from operations.child import Child
from operations.process_list import PROCESS_LIST, ProcessKind, with_what_they_stand_on
from operations.progress import Report, silent
from operations.restarts import Restarts
from operations.run_settings import Addresses, RunSettings
from operations.set_up import room


class Platform:
    """The processes of one run folder. Not thread-safe. Where `interrupted` says True, a wait ends."""

    def __init__(
        self,
        settings: RunSettings,
        kinds: Sequence[ProcessKind] = PROCESS_LIST,
        report: Report = silent,
        interrupted: Callable[[], bool] = lambda: False,
    ) -> None:
        self.settings = settings
        self._kinds = {kind.name: kind for kind in kinds}
        self._report = report
        self._interrupted = interrupted
        self._found: addressing.Found | None = None
        self._children: dict[str, Child] = {}
        self._restarts = Restarts()

    @property
    def addresses(self) -> Addresses:
        """Raises LookupError before the first `start`."""
        return self._where().addresses

    @property
    def environment(self) -> dict[str, str]:
        """What a client in this process needs to reach the same broker, store and clock."""
        return child.platform_environment(self.settings, self.addresses)

    def start(self, names: Sequence[str] | None = None) -> Addresses:
        """Start the named processes with what they stand on, and wait until all are ready.

        Raises Problem, or Interrupted; what was started until then still runs.
        """
        kinds = with_what_they_stand_on(tuple(self._kinds if names is None else names), tuple(self._kinds.values()))
        self.settings.run_folder.mkdir(parents=True, exist_ok=True)
        room.check(self.settings.run_folder, room.NEEDED_TO_RUN)
        if self._found is None:
            self._found = addressing.find(self.settings, [kind.name for kind in kinds], self._report)
        ready = set(self._found.borrowed)
        ready.update(name for name, running in self._children.items() if running.ended is None or running.finished)
        self._start([kind for kind in kinds if kind.name not in ready], ready)
        return self.addresses

    def stop(self) -> tuple[str, ...]:
        """End everything of this run folder, also what an earlier runner left. Returns the names that ran."""
        ended = ending.end_all(self.settings.run_folder, self._report)
        for started in self._children.values():
            started.collect()
        self._children.clear()
        return ended

    def kill(self, name: str) -> None:
        """SIGKILL to the process and all that it started. It stays down until `restart` or `look_after`."""
        ending.kill(self.settings.run_folder, name)
        if name in self._children:
            self._children[name].collect()

    def restart(self, name: str, environment: Mapping[str, str] | None = None) -> None:
        """End the process if it runs, start it again with more variables, and wait until it is ready."""
        record = process_record.load(self.settings.run_folder, name)
        if record:
            ending.end([record], self.settings.run_folder, ending.LAST_WITHIN, self._report)
            self._reap()
        kind = self._kinds[name]
        self._start([kind], set(kind.after), environment)

    def look_after(self) -> None:
        """Start again what has ended by itself, after a pause that grows with each time. Never waits."""
        for name, dead in list(self._children.items()):
            if not self._restarts.due(dead):
                continue
            self._report(f"{name} ended ({readiness.how(dead.ended or 0)}) and is started again")
            ending.kill(self.settings.run_folder, name)  # what it had started would be in the way
            self._launch(dead.kind, restarts=dead.restarts + 1)

    def is_running(self, name: str) -> bool:
        return name in self._children and self._children[name].ended is None

    def log(self, name: str) -> str:
        """Everything the process has written."""
        return child.log_file(self.settings.run_folder, name).read_text(errors="replace")

    def __enter__(self) -> Platform:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()

    def _where(self) -> addressing.Found:
        if self._found is None:
            raise LookupError("the platform has not been started")
        return self._found

    def _start(
        self, kinds: Sequence[ProcessKind], ready: set[str], environment: Mapping[str, str] | None = None
    ) -> None:
        readiness.start_in_order(
            kinds, ready, lambda kind: self._launch(kind, environment or {}), self._check, self._pause
        )

    def _launch(self, kind: ProcessKind, environment: Mapping[str, str] | None = None, restarts: int = 0) -> Child:
        if before := self._children.get(kind.name):
            before.collect()
        started = child.launch(kind, self.settings, self.addresses, environment or {}, restarts)
        self._children[kind.name] = started
        return started

    def _check(self, started: Child) -> bool:
        ready = readiness.is_ready(started, self.addresses, self.settings.run_folder)
        if ready:
            self._report(f"{started.kind.name} is ready")
        return ready

    def _pause(self) -> None:
        if self._interrupted():
            raise readiness.Interrupted
        time.sleep(0.05)

    def _reap(self) -> None:
        """Collects what has ended."""
        for started in self._children.values():
            started.process.poll()
