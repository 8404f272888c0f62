"""How values of a procedure are read from YAML into their dataclasses: conditions, periods, triggers; and errors by path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from typing import Any

import marshmallow
from marshmallow import fields

from needfire.conditions import Condition
from needfire.conditions_reading import Names, read_condition
from needfire.periods import Period
from needfire.triggers import Trigger, TriggerUnreadable
from needfire.yaml_reading import Path

NAMES: ContextVar[Names] = ContextVar("names that conditions may use")


class ConditionField(fields.Field[Condition]):
    """A condition that speaks of what is in NAMES."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Condition:
        try:
            return read_condition(value, NAMES.get())
        except ValueError as problem:
            raise marshmallow.ValidationError(str(problem)) from None


class PeriodField(fields.Field[Period]):
    """A period, such as 5wd."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Period:
        try:
            return Period.parse(value)
        except (TypeError, ValueError) as problem:
            raise marshmallow.ValidationError(str(problem)) from None


class TriggerField(fields.Field[Trigger]):
    """A trigger, such as "decided:check.pass"."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Trigger:
        try:
            return Trigger.parse(value)
        except TriggerUnreadable as problem:
            raise marshmallow.ValidationError(str(problem)) from None


def flat(messages: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every sentence of a schema's messages with the path of its entry."""
    if isinstance(messages, Mapping):
        for key, below in messages.items():
            yield from flat(below, (*path, key))
    else:
        for sentence in messages:
            yield path, str(sentence)
