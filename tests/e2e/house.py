"""The whole platform as its users meet it: HTTP with a token in front, the services' feeds behind, processes to kill."""

from __future__ import annotations

import os
import signal
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psutil

from operations import local_identity, process_record
from operations.platform import Platform
from operations.problems import Problem
from operations.process_list import PROCESS_LIST, ProcessKind
from operations.run_settings import RunSettings
from shared_kernel.commits import Commit
from shared_kernel.failpoints import FAILPOINTS, VARIABLE
from shared_kernel.messaging.rpc_client import RpcClient
from shared_kernel.messaging.rpc_feed import RpcFeedSource
from shared_kernel.settings import Settings
from shared_kernel.time import move
from tests.e2e.waiting import eventually

REPLICATED = ("intake", "escalation", "intake-worker", "escalation-worker", "gateway-worker")
PAGE = 20  # commits asked for at once
PATIENCE = 30.0  # seconds; far more than an answer may take


def second(name: str) -> str:
    """The name of a process's second replica, which is started when a test asks for it."""
    return f"{name}-2"


def without(*names: str) -> Sequence[ProcessKind]:
    """The processes that a test needs which does not need these."""
    return [kind for kind in PROCESS_LIST if kind.name not in names]


def _kinds() -> Sequence[ProcessKind]:
    replicas = [
        replace(kind, name=second(kind.name), user=kind.name) for kind in PROCESS_LIST if kind.name in REPLICATED
    ]
    return (*PROCESS_LIST, *replicas)


@dataclass
class House:
    """A running platform of its own ports and folder."""

    platform: Platform
    web: httpx.Client
    rpc: RpcClient
    runs: Sequence[str] = tuple(kind.name for kind in PROCESS_LIST)
    """What runs at first and goes on running, and the tasks before it."""

    @property
    def folder(self) -> Path:
        """The run folder: logs, the broker's and the store's data."""
        return self.platform.settings.run_folder

    @property
    def settings(self) -> Settings:
        """As every process of the platform has them."""
        return Settings.from_environment(self.platform.environment)

    @property
    def now(self) -> datetime:
        """The casework's time, which stories move on."""
        return self.settings.clock().now()

    def post_once(
        self, person: str, path: str, body: Mapping[str, Any], key: str, patience: float = PATIENCE
    ) -> httpx.Response:
        """Sends a command as this person, who waits so many seconds for the answer."""
        headers = self.token(person) | {"Idempotency-Key": key}
        return self.web.post(path, json=body, headers=headers, timeout=patience)

    def post(self, person: str, path: str, body: Mapping[str, Any], key: str | None = None) -> httpx.Response:
        """As `post_once`, and again under the same key for as long as it is said that it cannot be done now."""
        named = key or uuid.uuid4().hex
        return eventually(lambda: unless_away(self.post_once(person, path, body, named)), f"an answer of {path}")

    def get(self, person: str, path: str) -> httpx.Response:
        """Asks as this person."""
        return self.web.get(path, headers=self.token(person))

    def told(self, person: str, path: str) -> Any:
        """What this person is told, who may ask; again for as long as it cannot be told now."""
        answer = eventually(lambda: unless_away(self.get(person, path)), f"an answer of {path}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def done(self, person: str, path: str, body: Mapping[str, Any], key: str | None = None) -> Any:
        """What this person is answered, whose command is accepted."""
        answer = self.post(person, path, body, key)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def token(self, person: str) -> dict[str, str]:
        """The header by which this person is known."""
        return {"Authorization": f"Bearer {self.token_for(person)}"}

    def token_for(self, person: str) -> str:
        """An access token of this person."""
        return local_identity.token_for(self.platform.settings.secrets_folder, person)

    def commits(self, service: str, after: int = 0) -> tuple[Commit, ...]:
        """The service's feed, from above a position to its end."""
        source = RpcFeedSource(self.rpc, service)
        found: list[Commit] = []
        while page := source.feed(after, PAGE):
            found += page
            after = page[-1].position
        return tuple(found)

    def last_position(self, service: str) -> int:
        """How far the service's feed goes."""
        return int(self.rpc.call(service, "health")["position"])

    def move_clock(self, **by: float) -> None:
        """Moves the casework's time on; it never goes back."""
        assert self.settings.clock_file
        move(self.settings.clock_file, timedelta(**by))

    def pid(self, name: str) -> int:
        """The process's number."""
        record = process_record.load(self.folder, name)
        assert record is not None, name
        return record.pid

    def kill(self, *names: str) -> None:
        """SIGKILL, and wait until it is gone with all its threads."""
        for name in names:
            self.platform.kill(name)
        for name in names:
            self._gone(name)

    def restart(self, *names: str) -> None:
        """Start again what was killed, all at once."""
        self.kill(*names)
        self.platform.start(names)

    def arm(self, name: str, failpoint: str) -> None:
        """Start it again so that it dies at this failpoint, be it before it counts as ready."""
        assert failpoint in FAILPOINTS
        self.kill(name)
        with suppress(Problem):
            self.platform.restart(name, {VARIABLE: failpoint})

    def dies_by_itself(self, name: str) -> None:
        """Waits until the failpoint was reached."""
        self._gone(name)

    def _gone(self, name: str) -> None:
        eventually(lambda: not self.platform.is_running(name), f"the end of {name}")

    @contextmanager
    def standing_still(self, name: str) -> Iterator[None]:
        """SIGSTOP for as long as this lasts: the process is there and does nothing."""
        stopped = [process.pid for process in process_record.marked(self.folder, name)]
        assert stopped, name
        for pid in stopped:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in stopped:
                os.kill(pid, signal.SIGCONT)

    def close(self) -> None:
        """Ends every process that was started here, at once: nobody comes back to what it leaves."""
        self.web.close()
        self.rpc.close()
        for process in process_record.marked(self.folder):
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self.platform.stop()


def unless_away(answer: httpx.Response) -> httpx.Response | None:
    return None if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE else answer


@contextmanager
def open_house(
    folder: Path,
    kinds: Sequence[ProcessKind] | None = None,
    before: Callable[[House], None] = lambda _: None,
    settings: RunSettings | None = None,
) -> Iterator[House]:
    """A private platform, all of it ready. `before`: called when its addresses are known and nothing has been started."""
    settings = settings or RunSettings(folder / "run", listen="127.0.0.1:0", private=True)
    with Platform(settings, kinds or _kinds()) as platform:
        addresses = platform.start([])
        web = httpx.Client(base_url=addresses.base_url, timeout=PATIENCE, trust_env=False)
        runs = [kind.name for kind in kinds or PROCESS_LIST]
        house = House(platform, web, RpcClient(addresses.amqp_uri, PATIENCE), runs)
        before(house)
        try:
            platform.start(house.runs)
            yield house
        finally:
            house.close()
