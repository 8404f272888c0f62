"""The form of an edition as fields of a page: its facts read out of what was filled in, and written into it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from contracts.refusals import Refusal
from gateway.web.fields import DAY, moment_of
from needfire.facts import FactDefinition
from needfire.london_time import on_the_wall
from needfire.vocabulary import VOCABULARY

NO_NUMBER = "Give a whole number."


def facts_in(form: Mapping[str, str], names: tuple[str, ...]) -> dict[str, Any]:
    """The facts that were answered, as they are sent. Raises Refusal `malformed` with all that cannot be read."""
    found: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name in names:
        try:
            value = _answered(VOCABULARY.definitions[name], f"facts.{name}", form)
        except Refusal as problem:
            problems.update(problem.details)
            continue
        if value is not None:
            found[name] = value
    if problems:
        raise Refusal("malformed", problems)
    return found


def _answered(fact: FactDefinition, field: str, form: Mapping[str, str]) -> Any:
    said = form.get(field, "").strip()
    match fact.kind:
        case "flag":
            return {"yes": True, "no": False}.get(said)
        case "choice":
            return said or None
        case "choices":
            return [value for value in fact.values if form.get(f"{field}.{value}") == "yes"] or None
        case "count":
            return _number(field, said)
        case "moment":
            moment = moment_of(form, field)
            return moment.isoformat() if moment else None


def _number(field: str, said: str) -> int | None:
    if said and not (said.isascii() and said.isdecimal() and len(said) < 10):
        raise Refusal("malformed", {field: NO_NUMBER})
    return int(said) if said else None


def filled_with(facts: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a form in which these facts stand already."""
    return {field: text for name, value in facts.items() for field, text in _filled(f"facts.{name}", name, value)}


def _filled(field: str, name: str, value: Any) -> Iterator[tuple[str, str]]:
    kind = VOCABULARY.definitions[name].kind
    if kind == "choices":
        yield from ((f"{field}.{each}", "yes") for each in value)
    elif kind == "moment":
        wall = on_the_wall(datetime.fromisoformat(value))
        yield from ((f"{field}-{part}", str(getattr(wall, part))) for part in DAY)
        yield f"{field}-time", f"{wall:%H:%M}"
    else:
        yield field, {True: "yes", False: "no"}.get(value, str(value)) if kind == "flag" else str(value)
