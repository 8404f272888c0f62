"""Writes the reference of hooks, language and facts from the code itself: `python -m needfire.reference docs/reference`.

A test compares what is committed with what this writes, so that nothing in it can be out of date.
"""

from __future__ import annotations

import inspect
import sys
import typing
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from needfire import conditions_reading, hookspecs, working_time
from needfire.conditions import Condition
from needfire.facts import FactDefinition
from needfire.particulars import PARTICULARS
from needfire.periods import Period
from needfire.procedure import Edition
from needfire.rule_kinds import RULE_KINDS
from needfire.triggers import Trigger
from needfire.vocabulary import VOCABULARY

_PLAIN: Mapping[Any, str] = {
    str: "text",
    bool: "yes or no",
    int: "whole number",
    float: "number",
    date: "day",
    Condition: "[condition](#conditions)",
    Period: "[period](#periods)",
    Trigger: "[trigger](#triggers)",
    Any: "anything",
}


def pages() -> Mapping[str, str]:
    """Every page of the reference, by file name."""
    return {"hooks.md": _hooks(), "procedure-language.md": _language(), "facts.md": _facts()}


def hooks() -> Mapping[str, Any]:
    """The hooks by name."""
    found = inspect.getmembers(hookspecs, lambda each: hasattr(each, "needfire_spec"))
    return dict(found)


def _hooks() -> str:
    said = [
        f"## {name}\n\n```python\n{name}{inspect.signature(hook)}\n```\n\n{_doc(hook)}"
        for name, hook in hooks().items()
    ]
    head = "# Hooks\n\nWhat a plugin may implement. Procedure is data: a hook is for what data cannot say."
    return "\n\n".join((head, *said)) + "\n"


def _doc(documented: Any) -> str:
    return (inspect.getdoc(documented) or "").strip()


def parts(part: type = Edition, seen: dict[str, type] | None = None) -> Mapping[str, type]:
    """Every part of the language, by name, from the edition down."""
    found = {} if seen is None else seen
    if part.__name__ in found:
        return found
    found[part.__name__] = part
    for kind in get_type_hints(part).values():
        for below in _classes(kind):
            parts(below, found)
    return found


def _classes(kind: Any) -> Iterator[type]:
    if isinstance(kind, type) and is_dataclass(kind) and kind not in (Period, Trigger):
        yield kind
    for each in get_args(kind):
        yield from _classes(each)


def _language() -> str:
    sections = [
        "# The procedure language\n\nAn edition is one YAML file. Its parts, their fields and what each may hold; `rules` are ids "
        "of the edition's own rules, and every part names those that it comes from. In the file `rules` is a list, and a rule that "
        "states a category has it under `category`, so there is no list of categories.",
        *(f"## {name}\n\n{_doc(part)}\n\n{_table(part)}" for name, part in parts().items()),
        f"## Kinds of rules\n\n{_rows(('kind', 'states'), RULE_KINDS.items())}",
        f"## Conditions\n\n```\n{_doc(conditions_reading)}\n```",
        f"## Triggers\n\n{_doc(Trigger)}",
        f"## Periods\n\n```\n{_doc(working_time)}\n```",
    ]
    return "\n\n".join(sections) + "\n"


def _table(part: type) -> str:
    hints = get_type_hints(part)
    return _rows(
        ("field", "holds", "if left out"),
        (
            (f"`{each.name}`", in_words(hints[each.name]), _default(each))
            for each in fields(part)
            if each.name != "digest"
        ),
    )


def _rows(head: tuple[str, ...], rows: Any) -> str:
    lines = (" | ".join(str(cell).replace("|", "\\|") for cell in row) for row in (head, ("---",) * len(head), *rows))
    return "\n".join(f"| {line} |" for line in lines)


def _default(each: Field[Any]) -> str:
    if each.default is MISSING and each.default_factory is MISSING:
        return "must be given"
    if each.default_factory is not MISSING:
        made = each.default_factory()
        return f"`{made}`" if str(made) not in ("()", "{}") else "none"
    if isinstance(each.default, bool):
        return "yes" if each.default else "no"
    return f"`{each.default}`" if each.default else "none"


def in_words(kind: Any) -> str:
    """A field's type in plain words: "list of text"."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    origin, within = get_origin(kind), get_args(kind)
    if origin is Literal:
        return "one of " + ", ".join(f"`{each}`" for each in within)
    if origin in (Union, UnionType):
        return " or ".join(in_words(each) for each in within if each is not NoneType)
    if origin is tuple:
        return f"list of {in_words(within[0])}"
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return f"mapping of {in_words(within[0])} to {in_words(within[1])}"
    if isinstance(kind, typing.TypeAliasType if hasattr(typing, "TypeAliasType") else ()):
        return in_words(kind.__value__)
    return f"[{kind.__name__}](#{kind.__name__.lower()})"


def _facts() -> str:
    head = (
        "# Facts and particulars\n\nFacts are what rules reason over; they never identify a person. Particulars identify a person or "
        "are somebody's own words: they are sealed, and no rule sees them."
    )
    known = _rows(
        ("fact", "kind", "question", "values"),
        (
            (f"`{each.name}`", _kind(each), each.question, ", ".join(each.values))
            for each in VOCABULARY.definitions.values()
        ),
    )
    told = _rows(
        ("particular", "question", "at most"),
        ((f"`{each.name}`", each.question, f"{each.longest:,} characters") for each in PARTICULARS.values()),
    )
    return "\n\n".join((head, "## Facts", known, "## Particulars", told)) + "\n"


def _kind(fact: FactDefinition) -> str:
    said = {"flag": "yes or no", "choice": "one of", "choices": "one or more of", "count": "number", "moment": "moment"}
    kind = said[fact.kind]
    if fact.ended_by:
        kind += f", ended by `{fact.ended_by}`"
    return kind + (", may lie ahead" if fact.planned else "")


def main(folder: Path) -> None:
    """Writes the pages into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
