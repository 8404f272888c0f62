"""Circulation: who may share a case with whom, under which rule, and what must come first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from needfire.conditions import Condition
from needfire.routes import Guard


@dataclass(frozen=True)
class Circulation:
    """One way to share a case: a person says with whom and why, and it is recorded.

    Whoever holds one of the roles `by` may; with none named, everybody who was told of the case may. It goes to roles of the
    authority (`to_roles`: they get a notice), to people chosen from the directory (`to_anybody`), or to bodies outside
    (`to_bodies`: id and name). `refused` stands against it, such as before the LADO was consulted. `when`: the cases in
    which it applies. `should`: it is expected of those who may, and a case without it shows so.
    """

    id: str
    title: str
    rules: tuple[str, ...]
    by: tuple[str, ...] = ()
    to_roles: tuple[str, ...] = ()
    to_bodies: Mapping[str, str] = field(default_factory=dict)
    to_anybody: bool = False
    when: Condition | None = None
    refused: tuple[Guard, ...] = ()
    should: bool = False
