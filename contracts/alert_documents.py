"""The document of a national alert, as it is sealed to a custodian's key: what is told of the child, and nothing that travels open."""

from __future__ import annotations

from dataclasses import dataclass, field

LONG = {"metadata": {"longest": 40_000}}


@dataclass(frozen=True)
class DocumentPart:
    """A part of the message's form: what was asked, and what was answered."""

    question: str = field(repr=False, metadata=LONG)
    answer: str = field(repr=False, metadata=LONG)


@dataclass(frozen=True)
class AlertDocument:
    """What the message's form says, in the sender's order; and by what a child is looked for, as far as the sender's case has it."""

    told: tuple[DocumentPart, ...] = field(repr=False)
    name: str | None = field(default=None, repr=False)
    born: str | None = field(default=None, repr=False)
    nhs_number: str | None = field(default=None, repr=False)
