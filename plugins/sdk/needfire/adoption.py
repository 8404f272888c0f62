"""Adoption: what a council may take over from another authority's procedure, by one setting of its own, off until switched on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Adoption:
    """A part of another authority's edition that is taken over once the directory says `settings: {<setting>: true}`.

    `takes` are the parts taken, from `edition` of `authority`; what an instrument sets off comes with it, and of the duties
    those that facts alone open. `roles` are the other's roles by the council's own: posts that somebody must hold. `names`
    are what the other's words name and the council names for itself: the other's name, and what it stands for.
    """

    setting: str
    title: str
    rules: tuple[str, ...]
    authority: str
    edition: str
    takes: tuple[Literal["instruments", "register", "duties"], ...]
    roles: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
