"""Puts an edition on its national baseline: what the law asks of every council, in the words of the council's own roles."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from needfire.checking import problems_of
from needfire.procedure import Edition, Form, FormPart, Report, Rule
from needfire.triggers import Trigger

_ROLES = frozenset(
    {"role", "roles", "lead", "deputy", "owner", "by", "of", "to_roles", "confirmed_by", "consults", "from_roles"}
    | {"holder", "changes_by", "decided_by", "then_by", "level_by"}
)
_JOINED = ("clocks", "duties", "requests", "reviews", "circulation", "thresholds", "reports")


class BaselineUnfit(ValueError):
    """An edition cannot stand on its baseline; the sentence says why, and what to mend."""


def on_baseline(edition: Edition, baseline: Edition) -> Edition:
    """The edition with the baseline's rules, clocks, duties and all else under it. Raises BaselineUnfit.

    The baseline's roles are replaced by those of the edition that `stands_on` names; none may be left without one. The
    digest is that of both, so that a case shows when either was changed.
    """
    stands_on = edition.stands_on
    if stands_on is None or (stands_on.authority, stands_on.edition) != (baseline.authority, baseline.edition):
        raise BaselineUnfit(f"edition {edition.name} does not stand on {baseline.name}")
    if not baseline.baseline:
        raise BaselineUnfit(f"edition {baseline.name} is not a baseline: say 'baseline: true' in it")
    if baseline.stands_on:
        raise BaselineUnfit(f"edition {baseline.name} stands on another itself: a baseline is the lowest")
    _refuse_what_is_lost(baseline)
    if unknown := stands_on.roles.keys() - baseline.roles.keys():
        raise BaselineUnfit(
            f"edition {edition.name}: stands_on names roles that {baseline.name} has not: {_listed(unknown)}"
        )
    unnamed = baseline.roles.keys() - stands_on.roles.keys()
    if unnamed:
        raise BaselineUnfit(f"edition {edition.name}: stands_on names no role for {_listed(unnamed)}")
    whole = joined(edition, renamed(baseline, stands_on.roles))
    if problems := problems_of(whole):
        raise BaselineUnfit("\n".join((f"edition {edition.name} cannot stand on {baseline.name}:", *problems)))
    return whole


def _refuse_what_is_lost(baseline: Edition) -> None:
    """A baseline has no routes of its own, and what else belongs to raising: nothing of it may be lost unsaid."""
    parts = {each.name: getattr(baseline, each.name) for each in fields(baseline) if each.name not in _JOINED}
    lost = [name for name, part in parts.items() if part and (isinstance(part, tuple) or name == "register")]
    if lost:
        raise BaselineUnfit(
            f"{baseline.name} states {_listed(lost)}, which no edition takes from a baseline: leave them out"
        )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def joined(edition: Edition, under: Edition) -> Edition:
    """The edition with all that the other states beneath it. Raises BaselineUnfit where both state the same."""
    for what in ("rules", "definitions"):
        if twice := getattr(edition, what).keys() & getattr(under, what).keys():
            raise BaselineUnfit(f"edition {edition.name} and {under.name} both state {_listed(twice)}")
    parts: dict[str, Any] = {name: (*getattr(edition, name), *getattr(under, name)) for name in _JOINED}
    return replace(
        edition,
        rules={**edition.rules, **_with_source(under)},
        definitions={**edition.definitions, **under.definitions},
        defining={**edition.defining, **under.defining},
        form=_form(edition, under),
        digest=hashlib.sha256(f"{edition.digest} {under.digest}".encode()).hexdigest(),
        **parts,
    )


def _with_source(under: Edition) -> dict[str, Rule]:
    return {key: replace(rule, document=rule.document or under.document) for key, rule in under.rules.items()}


def _form(edition: Edition, under: Edition) -> Form:
    """The edition's form, then what the baseline asks, under headings of its own."""
    form, more = edition.form, under.form
    if not (more.facts or more.particulars):
        return form
    return replace(
        form,
        rules=_once(form.rules, more.rules),
        facts=_once(form.facts, more.facts),
        particulars=_once(form.particulars, more.particulars),
        parts=(*_parts(edition), *_parts(under)),
    )


def _parts(edition: Edition) -> tuple[FormPart, ...]:
    """The parts of its form; one of them all where it has none."""
    form = edition.form
    return form.parts or (FormPart(edition.title, form.rules, form.facts, form.particulars),)


def _once(*several: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for one in several for each in one))


def renamed(part: Any, roles: Mapping[str, str]) -> Any:
    """The part with each role by its other name, wherever a field says a role."""
    if isinstance(part, Trigger):
        return part
    if isinstance(part, tuple):
        return tuple(renamed(each, roles) for each in part)
    if isinstance(part, Mapping):
        return {key: renamed(value, roles) for key, value in part.items()}
    if not is_dataclass(part) or isinstance(part, type):
        return part
    says_roles = _ROLES | {"to"} if isinstance(part, Report) else _ROLES
    changed = {
        each.name: _role(value, roles) if each.name in says_roles and _says_roles(value) else renamed(value, roles)
        for each in fields(part)
        if (value := getattr(part, each.name)) is not None
    }
    return replace(part, **changed)


def _says_roles(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, tuple) and all(isinstance(each, str) for each in value))


def _role(value: str | tuple[str, ...], roles: Mapping[str, str]) -> str | tuple[str, ...]:
    if isinstance(value, str):
        return roles.get(value, value)
    return tuple(roles.get(each, each) for each in value)
