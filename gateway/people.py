"""Readers: people with the posts that the directory says they hold now, recorded absences included."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from access import Reader
from contracts.refusals import Refusal
from gateway.identity import Identity
from gateway.read_models.absences import Absences
from needfire.directory import Absence, Directory
from needfire.loading.authorities import Authority
from needfire.loading.deployment import Deployment
from shared_kernel.time import Clock


class People:
    """Thread-safe. Absences that people recorded are known since the last `refresh`."""

    def __init__(self, deployment: Deployment, clock: Clock, absences: Absences) -> None:
        self._deployment, self._clock, self._absences = deployment, clock, absences
        self._directories: Mapping[str, Directory] = deployment.directories
        self._known: Mapping[str, tuple[Absence, ...]] = {}

    def refresh(self) -> int:
        """Reads the absences; a loop calls this each second. Always 0: there is never more to do at once."""
        found: dict[str, list[Absence]] = {}
        for document in self._absences.all():
            found.setdefault(document["authority"], []).extend(_absence(each) for each in document["absences"])
        known = {code: tuple(each) for code, each in found.items()}
        if known != self._known:
            self._directories = {
                code: directory.with_absences(known.get(code, ()))
                for code, directory in self._deployment.directories.items()
            }
            self._known = known
        return 0

    def reader(self, identity: Identity) -> Reader:
        """The person, as of now. Raises Refusal where their authority is not there or stopped."""
        self.authority(identity.authority)
        directory = self._directories[identity.authority]
        return Reader(identity.person, identity.authority, directory, self._clock.now())

    def authority(self, code: str) -> Authority:
        """The authority of this code. Raises Refusal `authority_stopped` or `unknown_authority`."""
        found = self._deployment.authorities.get(code)
        if found is None:
            raise Refusal("authority_stopped" if code in self._deployment.stopped else "unknown_authority")
        return found


def _absence(stored: Mapping[str, str]) -> Absence:
    starts, ends = (datetime.fromisoformat(stored[name]) for name in ("starts", "ends"))
    return Absence(stored["person"], starts, ends, stored["delegate"])
