"""What a story's people do with a national alert: put it to the threshold, write its messages, watch them go out, answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from operations.story_beside import Case
from operations.story_ledger import LedgerShown
from operations.story_people import PATIENCE, People, StoryStopped, patiently, wait_until
from operations.story_scenes import Scene, with_times

SAMPLES: Mapping[str, Any] = {"localities": ["E06000032", "E06000035"], "photograph": "attachment-1"}
SAID = "Invented for the demonstration."


class AlertCase(Case, Protocol):
    """The case, and what its story is told with."""

    people: People
    shown: LedgerShown

    @property
    def alert_id(self) -> str:
        """Its national alert."""


def verbs(case: AlertCase) -> dict[str, Callable[[Scene], None]]:
    """What can be done with an alert, by the verb with which a story's scene names it."""
    return {
        "propose_alert": lambda scene: _propose(case, scene),
        "write_alert": lambda scene: _write(case, scene),
        "watch_cascade": lambda scene: _watch(case, scene),
        "custodian_says": lambda scene: _say(case, scene),
    }


def _propose(case: AlertCase, scene: Scene) -> None:
    patiently(lambda: case.people.ask(scene.by, f"/v1/alerts/{case.alert_id}"))
    what, at = scene.what, case.now.isoformat()
    made = [
        {"fact": each, "asked_by": scene.by, "asked_of": what["asked"], "asked_at": at} for each in what["enquiries"]
    ]
    facts = with_times(what.get("facts", {}), case.now)
    notification_id = case.path.rpartition("/")[2]
    case.people.say(scene.by, "/v1/alerts", {"notification_id": notification_id, "facts": facts, "enquiries": made})


def _write(case: AlertCase, scene: Scene) -> None:
    message, answers = scene.what["message"], scene.what.get("answers", {})
    asked = case.people.ask(scene.by, f"/v1/alerts/{case.alert_id}/form?message={message}")["parts"]
    samples = {**SAMPLES, "day": case.now.date().isoformat()}
    typed = {
        each["name"]: answers.get(each["name"]) or samples.get(each["kind"]) or next(iter(each["words"]))
        for each in asked
        if each["kind"] != "sealed" and (each["required"] or each["name"] in answers)
    }
    own = {each["name"]: SAID for each in asked if each["kind"] == "sealed"}
    body = {"message": message, "answers": typed, "particulars": own}
    before = _routing(case, scene)
    case.people.say(scene.by, f"/v1/alerts/{case.alert_id}/messages", body)
    wait_until(lambda: _routing(case, scene) > before, "whoever checks the message")


def _routing(case: AlertCase, scene: Scene) -> int:
    found: int = case.people.ask(scene.by, case.path)["versions"]["routing"]
    return found


def _watch(case: AlertCase, scene: Scene) -> None:
    """Until no more than so many wait, and as many have said what is waited for. Raises StoryStopped."""
    path = f"/v1/alerts/{case.alert_id}/ledger?message={scene.what['message']}&limit=200"
    until = time.monotonic() + PATIENCE
    with case.shown.going(scene.what["message"]) as going:
        found = patiently(lambda: case.people.ask(scene.by, path))
        while not _is_reached(scene.what, found["counts"]):
            going(found["counts"])
            if time.monotonic() > until:
                raise StoryStopped(f"waited {PATIENCE:.0f} seconds for message {scene.what['message']} to go out")
            time.sleep(0.2)
            found = case.people.ask(scene.by, path)
        going(found["counts"])
    following = case.people.ask(scene.by, f"{path}&cursor={found['next']}") if found["next"] else {"lines": []}
    case.shown.ledger(found, [*found["lines"], *following["lines"]])


def _is_reached(what: Mapping[str, Any], counts: Mapping[str, int]) -> bool:
    said = all(counts.get(state, 0) >= number for state, number in what.get("until", {}).items())
    return said and counts.get("pending", 0) <= int(what["waiting"])


def _say(case: AlertCase, scene: Scene) -> None:
    path = f"/v1/custodian/messages/{case.alert_id}.{scene.what['message']}"
    patiently(lambda: case.people.ask(scene.by, path))
    said = {name: scene.what[name] for name in ("receipt", "comment") if name in scene.what}
    case.people.say(scene.by, f"{path}/receipts", said, scene.refused)
