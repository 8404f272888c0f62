"""YAML in which every value is text or nothing: `no`, `1e3` and 2026-02-30 are read as they are written.

Refused are aliases, with which a few lines become huge, and deep nesting, which would end the process.
"""

from __future__ import annotations

from typing import Any

import yaml

from needfire.yaml_reading import Located, Path, YamlUnreadable, trap_in

LARGEST_TEXT = 1_000_000
_NOTHING = "tag:yaml.org,2002:null"


def read_plain_yaml(text: str) -> Located:
    """Mappings, lists, text and None, with their lines. Raises YamlUnreadable, which never shows a value."""
    if len(text) > LARGEST_TEXT:
        raise YamlUnreadable(f"It is larger than {LARGEST_TEXT} characters.")
    try:
        if trap := trap_in(text, aliases=False):
            raise YamlUnreadable(trap)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1} or just before" if mark else ""
        mend = "check indentation, quotes and brackets"
        raise YamlUnreadable(f"It is not readable as YAML{where}: {mend}.") from None
    lines: dict[Path, int] = {}
    return Located(None if node is None else _plain(node, (), lines), lines)


def _plain(node: yaml.Node, path: Path, lines: dict[Path, int]) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each, (*path, index), lines) for index, each in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines)
    return None if node.tag == _NOTHING else node.value


def _mapping(node: yaml.MappingNode, path: Path, lines: dict[Path, int]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise YamlUnreadable(f"A key in line {line} is not a word: write a word and a colon.")
        if key.value in plain:
            raise YamlUnreadable(f"A key in line {line} stands twice: remove one of the two.")
        plain[key.value] = _plain(value, (*path, key.value), lines)
    return plain
