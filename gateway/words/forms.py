"""Tells what an edition asks for when a notification is raised, and the ways that it has to share one."""

from __future__ import annotations

from collections.abc import Iterable

from contracts.gateway_procedures import CirculationTold, FactAsked, FormPartTold, ParticularAsked
from contracts.gateway_words import Role
from needfire.circulation import Circulation
from needfire.conditions import Condition
from needfire.particulars import PARTICULARS
from needfire.procedure import Edition, FormPart
from needfire.vocabulary import VOCABULARY


def form_parts(edition: Edition) -> tuple[FormPartTold, ...]:
    """The form, part by part; one part with all of it where the edition has none."""
    form = edition.form
    parts = form.parts or (FormPart(edition.title, form.rules, form.facts, form.particulars),)
    return tuple(_part(each) for each in parts)


def _part(part: FormPart) -> FormPartTold:
    return FormPartTold(
        title=part.title,
        applies_when=when_told(part.when),
        facts=tuple(fact_asked(each) for each in part.facts),
        particulars=tuple(particular_asked(each) for each in part.particulars),
        required=part.required,
        rules=part.rules,
    )


def fact_asked(name: str) -> FactAsked:
    """A fact as the form asks for it."""
    fact = VOCABULARY.definitions[name]
    return FactAsked(name, fact.kind, fact.question, fact.words)


def particular_asked(name: str) -> ParticularAsked:
    """A field of the particulars as the form asks for it."""
    asked = PARTICULARS[name]
    return ParticularAsked(name, asked.question, asked.longest)


def when_told(condition: Condition | None) -> str | None:
    """The condition in words; None: always."""
    return condition.in_words(VOCABULARY) if condition else None


def roles_told(edition: Edition, roles: Iterable[str]) -> tuple[Role, ...]:
    """The roles, in the authority's own words."""
    return tuple(Role(role, edition.roles.get(role, role)) for role in roles)


def circulation_told(way: Circulation, edition: Edition) -> CirculationTold:
    """A way to share a case."""
    return CirculationTold(
        id=way.id,
        title=way.title,
        by=roles_told(edition, way.by),
        to_roles=roles_told(edition, way.to_roles),
        to_bodies=dict(way.to_bodies),
        to_anybody=way.to_anybody,
        applies_when=when_told(way.when),
        should=way.should,
        refused_when=tuple(f"{guard.when.in_words(VOCABULARY)}: {guard.sentence}" for guard in way.refused),
        rules=way.rules,
    )
