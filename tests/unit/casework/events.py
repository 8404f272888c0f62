"""Says what should have happened: an event by its kind and those of its values that matter to the test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Expected:
    """An event of this kind with these values; what is not named may be anything."""

    kind: type
    values: Mapping[str, Any]

    def __repr__(self) -> str:
        return shown(self.kind, self.values)

    def met_by(self, event: object) -> bool:
        named = self.values.items()
        return type(event) is self.kind and all(getattr(event, name) == value for name, value in named)


def event(kind: type, /, **values: Any) -> Expected:
    """Expects an event of this kind with these values."""
    unknown = values.keys() - kind.__dataclass_fields__.keys()  # type: ignore[attr-defined]
    assert not unknown, f"{kind.__name__} has no {unknown}"
    return Expected(kind, values)


def shown(kind: type, values: Mapping[str, Any]) -> str:
    said = ", ".join(f"{name}={value!r}" for name, value in values.items())
    return f"{kind.__name__.removesuffix('V1')}({said})"


def assert_events(happened: Sequence[Any], expected: Sequence[Expected]) -> None:
    """Exactly these, in this order."""
    pairs = zip(happened, expected, strict=False)
    as_expected = len(happened) == len(expected) and all(each.met_by(found) for found, each in pairs)
    assert as_expected, "\n".join(("it happened:", *_lines(happened, expected), "expected:", *map(repr, expected)))


def _lines(happened: Sequence[Any], expected: Sequence[Expected]) -> list[str]:
    of_interest: dict[type, set[str]] = {}
    for each in expected:
        of_interest.setdefault(each.kind, set()).update(each.values)
    return [
        shown(type(found), {name: getattr(found, name) for name in sorted(of_interest.get(type(found), ()))})
        for found in happened
    ]
