"""The custodian directory as its commits tell it: each body is a stream of its own, on top of what the data file states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce

from contracts import custodians as contract
from contracts.refusals import Refusal
from custody import records
from custody.hours import in_hours
from custody.reaching import whom_to_tell
from custody.records import Custodian
from needfire.working_time import WorkingCalendar
from shared_kernel.command_desk import happened
from shared_kernel.commits import Commit, CommitStore
from shared_kernel.time import Clock


def stream_of(code: str) -> str:
    """The stream of a custodian's commits."""
    return f"custodian:{code}"


def custodian(stated: Custodian, history: tuple[Commit, ...]) -> Custodian:
    """The custodian that the file states, after these commits."""
    events = (event for commit in history for event in happened(commit, contract.EVENTS))
    return reduce(records.evolve, events, stated)


@dataclass(frozen=True)
class Reach:
    """How a custodian is reached at a moment."""

    told: tuple[tuple[contract.ContactKind, str], ...]
    contacts: contract.Contacts


@dataclass(frozen=True)
class CustodianDirectory:
    """The directory as it stands now: what the file states, and the changes since."""

    stated: Mapping[str, Custodian]
    store: CommitStore
    clock: Clock
    calendar: WorkingCalendar

    def custodian(self, code: str) -> Custodian:
        """The custodian of this code. Raises Refusal `unknown_custodian`."""
        if code not in self.stated:
            raise Refusal("unknown_custodian")
        return custodian(self.stated[code], self.store.stream(stream_of(code)))

    def codes_at(self, day: date) -> tuple[str, ...]:
        """The bodies that exist on this day, in the order of their codes."""
        return tuple(code for code, each in sorted(self.stated.items()) if each.body.exists_on(day))

    def reach(self, code: str) -> Reach:
        """Who is told there at this moment, the first before the second, and by which ways."""
        return self._reach(self.custodian(code))

    def reached(self, codes: Iterable[str]) -> Mapping[str, Reach]:
        """As `reach`, of several at once; those that nobody knows are left out."""
        streams = {stream_of(code): code for code in codes if code in self.stated}
        histories = self.store.streams(streams)
        return {code: self._reach(custodian(self.stated[code], histories[stream])) for stream, code in streams.items()}

    def _reach(self, found: Custodian) -> Reach:
        now = self.clock.now()
        told = whom_to_tell(found, now, in_hours(now, self.calendar))[:2]
        return Reach(told, found.contacts_at(now))
