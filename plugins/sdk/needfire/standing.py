"""Whether a way to share, or a request, is open in a case: it must be meant for the case, and no guard stand against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from needfire.circulation import Circulation
from needfire.conditions import Condition, Finding, Setting
from needfire.guarding import guard_against, is_open, questions
from needfire.requests import Request
from needfire.routes import Guard
from needfire.suggesting import holds

FOR_OTHER_CASES = "The procedure has {} for other cases, not for this one."


@dataclass(frozen=True)
class Standing:
    """How it stands with a way to share, or with a request, in a case.

    `rules` made the answer. What stands against it is in `sentence`; `asks` are questions by fact that must be answered
    first. With neither it is open; `findings` are then what it rests on.
    """

    rules: tuple[str, ...]
    sentence: str | None = None
    asks: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    for_this_case: bool = True

    @property
    def is_open(self) -> bool:
        """Whether the case may be shared so, or this be asked for."""
        return self.sentence is None and not self.asks


def standing(way: Circulation, within: Setting) -> Standing:
    """How it stands with this way to share in this setting, in which `consulted` says who was consulted."""
    return _standing(way.rules, way.when, way.refused, within, "this way to share")


def standing_of(request: Request, within: Setting) -> Standing:
    """How it stands with asking for this in this setting.

    Where a request also opens by itself, its `when` says in which cases it does: a person may ask for it in others, too.
    """
    return _standing(request.rules, None if request.opens else request.when, request.refused, within, "this request")


def _standing(
    rules: tuple[str, ...], when: Condition | None, refused: tuple[Guard, ...], within: Setting, what: str
) -> Standing:
    meant = holds(when, within)
    if is_open(meant):
        return Standing(rules, asks=questions(meant))
    if not meant.holds:
        return Standing(_all(rules, meant.rules), FOR_OTHER_CASES.format(what), for_this_case=False)
    if against := guard_against(refused, within):
        guard, found = against
        if is_open(found):
            return Standing(guard.rules, asks=questions(found))
        return Standing(_all(guard.rules, found.rules), guard.sentence)
    findings = (meant, *(guard.when.judge(within) for guard in refused))
    guards = (rule for guard in refused for rule in guard.rules)
    return Standing(_all((*rules, *guards), *(found.rules for found in findings)), findings=findings)


def _all(first: Iterable[str], *more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *(rule for each in more for rule in sorted(each)))))
