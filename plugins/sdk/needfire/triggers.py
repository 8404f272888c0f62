"""Triggers: what sets something of a procedure going."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast, get_args

TriggerKind = Literal["raised", "updated", "closed", "opened", "decided", "done", "known"]
_ALONE = ("raised", "updated", "closed")


class TriggerUnreadable(ValueError):
    """A trigger that cannot be read; the sentence names the forms there are."""

    def __init__(self) -> None:
        super().__init__(
            "say raised, updated, closed, opened:<step or request>, decided:<step or request>.<outcome>, done:<duty> "
            "or known:<fact>"
        )


@dataclass(frozen=True)
class Trigger:
    """What sets something going: raised, updated, closed; a step or request opened, or decided so; a duty done; a fact known.

    Written "raised", "opened:assistant_director", "decided:assistant_director.send_to_unit", "done:youth_justice_board",
    "known:strategy_discussion_at". A fact is known when it is first recorded, and again whenever its value changes.
    """

    kind: TriggerKind
    of: str = ""
    outcome: str = ""

    @classmethod
    def parse(cls, written: str) -> Trigger:
        """The trigger that is written so. Raises TriggerUnreadable."""
        kind, _, rest = str(written).partition(":")
        of, _, outcome = rest.partition(".")
        unfit = (kind in _ALONE) == bool(of) or (kind == "decided") != bool(outcome)
        if kind not in get_args(TriggerKind) or unfit:
            raise TriggerUnreadable
        return cls(cast(TriggerKind, kind), of, outcome)

    def __eq__(self, other: object) -> bool:
        # Compared very often, and mostly unlike: what tells them apart soonest comes first.
        if not isinstance(other, Trigger):
            return NotImplemented
        return self.of == other.of and self.kind == other.kind and self.outcome == other.outcome

    def __str__(self) -> str:
        return self.kind + (f":{self.of}" if self.of else "") + (f".{self.outcome}" if self.outcome else "")
