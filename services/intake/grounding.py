"""What intake's decisions stand on: the authority, its edition, its directory, the time."""

from __future__ import annotations

from dataclasses import dataclass

from access.deployed import authority_of, edition_of
from needfire.loading.authorities import Authority
from needfire.loading.deployment import Deployment
from needfire.procedure import Edition
from services.intake.domain import Grounds
from shared_kernel.commands import CommandContext


@dataclass(frozen=True)
class Grounding:
    """Finds them in one deployment."""

    deployment: Deployment

    def authority(self, code: str) -> Authority:
        """The authority of this code. Raises Refusal `authority_stopped` or `unknown_authority`."""
        return authority_of(self.deployment, code)

    def edition(self, authority: Authority, name: str, digest: str) -> Edition:
        """The edition that a case began under, unchanged. Raises Refusal `edition_changed`."""
        return edition_of(authority, name, digest)

    def grounds(self, authority: Authority, edition: Edition, context: CommandContext) -> Grounds:
        """What a decision under this edition stands on."""
        return Grounds(
            edition=edition,
            directory=self.deployment.directories[authority.description.code],
            suggest=lambda facts: authority.suggest(edition, facts, context.now, self.deployment.calendar),
            calendar=self.deployment.calendar,
            now=context.now,
            actor=context.actor,
        )
