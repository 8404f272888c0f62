"""Loads the authorities' plugins: each alone, with a plugin manager of its own, so that one that fails stops no other."""

from __future__ import annotations

import importlib.metadata
import traceback
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

import pluggy

from needfire import hookspecs
from needfire.authority import CODE, AuthorityDescription, Suggestion
from needfire.checking import problems_of
from needfire.facts import Facts
from needfire.london_time import on_the_wall
from needfire.procedure import CategorySet, Edition
from needfire.procedure_reading import EditionUnreadable
from needfire.suggesting import suggest
from needfire.working_time import WorkingCalendar

ENTRY_POINTS = "needfire.authorities"


class EntryPoint(Protocol):
    """An installed plugin that can be loaded; importlib.metadata.EntryPoint is one."""

    @property
    def name(self) -> str: ...

    def load(self) -> Any: ...


class PluginBroken(Exception):
    """A plugin breaks its contract; the sentence says how."""


@dataclass(frozen=True)
class Authority:
    """A council whose plugin was loaded: its description, its editions by name, its own plugin manager."""

    description: AuthorityDescription
    editions: Mapping[str, Edition]
    plugins: pluggy.PluginManager = field(compare=False)

    def edition_at(self, moment: datetime) -> Edition | None:
        """The edition in force on that day in England: the latest that has begun; None when the authority has none yet."""
        today = on_the_wall(moment).date()
        begun = [each for each in self.editions.values() if each.in_force_from <= today]
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
        known = {c.rule for c in edition.categories if belongs_to in (None, c.belongs_to)}
        seen = {each.rule for each in by_data}
        added = [each for each in self._by_hook(edition, facts, as_of) if each.rule in known - seen]
        return (*by_data, *added)

    def _by_hook(self, edition: Edition, facts: Facts, as_of: datetime) -> list[Suggestion]:
        ask = self.plugins.hook.needfire_suggest_categories
        try:
            given = [each for answer in ask(edition=edition, facts=dict(facts), as_of=as_of) for each in answer]
        except (Exception, SystemExit):  # whatever a plugin raises, the data's suggestions stand (the hook's contract)
            return []
        return [each for each in given if _is_suggestion(each)]


def _is_suggestion(given: Any) -> bool:
    if not isinstance(given, Suggestion) or not isinstance(given.facts_used, tuple):
        return False
    said = (given.rule, *given.facts_used, *given.arithmetic) if isinstance(given.arithmetic, tuple) else (None,)
    return all(isinstance(each, str) for each in said)


@dataclass(frozen=True)
class Authorities:
    """All authorities of this deployment; `stopped` says of each plugin that could not be loaded why not."""

    loaded: Mapping[str, Authority]
    stopped: Mapping[str, str]

    def get(self, code: str) -> Authority | None:
        """The authority of that code, if its plugin was loaded."""
        return self.loaded.get(code)


def load_authorities(
    allowed: Collection[str] | None = None, entry_points: Iterable[EntryPoint] | None = None
) -> Authorities:
    """Loads every installed plugin (or those allowed, by entry point name), one by one."""
    found = importlib.metadata.entry_points(group=ENTRY_POINTS) if entry_points is None else entry_points
    wanted = sorted((each for each in found if allowed is None or each.name in allowed), key=lambda each: each.name)
    names = Counter(each.name for each in wanted)
    loaded: dict[str, Authority] = {}
    stopped: dict[str, str] = {}
    for entry_point in wanted:
        try:
            if names[entry_point.name] > 1:
                raise PluginBroken("two plugins of this name are installed: remove one")
            loaded[entry_point.name] = load_authority(entry_point)
        except PluginBroken as broken:
            stopped[entry_point.name] = str(broken)
    missing = set(allowed or ()) - loaded.keys() - stopped.keys()
    return Authorities(loaded, {**stopped, **dict.fromkeys(missing, "no plugin of this name is installed")})


def load_authority(entry_point: EntryPoint) -> Authority:
    """Loads one plugin. Raises PluginBroken, whatever the plugin does."""
    plugins = pluggy.PluginManager("needfire")
    plugins.add_hookspecs(hookspecs)
    try:
        plugins.register(entry_point.load(), entry_point.name)
        plugins.check_pending()
        description = plugins.hook.needfire_authority()
        editions = [each for answer in plugins.hook.needfire_editions() for each in answer]
        _check_contract(entry_point.name, plugins, description, editions)
    except PluginBroken:
        raise
    except EditionUnreadable as problem:
        raise PluginBroken(str(problem)) from problem
    except (Exception, SystemExit) as problem:
        raise PluginBroken(f"the plugin raised {type(problem).__name__} {_place(problem)}") from problem
    return Authority(description, {each.edition: each for each in editions}, plugins)


def _place(problem: BaseException) -> str:
    frames = traceback.extract_tb(problem.__traceback__)
    return f"in {frames[-1].name}, line {frames[-1].lineno}: {problem}" if frames else str(problem)


def _check_contract(name: str, plugins: pluggy.PluginManager, description: Any, editions: Sequence[Any]) -> None:
    if not isinstance(description, AuthorityDescription):
        raise PluginBroken("needfire_authority must return an AuthorityDescription")
    if description.code != name or not CODE.fullmatch(name):
        raise PluginBroken(f"the authority's code must be the entry point's name, '{name}', in lower-case letters")
    if not plugins.hook.needfire_editions.get_hookimpls():
        raise PluginBroken("needfire_editions must be implemented")
    for edition in editions:
        _check_edition(edition, name)
    if len({each.edition for each in editions}) != len(editions):
        raise PluginBroken("two editions have one name")


def _check_edition(edition: Any, code: str) -> None:
    if not isinstance(edition, Edition):
        raise PluginBroken("needfire_editions must return editions")
    if edition.authority != code:
        raise PluginBroken(f"edition {edition.name} is not of authority {code}")
    if type(edition.in_force_from) is not date:
        raise PluginBroken(f"edition {edition.name}: in_force_from must be a day")
    if problems := problems_of(edition):
        raise PluginBroken("\n".join((f"edition {edition.name} cannot be used:", *problems)))
