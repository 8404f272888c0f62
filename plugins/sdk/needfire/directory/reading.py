"""From what a directory's YAML states to its records, through marshmallow; every fault with its mend."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields as fields_of
from datetime import date, datetime, timedelta
from typing import Any, cast

import marshmallow
from marshmallow import ValidationError
from marshmallow_dataclass import class_schema

from needfire.directory.faults import THE_FILE, Entry, Fault, is_plain_name
from needfire.directory.records import Absence, Agency, Directory, Person, Post, Rota, Shift
from needfire.london_time import in_utc, moment_at, start_of
from needfire.yaml_reading import Path

UNKNOWN = "unknown field"
NOT_A_MAPPING = "not a mapping"
NOT_A_MOMENT = "Write a day (2026-11-20) or a day and time in England (2026-11-20T17:00)."

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?", re.ASCII)
_NAMES_OF_ENTRY = ("id", "role", "area", "person")
_FIELD = marshmallow.fields.Field.default_error_messages
_TEXT = marshmallow.fields.String.default_error_messages
_LIST = marshmallow.fields.List.default_error_messages
_PROBLEMS = {
    str(_FIELD["null"]): ("is empty", "Write a value, or leave it out where it may be."),
    str(_TEXT["invalid"]): ("is not text", "Write a word, or text in quotes."),
    str(_LIST["invalid"]): ("is not a list", "Write a list, such as [ashford, thanet]."),
}
_RECORDS: Mapping[str, type] = {
    "people": Person,
    "posts": Post,
    "out_of_hours": Rota,
    "rota": Shift,
    "absences": Absence,
    "agencies": Agency,
}


class LondonMoment(marshmallow.fields.Field[datetime]):
    """A day, or a day and time in England, as a moment in UTC; a day as `until` is included."""

    default_error_messages = {"invalid": NOT_A_MOMENT}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_named: Any) -> datetime:
        try:
            return _moment(value, until=attr == "until")
        except (ValueError, OverflowError) as error:
            raise self.make_error("invalid") from error


def _moment(written: Any, until: bool) -> datetime:
    if not isinstance(written, str) or not _MOMENT.fullmatch(written):
        raise ValueError(NOT_A_MOMENT)
    if len(written) == len("2026-11-20"):
        return start_of(date.fromisoformat(written) + timedelta(days=1 if until else 0))
    moment = datetime.fromisoformat(written)
    return in_utc(moment) if moment.tzinfo else moment_at(moment)[0]


class _Reading(marshmallow.Schema):
    TYPE_MAPPING = {datetime: LondonMoment}
    error_messages = {"unknown": UNKNOWN, "type": NOT_A_MAPPING}


def read_records(raw: object) -> tuple[Directory | None, tuple[Fault, ...]]:
    """The directory that was stated, or what is wrong with its shape."""
    schema = class_schema(Directory, base_schema=_Reading)()
    try:
        return cast(Directory, schema.load(cast(Any, raw))), ()
    except ValidationError as error:
        found = (_fault(raw, path, message) for path, message in _leaves(error.messages))
        return None, tuple(dict.fromkeys(found))


def _leaves(messages: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    if isinstance(messages, Mapping):
        for key, below in messages.items():
            yield from _leaves(below, path if key == "_schema" else (*path, key))
    else:
        yield from ((path, str(each)) for each in messages)


def _fault(raw: Any, path: Path, message: str) -> Fault:
    entry, record, rest = _place(raw, path)
    if message == NOT_A_MAPPING or not rest:
        return Fault("value_unusable", entry, "It has no fields.", f"Write them: {_fields(record)}.")
    named = ".".join(str(each) for each in rest if is_plain_name(each))
    name = f"'{named}'" if is_plain_name(rest[0]) else "A field"
    if message == str(_FIELD["required"]):
        return Fault("field_missing", entry, f"{name} is missing.", "Write it.")
    there = Entry((*entry.path, rest[0]), entry.words)
    if message == UNKNOWN:
        mend = f"The fields are {_fields(record)}."
        return Fault("field_unknown", there, f"{name} is not known here.", mend)
    problem, mend = _PROBLEMS.get(message, ("cannot be used", message))
    return Fault("value_unusable", there, f"{name} {problem}.", mend)


def _place(raw: Any, path: Path) -> tuple[Entry, type, Path]:
    """The entry that a path leads to, the record it should be, and what is left of the path within it."""
    entry, record = THE_FILE, cast(type, Directory)
    while len(path) > 1 and path[0] in _RECORDS and isinstance(path[1], int):
        section, index = str(path[0]), path[1]
        raw, record, path = raw[section][index], _RECORDS[section], path[2:]
        names = [raw.get(each) for each in _NAMES_OF_ENTRY] if isinstance(raw, Mapping) else []
        found = Entry.of(section, index, *names)
        entry = found.under(entry) if entry.path else found
    return entry, record, path


def _fields(record: type) -> str:
    return ", ".join(sorted(each.metadata.get("data_key", each.name) for each in fields_of(record)))
