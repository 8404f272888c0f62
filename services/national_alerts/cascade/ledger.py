"""The cascades and their lines: a message is a stream of its own, and so is each custodian's line in its ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce

from contracts import cascade as contract
from contracts.refusals import Refusal
from documents.message import ENDING
from services.national_alerts.cascade.records import Cascade, Entry, cascade_of, evolve
from shared_kernel.command_desk import happened
from shared_kernel.commits import Commit, CommitStore


def message_of(about_id: str, number: int) -> str:
    """The message's id: whatever is sent of it bears it."""
    return f"{about_id}.{number}"


def cascade_stream(message_id: str) -> str:
    """The stream on which the message was started."""
    return f"cascade:{message_id}"


def entry_stream(message_id: str, custodian: str) -> str:
    """The stream of one custodian's line."""
    return f"receipt:{message_id}:{custodian}"


def entry_of(message_id: str, custodian: str, history: tuple[Commit, ...]) -> Entry:
    """The line that these commits tell."""
    events = (event for commit in history for event in happened(commit, contract.EVENTS))
    return reduce(evolve, events, Entry(message_id, custodian))


@dataclass(frozen=True)
class Ledger:
    """The cascades and their lines, as the commits tell them."""

    store: CommitStore
    _known: dict[str, Cascade] = field(default_factory=dict, repr=False, compare=False)

    def cascade(self, message_id: str) -> Cascade:
        """The message that was started. Raises Refusal `not_found`."""
        found = self.find(message_id)
        if found is None:
            raise Refusal("not_found")
        return found

    def find(self, message_id: str) -> Cascade | None:
        """The message, if it was started."""
        if message_id not in self._known:
            history = self.store.stream(cascade_stream(message_id))
            if not history:
                return None
            # What was started never changes, so it is read once.
            self._known[message_id] = cascade_of(happened(history[0], contract.EVENTS)[0])
        return self._known[message_id]

    def entry(self, message_id: str, custodian: str) -> Entry:
        """The custodian's line."""
        return entry_of(message_id, custodian, self.store.stream(entry_stream(message_id, custodian)))

    def followed_by(self, cascade: Cascade) -> Cascade | None:
        """The message after this one, if there is one."""
        return self.find(message_of(cascade.about_id, cascade.number + 1))

    def ended_after(self, cascade: Cascade) -> bool:
        """Whether a later message has ended what it is about."""
        following = self.followed_by(cascade)
        return following is not None and (following.kind in ENDING or self.ended_after(following))
