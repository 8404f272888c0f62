"""Asks a plugin's hook for categories: whatever it does, the suggestions of the data stand, and that it failed is said."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import Any

import pluggy

from needfire.authority import Suggestion
from needfire.facts import Facts
from needfire.loading.time_limits import Failed, TooLate, in_time
from needfire.procedure import Edition

MOST = 1000
NAME = "needfire_suggest_categories"


class CategoryHook:
    """One authority's hook. `failed` says how it failed last, since this process began: its kind, never its text.

    One that is not done in time is not asked again in this process: it would hold each that asks for as long.
    """

    def __init__(self, plugins: pluggy.PluginManager, seconds: float) -> None:
        self._hook = getattr(plugins.hook, NAME)
        self._seconds = seconds
        self._is_off = False
        self.failed: str | None = None

    def suggestions(self, edition: Edition, facts: Facts, as_of: datetime) -> tuple[Suggestion, ...]:
        """What it suggests of the edition's categories; without what is none. Raises nothing."""
        if self._is_off or not self._hook.get_hookimpls():
            return ()
        try:
            given = in_time(self._seconds, lambda: self._asked(edition, facts, as_of))
        except Failed as failed:  # its text may repeat facts of the case
            return self._failing(f"{NAME} raised {type(failed.error).__name__}")
        except TooLate as late:
            self._is_off = True
            return self._failing(f"{NAME}: {late}; it is not asked again until this process starts anew")
        known = {each.rule for each in edition.categories}
        sound = tuple(each for each in given if _is_suggestion(each) and each.rule in known)
        if len(sound) != len(given):
            self._failing(f"{NAME} gave what is no suggestion of a category of {edition.name}")
        return sound

    def _asked(self, edition: Edition, facts: Facts, as_of: datetime) -> list[Any]:
        answers = self._hook(edition=edition, facts=dict(facts), as_of=as_of)
        return list(islice((each for answer in answers for each in answer), MOST))

    def _failing(self, sentence: str) -> tuple[Suggestion, ...]:
        self.failed = sentence
        return ()


def _is_suggestion(given: Any) -> bool:
    if type(given) is not Suggestion:
        return False
    several = (given.facts_used, given.arithmetic, given.rests_on)
    texts = (text for each in several if type(each) is tuple for text in each)
    return all(type(each) is tuple for each in several) and all(type(each) is str for each in (given.rule, *texts))
