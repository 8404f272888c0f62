"""Reads an edition from YAML. Errors name the file, the line, the rule and the mend."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import marshmallow
from marshmallow_dataclass import class_schema

from needfire.checking import problems_of
from needfire.conditions import Condition
from needfire.conditions_reading import Names
from needfire.instruments import Instrument
from needfire.instruments.reading import InstrumentUnreadable, instrument_within, read_instrument
from needfire.procedure import Edition
from needfire.schema_fields import NAMES, ConditionField, PeriodField, TriggerField, flat
from needfire.triggers import Trigger
from needfire.vocabulary import VOCABULARY
from needfire.working_time import Period
from needfire.yaml_reading import Located, Path, YamlUnreadable, read_yaml


class EditionUnreadable(ValueError):
    """An edition that cannot be used. `problems` are sentences, each with file, line and what to mend."""

    def __init__(self, file: str, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join((f"{file} cannot be used:", *problems)))
        self.problems = problems


class _EditionSchema(marshmallow.Schema):
    TYPE_MAPPING = {Condition: ConditionField, Period: PeriodField, Trigger: TriggerField}


_SCHEMA = class_schema(Edition, base_schema=_EditionSchema)()


def read_edition(text: str, file: str, instruments: Mapping[str, str] | None = None) -> Edition:
    """The edition that this YAML states; `file` is how errors name it. Raises EditionUnreadable.

    `instruments` are texts of instruments by file name, which the edition may name in place of stating them itself.
    """
    try:
        located = read_yaml(text)
    except YamlUnreadable as problem:
        raise EditionUnreadable(file, (f"{file}: {problem}",)) from None
    if not isinstance(located.data, Mapping):
        raise EditionUnreadable(file, (f"{file}: an edition is a mapping that begins with 'authority: …'",))
    for name, mend, wrong in (
        (
            "rules",
            "give a list of rules, each beginning with '- id: …'",
            not isinstance(located.data.get("rules"), list),
        ),
        ("categories", "state each category under the rule that it belongs to", "categories" in located.data),
    ):
        if wrong:
            raise EditionUnreadable(file, (f"{file} line {located.line((name,))}: {name}: {mend}",))
    raw, moved = _rearranged(located.data)
    stated = raw.pop("instruments", [])
    read, texts = _instruments(stated if isinstance(stated, list) else [stated], file, located, instruments or {})
    digest = hashlib.sha256("".join((text, *texts)).encode()).hexdigest()
    edition = replace(_loaded(raw, file, located, moved, digest), instruments=read)
    if problems := problems_of(edition):
        raise EditionUnreadable(file, tuple(f"{file}: {problem}" for problem in problems))
    return edition


def _instruments(
    stated: list[Any], file: str, located: Located, texts: Mapping[str, str]
) -> tuple[tuple[Instrument, ...], tuple[str, ...]]:
    """The instruments that an edition states or names, and the texts of those that it names."""
    read: list[Instrument] = []
    problems: list[str] = []
    for index, entry in enumerate(stated):
        named = entry if isinstance(entry, str) else ""
        try:
            if named and named not in texts:
                where = f"{file} line {located.line(('instruments', index))}"
                raise InstrumentUnreadable((f"{where}: there is no file '{named}' in the folder instruments",))
            within = instrument_within(entry, file, located, ("instruments", index)) if not named else None
            read.append(within or read_instrument(texts[named], named))
        except InstrumentUnreadable as problem:
            problems += problem.problems
    if problems:
        raise EditionUnreadable(file, tuple(problems))
    return tuple(read), tuple(texts[each] for each in stated if isinstance(each, str))


def _loaded(raw: dict[str, Any], file: str, located: Located, moved: dict[Path, Path], digest: str) -> Edition:
    definitions = raw.get("definitions")
    names = Names(
        VOCABULARY,
        frozenset(definitions if isinstance(definitions, Mapping) else ()),
        frozenset(str(each.get("rule")) for each in raw["categories"]),
        frozenset(raw["roles"] if isinstance(raw.get("roles"), Mapping) else ()),
    )
    token = NAMES.set(names)
    try:
        edition: Edition = _SCHEMA.load({**raw, "digest": digest})
        return edition
    except marshmallow.ValidationError as problem:
        said = tuple(_sentences(problem.messages, file, raw, located, moved))
        raise EditionUnreadable(file, said) from None
    finally:
        NAMES.reset(token)


def _rearranged(data: Mapping[str, Any]) -> tuple[dict[str, Any], dict[Path, Path]]:
    """As the dataclasses want it: rules by id, each rule's `category` in a list of its own; and what was moved where."""
    raw = dict(data)
    moved: dict[Path, Path] = {}
    rules: dict[str, Any] = {}
    categories: list[Any] = []
    for index, entry in enumerate(data["rules"]):
        rule = dict(entry) if isinstance(entry, Mapping) else {}
        key = str(rule.get("id", f"(entry {index + 1} has no id)"))
        key = key if key not in rules else f"{key} (given twice)"
        if "category" in rule:
            stated = rule.pop("category")
            moved[("categories", len(categories))] = ("rules", index, "category")
            categories.append({**(stated if isinstance(stated, Mapping) else {}), "rule": rule.get("id")})
        rules[key] = rule
        moved[("rules", key)] = ("rules", index)
    return {**raw, "rules": rules, "categories": categories}, moved


def _sentences(
    messages: Any, file: str, raw: Mapping[str, Any], located: Located, moved: dict[Path, Path]
) -> Iterator[str]:
    for path, sentence in flat(messages, ()):
        line = located.line(_original(path, moved))
        about = " ".join(str(part) for part in path if part != "value")
        if path[0] == "categories" and len(path) > 1:
            about = f"{raw['categories'][path[1]].get('rule')} category {' '.join(map(str, path[2:]))}"
        yield f"{file} line {line}: {about}: {sentence}"


def _original(path: Path, moved: dict[Path, Path]) -> Path:
    plain = tuple(part for part in path if part != "value")
    return (*moved[plain[:2]], *plain[2:]) if plain[:2] in moved else plain
