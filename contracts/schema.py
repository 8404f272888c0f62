"""From a frozen dataclass to its marshmallow schema and back: the one description of a shape, wherever it travels.

`NotificationRaisedV1` is the event "NotificationRaised" in version 1. A released class is never changed: a new version is a
new class, and an upcast from the old one (`contracts/released.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any, TypeVar

import marshmallow
from marshmallow import fields
from marshmallow_dataclass import class_schema

from contracts.refusals import Refusal

T = TypeVar("T")
_NAMED = re.compile(r"(?P<name>[A-Z][A-Za-z]+)V(?P<version>[0-9]+)")
LONGEST_TEXT = 200
FIRST_YEAR, LAST_YEAR = 1990, 2100
_STORED: set[type] = set()


class _ShortString(fields.String):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        longest = self.metadata.get("longest", LONGEST_TEXT)
        if len(text) > longest:
            raise marshmallow.ValidationError(f"Longer than {longest} characters.")
        return text


class _WholeNumber(fields.Integer):
    default_error_messages = {"invalid": "Give a whole number."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"strict": True, **kwargs})

    def _validated(self, value: Any) -> Any:
        # A text or a fraction is not what the sender meant to count by; 1.0 is not either.
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class _YesOrNo(fields.Boolean):
    default_error_messages = {"invalid": "Answer true or false."}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class _Moment(fields.AwareDateTime):
    default_error_messages = {
        "invalid": "Give a date and time with its offset, such as 2026-11-01T00:00:00+00:00.",
        "invalid_awareness": "Give a date and time with its offset, such as 2026-11-01T00:00:00+00:00.",
        "far": f"Give a time in the years {FIRST_YEAR} to {LAST_YEAR}.",
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        moment: datetime = super()._deserialize(value, attr, data, **kwargs)
        # At the ends of what a date can be, the same moment cannot be told in every time zone.
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise self.make_error("far", input=value)
        return moment


class StrictSchema(marshmallow.Schema):
    """Refuses unknown fields, strings that are too long, what is like a number or a yes, and times far off or with no offset."""

    class Meta:
        unknown = marshmallow.RAISE


class StoredSchema(marshmallow.Schema):
    """Of events: as strict, but of any length. What was written once must be read for ever."""

    class Meta:
        unknown = marshmallow.RAISE


class _FieldByType(dict[Any, Any]):
    """The fields of one base; a dataclass within another is read by the same base.

    Left to itself, marshmallow_dataclass looks up a dataclass that it meets again by its bare name, and finds the schema of
    whichever base was made last.
    """

    def __init__(self, base: type[marshmallow.Schema], by_type: Mapping[Any, type[fields.Field[Any]]]) -> None:
        super().__init__(by_type)
        self._base = base

    def get(self, wanted: Any, default: Any = None) -> Any:
        if isinstance(wanted, type) and is_dataclass(wanted):
            return partial(fields.Nested, partial(_schema, wanted, self._base))
        return super().get(wanted, default)


STRICT = {str: _ShortString, int: _WholeNumber, bool: _YesOrNo, datetime: _Moment}
StrictSchema.TYPE_MAPPING = _FieldByType(StrictSchema, STRICT)
StoredSchema.TYPE_MAPPING = _FieldByType(StoredSchema, {datetime: fields.AwareDateTime})


def schema_of(contract: type) -> marshmallow.Schema:
    """The schema of a contract class."""
    return _schema(contract, StoredSchema if contract in _STORED else StrictSchema)


@cache
def _schema(contract: type, base: type[marshmallow.Schema]) -> marshmallow.Schema:
    return class_schema(contract, base_schema=base)()


def read(contract: type[T], data: Any) -> T:
    """The instance that the data states. Raises Refusal `malformed` with the fields that are wrong."""
    if not isinstance(data, Mapping):
        raise Refusal("malformed", {"": "Give a JSON object."})
    try:
        loaded: T = schema_of(contract).load(data)
        return loaded
    except marshmallow.ValidationError as problem:
        raise Refusal("malformed", dict(_flat(problem.messages, ""))) from None


def read_moment(name: str, text: str) -> datetime:
    """The moment that a text states, read as a field of that name would be. Raises Refusal `malformed`."""
    try:
        moment: datetime = _Moment().deserialize(text)
        return moment
    except marshmallow.ValidationError as problem:
        raise Refusal("malformed", dict(_flat(problem.messages, name))) from None


def _flat(messages: Any, path: str) -> list[tuple[str, str]]:
    if isinstance(messages, Mapping):
        return [
            pair for key, below in messages.items() for pair in _flat(below, f"{path}.{_key(key, below)}".strip("."))
        ]
    return [(path, " ".join(str(message) for message in messages))]


def _key(key: object, below: Any) -> str:
    """A field's name; but what a sender chose as a key, in a field that takes any, is not repeated."""
    return "(a name)" if isinstance(below, Mapping) and below.keys() <= {"key", "value"} else str(key)[:40]


def write(instance: Any) -> dict[str, Any]:
    """The instance as JSON types."""
    written: dict[str, Any] = schema_of(type(instance)).dump(instance)
    return written


def name_and_version(contract: type) -> tuple[str, int]:
    """ "NotificationRaised", 1 for NotificationRaisedV1."""
    match = _NAMED.fullmatch(contract.__name__)
    if match is None:
        raise TypeError(f"{contract.__name__} is no contract: its name must end in its version, such as V1")
    return match["name"], int(match["version"])


def by_name(*contracts: type) -> dict[tuple[str, int], type]:
    """The contracts by name and version."""
    return {name_and_version(contract): contract for contract in contracts}


def events_by_name(*contracts: type) -> dict[tuple[str, int], type]:
    """The events by name and version; their texts may be of any length."""
    _STORED.update(contracts)
    return by_name(*contracts)
