"""Plays the stories of `examples/stories` on the running platform and prints each as a trail that a person can read."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console

from operations import local_identity, story_alerts, story_beside, story_register
from operations.story_beside import with_comment
from operations.story_ledger import LedgerShown
from operations.story_people import People, StoryStopped, wait_until
from operations.story_scenes import Scene, Story, StoryUnreadable, read_stories, span, with_times
from operations.story_trail import Trail
from shared_kernel.settings import Settings
from shared_kernel.time import move

STORIES = Path(__file__).resolve().parents[1] / "examples" / "stories"
JUST_PAST = timedelta(minutes=1)
QUIET = 0.25
"""Seconds in which nothing is added to a story before it is told on."""


@dataclass
class Telling:
    """One story while it is told."""

    story: Story
    people: People
    settings: Settings
    trail: Trail
    shown: LedgerShown
    notification_id: str = ""
    raiser: str = ""
    verbs: Mapping[str, Callable[[Scene], None]] = field(init=False)

    def __post_init__(self) -> None:
        self.verbs = {
            "raise": self._raise,
            "consult": lambda scene: self._about(scene, "consultations", {**scene.what}),
            "decide": self._decide,
            "claim": lambda scene: self._task(scene, "claim", {}),
            "receive": self._receive,
            "complete": self._complete,
            "update": self._update,
            "close": self._close,
            "move_clock": self._move_clock,
            "wait_for": self._wait_for,
            **story_beside.verbs(self),
            **story_alerts.verbs(self),
            **story_register.verbs(self),
        }

    def tell(self) -> None:
        """Plays every scene. Raises StoryStopped."""
        for scene in self.story.scenes:
            self.trail.scene(scene.says)
            self.verbs[scene.verb](scene)
            self.show()

    def show(self) -> None:
        """Prints what is new in the case."""
        if self.notification_id:
            self.trail.entries(self._entries())

    def followed(self) -> None:
        """Waits until what followed of it is told: nothing more is added for a moment."""
        told, looked = -1, -2
        while told != looked:
            looked = told
            time.sleep(QUIET)
            told = len(self._entries())

    @property
    def now(self) -> datetime:
        """The casework's time."""
        return self.settings.clock().now()

    @property
    def authority(self) -> str:
        """Whose case it is."""
        return self.story.authority

    @property
    def path(self) -> str:
        """The case's address."""
        return f"/v1/notifications/{self.notification_id}"

    @property
    def alert_id(self) -> str:
        """The case's national alert."""
        return f"alert-{self.notification_id.removeprefix('notification-')}"

    def _raise(self, scene: Scene) -> None:
        facts = with_times(scene.what["facts"], self.now)
        body = {**scene.what, "facts": facts, "authority": self.story.authority, "area": self.story.area}
        answer = self.people.say(scene.by, "/v1/notifications", body, scene.refused)
        if scene.refused:
            self.trail.refusal(answer)
            return
        self.notification_id, self.raiser = answer["notification_id"], scene.by
        wait_until(lambda: self._case(answer["version"])["tasks"], "the first task")

    def _case(self, version: int = 0) -> Any:
        return self.people.ask(self.raiser, f"{self.path}?at_least_version={version}")

    def open(self, part: str, **matching: Any) -> Any:
        """The first task, notice, clock or duty that matches, as soon as it is there. Raises StoryStopped."""

        def look() -> Any:
            return next((each for each in self._case()[part] if _matches(each, matching)), None)

        return wait_until(look, f"{part[:-1]} {matching}")

    def act(self, scene: Scene, path: str, body: Mapping[str, Any]) -> None:
        """Sends what the scene's person does, and waits until the case shows it. Raises StoryStopped."""
        before = self._case()["versions"]["routing"] if self._is_followed(path, body) else None
        answer = self.people.say(scene.by, path, body, scene.refused)
        if scene.refused:
            self.trail.refusal(answer)
        elif path in (f"{self.path}/{part}" for part in ("consultations", "updates", "shares", "closure")):
            self._case(answer["version"])
            wait_until(lambda: before is None or self._case()["versions"]["routing"] > before, "what follows")
        elif not path.startswith("/v1/absences"):
            self.people.ask(self.raiser, f"{self.path}?at_least_routing_version={answer['version']}")

    def _is_followed(self, path: str, body: Mapping[str, Any]) -> bool:
        """Whether escalation always does something of it: an update, and a share with somebody whom it can tell."""
        told = "to_role" in body or "to_person" in body
        return path == f"{self.path}/updates" or (path == f"{self.path}/shares" and told)

    def _about(self, scene: Scene, part: str, body: Mapping[str, Any]) -> None:
        self.act(scene, f"{self.path}/{part}", body)

    def _task(self, scene: Scene, act: str, body: Mapping[str, Any]) -> None:
        task = self.open("tasks", step=scene.what["step"], state="open")
        self.act(scene, f"/v1/tasks/{task['task_id']}/{act}", body)

    def _decide(self, scene: Scene) -> None:
        self._task(scene, "decision", {"records": {}, **with_comment(scene.what, "step")})

    def _receive(self, scene: Scene) -> None:
        notice = self.open("notices", role=scene.what["role"], received_by=None)
        self.act(scene, f"/v1/notices/{notice['notice_id']}/receipt", {})

    def _complete(self, scene: Scene) -> None:
        duty = self.open("duties", duty=scene.what["duty"], done_by=None)
        self.act(scene, f"/v1/duties/{duty['duty_id']}/completion", {"reference": scene.what["reference"]})

    def _update(self, scene: Scene) -> None:
        facts = with_times(scene.what.get("facts", {}), self.now)
        self._about(scene, "updates", {**scene.what, "facts": facts, "based_on": self._case()["number"]})

    def _close(self, scene: Scene) -> None:
        self._about(scene, "closure", {"particulars": scene.what})
        wait_until(lambda: any(each["kind"].startswith("RoutingEnded") for each in self._entries()), "the route's end")

    def _entries(self) -> Any:
        return self.people.ask(self.raiser, f"{self.path}/timeline")["entries"]

    def _move_clock(self, scene: Scene) -> None:
        self.pass_time(self._until_past(scene.what["past"]) if isinstance(scene.what, dict) else span(scene.what))

    def pass_time(self, by: timedelta) -> None:
        """Moves the clock on, and says so. Raises StoryStopped."""
        if self.settings.clock_file is None:
            raise StoryStopped("this platform's clock cannot be moved: NEEDFIRE_CLOCK_FILE is not set")
        move(self.settings.clock_file, by)
        self.trail.clock_moved(by, self.now)

    def _until_past(self, clock: str) -> timedelta:
        due = datetime.fromisoformat(self.open("clocks", title=clock, state="running")["due"])
        return max(due - self.now, timedelta()) + JUST_PAST

    def _wait_for(self, scene: Scene) -> None:
        """Names one item by what it is called (`clock` by its title), and what else is to hold of it."""
        wanted = dict(scene.what)
        part = next(each for each in ("clock", "task", "notice", "duty") if each in wanted)
        name = {"clock": "title", "task": "step", "notice": "role", "duty": "duty"}[part]
        self.open("duties" if part == "duty" else f"{part}s", **{name: wanted.pop(part)}, **wanted)


def _matches(item: Mapping[str, Any], matching: Mapping[str, Any]) -> bool:
    # A role is told with its title; here its id is meant.
    return all((item[key]["id"] if key == "role" else item[key]) == value for key, value in matching.items())


def play(settings: Settings) -> int:
    """Plays every story; 0 when all went as written."""
    console = Console(highlight=False, soft_wrap=False)
    folder = Path(os.environ.get("NEEDFIRE_IDENTITY", ".run/secrets/identity.yaml")).parent
    token_for = partial(local_identity.token_for, folder)
    try:
        stories = read_stories(STORIES)
        with httpx.Client(base_url=f"http://{settings.listen}", timeout=15, trust_env=False) as client:
            for number, story in enumerate(stories, start=1):
                trail = Trail(console)
                trail.title(number, len(stories), story.title)
                telling = Telling(story, People(client, token_for), settings, trail, LedgerShown(console))
                telling.tell()
                trail.end(f"http://{settings.listen}/cases/{telling.notification_id}")
    except (StoryStopped, StoryUnreadable, httpx.HTTPError) as problem:
        console.print(f"\nThe story stopped: {problem}", style="bold red", markup=False)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(play(Settings.from_environment()))
