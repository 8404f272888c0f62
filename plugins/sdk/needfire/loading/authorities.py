"""Loads the authorities' plugins: each alone, with a plugin manager of its own, so that one that fails stops no other."""

from __future__ import annotations

import importlib.metadata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

import pluggy

from needfire.authority import AuthorityDescription, Suggestion
from needfire.facts import Facts
from needfire.loading.baselines import baselines_named, on_their_baselines
from needfire.loading.category_hook import CategoryHook
from needfire.loading.plugin_contract import PluginBroken, description_of, editions_of, manager_of, what_it_raised
from needfire.loading.time_limits import Failed, TooLate, in_time
from needfire.london_time import on_the_wall
from needfire.procedure import CategorySet, Edition
from needfire.suggesting import suggest
from needfire.working_time import WorkingCalendar

__all__ = [
    "ENTRY_POINTS",
    "LIMITS",
    "Authorities",
    "Authority",
    "EntryPoint",
    "Limits",
    "PluginBroken",
    "load_authorities",
    "load_authority",
]

ENTRY_POINTS = "needfire.authorities"


class EntryPoint(Protocol):
    """An installed plugin that can be loaded; importlib.metadata.EntryPoint is one."""

    @property
    def name(self) -> str: ...

    def load(self) -> Any: ...


@dataclass(frozen=True)
class Limits:
    """Seconds that a plugin may take: to be loaded, its editions included, and to answer a hook."""

    loading: float = 20.0
    answering: float = 1.0


LIMITS = Limits()


@dataclass(frozen=True)
class Authority:
    """A council whose plugin was loaded: its description, its editions by name, its own plugin manager, its hook."""

    description: AuthorityDescription
    editions: Mapping[str, Edition]
    plugins: pluggy.PluginManager = field(compare=False)
    hook: CategoryHook = field(compare=False)

    @property
    def is_baseline(self) -> bool:
        """Whether other authorities stand on it and nothing is raised under it: all its editions are baselines."""
        return bool(self.editions) and all(each.baseline for each in self.editions.values())

    def edition_at(self, moment: datetime) -> Edition | None:
        """The edition in force on that day in England: the latest that has begun; None when the authority has none yet.

        A baseline is never in force by itself.
        """
        today = on_the_wall(moment).date()
        begun = [each for each in self.editions.values() if each.in_force_from <= today and not each.baseline]
        return max(begun, key=lambda each: each.in_force_from, default=None)

    def suggest(
        self,
        edition: Edition,
        facts: Facts,
        as_of: datetime,
        calendar: WorkingCalendar,
        belongs_to: CategorySet | None = None,
    ) -> tuple[Suggestion, ...]:
        """Categories by the edition's data, then those that the plugin's hook adds; a hook that fails adds none."""
        by_data = suggest(edition, facts, as_of, calendar, belongs_to)
        asked = {c.rule for c in edition.categories if belongs_to in (None, c.belongs_to)}
        wanted = asked - {each.rule for each in by_data}
        return (*by_data, *(each for each in self.hook.suggestions(edition, facts, as_of) if each.rule in wanted))


@dataclass(frozen=True)
class Authorities:
    """All authorities of this deployment; `stopped` says of each plugin that could not be loaded why not."""

    loaded: Mapping[str, Authority]
    stopped: Mapping[str, str]

    def get(self, code: str) -> Authority | None:
        """The authority of that code, if its plugin was loaded."""
        return self.loaded.get(code)


def load_authorities(
    allowed: Collection[str] | None = None,
    entry_points: Iterable[EntryPoint] | None = None,
    limits: Limits = LIMITS,
) -> Authorities:
    """Loads every installed plugin (or those allowed, by entry point name), one by one, each within its time.

    A baseline that one of them stands on is loaded too, allowed or not: nothing can be raised under it.
    """
    found = list(importlib.metadata.entry_points(group=ENTRY_POINTS) if entry_points is None else entry_points)
    loaded: dict[str, Authority] = {}
    stopped: dict[str, str] = {}
    _load([each for each in found if allowed is None or each.name in allowed], limits, loaded, stopped)
    named = {code for each in loaded.values() for code in baselines_named(each.editions.values())}
    beneath = named - loaded.keys() - stopped.keys()
    _load([each for each in found if each.name in beneath], limits, loaded, stopped)
    missing = set(allowed or ()) - loaded.keys() - stopped.keys()
    stopped.update(dict.fromkeys(missing, "no plugin of this name is installed"))
    return _composed(loaded, stopped)


def _load(
    entry_points: list[EntryPoint], limits: Limits, loaded: dict[str, Authority], stopped: dict[str, str]
) -> None:
    names = Counter(each.name for each in entry_points)
    for entry_point in sorted(entry_points, key=lambda each: each.name):
        try:
            if names[entry_point.name] > 1:
                raise PluginBroken("two plugins of this name are installed: remove one")
            loaded[entry_point.name] = load_authority(entry_point, limits)
        except PluginBroken as broken:
            stopped[entry_point.name] = str(broken)


def load_authority(entry_point: EntryPoint, limits: Limits = LIMITS) -> Authority:
    """Loads one plugin, as it is by itself: not on its baseline yet. Raises PluginBroken, whatever the plugin does."""
    try:
        return in_time(limits.loading, lambda: _loaded(entry_point, limits))
    except TooLate as late:
        raise PluginBroken(f"the plugin could not be loaded: {late}") from None
    except Failed as failed:
        raise PluginBroken(what_it_raised(failed.error)) from failed.error


def _loaded(entry_point: EntryPoint, limits: Limits) -> Authority:
    plugins = manager_of(entry_point.load(), entry_point.name)
    description = description_of(plugins, entry_point.name)
    editions = {each.edition: each for each in editions_of(plugins, entry_point.name)}
    return Authority(description, editions, plugins, CategoryHook(plugins, limits.answering))


def _composed(loaded: Mapping[str, Authority], stopped: Mapping[str, str]) -> Authorities:
    whole = on_their_baselines({code: each.editions for code, each in loaded.items()}, stopped)
    standing = {
        code: replace(each, editions=whole.editions[code]) for code, each in loaded.items() if code in whole.editions
    }
    return Authorities(standing, {**stopped, **whole.stopped})
