"""What a story's people do about risk: assess, plan, refer, say their views, decide, review, take off the register, step down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import yaml

from operations.story_beside import Case, with_comment
from operations.story_people import People, patiently
from operations.story_scenes import Scene, moment
from operations.story_trail import Trail

ASSESSMENTS = Path(__file__).resolve().parents[1] / "examples" / "assessments"
AN_HOUR = timedelta(hours=1)


class RiskCase(Case, Protocol):
    """The case, what its story is told with, and its time."""

    people: People
    trail: Trail

    @property
    def authority(self) -> str:
        """Whose it is."""

    def pass_time(self, by: timedelta) -> None:
        """Moves the clock on."""

    def followed(self) -> None:
        """Waits until every part has taken in what was done."""

    def show(self) -> None:
        """Prints what is new."""


def verbs(case: RiskCase) -> dict[str, Callable[[Scene], None]]:
    """What can be done about risk, by the verb with which a story's scene names it."""
    played: dict[str, Callable[[Scene], None]] = {
        "assess": lambda scene: _assess(case, scene),
        "plan": lambda scene: _act(case, scene, "plan", _planned(case, scene)),
        "refer": lambda scene: _act(case, scene, "referral", {}),
        "say_views": lambda scene: _say_views(case, scene),
        "decide_referral": lambda scene: _act(case, scene, "decision", with_comment(scene.what)),
        "review": lambda scene: _act(case, scene, "reviews", with_comment(scene.what)),
        "take_off": lambda scene: _act(case, scene, "leaving", with_comment(scene.what)),
        "step_down": lambda scene: _step_down(case, scene),
        "end_step_down": lambda scene: _act(case, scene, "step-down/end", with_comment(scene.what)),
    }
    return {verb: partial(_and_followed, case, play) for verb, play in played.items()}


def _and_followed(case: RiskCase, play: Callable[[Scene], None], scene: Scene) -> None:
    play(scene)
    if not scene.refused:
        case.followed()


def _id(case: RiskCase) -> str:
    return case.path.rpartition("/")[2]


def _act(case: RiskCase, scene: Scene, path: str, body: Mapping[str, Any]) -> None:
    entry = f"/v1/register/entries/{_id(case)}"
    answer = case.people.say(scene.by, f"{entry}/{path}", body, scene.refused)
    if scene.refused:
        case.trail.refusal(answer)
    else:
        patiently(lambda: case.people.ask(scene.by, entry)["version"] >= answer["version"])


def _planned(case: RiskCase, scene: Scene) -> Mapping[str, Any]:
    actions = [{**each, "by_when": _day(case, each["by_when"])} for each in scene.what["actions"]]
    return {**scene.what, "actions": actions, "next_review": _day(case, scene.what["next_review"])}


def _day(case: RiskCase, said: str) -> str:
    return datetime.fromisoformat(moment(said, case.now)).date().isoformat()


def _say_views(case: RiskCase, scene: Scene) -> None:
    for body, view in scene.what.items():
        _act(case, scene, "views", {"body": body, "view": view})


def _assess(case: RiskCase, scene: Scene) -> None:
    """Begins one, fills it in, completes it and sets the level."""
    what = scene.what
    begin = {"notification_id": _id(case), "which": what["which"]}
    begun = patiently(lambda: case.people.say(scene.by, "/v1/assessments", begin))
    path = f"/v1/assessments/{begun['assessment_id']}"
    patiently(lambda: case.people.ask(scene.by, path))
    form = yaml.safe_load((ASSESSMENTS / f"{case.authority}.yaml").read_text("utf-8"))
    answers = dict(_answers(form, what["scores"]))
    draft = {"instrument": form["instrument"], "based_on": 0, "answers": answers}
    case.people.say(scene.by, f"{path}/draft", draft)
    case.people.say(scene.by, f"{path}/completion", {"acknowledged": what.get("warnings_read", [])})
    level = {"level": what["level"], "asked": {"because": what["because"], "age_and_functioning": True}}
    case.people.say(scene.by, f"{path}/level", {**level, "facts": what.get("facts", {})})
    row = f"{case.path}/assessments"
    patiently(lambda: case.people.ask(scene.by, row)["assessments"][-1]["level"])


def _answers(form: Mapping[str, Any], scores: Mapping[str, int]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield from form["others"].items()
    for number, item in enumerate(form["not_scored"]["items"], start=1):
        score = scores.get(item, 0)
        yield item, {"answer": [str(score)], "asked": form["scores"][score], "rests_on": [number]}


def _step_down(case: RiskCase, scene: Scene) -> None:
    """Each time that the care team is due to meet, an hour before: the checklist anew, and the meeting; until only the end is due."""
    while len(due := case.people.ask(scene.by, f"/v1/register/entries/{_id(case)}")["due"]) > 1:
        case.pass_time(datetime.fromisoformat(due[0]["due"]) - AN_HOUR - case.now)
        _assess(case, scene)
        _act(case, scene, "step-down/meetings", {"keyworker_still_right": True})
        case.show()
    case.pass_time(datetime.fromisoformat(due[0]["due"]) + AN_HOUR - case.now)
