"""The editions of every authority whose plugin is installed, and how a changed one takes the place of the other."""

from __future__ import annotations

import functools
import gc
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from needfire import authority
from needfire.loading.authorities import ENTRY_POINTS
from needfire.loading.baselines import on_their_baselines
from needfire.loading.carrying import CarriesUnfit, carried_on
from needfire.procedure import Edition
from needfire.procedure_reading import read_edition

Key = tuple[str, str, tuple[tuple[str, str], ...]]
_read: dict[Key, Edition] = {}


class Refused(Exception):
    """A changed edition that the platform would not load."""


@dataclass(frozen=True)
class Stated:
    """An edition as its file states it."""

    edition: Edition
    file: str


@dataclass(frozen=True)
class Held:
    """What is in memory once the tests are collected: editions, as they are held by anybody, and what tests keep ready."""

    editions: tuple[Edition, ...]
    kept_ready: tuple[Any, ...]


def read_once() -> None:
    """Has each file of an edition read once, whoever reads it: so that a changed edition can be given in its place."""
    vars(authority)["read_edition"] = _remembered


def _remembered(text: str, file: str, instruments: Mapping[str, str] | None = None) -> Edition:
    key = (file, text, tuple(sorted((instruments or {}).items())))
    if key not in _read:
        _read[key] = read_edition(text, file, instruments or {})
    return _read[key]


@cache
def packages() -> Mapping[str, str]:
    """The package of each authority's plugin by the authority's code."""
    points = sorted(entry_points(group=ENTRY_POINTS), key=lambda each: each.name)
    return {point.name: point.value.partition(":")[0].partition(".")[0] for point in points}


@cache
def stated() -> Mapping[str, Stated]:
    """Every edition by its name ("kent 2023-12"), as its file states it. Raises EditionUnreadable."""
    read_once()
    for package in packages().values():
        authority.editions_of(package)
    return {
        edition.name: Stated(edition, f"{packages()[edition.authority]}/editions/{file}")
        for (file, _, _), edition in _read.items()
        if edition.authority in packages()
    }


def in_memory() -> Held:
    """What is held now."""
    everything = gc.get_objects()
    ready = (each for each in everything if isinstance(each, functools._lru_cache_wrapper))
    kept = (each for each in ready if str(each.__module__).startswith("tests.") and each.__module__ != __name__)
    return Held(tuple(each for each in everything if type(each) is Edition), tuple(kept))


def put_in_place(changed: Edition, held: Held) -> None:
    """Has everybody who holds the edition, or one that is made from it, hold the changed one. Raises Refused."""
    before = stated()[changed.name].edition
    for key in [key for key, edition in _read.items() if edition is before]:
        _read[key] = changed
    anew = {(each.name, each.digest): each for each in _made_anew(changed.authority)}
    for edition in held.editions:
        if instead := anew.get((edition.name, edition.digest)):
            for each in fields(Edition):
                object.__setattr__(edition, each.name, getattr(instead, each.name))
    if any(
        adoption for each in stated().values() for adoption in each.edition.adopts if _concerns(changed, each, adoption)
    ):
        for kept in held.kept_ready:
            kept.cache_clear()


def _concerns(changed: Edition, each: Stated, adoption: Any) -> bool:
    return changed.authority in (each.edition.authority, adoption.authority)


def _made_anew(code: str) -> Iterator[Edition]:
    """This authority's editions and those that stand on them, each as stated, with what it carries, and on its baseline."""
    standing = {each.edition.authority for each in stated().values() if _stands_on(each.edition) == code}
    beneath = {_stands_on(each.edition) for each in stated().values() if each.edition.authority == code}
    try:
        own = {each: _as_given(each) for each in {code, *standing, *beneath} if each}
    except CarriesUnfit as problem:
        raise Refused(str(problem)) from None
    whole = on_their_baselines(own, {})
    if whole.stopped:
        raise Refused("; ".join(whole.stopped.values()))
    yield from (edition for edition in _read.values() if edition.authority in own)
    for composed in (own, whole.editions):
        yield from (edition for editions in composed.values() for edition in editions.values())


def _as_given(code: str) -> Mapping[str, Edition]:
    """An authority's editions as its plugin gives them: as read, with what they carry."""
    return {each.edition: each for each in carried_on(each for each in _read.values() if each.authority == code)}


def _stands_on(edition: Edition) -> str | None:
    return edition.stands_on.authority if edition.stands_on else None
