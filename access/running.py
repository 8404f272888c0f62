"""Who runs the platform, and who may know which colleague holds which post."""

from __future__ import annotations

from access.readers import Reader
from access.things import Colleagues, Platform, Thing
from contracts.refusals import Refusal
from needfire.directory import WHOLE_AUTHORITY, posts_of

PLATFORM = "platform"
"""A post that a directory may give beside those of the procedure: who sees to it that the platform keeps running. It has no part in
casework, and sees nothing of a case but ids."""


def only_runs(reader: Reader) -> bool:
    """Whether running the platform is all that they have to do with the authority: no child's data is for them, and no way to it."""
    posts = {held.role for held in posts_of(reader.directory, reader.person, reader.at)}
    return posts == {PLATFORM}


def of_search(reader: Reader, _thing: Thing) -> Refusal | None:
    """Everybody finds people among the cases that they may see; who only runs the platform is not to look for any."""
    return Refusal("not_permitted") if only_runs(reader) else None


def of_platform(reader: Reader, thing: Thing) -> Refusal | None:
    """Who holds that post of the whole authority; for everybody else there is nothing."""
    mine = isinstance(thing, Platform) and thing.authority == reader.authority
    return None if mine and reader.holds(PLATFORM, WHOLE_AUTHORITY) else Refusal("not_found")


def of_colleagues(reader: Reader, thing: Thing) -> Refusal | None:
    """Whoever holds any post of the authority."""
    mine = isinstance(thing, Colleagues) and thing.authority == reader.authority
    return None if mine and reader.holds_a_post else Refusal("not_found")
