"""The form of an edition as JSON Schema (2020-12): what a case of this authority may state, and in which values."""

from __future__ import annotations

from typing import Any

from needfire.facts import LARGEST_COUNT, FactDefinition
from needfire.outlined import words
from needfire.particulars import PARTICULARS
from needfire.procedure import Edition, FormPart
from needfire.vocabulary import VOCABULARY


def form_schema(edition: Edition) -> dict[str, Any]:
    """One object with `facts`, `categories`, `named` and `particulars`, as a notification is raised with."""
    chosen = [each for each in edition.categories if each.belongs_to == "need_to_know"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{edition.title} ({edition.name})",
        "type": "object",
        "additionalProperties": False,
        "required": ["facts", "categories"],
        "properties": {
            "facts": _facts(edition),
            "categories": {
                "type": "array",
                "minItems": 1,
                "uniqueItems": True,
                "items": {"oneOf": [{"const": each.rule, "title": each.title} for each in chosen]},
            },
            "named": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    each: {"type": "string", "title": words.role(edition, each)} for each in edition.form.named_roles
                },
            },
            "particulars": _particulars(edition),
        },
    }


def _facts(edition: Edition) -> dict[str, Any]:
    stated = {name: _fact(VOCABULARY.definitions[name]) for name in edition.form.facts}
    made: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": stated}
    required = _required(edition, edition.form.facts)
    return {**made, "required": required} if required else made


def _particulars(edition: Edition) -> dict[str, Any]:
    stated = {
        name: {"type": "string", "title": PARTICULARS[name].question, "maxLength": PARTICULARS[name].longest}
        for name in edition.form.particulars
    }
    made: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": stated}
    required = _required(edition, edition.form.particulars)
    return {**made, "required": required} if required else made


def _required(edition: Edition, names: tuple[str, ...]) -> list[str]:
    """What is required in every case; what only some cases need is decided when the notification is raised."""
    always: list[FormPart] = [part for part in edition.form.parts if part.when is None]
    return [name for name in names if any(name in part.required for part in always)]


def _fact(fact: FactDefinition) -> dict[str, Any]:
    values = [{"const": value, "title": said} for value, said in (fact.words or {}).items()]
    match fact.kind:
        case "flag":
            return {"title": fact.question, "type": "boolean"}
        case "choice":
            return {"title": fact.question, "oneOf": values}
        case "choices":
            return {
                "title": fact.question,
                "type": "array",
                "minItems": 1,
                "uniqueItems": True,
                "items": {"oneOf": values},
            }
        case "count":
            return {"title": fact.question, "type": "integer", "minimum": 0, "maximum": LARGEST_COUNT}
        case "moment":
            return {"title": fact.question, "type": "string", "format": "date-time"}
