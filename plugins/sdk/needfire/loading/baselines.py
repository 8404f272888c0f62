"""Puts every authority's editions on the baselines that they name; where that fails, that authority alone is stopped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from needfire.loading.baseline import BaselineUnfit, on_baseline
from needfire.procedure import Edition

Editions = Mapping[str, Edition]


@dataclass(frozen=True)
class Composed:
    """The editions of each authority, on their baselines; and why some authorities cannot be put on theirs."""

    editions: Mapping[str, Editions]
    stopped: Mapping[str, str]


def baselines_named(editions: Iterable[Edition]) -> Iterator[str]:
    """The authorities whose baselines these editions stand on."""
    return (each.stands_on.authority for each in editions if each.stands_on)


def on_their_baselines(loaded: Mapping[str, Editions], stopped: Mapping[str, str]) -> Composed:
    """All editions on their baselines. `stopped` says of authorities that could not be loaded why not."""
    whole: dict[str, Editions] = {}
    unfit: dict[str, str] = {}
    for code, editions in loaded.items():
        try:
            whole[code] = {name: _whole(each, loaded, stopped) for name, each in editions.items()}
        except BaselineUnfit as problem:
            unfit[code] = str(problem)
    return Composed(whole, unfit)


def _whole(edition: Edition, loaded: Mapping[str, Editions], stopped: Mapping[str, str]) -> Edition:
    if edition.stands_on is None:
        return edition
    code, name = edition.stands_on.authority, edition.stands_on.edition
    stands = f"edition {edition.name} stands on {code} {name}"
    if code in stopped:
        raise BaselineUnfit(f"{stands}, which could not be loaded: {stopped[code]}")
    if code not in loaded:
        raise BaselineUnfit(f"{stands}: no plugin '{code}' is installed. Install it, or leave out stands_on")
    if name not in loaded[code]:
        there = ", ".join(loaded[code]) or "none"
        raise BaselineUnfit(f"{stands}, but {code} has no edition {name}. It has: {there}")
    return on_baseline(edition, loaded[code][name])
