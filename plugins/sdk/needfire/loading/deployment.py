"""What one deployment works with: the authorities whose plugins loaded, their directories, the calendar."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from needfire.bank_holidays import england_and_wales
from needfire.checking.bodies import unknown_bodies
from needfire.checking.vacancies import vacancies
from needfire.directory import WHOLE_AUTHORITY, Directory
from needfire.directory.loading import DirectoryUnreadable, load_directory
from needfire.loading.adopting import AdoptionUnfit, adopted
from needfire.loading.authorities import Authorities, Authority, load_authorities
from needfire.working_time import WorkingCalendar


@dataclass(frozen=True)
class Deployment:
    """Authorities by code, each with its directory; `stopped` says why an authority is not there."""

    authorities: Mapping[str, Authority]
    directories: Mapping[str, Directory]
    stopped: Mapping[str, str] = field(default_factory=dict)
    calendar: WorkingCalendar = field(default_factory=england_and_wales)

    @property
    def hooks_failed(self) -> Mapping[str, str]:
        """Of each authority whose hook has failed since this process began, how."""
        return {code: each.hook.failed for code, each in self.authorities.items() if each.hook.failed}

    def vacancies(self, at: datetime) -> Iterator[str]:
        """Each part of a procedure in force, and of a directory, that leads to nobody, as a sentence: an error to be mended before it bites."""
        for code, authority in self.authorities.items():
            edition = authority.edition_at(at)
            for each in vacancies(edition, self.directories[code], at) if edition else ():
                for area in each.areas:
                    where = "the whole authority" if area == WHOLE_AUTHORITY else area
                    yield f"{code}, {where}: {each.part} leads to '{each.role}', a post that nobody holds"

    def unknown_bodies(self) -> Iterator[str]:
        """Each body that a directory says an agency is and no edition of the authority names, as a sentence."""
        for code, authority in self.authorities.items():
            for said in unknown_bodies(self.directories[code], authority.editions.values()):
                yield f"{code}: {said}"


def load_deployment(allowed: Collection[str] | None, folder: Path | None) -> Deployment:
    """Loads plugins and directories (`<folder>/<authority>.yaml`), each authority alone; raises nothing.

    An authority that is nothing but a baseline of others needs no directory: nobody holds a post there.
    """
    found: Authorities = load_authorities(allowed)
    directories: dict[str, Directory] = {}
    stopped = dict(found.stopped)
    for code, authority in found.loaded.items():
        if not authority.editions:
            stopped[code] = "it has no procedure yet"
            continue
        if authority.is_baseline:
            directories[code] = Directory(code, areas=(), people=(), posts=())
            continue
        file = (folder or Path("directories")) / f"{code}.yaml"
        try:
            directories[code] = load_directory(file.read_bytes(), file.name)
        except OSError:
            stopped[code] = f"its directory {file.name} (who holds which post) cannot be read"
        except DirectoryUnreadable as problem:
            stopped[code] = str(problem)
    working: dict[str, Authority] = {}
    others = {code: each.editions for code, each in found.loaded.items()}
    for code, directory in directories.items():
        try:
            editions = adopted(others[code], directory, others)
            working[code] = replace(found.loaded[code], editions=editions)
        except AdoptionUnfit as problem:
            stopped[code] = str(problem)
    return Deployment(working, {code: directories[code] for code in working}, stopped)
