"""Reads an instrument from YAML. Errors name the file, the line, the item and the mend.

Its conditions may speak of its own items, questions and sections, and of the facts of a case: see `instruments_vocabulary`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import marshmallow
from marshmallow import fields
from marshmallow_dataclass import class_schema

from needfire.checking.instruments import instrument_problems
from needfire.conditions import Condition
from needfire.conditions_reading import Names
from needfire.facts import Vocabulary
from needfire.instruments import Instrument
from needfire.instruments.names import vocabulary_of
from needfire.schema_fields import NAMES, ConditionField, flat
from needfire.yaml_reading import Located, Path, YamlUnreadable, read_yaml

_WITH_CONDITIONS = ("answer_rules", "sets_off", "definitions")


class InstrumentUnreadable(ValueError):
    """An instrument that cannot be used. `problems` are sentences, each with file, line and what to mend."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class _TextField(fields.String):
    default_error_messages = {"invalid": "this is read as a number, date or yes/no: put it in quotes"}


class _InstrumentSchema(marshmallow.Schema):
    TYPE_MAPPING = {Condition: ConditionField, str: _TextField}


_SCHEMA = class_schema(Instrument, base_schema=_InstrumentSchema)()


def read_instrument(text: str, file: str) -> Instrument:
    """The instrument that this YAML states; `file` is how errors name it. Raises InstrumentUnreadable."""
    try:
        located = read_yaml(text)
    except YamlUnreadable as problem:
        raise InstrumentUnreadable((f"{file}: {problem}",)) from None
    return instrument_within(located.data, file, located, ())


def instrument_within(raw: Any, file: str, located: Located, path: Path) -> Instrument:
    """The instrument that stands at this path of what was read from the file. Raises InstrumentUnreadable."""
    if not isinstance(raw, Mapping):
        where = f"{file} line {located.line(path)}"
        raise InstrumentUnreadable((f"{where}: an instrument is a mapping that begins with 'id: …'",))
    asked = {key: value for key, value in raw.items() if key not in _WITH_CONDITIONS}
    frame = _loaded(asked, Vocabulary({}), (), file, located, path)
    if problems := tuple(instrument_problems(frame)):
        raise InstrumentUnreadable(tuple(f"{file}: {problem}" for problem in problems))
    try:
        vocabulary = vocabulary_of(frame)
    except ValueError:
        mend = "an item, section or question has the name of another, or of a fact of a case: rename it"
        raise InstrumentUnreadable((f"{file} line {located.line(path)}: {mend}",)) from None
    definitions = raw.get("definitions")
    names = tuple(definitions) if isinstance(definitions, Mapping) else ()
    whole = _loaded(raw, vocabulary, names, file, located, path)
    if problems := tuple(instrument_problems(whole)):
        raise InstrumentUnreadable(tuple(f"{file}: {problem}" for problem in problems))
    return whole


def _loaded(
    raw: Mapping[str, Any],
    vocabulary: Vocabulary,
    definitions: tuple[str, ...],
    file: str,
    located: Located,
    path: Path,
) -> Instrument:
    token = NAMES.set(Names(vocabulary, frozenset(definitions), frozenset()))
    try:
        instrument: Instrument = _SCHEMA.load(raw)
        return instrument
    except marshmallow.ValidationError as problem:
        raise InstrumentUnreadable(tuple(_sentences(problem.messages, raw, file, located, path))) from None
    finally:
        NAMES.reset(token)


def _sentences(messages: Any, raw: Mapping[str, Any], file: str, located: Located, path: Path) -> Iterator[str]:
    for found, sentence in flat(messages, ()):
        plain, named = _place(raw, found)
        yield f"{file} line {located.line((*path, *plain))}: {' '.join(named)}: {sentence}"


def _place(raw: Any, found: Path) -> tuple[Path, list[str]]:
    """The path as the YAML has it, and in words: entries of a list by their ids, where they have one.

    A schema says "value" for what stands under a key of a mapping: no such entry is in the YAML.
    """
    plain: list[str | int] = []
    named: list[str] = []
    for part in found:
        inside = raw[part] if _has(raw, part) else None
        if part == "value" and inside is None:
            continue
        raw = inside
        plain.append(part)
        known = isinstance(part, int) and isinstance(raw, Mapping) and "id" in raw
        named.append(str(raw["id"]) if known else str(part))
    return tuple(plain), named


def _has(raw: Any, part: str | int) -> bool:
    if isinstance(raw, Mapping):
        return part in raw
    return isinstance(raw, list) and isinstance(part, int) and part < len(raw)
