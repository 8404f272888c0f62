"""Follows the service's own releases: each message that is released begins its cascade, once in effect."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.cascade import StartCascadeV1
from contracts.national_alerts import AlertReleasedV1
from needfire.decisions import rules_of
from services.national_alerts.cascade.domain import ITSELF
from shared_kernel.command_desk import CommandDesk, among
from shared_kernel.commits import Commit


@dataclass(frozen=True)
class ReleaseFollower:
    """Raises Refusal when it cannot be carried out; the reader then parks the commit."""

    desk: CommandDesk

    def __call__(self, commit: Commit) -> None:
        """As the feed's reader asks."""
        for index, released in among(commit, [AlertReleasedV1]):
            rules = rules_of(released.decisions)
            command = StartCascadeV1(
                released.alert_id, released.number, released.message, released.released_at, released.risk,
                released.edition, rules,
            )  # fmt: skip
            self.desk.follow_up(command, f"{commit.commit_id}#{index}/cascade", commit.authority, ITSELF)
