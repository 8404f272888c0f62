"""A reckoner of cases under an edition that need not be installed, and with no directory."""

from __future__ import annotations

from needfire.directory import Directory
from needfire.loading.authorities import Authority
from needfire.procedure import Edition
from needfire.working_time import england_and_wales
from services.escalation.replaying import reckoning
from workbench.invented import invented_directory


def reckoner(authority: Authority, edition: Edition, directory: Directory | None) -> reckoning.Reckoner:
    """As the services reckon; with an invented directory, where none is given."""
    return reckoning.reckoner(authority, edition, directory or invented_directory(edition), england_and_wales())
