"""Finds the line of an edition's YAML in which a part stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from needfire.checking.remarks import Place
from needfire.yaml_reading import Located, Path, YamlUnreadable, read_yaml

_NAMES = ("id", "rule", "kind", "role", "title")


def line_of(text: str, place: Place) -> int | None:
    """The line (from 1) of the part, or of the nearest part around it; None where the text does not have it at all."""
    try:
        located = read_yaml(text)
    except YamlUnreadable:
        return None
    path = _path(located.data, place)
    return _line(located, path) if path else None


def _path(data: Any, place: Place) -> Path:
    """As far as the place can be followed: a list's entry by its id, rule, kind, role or title."""
    path: Path = ()
    for name in place:
        key = _key(data, name)
        if key is None:
            break
        path = (*path, key)
        data = data[key]
    return path


def _key(data: Any, name: str) -> str | int | None:
    if isinstance(data, Mapping):
        return name if name in data else None
    if isinstance(data, list):
        for index, entry in enumerate(data):
            if isinstance(entry, Mapping) and any(str(entry.get(key)) == name for key in _NAMES):
                return index
    return None


def _line(located: Located, path: Path) -> int:
    return located.line(path)
