"""What the auditor says: one line an alarm, with ids and numbers only, and where a person reads what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Code = Literal["lost", "unexpected", "late", "behind", "parked", "given_up", "hole", "stuck", "cannot_look"]
MEANS: Mapping[Code, str] = {
    "lost": "what the feeds say should be there is not there, or says something else",
    "unexpected": "something waits that the feeds know nothing of",
    "late": "what was due minutes ago has not been done",
    "behind": "a reader does not come on in a feed",
    "parked": "something could not be processed and waits for a person",
    "given_up": "a delivery was given up",
    "hole": "commits are missing from a feed",
    "stuck": "a part of a worker has not come to the end of its work for a while",
    "cannot_look": "a worker or a service does not answer",
}


@dataclass(frozen=True)
class Finding:
    """`where`: the owner, and what of it. `mended`: by the auditor, so that nobody has to do anything."""

    code: Code
    where: str
    count: int = 1
    mended: bool = False
    example: str = ""

    def __str__(self) -> str:
        what = "mended" if self.mended else "ALARM"
        first = f", the first is {self.example}" if self.example else ""
        return (
            f"{what} {self.code}: {self.where}, {self.count}{first}: {MEANS[self.code]} (docs/runbooks.md#{self.code})"
        )

    @property
    def key(self) -> tuple[str, str, bool]:
        """Said once in a round."""
        return self.code, self.where, self.mended
