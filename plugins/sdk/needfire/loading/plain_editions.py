"""Copies an edition into plain parts of the language, so that nothing of the plugin's own is left in it.

A class derived from Edition, or a mapping that is computed when it is asked, could fail or wait long after it was loaded, in the
midst of another authority's work. And what a plugin keeps and changes later would change under a running case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from typing import Any

from needfire.procedure import Edition

PLAIN = (str, int, bool, float, date, datetime, timedelta, type(None))
LARGEST = 100_000


class NotPlain(ValueError):
    """An edition holds something that is no part of the language; the sentence says where and what."""


def plain_edition(given: Any) -> Edition:
    """The edition, copied. Raises NotPlain, and whatever its own parts raise when they are read."""
    if type(given) is not Edition:
        raise NotPlain("needfire_editions must return editions")
    copied: Edition = _Copying().of(given, "the edition")
    return copied


class _Copying:
    def __init__(self) -> None:
        self._parts = 0

    def of(self, given: Any, where: str) -> Any:
        self._parts += 1
        if self._parts > LARGEST:
            raise NotPlain(f"an edition has more than {LARGEST} parts, or contains itself")
        kind = type(given)
        if kind in PLAIN:
            return given
        if kind in (tuple, list):
            return tuple(self.of(each, where) for each in given)
        if kind is frozenset:
            return frozenset(self.of(each, where) for each in given)
        if isinstance(given, Mapping):
            return {self.of(key, where): self.of(value, f"{where}, {key}") for key, value in given.items()}
        if is_dataclass(kind) and kind.__module__.split(".")[0] == "needfire":
            values = {each.name: self.of(getattr(given, each.name), each.name) for each in fields(given)}
            return kind(**values)
        raise NotPlain(f"{where}: {kind.__name__} is no part of the language of procedures")
