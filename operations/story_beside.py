"""What a story's people do beside the route: ask, share, say that a body need not be told, act for one another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from operations.story_scenes import Scene, moment


class Case(Protocol):
    """The case that a story is about, as far as it has come."""

    def open(self, part: str, **matching: Any) -> Any:
        """Its first task, notice, clock or duty like this, as soon as it is there. Raises StoryStopped."""

    def act(self, scene: Scene, path: str, body: Mapping[str, Any]) -> None:
        """Sends what the scene's person does, which is accepted or refused as the scene says. Raises StoryStopped."""

    @property
    def path(self) -> str:
        """Its address."""

    @property
    def now(self) -> datetime:
        """The casework's time."""


def verbs(case: Case) -> dict[str, Callable[[Scene], None]]:
    """What can be done beside the route, by the verb with which a story's scene names it."""
    return {
        "ask": lambda scene: case.act(scene, f"{case.path}/requests", with_comment(scene.what)),
        "share": lambda scene: case.act(scene, f"{case.path}/shares", with_comment(scene.what)),
        "give_back": lambda scene: _task(case, scene, "return"),
        "reassign": lambda scene: _task(case, scene, "reassignment"),
        "propose_not_required": lambda scene: _duty(case, scene, "not-required"),
        "confirm_not_required": lambda scene: _duty(case, scene, "not-required/confirmation"),
        "go_away": lambda scene: case.act(scene, "/v1/absences", _times(case, scene)),
        "be_back": lambda scene: case.act(scene, "/v1/absences/end", _times(case, scene)),
    }


def with_comment(what: Mapping[str, Any], *left_out: str) -> dict[str, Any]:
    """The body of a request: what the scene says, its comment as one of the particulars."""
    body = {name: value for name, value in what.items() if name not in ("comment", *left_out)}
    return {**body, "particulars": {"comment": what["comment"]}} if "comment" in what else body


def _task(case: Case, scene: Scene, act: str) -> None:
    task = case.open("tasks", step=scene.what["step"], state="open")
    case.act(scene, f"/v1/tasks/{task['task_id']}/{act}", with_comment(scene.what, "step"))


def _duty(case: Case, scene: Scene, act: str) -> None:
    duty = case.open("duties", duty=scene.what["duty"], done_by=None)
    case.act(scene, f"/v1/duties/{duty['duty_id']}/{act}", with_comment(scene.what, "duty"))


def _times(case: Case, scene: Scene) -> dict[str, Any]:
    return {name: moment(value, case.now) for name, value in (scene.what or {}).items()}
