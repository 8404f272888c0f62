"""How the questions of a draft are shown: their headings, what can be chosen, and what of an answer cannot be read."""

from __future__ import annotations

from collections.abc import Mapping

from access import Reader
from contracts.gateway_procedures import FactAsked
from contracts.refusals import Refusal
from gateway.web import raise_steps as steps
from gateway.web.fields import with_day
from gateway.web.raise_body import ticked
from gateway.web.writing import Writing
from needfire.london_time import on_the_wall
from needfire.particulars import PARTICULARS, problems_of
from needfire.procedure import Edition
from needfire.vocabulary import VOCABULARY
from needfire.wanting import values_asked

SEVERAL = "Is any of this so?"
WHO = "Who is it about?"
HEADINGS: Mapping[str, str] = {
    steps.AREA: "In which area is it?",
    steps.CATEGORIES: "Why is it raised?",
    steps.PEOPLE: "Who is named, and what is kept from whom?",
}


def heading(step: steps.Step, edition: Edition) -> str:
    """What the page asks, as its title."""
    if step.name in HEADINGS:
        return HEADINGS[step.name]
    if step.name.startswith("part-"):
        return "What else is known?"
    if len(step.asks) > 1:
        return SEVERAL if step.facts else WHO if "name" in step.particulars else _part_of(step, edition)
    return VOCABULARY.definitions[step.facts[0]].question if step.facts else PARTICULARS[step.particulars[0]].question


def _part_of(step: steps.Step, edition: Edition) -> str:
    return next((each.title for each in edition.form.parts if step.particulars[0] in each.particulars), edition.title)


def offered_values(edition: Edition, fact: FactAsked) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The choices about which the procedure asks, and the others; all together where there are few."""
    words = fact.words or {}
    asked = values_asked(edition, fact.fact)
    first = {value: said for value, said in words.items() if value in asked}
    if len(words) <= 12 or not first:
        return words, {}
    return first, {value: said for value, said in words.items() if value not in asked}


def problems_on(step: steps.Step, of: Writing, reader: Reader) -> dict[str, str]:
    """What of this page's answers is to be mended before it goes on, by field."""
    fields = of.draft.fields
    found = {name: said for name, said in of.told.problems.items() if steps.belongs(name, step.asks)}
    if step.name == steps.AREA and fields.get("area") not in of.areas:
        found["area"] = "Choose an area."
    if step.name == steps.CATEGORIES:
        found |= _of_categories(of)
    return found | {
        name: said for name, said in of_particulars(fields, reader).items() if steps.belongs(name, step.asks)
    }


def of_particulars(fields: Mapping[str, str], reader: Reader) -> dict[str, str]:
    """What cannot be of the particulars, by field."""
    try:
        dated = with_day(fields, "particulars.date_of_birth")
    except Refusal as refusal:
        return {name: str(said) for name, said in refusal.details.items()}
    plain = {name.removeprefix("particulars."): text for name, text in dated.items() if name.startswith("particulars.")}
    found = problems_of(plain, on_the_wall(reader.at).date())
    long = {
        name: f"Say it in at most {PARTICULARS[name].longest} characters."
        for name, text in plain.items()
        if name in PARTICULARS and len(text) > PARTICULARS[name].longest
    }
    return {f"particulars.{name}": said for name, said in (found | long).items()}


def _of_categories(of: Writing) -> dict[str, str]:
    fields = of.draft.fields
    chosen = ticked(fields, "category.")
    found = {
        f"left_out.{each.rule.id}": "The facts meet it: choose it, or say why it is left out."
        for each in of.suggested
        if each.mandatory and each.rule.id not in chosen and not fields.get(f"left_out.{each.rule.id}")
    }
    return found if chosen else {"category": "Choose why it is raised.", **found}
