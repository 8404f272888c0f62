"""Places where a test kills the process, as a power cut would."""

from __future__ import annotations

import os
import signal
from typing import ClassVar

from shared_kernel.errors import CodedError

VARIABLE = "NEEDFIRE_FAILPOINT"

FAILPOINTS = (
    "commit.appended",  # the commit is in the store, the answer not yet given
    "relay.positioned",  # positions are given, nothing published
    "relay.published",  # the broker confirmed, the mark not yet saved
    "feed.applied",  # a batch is applied, the reader's position not yet saved
    "person.shredded",  # the key and the index are gone, the certificate not yet recorded
    "access.recorded",  # what is shown is in the access log, the answer not yet given
    "clock.fired",  # a clock's effect is done, the clock not yet completed
)


class UnknownFailpoint(CodedError):
    """A place that is not in FAILPOINTS: a misspelt name would make a crash test pass without a crash."""

    code: ClassVar[str] = "unknown_failpoint"


def reach(name: str) -> None:
    """Ends this process at once when the environment names this place; otherwise does nothing."""
    if name not in FAILPOINTS:
        raise UnknownFailpoint("This failpoint is not in the list.")
    if os.environ.get(VARIABLE) == name:
        os.kill(os.getpid(), signal.SIGKILL)
