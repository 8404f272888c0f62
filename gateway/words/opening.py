"""Opens what was sealed, for a reader who may see the case, without what a restriction keeps from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.gateway import Particulars
from contracts.gateway_answers import Opened
from contracts.schema import schema_of
from gateway.sealing.texts import CannotOpen, PersonKey, names_in

EVERY_NAME = frozenset(schema_of(Particulars).fields)


@dataclass(frozen=True)
class Opener:
    """`key` is that of the person whom the case is about; None when it was deleted. `hidden` names what this reader may not see."""

    key: PersonKey | None
    hidden: frozenset[str] = frozenset()
    deleted_on: date | None = None

    def texts(self, sealed: str | None) -> dict[str, str]:
        """What a sealed text holds under other names than those of the particulars; nothing for whom something is hidden."""
        if sealed is None or self.key is None or self.hidden:
            return {}
        try:
            return self.key.open(sealed)
        except CannotOpen:
            return {}

    def opened(self, sealed: str | None) -> Opened | None:
        """The particulars; None where there were none. What cannot be opened is said to be erased."""
        if sealed is None:
            return None
        hidden = tuple(name for name in names_in(sealed) if name in self.hidden)
        try:
            if self.key is None:
                raise CannotOpen
            plain = self.key.open(sealed)
        except CannotOpen:
            return Opened(Particulars(), hidden, erased=True, erased_on=self.deleted_on)
        shown = {name: value for name, value in plain.items() if name in EVERY_NAME and name not in self.hidden}
        particulars: Particulars = schema_of(Particulars).load(shown)
        return Opened(particulars, hidden)
