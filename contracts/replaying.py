"""What the gateway asks of escalation to replay an authority's past cases: some of them, by their ids, under two of its editions."""

from __future__ import annotations

from dataclasses import dataclass

MOST_AT_ONCE = 25
"""How many cases are asked for at once: others' commands wait for no more than these."""


@dataclass(frozen=True)
class ReplayCases:
    """For whom, which two editions (as they are where it is asked), and which cases."""

    authority: str
    actor: str
    before: str
    before_digest: str
    after: str
    after_digest: str
    notification_ids: tuple[str, ...]
