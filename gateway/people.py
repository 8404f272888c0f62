"""Readers: people with the posts that the directory says they hold now, recorded absences included."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from access import AgencyReader, Reader
from access.deployed import authority_of
from contracts.refusals import Refusal
from gateway.identity.identities import ClientIdentity, PersonIdentity
from gateway.read_models.absences import Absences
from needfire.directory import Absence, Directory
from needfire.loading.authorities import Authority
from needfire.loading.deployment import Deployment
from needfire.procedure import Edition
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

    def reader(self, identity: PersonIdentity) -> Reader:
        """The person, as of now. Raises Refusal `unauthenticated` where the directory of their authority does not have them,
        and others where that authority is not there or stopped.
        """
        self.authority(identity.authority)
        directory = self._directories[identity.authority]
        person = directory.person_by_account.get(identity.account)
        if person is None:
            raise Refusal("unauthenticated")
        return Reader(person.id, identity.authority, directory, self._clock.now())

    def agency_reader(self, identity: ClientIdentity) -> AgencyReader:
        """The agency's machine, as of now. Raises Refusal `unauthenticated` where the directory of the authority that let it
        in does not have the agency, and others where that authority is not there or stopped.
        """
        self.authority(identity.authority)
        agency = self._directories[identity.authority].agency_by_id.get(identity.agency)
        if agency is None:
            raise Refusal("unauthenticated")
        return AgencyReader(
            client_id=identity.client_id,
            authority=identity.authority,
            agency=identity.agency,
            bodies=frozenset(agency.bodies),
            scopes=identity.scopes,
            at=self._clock.now(),
            receives_for=agency.custodian,
        )

    def directory(self, code: str) -> Directory:
        """The directory of an authority that is there, recorded absences included."""
        return self._directories[code]

    def authority(self, code: str) -> Authority:
        """The authority of this code. Raises Refusal `authority_stopped` or `unknown_authority`."""
        return authority_of(self._deployment, code)

    def edition_in_force(self, code: str, at: datetime) -> Edition:
        """The edition of this authority that holds then. Raises Refusal `no_procedure`, and as `authority` does."""
        found = self.authority(code).edition_at(at)
        if found is None:
            raise Refusal("no_procedure")
        return found


def _absence(stored: Mapping[str, str]) -> Absence:
    starts, ends = (datetime.fromisoformat(stored[name]) for name in ("starts", "ends"))
    return Absence(stored["person"], starts, ends, stored["delegate"])
