"""Changes an edition in each small way: a number, a condition, a role, a trigger, a way on, a part left out.

Only what the platform reasons with is changed; words that people read are not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from datetime import date
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from needfire.periods import Period
from needfire.procedure import Category, Edition, Ground, Rule
from needfire.triggers import Trigger
from tests.mutation.conditions import CONDITIONS, other_conditions
from tests.mutation.marked import EVERY
from tests.mutation.periods import other_days, other_periods
from tests.mutation.resting import Resting

# Words, names and citations. What a form asks is shown, and not reasoned with.
WORDS = frozenset(
    {
        "id", "title", "rules", "rule", "says", "section", "status", "other_reading", "sentence", "question", "questions",
        "evidence", "document", "name", "group", "words", "facts", "particulars", "rests_on", "area", "areas", "bodies",
    }
)  # fmt: skip
ROLES = frozenset({"role", "lead", "deputy", "owner", "by"})
OF_THE_EDITION = frozenset(
    {
        "authority", "edition", "title", "document", "in_force_from", "roles", "defining", "baseline", "stands_on",
        "digest",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """A part as it might be instead: what was done to it, and the rules that it cites, the nearest first."""

    what: str
    value: Any
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mutant:
    """An edition with one change."""

    name: str
    rules: tuple[str, ...]
    edition: Edition


def mutants_of(edition: Edition) -> Iterator[Mutant]:
    """Every one; some are refused by the loader."""
    resting, seen = Resting(edition), Counter[str]()
    for name in (each.name for each in fields(Edition) if each.name not in OF_THE_EDITION):
        for change in _of_field(name, getattr(edition, name), Edition, edition):
            if name in ("requests", "reviews") and change.what.endswith("not_required: True"):
                continue  # what stands beside the route cannot end it
            seen[change.what] += 1
            what = change.what if seen[change.what] == 1 else f"{change.what} ({seen[change.what]})"
            rules = dict.fromkeys((*change.rules, *_resting(name, change.what, resting)))
            yield Mutant(what, tuple(rules), replace(edition, **{name: change.value}))


def _resting(name: str, what: str, resting: Resting) -> tuple[str, ...]:
    """The rules of what speaks of this definition, or of this category."""
    if name not in ("definitions", "categories"):
        return ()
    return resting.on(what.split(":")[0].removeprefix(name).strip())


def _of_part(part: Any, edition: Edition) -> Iterator[Change]:
    """Every change within a part."""
    cited = tuple(getattr(part, "rules", ())) or tuple(filter(None, [getattr(part, "rule", None)]))
    cited = (part.id, EVERY) if isinstance(part, Rule) else (*cited, *getattr(part, "rests_on", ()))
    for name in _reasoned_with(part):
        for change in _of_field(name, getattr(part, name), type(part), edition):
            rules = (*change.rules, *_cited_beside(part, name), *cited)
            yield Change(change.what, replace(part, **{name: change.value}), rules)


def _cited_beside(part: Any, name: str) -> tuple[str, ...]:
    """The rules that the part cites for this field of its own: `level_rules` for `level`, `level_at` and `level_by`."""
    beside = f"{name.partition('_')[0]}_rules"
    return tuple(getattr(part, beside)) if _cites(type(part), beside) else ()


def _cites(of: type, name: str) -> bool:
    """Whether the field cites rules for one thing within its part, as `rules` does for the whole of it: a citation, not a condition."""
    return name.endswith("_rules") and get_type_hints(of).get(name) == tuple[str, ...]


def _reasoned_with(part: Any) -> list[str]:
    """The fields that the platform reasons with."""
    if isinstance(part, Rule):
        return ["params"]
    names = [each.name for each in fields(part) if each.name not in WORDS and not _cites(type(part), each.name)]
    if isinstance(part, Category) and (part.when is None or part.belongs_to == "alert"):
        names.remove("mandatory")  # nobody is asked about what is never suggested, nor about an alert's criterion
    if isinstance(part, Category) and part.when is None:
        names.remove("always")  # without `when` it is offered whatever the facts are as it is
    if isinstance(part, Ground) and part.kind in ("opens", "exceptional"):
        names.remove("yields_to_exceptional")  # said of what stands against a threshold
    return names


def _of_field(name: str, value: Any, of: type, edition: Edition) -> Iterator[Change]:
    hint = get_type_hints(of)[name]
    if _may_be_left_out(of, name, hint) and value is not None and not isinstance(value, bool):
        yield Change(f"{name}: left out", None, tuple(getattr(value, "rules", ())))
    if get_origin(hint) is Literal:
        yield from (Change(f"{name}: {each} for {value}", each) for each in get_args(hint) if each != value)
    elif isinstance(value, str):
        yield from _of_text(name, value, edition)
    else:
        yield from _of_value(name, value, edition)


def _may_be_left_out(of: type, name: str, hint: Any) -> bool:
    optional = get_origin(hint) in (Union, UnionType) and type(None) in get_args(hint)
    return optional and any(each.name == name and each.default is not MISSING for each in fields(of))


def _of_text(name: str, value: str, edition: Edition) -> Iterator[Change]:
    if name in ROLES and (other := next((each for each in edition.roles if each != value), None)):
        yield Change(f"{name}: {other} for {value}", other)
    if name in ("next", "step"):
        steps = dict.fromkeys(step.id for route in edition.routes for step in route.steps)
        yield from (Change(f"{name}: {each} for {value}", each) for each in steps if each != value)


def _of_value(name: str, value: Any, edition: Edition) -> Iterator[Change]:
    match value:
        case bool():
            yield Change(f"{name}: {not value}", not value)
        case int():
            yield from (Change(f"{name}: {each} for {value}", each) for each in (value + 1, value - 1))
        case Period():
            yield from (Change(f"{name}: {each} for {value}", each) for each in other_periods(value))
        case date():
            yield from (Change(f"{name}: {each} for {value}", each) for each in other_days(value))
        case Trigger():
            yield from (Change(f"{name}: {each} for {value}", each) for each in _other_triggers(value))
        case _ if isinstance(value, CONDITIONS):
            yield from (Change(f"{name}: {what}", each) for what, each in other_conditions(value, tuple(edition.roles)))
        case tuple():
            yield from _of_tuple(name, value, edition)
        case Mapping():
            yield from _of_mapping(name, value, edition)
        case _ if is_dataclass(value):
            yield from (replace(each, what=f"{name}, {each.what}") for each in _of_part(value, edition))


def _other_triggers(trigger: Trigger) -> Iterator[Trigger]:
    yield from (Trigger(kind) for kind in ("raised", "updated", "closed") if kind != trigger.kind)


def _of_tuple(name: str, values: tuple[Any, ...], edition: Edition) -> Iterator[Change]:
    for index, value in enumerate(values):
        label, before, after = _label(name, value), values[:index], values[index + 1 :]
        own = tuple(getattr(value, "rules", ())) or tuple(filter(None, [getattr(value, "rule", None)]))
        yield Change(f"{label}: left out", (*before, *after), own)
        for change in () if isinstance(value, str) else _of_member(value, edition):
            yield Change(f"{label}: {change.what}", (*before, change.value, *after), change.rules)


def _of_member(value: Any, edition: Edition) -> Iterator[Change]:
    if isinstance(value, Trigger) or not is_dataclass(value) or isinstance(value, CONDITIONS):
        for change in _of_value("", value, edition):
            yield replace(change, what=change.what.removeprefix(": "))
    else:
        yield from _of_part(value, edition)


def _of_mapping(name: str, values: Mapping[str, Any], edition: Edition) -> Iterator[Change]:
    for key, value in values.items():
        # A rule or a definition that is left out is missed by what speaks of it: the loader says so.
        if name not in ("rules", "definitions"):
            yield Change(f"{name} {key}: left out", {k: each for k, each in values.items() if k != key})
        if name == "params":
            yield Change(f"{name} {key}: {value}0", {**values, key: f"{value}0"})
        for change in _of_member(value, edition) if not isinstance(value, str) else ():
            yield Change(f"{name} {key}: {change.what.strip()}", {**values, key: change.value}, change.rules)


def _label(name: str, value: Any) -> str:
    if isinstance(value, (str, Trigger)):
        return f"{name} {value}"
    named = (getattr(value, each, None) for each in ("id", "rule", "role", "step", "does", "name", "kind", "title"))
    return f"{name} {next(filter(None, named), '')}".strip()
