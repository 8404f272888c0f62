"""Checks how an edition has risk assessed: its instrument, its roles, its facts, the steps that it decides."""

from __future__ import annotations

from collections.abc import Iterator

from needfire.assessing import Assessing
from needfire.procedure import Edition, Trigger
from needfire.vocabulary import VOCABULARY


def cited_parts(assessing: Assessing) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every part with the rules that it cites."""
    yield "assessing", assessing.rules
    yield "assessing, level", assessing.level_rules
    yield "assessing, reviews", assessing.review_rules
    if assessing.countersigned:
        yield "assessing, countersignature", assessing.countersigned_rules
    yield from ((f"assessing, asking {each.fact}", each.rules) for each in assessing.asks)


def roles_used(assessing: Assessing) -> Iterator[tuple[str, str]]:
    """Every role that has something to do with an assessment."""
    yield from (("assessing", role) for role in (*assessing.by, *assessing.level_by))


def triggers(assessing: Assessing) -> Iterator[tuple[str, Trigger]]:
    """The decisions that it makes, or follows."""
    yield from (("assessing", each) for each in (assessing.done, assessing.countersigned) if each)


def problems(edition: Edition, assessing: Assessing) -> Iterator[str]:
    """A sentence for each part that leads nowhere."""
    instruments = [each for each in edition.instruments if each.id == assessing.instrument]
    if not instruments:
        yield f"assessing works with the instrument '{assessing.instrument}', which is not in instruments"
        return
    stated = instruments[-1].level
    levels = {each.id for each in stated.levels} if stated else set()
    for ask in assessing.asks:
        yield from (
            f"assessing asks {ask.fact} with '{each}', which is no level" for each in ask.levels if each not in levels
        )
    kinds = [(assessing.level, "choice"), (assessing.level_at, "moment"), (assessing.attached, "flag")]
    kinds += [(ask.fact, "") for ask in assessing.asks]
    for fact, kind in kinds:
        definition = VOCABULARY.definitions.get(fact or "")
        if fact and (definition is None or (kind and definition.kind != kind)):
            yield f"assessing names the fact '{fact}', which is no {kind or 'fact'}"
    known = VOCABULARY.definitions.get(assessing.level or "")
    if known and levels - set(known.words or {}):
        yield f"assessing records the level as '{assessing.level}', which does not have every level of the instrument"
