"""Whether something stands against what a person asks for: guards, and facts without which that cannot be said."""

from __future__ import annotations

from collections.abc import Iterable

from needfire.conditions import Finding, Setting
from needfire.routes import Guard
from needfire.vocabulary import VOCABULARY


def questions(found: Finding) -> dict[str, str]:
    """What would settle it, by fact. A moment is not asked for: of what did not happen there is none to record."""
    asked = (VOCABULARY.definitions[name] for name in sorted(found.needs))
    return {fact.name: fact.question for fact in asked if fact.kind != "moment"}


def is_open(found: Finding) -> bool:
    """Whether the answer is not known, and there is something to ask that would settle it."""
    return found.holds is None and bool(questions(found))


def guard_against(guards: Iterable[Guard], within: Setting) -> tuple[Guard, Finding] | None:
    """The first guard that stands against it, or may: what is not known must not pass for no."""
    judged = ((guard, guard.when.judge(within)) for guard in guards)
    return next((each for each in judged if each[1].holds or is_open(each[1])), None)
