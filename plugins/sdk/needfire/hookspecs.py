"""The hooks that an authority's plugin implements. A hook's docstring is its contract."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pluggy import HookspecMarker

from needfire.authority import AuthorityDescription, Suggestion
from needfire.facts import Facts
from needfire.procedure import Edition

hookspec = HookspecMarker("needfire")


@hookspec(firstresult=True)
def needfire_authority() -> AuthorityDescription:  # type: ignore[empty-body]
    """Say whose plugin this is.

    Called: once, when the plugin is loaded; every plugin must implement it.
    Returns: the authority's code (lower-case letters, digits, hyphens), name and nation.
    Failure: an exception or another type stops this authority with a message; no other authority is touched. So does a plugin
    that is not loaded within 20 seconds, its import and all hooks that are called then included.
    Since: 0.1.
    """


@hookspec
def needfire_editions() -> Sequence[Edition]:  # type: ignore[empty-body]
    """Give the editions of the authority's procedure; usually `return editions_of(__name__)`.

    Called: once, when the plugin is loaded; every plugin must implement it.
    Returns: at least one edition; no two with one name; each of this authority. They are copied: only parts of the language
    are taken, and what is changed later changes nothing.
    Failure: as for `needfire_authority`; an edition that cannot be read names its file, line and mend.
    Since: 0.1.
    """


@hookspec
def needfire_suggest_categories(edition: Edition, facts: Facts, as_of: datetime) -> Sequence[Suggestion]:  # type: ignore[empty-body]
    """Suggest categories that conditions cannot express, beside those that the edition's data suggests.

    Called: each time categories are suggested, after the data has been asked. Optional: prefer conditions in the edition.
    Parameters: the case's edition; its facts; the moment of asking, in UTC.
    Returns: suggestions, each of a category of this edition; an empty list when there is none.
    Failure: an exception, another type or an unknown category: the suggestions of the data stand, and the authority's health
    says that the hook failed. One that does not answer within a second is not asked again until the process starts anew.
    Since: 0.1.
    """
