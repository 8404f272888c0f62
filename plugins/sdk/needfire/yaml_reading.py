"""Reads YAML with the line of every entry, so that an error can name the place. A key given twice is an error.

An alias may stand for what was written before. What would end the process is refused: deep nesting, an alias within
itself, aliases that make a few lines huge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

Path = tuple[str | int, ...]
LARGEST_FILE = 2_000_000
MOST_ENTRIES = 100_000
DEEPEST_NESTING = 20


class YamlUnreadable(ValueError):
    """The text is not YAML that can be read; the sentence names the line."""


@dataclass(frozen=True)
class Located:
    """What the YAML says, and the line (from 1) of each entry by its path."""

    data: Any
    lines: dict[Path, int]

    def line(self, path: Path) -> int:
        """The line of the entry, or of the nearest entry around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(text: str) -> Located:
    """The YAML with its lines. Raises YamlUnreadable."""
    if len(text) > LARGEST_FILE:
        raise YamlUnreadable(f"the file is larger than {LARGEST_FILE} characters")
    try:
        if trap := trap_in(text, aliases=True):
            raise YamlUnreadable(trap)
        return _read(text)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        raise YamlUnreadable(f"{where}{getattr(problem, 'problem', None) or 'not readable as YAML'}") from None


def _read(text: str) -> Located:
    loader = yaml.CSafeLoader(text)
    try:
        node = loader.get_single_node()
        lines: dict[Path, int] = {}
        if node is not None:
            _walk(node, (), lines)
        data = loader.construct_document(node) if node is not None else None
    except (ValueError, OverflowError) as problem:
        if isinstance(problem, YamlUnreadable):
            raise
        raise YamlUnreadable("a date or a number in it does not exist") from None
    finally:
        loader.dispose()
    return Located(data, lines)


def trap_in(text: str, *, aliases: bool) -> str | None:
    """Why this YAML must not be composed, if so: nesting that would end the process, or an alias where none may be."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        line = event.start_mark.line + 1 if event.start_mark else 1
        if depth > DEEPEST_NESTING:
            return f"It is nested too deeply in line {line}: {DEEPEST_NESTING} levels are allowed."
        if isinstance(event, yaml.AliasEvent) and not aliases:
            return f"It has an alias (*name) in line {line}: write the value out."
    return None


def _walk(node: yaml.Node, path: Path, lines: dict[Path, int]) -> None:
    lines[path] = node.start_mark.line + 1
    if len(path) > DEEPEST_NESTING or len(lines) > MOST_ENTRIES:
        raise YamlUnreadable(f"line {lines[path]}: aliases (*name) make this too deep or too large")
    if isinstance(node, yaml.SequenceNode):
        for index, each in enumerate(node.value):
            _walk(each, (*path, index), lines)
    elif isinstance(node, yaml.MappingNode):
        _walk_mapping(node, path, lines)


def _walk_mapping(node: yaml.MappingNode, path: Path, lines: dict[Path, int]) -> None:
    given = set()
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise YamlUnreadable(f"line {key.start_mark.line + 1}: a name is one word, not a list or a mapping")
        if key.value in given:
            raise YamlUnreadable(f"line {key.start_mark.line + 1}: '{key.value}' is given twice")
        given.add(key.value)
        below = (*path, str(key.value))
        _walk(value, below, lines)
        lines[below] = key.start_mark.line + 1
