"""What every service is made of, however it is put together."""

from __future__ import annotations

from dataclasses import dataclass

from needfire.loading.deployment import Deployment
from shared_kernel.command_desk import CommandDesk
from shared_kernel.commit_store_mongo import MongoCommitStore


@dataclass(frozen=True)
class ServiceParts:
    """A service as it runs in this process. `own_desk` takes what only its own worker may ask."""

    desk: CommandDesk
    own_desk: CommandDesk
    store: MongoCommitStore
    deployment: Deployment
