"""Checks what an edition counts: that each time can be counted, comes to an end, and begins at a moment that can be recorded."""

from __future__ import annotations

from collections.abc import Iterator

from needfire.procedure import ClockRule, Edition
from needfire.vocabulary import VOCABULARY
from needfire.working_time import COUNTED_BACK


def clock_problems(edition: Edition) -> Iterator[str]:
    """A sentence for each clock, duty, request or review that counts what cannot be counted."""
    for clock in edition.clocks:
        yield from _clock(clock)
        yield from _moments(f"clock {clock.id}", clock.from_facts)
    for duty in edition.duties:
        yield from _moments(f"duty {duty.id}", duty.from_facts)
        if duty.opens == ():
            yield f"duty {duty.id} never opens: say opens"
    for request in edition.requests:
        yield from _moments(f"request {request.id}", request.from_facts)
    for review in edition.reviews:
        if not review.every.repeatable:
            yield f"review {review.id} cannot come round {review.every.in_words()}: give it a period, such as 1w"


def _clock(clock: ClockRule) -> Iterator[str]:
    part = f"clock {clock.id}"
    if clock.repeats and not clock.within.repeatable:
        yield f"{part} is due {clock.within.in_words()} and repeats: give it a period, such as 1w"
    if not clock.repeats and (clock.first or clock.lasting):
        yield f"{part} says first or lasting, but does not repeat: say 'repeats: true', or leave them out"
    if not clock.met_by:
        yield f"{part} can never be met: say met_by"
    if clock.counts == "before" and (clock.within.unit not in COUNTED_BACK or clock.repeats or clock.target):
        yield f"{part} counts back: give it hours, days, weeks or months, once, without a target"


def _moments(part: str, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        fact = VOCABULARY.definitions.get(name)
        if fact is None or fact.kind != "moment":
            yield f"{part} counts from '{name}', which is no moment that can be recorded"
