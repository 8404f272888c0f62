"""Puts an edition on its national baseline: what the law asks of every council, in the words of the council's own roles."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from needfire.checking import problems_of
from needfire.procedure import Edition
from needfire.triggers import Trigger

_ROLES = frozenset(
    {"role", "roles", "lead", "deputy", "owner", "by", "of", "to_roles", "confirmed_by", "consults", "from_roles"}
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
    unnamed = baseline.roles.keys() - stands_on.roles.keys()
    if unnamed:
        raise BaselineUnfit(f"edition {edition.name}: stands_on names no role for {', '.join(sorted(unnamed))}")
    whole = _joined(edition, _renamed(baseline, stands_on.roles))
    if problems := problems_of(whole):
        raise BaselineUnfit("\n".join((f"edition {edition.name} cannot stand on {baseline.name}:", *problems)))
    return whole


def _joined(edition: Edition, under: Edition) -> Edition:
    for what in ("rules", "definitions"):
        if twice := getattr(edition, what).keys() & getattr(under, what).keys():
            raise BaselineUnfit(f"edition {edition.name} and {under.name} both state {', '.join(sorted(twice))}")
    parts: dict[str, Any] = {name: (*getattr(edition, name), *getattr(under, name)) for name in _JOINED}
    return replace(
        edition,
        rules={**edition.rules, **under.rules},
        definitions={**edition.definitions, **under.definitions},
        defining={**edition.defining, **under.defining},
        digest=hashlib.sha256(f"{edition.digest} {under.digest}".encode()).hexdigest(),
        **parts,
    )


def _renamed(part: Any, roles: Mapping[str, str]) -> Any:
    """The part with each role by its other name, wherever a field says a role."""
    if isinstance(part, Trigger):
        return part
    if isinstance(part, tuple):
        return tuple(_renamed(each, roles) for each in part)
    if isinstance(part, Mapping):
        return {key: _renamed(value, roles) for key, value in part.items()}
    if not is_dataclass(part) or isinstance(part, type):
        return part
    changed = {
        each.name: _role(value, roles) if each.name in _ROLES and _says_roles(value) else _renamed(value, roles)
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
