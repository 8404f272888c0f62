"""Northumberland over HTTP: a case with an assessment, and what people fill in there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from needfire.instruments import Instrument
from tests.rules.northumberland.assessing import checklist, sound
from tests.rules.northumberland.filling import places_of
from tests.rules.northumberland.playing import LEAD, PRACTITIONER
from tests.unit.casework.authorities import real
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House, deployment_of

RAISED = {
    "area": "blyth",
    "facts": {"subject_kind": "child", "age_years": 15},
    "categories": ["NBL-P01"],
    "particulars": {"name": "Invented Child", "account": "Was seen with adults."},
}
SECRET = "She was seen at the invented arcade."
REASON = "Harm could come at any time, as the invented arcade shows."


def house_of(folder: Path, *others: Any) -> House:
    return House(folder, deployment_of(real("northumberland"), *others))


def begun(callers: Callers, which: str = "first", notification: str = "") -> str:
    """An assessment that was begun; its id."""
    raised = notification or str(callers.done("/v1/notifications", RAISED, PRACTITIONER)["notification_id"])
    body = {"notification_id": raised, "which": which}
    return str(callers.done("/v1/assessments", body, LEAD)["assessment_id"])


def written(instrument: Instrument | None = None, words: str = SECRET) -> dict[str, Any]:
    """A sound assessment as it is sent: where a text has to be there, these words."""
    made = instrument or checklist()
    texts = _texts(made)
    return {
        each.place: {
            **({"answer": list(each.values)} if each.values else {}),
            **({"state": each.state} if each.state == "not_applicable" else {}),
            "asked": {name: words if name in texts else value for name, value in each.asked.items()},
            "rests_on": list(each.rests_on),
        }
        for each in places_of(sound())
    }


def _texts(made: Instrument) -> set[str]:
    questions = (*made.item_asks, *made.section_asks, *made.asks, *(ask for item in made.items for ask in item.asks))
    every = (*questions, *(ask for section in made.sections for ask in section.evidence))
    return {"text", *(each.id for each in every if each.kind == "text")}


def saved(callers: Callers, assessment: str, answers: dict[str, Any], based_on: int = 0, by: str = LEAD) -> Any:
    """What is answered to saving this."""
    body = {"instrument": "vulnerability_checklist 1", "based_on": based_on, "answers": answers}
    return callers.post(f"/v1/assessments/{assessment}/draft", body, by)


def filled(callers: Callers) -> str:
    """An assessment that is filled in and sound, not complete; its id."""
    assessment = begun(callers)
    answer = saved(callers, assessment, written())
    assert answer.status_code == 201, answer.text
    return assessment


def levelled(callers: Callers, level: str = "high", assessment: str = "") -> str:
    """An assessment that is complete and has this level; its id."""
    this = assessment or filled(callers)
    callers.done(f"/v1/assessments/{this}/completion", {}, LEAD)
    body = {
        "level": level,
        "asked": {"because": REASON, "age_and_functioning": True},
        "facts": {"social_worker_involved": True},
    }
    callers.done(f"/v1/assessments/{this}/level", body, LEAD)
    return this
