"""What a plugin must be and give before its authority is started."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from datetime import date
from itertools import islice
from typing import Any

import pluggy

from needfire import hookspecs
from needfire.authority import CODE, AuthorityDescription
from needfire.checking import problems_of
from needfire.loading.plain_editions import NotPlain, plain_edition
from needfire.procedure import Edition
from needfire.procedure_reading import EditionUnreadable

MOST_EDITIONS = 200
"""A plugin that gives editions without end is stopped here."""


class PluginBroken(Exception):
    """A plugin breaks its contract; the sentence says how."""


def manager_of(plugin: Any, name: str) -> pluggy.PluginManager:
    """A plugin manager with this plugin alone. Raises whatever registering it raises."""
    plugins = pluggy.PluginManager("needfire")
    plugins.add_hookspecs(hookspecs)
    plugins.register(plugin, name)
    plugins.check_pending()
    return plugins


def description_of(plugins: pluggy.PluginManager, name: str) -> AuthorityDescription:
    """What the plugin says of its authority. Raises PluginBroken."""
    given = plugins.hook.needfire_authority()
    if type(given) is not AuthorityDescription:
        raise PluginBroken("needfire_authority must return an AuthorityDescription")
    if given.code != name or not CODE.fullmatch(name):
        raise PluginBroken(f"the authority's code must be the entry point's name, '{name}', in lower-case letters")
    if not (isinstance(given.name, str) and isinstance(given.nation, str)):
        raise PluginBroken("the authority's name and nation must be text")
    return given


def editions_of(plugins: pluggy.PluginManager, code: str) -> tuple[Edition, ...]:
    """Its editions, in plain parts, checked. Raises PluginBroken."""
    if not plugins.hook.needfire_editions.get_hookimpls():
        raise PluginBroken("needfire_editions must be implemented")
    answers = plugins.hook.needfire_editions()
    given = list(islice((each for answer in answers for each in answer), MOST_EDITIONS + 1))
    if len(given) > MOST_EDITIONS:
        raise PluginBroken(f"needfire_editions gives more than {MOST_EDITIONS} editions")
    editions = tuple(_checked(each, code) for each in given)
    if len({each.edition for each in editions}) != len(editions):
        raise PluginBroken("two editions have one name")
    return editions


def _checked(given: Any, code: str) -> Edition:
    try:
        edition = plain_edition(given)
    except NotPlain as problem:
        raise PluginBroken(str(problem)) from None
    if edition.authority != code:
        raise PluginBroken(f"edition {edition.name} is not of authority {code}")
    if type(edition.in_force_from) is not date:
        raise PluginBroken(f"edition {edition.name}: in_force_from must be a day")
    if problems := problems_of(edition):
        raise PluginBroken("\n".join((f"edition {edition.name} cannot be used:", *problems)))
    return edition


def what_it_raised(error: BaseException) -> str:
    """A sentence about an exception of a plugin: its kind, the place, its text. Raises nothing.

    Only for what is raised while it is loaded, when it knows of no case.
    """
    if isinstance(error, PluginBroken | EditionUnreadable):
        return _text(error)
    frames: Sequence[Any] = traceback.extract_tb(error.__traceback__)
    place = f" in {frames[-1].name}, line {frames[-1].lineno}" if frames else ""
    return f"the plugin raised {type(error).__name__}{place}: {_text(error)}"


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except BaseException:  # an exception of the plugin's own may fail even at this
        return "(it does not say why)"
