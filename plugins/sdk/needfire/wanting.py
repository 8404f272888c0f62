"""What is still worth asking when a notification is raised: the facts that would settle something of the procedure.

A condition that the facts so far already decide asks for nothing more; one that is open names what would settle it. So whoever
raises is asked what matters for what they have said, and nothing else. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from needfire.checking.condition_places import conditions_of
from needfire.checking.reachability import leaves_of
from needfire.clock_rules import ClockRule, Duty
from needfire.conditions import Condition, Is, Setting
from needfire.form_parts import parts_asked
from needfire.procedure import Edition
from needfire.suggesting import holds

_HURT = frozenset(
    {
        "serious_injury", "accident", "serious_illness", "self_harm", "suicide_attempt", "violent_incident", "arson",
        "serious_incident", "home_incident", "risky_behaviour", "near_miss", "exploitation_investigation",
    }
)  # fmt: skip
_OFFENCE = frozenset({"arrest", "charge", "conviction", "custody_remand", "custodial_sentence"})
_MISSING, _DEATH = frozenset({"missing"}), frozenset({"death", "suicide"})
SUPPOSES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("missing_since", "missing_pattern", "missing_episodes_over_24h", "found_at"), _MISSING),
    "absent_since": frozenset({"missing", "unauthorised_absence"}),
    **dict.fromkeys(("offence", "offence_serious", "charged_at"), _OFFENCE),
    **dict.fromkeys(("broken_bones", "lost_consciousness", "admitted_to_hospital_at"), _HURT),
    "died_at": _DEATH,
    **dict.fromkeys(("allegation_outcome", "senior_person_accused"), frozenset({"allegation"})),
}
"""What these questions take for granted: nobody is asked since when a child is missing who was not said to be missing. It is
how a question is worded, and changes nothing of what an edition does: the fact can be recorded all the same.
"""


@dataclass(frozen=True)
class Wanted:
    """A fact of the form that is not known, and what it would settle first: in words, with the rules that ask for it.

    `required`: without it the notification is refused. `counts`: it settles no more than from when a time is counted.
    """

    fact: str
    about: str
    rules: tuple[str, ...]
    required: bool = False
    counts: bool = False


@dataclass(frozen=True)
class _Open:
    about: str
    rules: tuple[str, ...]
    when: Condition


def wanted(edition: Edition, within: Setting) -> tuple[Wanted, ...]:
    """The facts that would settle which categories apply, which route it takes, who should raise it, or which part of the
    form is asked; those from which a time is counted that begins with it; and those that the form requires in this case. In
    the form's order.
    """
    asked = (*_counting(edition, within), *_settling(edition, within), *_required(edition, within))
    found = {each.fact: each for each in asked}
    return tuple(found[name] for name in edition.form.facts if name in found and _fits(found[name], within))


def _fits(each: Wanted, within: Setting) -> bool:
    happened, supposed = within.facts.get("happened"), SUPPOSES.get(each.fact)
    unfit = supposed is not None and isinstance(happened, tuple) and supposed.isdisjoint(happened)
    return each.required or not unfit


def deciding(edition: Edition, within: Setting, most: int) -> tuple[str, ...]:
    """The unknown facts, at most so many, that the most of what is open asks about: what is asked first. In the form's order."""
    counted = {name: 0 for name in edition.form.facts if name not in within.facts}
    for each in _open(edition):
        for name in each.when.judge(within).needs & counted.keys():
            counted[name] += 1
    ordered = sorted((name for name in counted if counted[name]), key=lambda name: -counted[name])
    return tuple(name for name in counted if name in ordered[:most])


def _required(edition: Edition, within: Setting) -> Iterator[Wanted]:
    for part in parts_asked(edition.form, within):
        for name in part.required:
            if name in part.facts and name not in within.facts:
                yield Wanted(name, part.title, part.rules, required=True)


def _settling(edition: Edition, within: Setting) -> Iterator[Wanted]:
    asked: set[str] = set()
    for each in _open(edition):
        finding = each.when.judge(within)
        if finding.holds is None:
            for name in sorted(finding.needs - asked):
                asked.add(name)
                yield Wanted(name, each.about, each.rules)


def _counting(edition: Edition, within: Setting) -> Iterator[Wanted]:
    """From when the times are counted of what is to be done as soon as it is raised."""
    for each, when in (*_duties(edition), *_clocks(edition)):
        if each.from_facts and holds(when, within).holds and within.facts.keys().isdisjoint(each.from_facts):
            yield Wanted(each.from_facts[0], each.title, each.rules, counts=True)


def _duties(edition: Edition) -> Iterator[tuple[Duty | ClockRule, Condition | None]]:
    return ((duty, duty.when) for duty in edition.duties)


def _clocks(edition: Edition) -> Iterator[tuple[Duty | ClockRule, Condition | None]]:
    return ((clock, clock.applies_when) for clock in edition.clocks if clock.starts.kind == "raised")


def _open(edition: Edition) -> Iterator[_Open]:
    for category in edition.categories:
        if category.when:
            yield _Open(category.title, (category.rule, *category.rests_on), category.when)
    for route in edition.routes:
        if route.when:
            yield _Open(route.title, route.rules, route.when)
    raising = edition.act("raise")
    for expected in raising.expected if raising else ():
        role = edition.roles.get(expected.role, expected.role)
        yield _Open(f"Whether the {role} should raise it", expected.rules, expected.when)
    for part in edition.form.parts:
        if part.when:
            yield _Open(part.title, part.rules, part.when)


def values_asked(edition: Edition, fact: str) -> frozenset[str]:
    """The values of a fact that the edition's conditions ask about: choosing another changes nothing of what it does."""
    leaves = (leaf for stated in conditions_of(edition) for leaf in leaves_of(stated.condition))
    return frozenset(str(each) for leaf in leaves if isinstance(leaf, Is) and leaf.fact == fact for each in leaf.values)
