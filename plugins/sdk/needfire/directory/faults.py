"""What is wrong with a directory's file: place, problem and mend, never what a person's entry says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from needfire.yaml_reading import Located, Path

FAULTS_IN_A_MESSAGE = 20

_PLAIN_NAME = re.compile(r"\*|[a-z0-9][a-z0-9_-]{0,63}")


@dataclass(frozen=True)
class Entry:
    """The place of a fault: its path, and its words such as "posts entry 2 (service_manager, ashford)"."""

    path: Path
    words: str

    @classmethod
    def of(cls, section: str, index: int, *names: object) -> Entry:
        """An entry of a section by its place from 0. Only ids are shown: another name might be a person's."""
        shown = ", ".join(str(name) for name in names if is_plain_name(name))
        return cls((section, index), f"{section} entry {index + 1}{f' ({shown})' if shown else ''}")

    def under(self, other: Entry) -> Entry:
        """This entry within another."""
        return Entry((*other.path, *self.path), f"{other.words}, {self.words}")


THE_FILE = Entry((), "the file")


@dataclass(frozen=True)
class Fault:
    """One thing to mend."""

    code: str
    entry: Entry
    problem: str
    mend: str

    @property
    def sentence(self) -> str:
        """Place, problem and mend in one line."""
        return f"{self.entry.words}: {self.problem} {self.mend}".rstrip()


class DirectoryUnreadable(ValueError):
    """A directory that cannot be used. `faults` are all of them; the message shows the first."""

    code = "directory_unreadable"

    def __init__(self, file: str, faults: Sequence[Fault], located: Located | None = None) -> None:
        self.file = file
        self.faults = tuple(faults)
        sentences = [_with_line(fault, located) for fault in self.faults[:FAULTS_IN_A_MESSAGE]]
        if len(self.faults) > FAULTS_IN_A_MESSAGE:
            sentences.append(f"and {len(self.faults) - FAULTS_IN_A_MESSAGE} more")
        super().__init__("\n".join(f"{file}: {each}" for each in sentences))


def is_plain_name(value: object) -> bool:
    """Whether this can be an id, a role or an area: small letters, digits, - and _; at most 64 of them."""
    return isinstance(value, str) and _PLAIN_NAME.fullmatch(value) is not None


def _with_line(fault: Fault, located: Located | None) -> str:
    if located is None or not fault.entry.path:
        return fault.sentence
    return f"line {located.line(fault.entry.path)}: {fault.sentence}"
