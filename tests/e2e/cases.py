"""Cases to begin with. They are the stories that `make demo` plays, so that a changed story is tried here as well."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from rich.console import Console

from operations.story import STORIES, Telling
from operations.story_ledger import LedgerShown
from operations.story_people import People
from operations.story_scenes import Scene, Story, read_stories, with_times
from operations.story_trail import Trail
from tests.e2e.house import House
from tests.e2e.waiting import eventually

JANE, KENT_CHARGED, KENT_MISSING, LUTON_TRUST, LUTON_MISSING, LINCOLNSHIRE = range(6)


@cache
def story(number: int) -> Story:
    """One of them, in the order in which they are played."""
    return read_stories(STORIES)[number]


def raising(house: House, number: int) -> tuple[str, dict[str, Any]]:
    """Who raises the story's notification, and the body with which it is accepted."""
    scene: Scene = next(each for each in story(number).scenes if each.verb == "raise" and not each.refused)
    facts = with_times(scene.what["facts"], house.now)
    return scene.by, {**scene.what, "facts": facts, "area": story(number).area}


@dataclass(frozen=True)
class Case:
    """A notification on a platform, as its raiser sees it."""

    house: House
    notification_id: str
    raiser: str

    @property
    def path(self) -> str:
        """Its address."""
        return f"/v1/notifications/{self.notification_id}"

    @property
    def streams(self) -> dict[str, str]:
        """Its stream in each service that has one."""
        return {"intake": self.notification_id, "escalation": self.notification_id.replace("notification", "routing")}

    def seen(self) -> Any:
        """The notification as it stands."""
        return self.house.told(self.raiser, self.path)

    def timeline(self) -> Any:
        """Its entries."""
        return self.house.told(self.raiser, f"{self.path}/timeline")["entries"]

    def kinds(self) -> list[str]:
        """What happened, by the events' names, in no order that two services would have to agree on."""
        return sorted(entry["kind"] for entry in self.timeline())

    def happened_as(self, kinds: list[str]) -> bool:
        """Whether the same has happened as in another case."""
        return self.kinds() == kinds

    def open(self, part: str, **like: Any) -> Any:
        """The first of its tasks, notices, clocks or duties that is like this, as soon as it is there."""

        def look() -> Any:
            return next((each for each in self.seen()[part] if like.items() <= _flat(each).items()), None)

        return eventually(look, f"{part} like {like}")

    def task(self, step: str) -> str:
        """The address of the step's open task."""
        return f"/v1/tasks/{self.open('tasks', step=step, state='open')['task_id']}"


def _flat(item: Mapping[str, Any]) -> dict[str, Any]:
    """With roles by their id; without what cannot be compared."""
    roles = {name: value["id"] for name, value in item.items() if name in ("role", "lead", "owner")}
    return {name: value for name, value in item.items() if not isinstance(value, dict | list)} | roles


def case_of(house: House, number: int, answer: Mapping[str, Any]) -> Case:
    """The case that was raised with this answer, routed."""
    case = Case(house, answer["notification_id"], raising(house, number)[0])
    path = f"{case.path}?at_least_version={answer['version']}"
    eventually(lambda: house.get(case.raiser, path).status_code == 200, "the notification in the read model")
    eventually(lambda: case.seen()["tasks"], "its first task")
    return case


def raised(house: House, number: int = KENT_CHARGED) -> Case:
    """A new case, routed."""
    person, body = raising(house, number)
    return case_of(house, number, house.done(person, "/v1/notifications", body))


class Playing:
    """A story that is told as far as a test wants."""

    def __init__(self, house: House, number: int) -> None:
        self.house, self.story = house, story(number)
        silent = Console(file=io.StringIO())
        people = People(house.web, house.token_for)
        self._telling = Telling(self.story, people, house.settings, Trail(silent), LedgerShown(silent))
        self._ahead = iter(self.story.scenes)

    def through(self, verb: str, by: str | None = None) -> Scene:
        """Plays on, up to and with the next scene of this verb (and by this person) that is not refused."""
        for scene in self._ahead:
            self._telling.verbs[scene.verb](scene)
            if scene.verb == verb and by in (None, scene.by) and not scene.refused:
                return scene
        raise LookupError(f"{self.story.file} has no more scene in which somebody does {verb}")

    def to_the_end(self) -> None:
        """Plays what is left."""
        for scene in self._ahead:
            self._telling.verbs[scene.verb](scene)

    @property
    def case(self) -> Case:
        """The notification that was raised."""
        return Case(self.house, self._telling.notification_id, self._telling.raiser)
