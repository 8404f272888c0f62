"""Plays the stories of `examples/stories` on the running platform and prints each as a trail that a person can read."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console

from operations import local_identity
from operations.story_people import People, StoryStopped, wait_until
from operations.story_scenes import Scene, Story, StoryUnreadable, read_stories, span, with_times
from operations.story_trail import Trail
from shared_kernel.settings import Settings
from shared_kernel.time import move

STORIES = Path(__file__).resolve().parents[1] / "examples" / "stories"


@dataclass
class Telling:
    """One story while it is told."""

    story: Story
    people: People
    settings: Settings
    trail: Trail
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
        }

    def tell(self) -> None:
        """Plays every scene. Raises StoryStopped."""
        for scene in self.story.scenes:
            self.trail.scene(scene.says)
            self.verbs[scene.verb](scene)
            self._show()

    def _show(self) -> None:
        if self.notification_id:
            self.trail.entries(self._entries())

    def _raise(self, scene: Scene) -> None:
        facts = with_times(scene.what["facts"], self.settings.clock().now())
        body = {**scene.what, "facts": facts, "authority": self.story.authority, "area": self.story.area}
        answer = self.people.say(scene.by, "/v1/notifications", body, scene.refused)
        if scene.refused:
            self.trail.refusal(answer)
            return
        self.notification_id, self.raiser = answer["notification_id"], scene.by
        wait_until(lambda: self._case(answer["version"])["tasks"], "the first task")

    def _case(self, version: int = 0) -> Any:
        path = f"/v1/notifications/{self.notification_id}?at_least_version={version}"
        return self.people.ask(self.raiser, path)

    def _open(self, part: str, **matching: Any) -> Any:
        """The open task, notice, clock or duty that matches."""

        def look() -> Any:
            return next((each for each in self._case()[part] if _matches(each, matching)), None)

        return wait_until(look, f"{part[:-1]} {matching}")

    def _done(self, scene: Scene, path: str, body: Mapping[str, Any]) -> None:
        answer = self.people.say(scene.by, path, body, scene.refused)
        if scene.refused:
            self.trail.refusal(answer)
        else:
            stream = "at_least_version" if path.startswith("/v1/notifications") else "at_least_routing_version"
            self.people.ask(self.raiser, f"/v1/notifications/{self.notification_id}?{stream}={answer['version']}")

    def _about(self, scene: Scene, part: str, body: Mapping[str, Any]) -> None:
        self._done(scene, f"/v1/notifications/{self.notification_id}/{part}", body)

    def _task(self, scene: Scene, act: str, body: Mapping[str, Any]) -> None:
        task = self._open("tasks", step=scene.what["step"], state="open")
        self._done(scene, f"/v1/tasks/{task['task_id']}/{act}", body)

    def _decide(self, scene: Scene) -> None:
        comment = scene.what.get("comment")
        body = {"outcome": scene.what["outcome"], "records": scene.what.get("records", {})}
        self._task(scene, "decision", {**body, "particulars": {"comment": comment}} if comment else body)

    def _receive(self, scene: Scene) -> None:
        notice = self._open("notices", role=scene.what["role"], received_by=None)
        self._done(scene, f"/v1/notices/{notice['notice_id']}/receipt", {})

    def _complete(self, scene: Scene) -> None:
        duty = self._open("duties", duty=scene.what["duty"], done_by=None)
        self._done(scene, f"/v1/duties/{duty['duty_id']}/completion", {"reference": scene.what["reference"]})

    def _update(self, scene: Scene) -> None:
        facts = with_times(scene.what.get("facts", {}), self.settings.clock().now())
        self._about(scene, "updates", {**scene.what, "facts": facts, "based_on": self._case()["number"]})
        wait_until(
            lambda: all(c["state"] != "running" or c["duty_id"] for c in self._case()["clocks"]), "clocks to follow"
        )

    def _close(self, scene: Scene) -> None:
        self._about(scene, "closure", {"particulars": scene.what})
        wait_until(lambda: any(each["kind"].startswith("RoutingEnded") for each in self._entries()), "the route's end")

    def _entries(self) -> Any:
        return self.people.ask(self.raiser, f"/v1/notifications/{self.notification_id}/timeline")["entries"]

    def _move_clock(self, scene: Scene) -> None:
        if self.settings.clock_file is None:
            raise StoryStopped("this platform's clock cannot be moved: NEEDFIRE_CLOCK_FILE is not set")
        move(self.settings.clock_file, span(scene.what))
        self.trail.clock_moved(scene.what, self.settings.clock().now())

    def _wait_for(self, scene: Scene) -> None:
        wanted = dict(scene.what)
        self._open("clocks", title=wanted.pop("clock"), **wanted)


def _matches(item: Mapping[str, Any], matching: Mapping[str, Any]) -> bool:
    # A role is told with its title; here its id is meant.
    return all((item[key]["id"] if key == "role" else item[key]) == value for key, value in matching.items())


def play(settings: Settings) -> int:
    """Plays every story; 0 when all went as written."""
    console = Console(highlight=False, soft_wrap=False)
    tokens = local_identity.read(Path(os.environ.get("NEEDFIRE_TOKENS", ".run/tokens.yaml")).parent)
    try:
        stories = read_stories(STORIES)
        with httpx.Client(base_url=f"http://{settings.listen}", timeout=15, trust_env=False) as client:
            for number, story in enumerate(stories, start=1):
                trail = Trail(console)
                trail.title(number, len(stories), story.title)
                telling = Telling(story, People(client, tokens), settings, trail)
                telling.tell()
                trail.end(f"http://{settings.listen}/cases/{telling.notification_id}")
    except (StoryStopped, StoryUnreadable, httpx.HTTPError) as problem:
        console.print(f"\nThe story stopped: {problem}", style="bold red", markup=False)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(play(Settings.from_environment()))
