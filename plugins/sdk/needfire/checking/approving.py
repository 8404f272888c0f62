"""Checks what steps and requests say that they approve."""

from __future__ import annotations

from collections.abc import Iterator

from needfire.procedure import Edition, Request, Step

RAISED = "raised"


def problems(edition: Edition) -> Iterator[str]:
    """A sentence for each approval of what there is not, or of one's own by what the edition itself says."""
    steps = [step for route in edition.routes for step in route.steps]
    known = {RAISED, *(step.id for step in steps), *(each.id for each in edition.beside)}
    approving: list[Step | Request] = [*steps, *edition.requests]
    for part in approving:
        for of in part.approves:
            if of not in known:
                yield f"{part.id} approves '{of}', which is no step or request, nor 'raised'"
            if of == part.id:
                yield f"{part.id} approves itself: name what comes before it"
    for step in steps:
        if step.done_by_raiser and RAISED in step.approves:
            yield f"step {step.id} is done by the one who raised it, who cannot approve it: leave out one of the two"
