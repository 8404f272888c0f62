"""Numbers as they may be handed on: so small a number that it could be somebody's is not told, nor one by which it could be worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.gateway_reports import Counted, ReportDrawn

LEAST = 5
NOT_TOLD = "not told"
SAYS = (
    f"Numbers from 1 to {LEAST - 1} are not told, since they could point to a child, and where one of them could be worked out "
    "from the others, another is not told either. Do not hand on two reports whose times overlap: what differs between them "
    "can be small."
)


@dataclass(frozen=True)
class HandedOn:
    """A report without what could point to somebody: a number is text here, or says that it is not told."""

    number: str
    by_category: tuple[tuple[str, str], ...]
    by_month: tuple[tuple[str, str], ...]


def handed_on(drawn: ReportDrawn) -> HandedOn:
    """The report's numbers as they may leave the authority. No case is named."""
    return HandedOn(_told(drawn.number), counts(drawn.by_category), counts(drawn.by_month))


def counts(counted: Sequence[Counted]) -> tuple[tuple[str, str], ...]:
    """Each with its number, or with its being not told."""
    hidden = {at for at, each in enumerate(counted) if 0 < each.number < LEAST}
    if len(hidden) == 1:
        # From the whole and all others but one, that one is known: so the next smallest goes with it.
        others = [at for at, each in enumerate(counted) if each.number >= LEAST]
        hidden |= set(sorted(others, key=lambda at: counted[at].number)[:1])
    return tuple((each.title, NOT_TOLD if at in hidden else str(each.number)) for at, each in enumerate(counted))


def _told(number: int) -> str:
    return NOT_TOLD if 0 < number < LEAST else str(number)
