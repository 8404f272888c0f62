"""Assessments with Northumberland's checklist: a sound one in which nothing is scored, and changes to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from needfire.facts import FactValue
from needfire.instruments import Instrument
from needfire.instruments.assessments import Answers, Assessed, Given, Said
from needfire.instruments.judging import About, judge_assessment
from needfire.procedure import Edition
from needfire.working_time import england_and_wales
from tests.unit.casework.authorities import real

NOW = datetime(2026, 11, 17, 12, tzinfo=UTC)
CALENDAR = england_and_wales()
NOTHING_SCORED = {"history": False, "current": False, "imminent": False}
ALL_TOOK_PART = ("education", "police", "sorted", "youth_offending", "camhs", "sexual_health")
ASKED: Mapping[str, Any] = {
    "agencies": ("police", "sorted"),
    "took_part": ALL_TOOK_PART,
    "involved": ("young_person", "parents_or_carers", "professionals", "missing_children_social_worker"),
    "keyworker_named": True,
    "scored_as_of": "now",
    "pre_discharge_meeting": False,
    "young_person_next": True,
    "young_person_scale": 4,
    "parents_next": True,
    "parents_scale": 3,
    "completed_by": True,
    "completed_on": True,
}
# What makes a score of this value sound by the matrix.
FITS: Mapping[str, Mapping[str, Any]] = {
    "0": NOTHING_SCORED,
    "1": {"history": True, "current": False, "imminent": False},
    "2": {"history": True, "current": True, "imminent": False, "intervention": True, "effect": "positive"},
    "3": {"history": True, "current": True, "imminent": False, "harm_feared": True, "intervention": True},
    "4": {"history": True, "current": True, "imminent": True, "harm_feared": True},
}
# What single items ask besides.
OWN: Mapping[str, Mapping[str, Any]] = {
    "EH8": {"diagnosed": True},
    "SE1": {"status": "looked_after", "why_vulnerable": True},
    "SE3": {"school_age": True},
    "SE4": {"no_fixed_abode": True},
    "SM9": {"which": True},
    "AB2": {"harm_feared": True},
    "AB3": {"harm_feared": True},
}


@cache
def edition() -> Edition:
    return real("northumberland").authorities["northumberland"].editions["2013-01"]


def checklist() -> Instrument:
    return edition().instruments[0]


def scored(item: str, value: str, **asked: Any) -> Given:
    """The item scored so, with all that makes it sound; `asked` changes that, None leaves an answer out."""
    sound = {**FITS.get(value, {}), **(OWN.get(item, {}) if value != "0" or item == "SE3" else {}), **asked}
    given = {name: answer for name, answer in sound.items() if answer is not None}
    return Given((value,), asked=given, rests_on=(f"evidence on {item}",))


def sound(**items: Given) -> Answers:
    """Every item answered, and nothing scored but these."""
    answers = {item.id: scored(item.id, "0") for item in checklist().items if item.answers == ("risk",)}
    answers["PH"] = Given(("none",))
    answers["SE3"] = Given(state="not_applicable", asked={"school_age": False})
    answers |= {"SM11": Given(("occasional",)), "SM12": Given(("never",))}
    answers |= {"SM13": Given(("none",)), "SM14": Given(("none",))}
    if items.get("SE4", Given(("0",))).values != ("0",):
        answers["SE5"] = Given(state="not_applicable")
    evidence = {section.id: {"text": True} for section in checklist().sections}
    evidence["offending"] = {
        "text": True,
        "youth_offending": True,
        "orders": False,
        "voluntary_programme": False,
        "type_and_frequency": True,
    }
    return Answers(checklist().name, {**answers, **items}, evidence, ASKED)


def with_evidence(answers: Answers, section: str, **given: Any) -> Answers:
    """These answers on the section's evidence; None leaves one out."""
    whole = {**answers.evidence.get(section, {}), **given}
    kept = {name: answer for name, answer in whole.items() if answer is not None}
    return replace(answers, evidence={**answers.evidence, section: kept})


def with_asked(answers: Answers, **given: Any) -> Answers:
    """These answers on the whole; None leaves one out."""
    whole = {**answers.asked, **given}
    return replace(answers, asked={name: answer for name, answer in whole.items() if answer is not None})


def without(answers: Answers, *items: str) -> Answers:
    """These items are not answered at all."""
    return replace(answers, items={item: given for item, given in answers.items.items() if item not in items})


def judged(answers: Answers, facts: Mapping[str, FactValue] | None = None) -> Assessed:
    return judge_assessment(checklist(), answers, About(facts or {}, NOW, CALENDAR))


def saying(said: Iterable[Said], rule: str) -> list[str | None]:
    """What is said under this rule: the items or sections that it is about."""
    return [each.about for each in said if rule in each.rules]


def refused(answers: Answers, rule: str) -> list[str | None]:
    return saying(judged(answers).refusals, rule)


def warned(answers: Answers, rule: str) -> list[str | None]:
    return saying(judged(answers).warnings, rule)


def prompted(answers: Answers, rule: str) -> list[str | None]:
    return saying(judged(answers).prompts, rule)


def set_off(answers: Answers) -> list[str]:
    return [each.id for each in judged(answers).triggers]
