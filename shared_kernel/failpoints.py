"""Places where a test kills the process, as a power cut would. `python -m shared_kernel.failpoints` lists them."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from shared_kernel.errors import CodedError

VARIABLE = "NEEDFIRE_FAILPOINT"


@dataclass(frozen=True)
class Place:
    """At which step on the way from submitting to being told, and what is done by then and what is not."""

    step: str
    stands: str


PLACES: Mapping[str, Place] = {
    "command.taken": Place("submit, receive", "a command was taken in, nothing is decided"),
    "commit.appended": Place("append", "the commit is in the store, the answer not yet given"),
    "relay.positioned": Place("relay", "positions are given, nothing published"),
    "relay.published": Place("publish", "the broker confirmed, the mark not yet saved"),
    "wake_up.taken": Place("consume", "a wake-up was taken from its queue, the reader not yet woken"),
    "feed.read": Place("consume", "a batch is read, nothing of it applied"),
    "feed.applied": Place("consume", "a batch is applied, the reader's position not yet saved"),
    "view.saved": Place("project", "one view is saved, the others and the reader's position not yet"),
    "clock.claimed": Place("fire", "clocks that are due are claimed, none has fired"),
    "clock.fired": Place("fire", "a clock's effect is done, the clock not yet completed"),
    "delivery.claimed": Place("deliver", "deliveries are claimed, none has gone out"),
    "delivery.sent": Place("deliver", "the recipient has it, the ledger does not know yet"),
    "person.shredded": Place("delete", "the key and the index are gone, the certificate not yet recorded"),
    "access.recorded": Place("show", "what is shown is in the access log, the answer not yet given"),
}
FAILPOINTS = tuple(PLACES)


class UnknownFailpoint(CodedError):
    """A place that is not in FAILPOINTS: a misspelt name would make a crash test pass without a crash."""

    code: ClassVar[str] = "unknown_failpoint"


def reach(name: str) -> None:
    """Ends this process at once when the environment names this place; otherwise does nothing."""
    if name not in PLACES:
        raise UnknownFailpoint("This failpoint is not in the list.")
    if os.environ.get(VARIABLE) == name:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    for name, place in PLACES.items():
        print(f"{name:18} {place.step:16} {place.stands}")
