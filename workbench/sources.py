"""What a name on the command line stands for: an installed authority, one of its editions, or a file that states one."""

from __future__ import annotations

import importlib.metadata
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from importlib import import_module, resources
from pathlib import Path

from needfire import hookimpl
from needfire.authority import AuthorityDescription
from needfire.directory import Directory
from needfire.directory.loading import DirectoryUnreadable, load_directory
from needfire.loading.adopting import AdoptionUnfit, adopted
from needfire.loading.authorities import ENTRY_POINTS, Authority, load_authorities
from needfire.procedure import Edition
from needfire.procedure_reading import read_edition
from workbench.problems import Problem
from workbench.reading import text_of

_NAMED = re.compile(r"^edition:[ \t]*[\"']?([^\"'#\s]+)", re.MULTILINE)


@dataclass(frozen=True)
class Source:
    """An edition with its authority, and the YAML that states it: its file as errors name it, and its text."""

    authority: Authority
    edition: Edition
    file: str
    text: str


def sources(name: str) -> tuple[Source, ...]:
    """All editions that "kent", "kent 2023-12" or a YAML file's path stands for, oldest first. Raises Problem, EditionUnreadable."""
    if name.endswith((".yaml", ".yml")):
        return (_from_file(Path(name)),)
    code, _, edition_name = name.partition(" ")
    authority = installed(code)
    chosen = [each for each in authority.editions.values() if edition_name in ("", each.edition)]
    if not chosen:
        there = ", ".join(f"“{code} {each}”" for each in authority.editions) or "none"
        raise Problem(f"{code} has no edition “{edition_name}”. There is: {there}.")
    files = dict(_files_of(code))
    in_order = sorted(chosen, key=lambda each: each.in_force_from)
    return tuple(Source(authority, each, *files.get(each.edition, (f"{each.name}", ""))) for each in in_order)


def source(name: str, at: datetime | None = None) -> Source:
    """One edition: the one that is named; of several, the one in force at this moment, or, with no moment, the latest.

    Raises as `sources`, and Problem where none is in force at the moment.
    """
    found = sources(name)
    if at is None:
        return found[-1]
    in_force = found[0].authority.edition_at(at)
    for each in found:
        if in_force and each.edition.edition == in_force.edition:
            return each
    raise Problem(
        f"No edition of {name} is in force on {at:%d.%m.%Y}; name the one to take. There is: "
        f"{', '.join(f'“{each.edition.name}”' for each in found)}."
    )


def for_cases(found: Source) -> Source:
    """The same, where cases can be raised under it. Raises Problem."""
    if found.edition.baseline:
        raise Problem(
            f"Nothing is raised under {found.edition.name}: it is a baseline. Name an edition that stands on it."
        )
    return found


@cache
def installed(code: str) -> Authority:
    """The authority whose plugin is installed under that code. Raises Problem, which says why not."""
    found = load_authorities({code})
    if authority := found.get(code):
        return authority
    names = {each.name for each in importlib.metadata.entry_points(group=ENTRY_POINTS)}
    if code in names:
        raise Problem(f"The plugin of {code} cannot be used:\n{found.stopped.get(code, 'it gave no reason')}")
    if Path(code).is_file():
        raise Problem(f"{code} is not taken for an edition: the name of such a file ends in .yaml.")
    there = ", ".join(sorted(names)) or "none"
    raise Problem(f"No authority “{code}” is installed, and it is no YAML file. Installed: {there}.")


def _files_of(code: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """The YAML files of the plugin's folder `editions`: the edition's name, then the file's name and its text."""
    for entry_point in importlib.metadata.entry_points(group=ENTRY_POINTS, name=code):
        folder = resources.files(import_module(entry_point.module)) / "editions"
        for file in folder.iterdir() if folder.is_dir() else ():
            if file.name.endswith(".yaml"):
                text = file.read_text("utf-8")
                named = _NAMED.search(text)
                if named:
                    yield named[1], (file.name, text)


def _from_file(path: Path) -> Source:
    text = text_of(path)
    edition = read_edition(text, path.name)
    authority = plain_authority(AuthorityDescription(edition.authority, edition.authority.title()), edition)
    return Source(authority, authority.editions[edition.edition], path.name, text)


@dataclass(frozen=True)
class PlainPlugin:
    """A plugin that is nothing but its editions, as an entry point that can be loaded."""

    description: AuthorityDescription
    editions: tuple[Edition, ...]

    @property
    def name(self) -> str:
        return self.description.code

    def load(self) -> PlainPlugin:
        return self

    @hookimpl
    def needfire_authority(self) -> AuthorityDescription:
        """As it was given."""
        return self.description

    @hookimpl
    def needfire_editions(self) -> Sequence[Edition]:
        """As they were given."""
        return self.editions


def plain_authority(description: AuthorityDescription, *editions: Edition) -> Authority:
    """An authority made of editions alone, on the baselines that they stand on. Raises Problem."""
    installed_ones = [
        each for each in importlib.metadata.entry_points(group=ENTRY_POINTS) if each.name != description.code
    ]
    found = load_authorities({description.code}, [PlainPlugin(description, editions), *installed_ones])
    if authority := found.get(description.code):
        return authority
    raise Problem(found.stopped[description.code])


def directory_of(authority: str, given: Path | None) -> Directory | None:
    """The authority's directory: the file given, or `<authority>.yaml` in the folder given. Raises Problem."""
    if given is None:
        return None
    file = given / f"{authority}.yaml" if given.is_dir() else given
    try:
        found = load_directory(text_of(file), file.name)
    except DirectoryUnreadable as unreadable:
        raise Problem(str(unreadable)) from None
    if found.authority != authority:
        raise Problem(f"{file} is the directory of {found.authority}, not of {authority}.")
    return found


def as_set(found: Source, directory: Directory | None) -> Source:
    """The edition with what the directory's settings switch on of other authorities' procedures. Raises Problem."""
    if directory is None or not directory.settings:
        return found
    others = {code: each.editions for code, each in load_authorities().loaded.items()}
    try:
        whole = adopted({found.edition.edition: found.edition}, directory, others)
    except AdoptionUnfit as unfit:
        raise Problem(f"{found.edition.name} cannot be set up as its directory says:\n{unfit}") from None
    return replace(found, edition=whole[found.edition.edition])
