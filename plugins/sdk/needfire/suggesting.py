"""Suggests the categories that the facts meet; a person chooses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from needfire.authority import Suggestion
from needfire.conditions import Condition, Finding, Setting
from needfire.facts import Facts
from needfire.procedure import Category, CategorySet, Edition
from needfire.vocabulary import VOCABULARY
from needfire.working_time import WorkingCalendar


def setting(
    edition: Edition,
    facts: Facts,
    as_of: datetime,
    calendar: WorkingCalendar,
    chosen: Iterable[str] = (),
    consulted: Iterable[str] = (),
) -> Setting:
    """What this edition's conditions are judged against.

    `chosen` are rule ids of categories that a person chose, `consulted` the roles that were consulted.
    """
    return Setting(
        facts=facts,
        as_of=as_of,
        definitions=edition.definitions,
        categories=edition.conditions,
        vocabulary=VOCABULARY,
        calendar=calendar,
        chosen=frozenset(chosen),
        consulted=frozenset(consulted),
        defining=edition.defining,
    )


def holds(condition: Condition | None, within: Setting) -> Finding:
    """Whether the condition holds; none at all always does."""
    return condition.judge(within) if condition else Finding(True)


def suggest(
    edition: Edition,
    facts: Facts,
    as_of: datetime,
    calendar: WorkingCalendar,
    belongs_to: CategorySet | None = None,
) -> tuple[Suggestion, ...]:
    """The categories whose conditions the facts meet, in the edition's order; of one set only, if given."""
    within = setting(edition, facts, as_of, calendar)
    asked = [each for each in edition.categories if belongs_to in (None, each.belongs_to)]
    found = [(category, category.when.judge(within)) for category in asked if category.when]
    return tuple(_suggestion(category, finding) for category, finding in found if finding.holds)


def _suggestion(category: Category, finding: Finding) -> Suggestion:
    rests_on = tuple(sorted((finding.rules | {*category.rests_on}) - {category.rule}))
    return Suggestion(category.rule, tuple(sorted(finding.used)), finding.arithmetic, rests_on)


def left_out(edition: Edition, suggested: Sequence[Suggestion], chosen: Sequence[str]) -> tuple[str, ...]:
    """Rule ids of mandatory need-to-know categories that the facts meet and the person did not choose."""
    by_rule = {each.rule: each for each in edition.categories}
    return tuple(
        each.rule
        for each in suggested
        if each.rule not in chosen and by_rule[each.rule].mandatory and by_rule[each.rule].belongs_to == "need_to_know"
    )
