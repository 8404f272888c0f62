"""Judges whether a way to share is open in a case: it must be meant for the case, and no guard may stand against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from needfire.circulation import Circulation
from needfire.conditions import Finding, Setting
from needfire.guarding import guard_against, is_open, questions
from needfire.requests import Request
from needfire.suggesting import holds

FOR_OTHER_CASES = "The procedure has this way to share for other cases, not for this one."


@dataclass(frozen=True)
class Standing:
    """How it stands with a way to share in a case.

    `rules` made the answer. What stands against it is in `sentence`; `asks` are questions by fact that must be answered
    first. With neither the way is open; `findings` are then what it rests on.
    """

    rules: tuple[str, ...]
    sentence: str | None = None
    asks: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    for_this_case: bool = True

    @property
    def is_open(self) -> bool:
        """Whether the case may be shared so."""
        return self.sentence is None and not self.asks


def standing(way: Circulation | Request, within: Setting) -> Standing:
    """How it stands with this way, or request, in this setting, in which `consulted` says who was consulted."""
    meant = holds(way.when, within)
    if is_open(meant):
        return Standing(way.rules, asks=questions(meant))
    if not meant.holds:
        return Standing(_all(way.rules, meant.rules), FOR_OTHER_CASES, for_this_case=False)
    if against := guard_against(way.refused, within):
        guard, found = against
        if is_open(found):
            return Standing(guard.rules, asks=questions(found))
        return Standing(_all(guard.rules, found.rules), guard.sentence)
    findings = (meant, *(guard.when.judge(within) for guard in way.refused))
    guards = (rule for guard in way.refused for rule in guard.rules)
    return Standing(_all((*way.rules, *guards), *(found.rules for found in findings)), findings=findings)


def _all(first: Iterable[str], *more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *(rule for each in more for rule in sorted(each)))))
