"""Follows the service's own releases: each message that is released begins its cascade, once in effect."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.cascade import StartCascadeV1
from contracts.national_alerts import EVENTS, AlertReleasedV1
from contracts.schema import read
from services.national_alerts.cascade.domain import ITSELF
from shared_kernel.command_desk import CommandDesk, command_of
from shared_kernel.commits import Commit


@dataclass(frozen=True)
class ReleaseFollower:
    """Raises Refusal when it cannot be carried out; the reader then parks the commit."""

    desk: CommandDesk

    def __call__(self, commit: Commit) -> None:
        """As the feed's reader asks."""
        for index, each in enumerate(commit.events):
            kind = EVENTS.get((each.name, each.version))
            if kind is not AlertReleasedV1:
                continue
            released: AlertReleasedV1 = read(AlertReleasedV1, each.data)
            rules = tuple(dict.fromkeys(rule for decision in released.decisions for rule in decision.rules))
            command = StartCascadeV1(
                released.alert_id, released.number, released.message, released.released_at, released.risk,
                released.edition, rules,
            )  # fmt: skip
            command_id = f"{commit.commit_id}#{index}/cascade"
            self.desk.carry_out(
                command_of(command, command_id=command_id, digest=command_id, authority=commit.authority, actor=ITSELF)
            )
