"""Carries an earlier edition on: what the new one does not replace stands in it too, marked as it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from needfire.checking import problems_of
from needfire.loading.baseline import BaselineUnfit, joined, renamed
from needfire.procedure import Carries, Edition, Form, Rule

_PARTS = ("clocks", "duties", "requests", "reviews", "circulation", "thresholds", "reports")


class CarriesUnfit(ValueError):
    """An edition cannot carry the one on that it names; the sentence says why, and what to mend."""


def carried_on(editions: Iterable[Edition]) -> list[Edition]:
    """The editions of one authority, each with what it carries of an earlier one. Raises CarriesUnfit."""
    given = list(editions)
    by_name = {each.edition: each for each in given}
    return [_whole(each, by_name) for each in given]


def _whole(edition: Edition, by_name: Mapping[str, Edition]) -> Edition:
    carries = edition.carries
    if carries is None:
        return edition
    earlier = by_name.get(carries.edition)
    if earlier is None or earlier.carries or earlier.in_force_from >= edition.in_force_from:
        there = ", ".join(each.edition for each in by_name.values() if not each.carries)
        raise CarriesUnfit(f"it carries '{carries.edition}', which is no earlier edition. There are: {there}")
    if unknown := (carries.replaced.keys() - earlier.rules.keys()) | (
        set(carries.replaced.values()) - edition.rules.keys()
    ):
        raise CarriesUnfit(f"carries, replaced: no rule has the id {', '.join(sorted(unknown))}")
    try:
        whole = joined(_with_roles(edition, earlier, carries), _kept(earlier, carries))
    except BaselineUnfit as problem:
        raise CarriesUnfit(str(problem)) from None
    if problems := problems_of(whole):
        raise CarriesUnfit("; ".join(problems))
    return whole


def _kept(earlier: Edition, carries: Carries) -> Edition:
    """The earlier edition without what is replaced, in the new one's roles."""
    rules = {key: _marked(rule, earlier, carries) for key, rule in earlier.rules.items() if key not in carries.replaced}
    parts: dict[str, Any] = {
        name: tuple(each for each in getattr(earlier, name) if not carries.replaced.keys() & set(each.rules))
        for name in _PARTS
    }
    kept: Edition = renamed(replace(earlier, rules=rules, form=_form(earlier.form, carries), **parts), carries.roles)
    return kept


def _form(form: Form, carries: Carries) -> Form:
    """What the form asks, without the parts that were asked under replaced rules alone."""
    gone = carries.replaced.keys()
    parts = tuple(
        replace(part, rules=tuple(rule for rule in part.rules if rule not in gone))
        for part in form.parts
        if set(part.rules) - gone
    )
    lost = {fact for part in form.parts for fact in part.facts} - {fact for part in parts for fact in part.facts}
    return replace(form, facts=tuple(fact for fact in form.facts if fact not in lost), parts=parts)


def _marked(rule: Rule, earlier: Edition, carries: Carries) -> Rule:
    """Only what the text said is marked anew: an assumption of ours, a gap and a conflict stay what they are."""
    if rule.status != "text" or carries.status == "text":
        return rule
    other = f"It has changed since {earlier.title}, edition {earlier.edition}, said so."
    return replace(rule, status=carries.status, other_reading=other)


def _with_roles(edition: Edition, earlier: Edition, carries: Carries) -> Edition:
    taken = {carries.roles.get(role, role): title for role, title in earlier.roles.items()}
    return replace(edition, roles={**taken, **edition.roles})
