"""Reads YAML with the line of every entry, so that an error can name the place. A key given twice is an error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

Path = tuple[str | int, ...]
LARGEST_FILE = 2_000_000


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
    loader = yaml.CSafeLoader(text)
    try:
        node = loader.get_single_node()
        lines: dict[Path, int] = {}
        if node is not None:
            _walk(node, (), lines)
        data = loader.construct_document(node) if node is not None else None
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        raise YamlUnreadable(
            f"{where}{getattr(problem, 'problem', None) or 'not readable as YAML'}"
        ) from None
    finally:
        loader.dispose()
    return Located(data, lines)


def _walk(node: yaml.Node, path: Path, lines: dict[Path, int]) -> None:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        for index, each in enumerate(node.value):
            _walk(each, (*path, index), lines)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = (*path, str(key.value))
            if below in lines:
                raise YamlUnreadable(f"line {key.start_mark.line + 1}: '{key.value}' is given twice")
            _walk(value, below, lines)
            lines[below] = key.start_mark.line + 1
