"""Takes over what a council has switched on of another authority's procedure, with the council's own roles and names.

Nothing is taken half: what the other names and the council has not named, or a post that nobody holds, stops the authority
with a sentence for each.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from needfire.adoption import Adoption
from needfire.assessing import Assessing
from needfire.checking import cited_parts, problems_of, roles_used
from needfire.checking.circles import names_in
from needfire.conditions import Condition
from needfire.directory.records import Directory
from needfire.instruments import Instrument
from needfire.loading.baseline import renamed
from needfire.procedure import Edition, Form
from needfire.triggers import Trigger

Editions = Mapping[str, Edition]
_ADDED = ("reports", "duties", "requests", "instruments")
_WAITED_ON = ("decided", "done", "opened")
_LEFT = ("categories", "routes", "acts", "clocks", "restrictions", "reviews", "circulation", "thresholds", "adopts")


class AdoptionUnfit(ValueError):
    """What is switched on cannot be taken over; each line of the message is a sentence that says what to mend."""


def adopted(editions: Editions, directory: Directory, others: Mapping[str, Editions]) -> dict[str, Edition]:
    """The editions with what the directory's settings switch on. `others` are all authorities' editions by code.

    Raises AdoptionUnfit.
    """
    known = {each.setting for edition in editions.values() for each in edition.adopts}
    if unknown := sorted(directory.settings.keys() - known):
        raise AdoptionUnfit(
            f"settings: {', '.join(unknown)} is no setting of this authority. There are: {_listed(known)}"
        )
    return {name: _whole(edition, directory, others) for name, edition in editions.items()}


def _whole(edition: Edition, directory: Directory, others: Mapping[str, Editions]) -> Edition:
    for adoption in edition.adopts:
        if directory.settings.get(adoption.setting):
            edition = _with(edition, adoption, directory, others)
    return edition


def _beside(edition: Edition, taken: Edition) -> dict[str, Any]:
    return {name: (*getattr(edition, name), *getattr(taken, name)) for name in _ADDED}


def _with(edition: Edition, adoption: Adoption, directory: Directory, others: Mapping[str, Editions]) -> Edition:
    source = others.get(adoption.authority, {}).get(adoption.edition)
    if source is None:
        where = f"{adoption.authority} {adoption.edition}"
        raise AdoptionUnfit(
            f"{adoption.setting} takes from {where}, which is not loaded here: install and allow it, or switch it off"
        )
    if lacking := tuple(_unnamed(edition, adoption, source, directory)):
        raise AdoptionUnfit("\n".join(lacking))
    taken = _in_own_words(renamed(_taken(source, adoption.takes, edition), adoption.roles), _names(adoption, directory))
    whole = replace(
        edition,
        rules={**taken.rules, **edition.rules},
        definitions={**taken.definitions, **edition.definitions},
        defining={**taken.defining, **edition.defining},
        **_beside(edition, taken),
        register=taken.register or edition.register,
        assessing=taken.assessing or edition.assessing,
        digest=hashlib.sha256(f"{edition.digest} {source.digest} {_names(adoption, directory)}".encode()).hexdigest(),
    )
    if problems := problems_of(whole):
        raise AdoptionUnfit("\n".join(f"{adoption.setting}: {each}" for each in problems))
    return whole


def _names(adoption: Adoption, directory: Directory) -> dict[str, str]:
    return {name: directory.names[name] for name in adoption.names}


def _unnamed(edition: Edition, adoption: Adoption, source: Edition, directory: Directory) -> Iterator[str]:
    """A sentence for each thing and each role that the other names and that is not named here."""
    for name, what in adoption.names.items():
        if not directory.names.get(name, "").strip():
            yield f"{adoption.setting} is on, and '{name}' is not named: say under names what it is here, {what}"
    held = {post.role for post in directory.posts} | {rota.role for rota in directory.out_of_hours}
    for role in dict.fromkeys(role for _, role in roles_used(_taken(source, adoption.takes, edition))):
        own = adoption.roles.get(role)
        if own is None or own not in edition.roles:
            yield f"{adoption.setting} is on, and the role '{role}' has no role here: add it to the edition's adopts, roles"
        elif own not in held:
            yield f"{adoption.setting} is on, and nobody is named for '{own}' ({edition.roles[own]}): add a post of that role"


def _taken(source: Edition, parts: Collection[str], own: Edition) -> Edition:
    """The other's edition, with nothing left in it but the parts taken, what they set going, and what they rest on.

    What both have by the same id, as from a baseline under both, stays the council's own.
    """
    register = replace(source.register, steps={}) if source.register and "register" in parts else None  # no steps come
    instruments = source.instruments if "instruments" in parts else ()
    started = _started(source, instruments, parts) - _ids(own)
    nothing: dict[str, Any] = dict.fromkeys(_LEFT, ())
    bare = replace(
        source,
        **nothing,
        form=Form((), (), (), ()),
        defining={},
        instruments=instruments,
        register=register,
        assessing=_assessing(source) if instruments else None,
        reports=tuple(each for each in source.reports if register and each.id in register.reports),
        duties=tuple(each for each in source.duties if each.id in started),
        requests=tuple(each for each in source.requests if each.id in started),
    )
    cited = {rule for _, rules in cited_parts(bare) for rule in rules}
    asked = (
        [each.when for each in bare.reports]
        + [each.when for each in bare.duties]
        + [each.when for each in bare.requests]
    )
    defined = _defined(source, [each for each in asked if each])
    rules = {key: rule for key, rule in source.rules.items() if key in cited}
    return replace(
        bare,
        rules={key: replace(rule, document=rule.document or source.document) for key, rule in rules.items()},
        definitions={name: source.definitions[name] for name in defined},
        defining={
            name: each for name, each in source.defining.items() if name in defined and rules.keys() >= set(each)
        },
    )


def _assessing(source: Edition) -> Assessing | None:
    """How it is assessed, without the steps of the other's route, which is not taken."""
    return replace(source.assessing, done=None, countersigned=None) if source.assessing else None


def _started(source: Edition, instruments: Collection[Instrument], parts: Collection[str]) -> set[str]:
    """The duties and requests that instruments set off, or that facts open, and those on which these wait."""
    found = {started for instrument in instruments for each in instrument.sets_off for started in each.starts}
    if "duties" in parts:
        found |= {duty.id for duty in source.duties if not any(each.kind in _WAITED_ON for each in duty.opens)}
    opens = {duty.id: duty.opens for duty in source.duties} | {each.id: each.opens for each in source.requests}
    while more := {t.of for part in found for t in opens.get(part, ()) if t.kind in _WAITED_ON} - found:
        found |= more
    return found


def _ids(edition: Edition) -> set[str]:
    return {duty.id for duty in edition.duties} | {request.id for request in edition.requests}


def _defined(source: Edition, conditions: list[Condition]) -> set[str]:
    found: set[str] = set()
    while conditions:
        new = set(names_in(conditions.pop())) & source.definitions.keys() - found
        found |= new
        conditions += [source.definitions[name] for name in new]
    return found


def _in_own_words(part: Any, names: Mapping[str, str]) -> Any:
    """The part with each name of the other's by the council's own, wherever a text has it."""
    if isinstance(part, str):
        for name, own in names.items():
            part = part.replace(name, own).replace(name[:1].upper() + name[1:], own[:1].upper() + own[1:])
        return part
    if isinstance(part, tuple):
        return tuple(_in_own_words(each, names) for each in part)
    if isinstance(part, Mapping):
        return {key: _in_own_words(value, names) for key, value in part.items()}
    if not is_dataclass(part) or isinstance(part, type | Trigger):
        return part
    return replace(part, **{each.name: _in_own_words(getattr(part, each.name), names) for each in fields(part)})


def _listed(names: Collection[str]) -> str:
    return ", ".join(sorted(names)) or "none"
