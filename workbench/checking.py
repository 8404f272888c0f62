"""What `needfire check` says of a source: every remark with its file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from needfire.checking.bodies import unknown_bodies
from needfire.checking.checkup import remarks_on
from needfire.checking.remarks import Remark, Severity
from needfire.directory import Directory
from needfire.procedure import Edition
from needfire.procedure_reading import EditionUnreadable
from workbench.places import line_of
from workbench.sources import Source

_SAYS_WHERE = re.compile(r"^(?P<file>\S+?)(?: line (?P<line>\d+))?: (?P<sentence>.*)$", re.DOTALL)

_NAMES_PART = re.compile(
    r"^(?:rule|clock|duty|route|request|review|circulation|threshold|report|act|step|restriction|category) (?P<ids>[^:,]*"
    r"(?:, step [A-Za-z0-9_-]+)?)"
)


@dataclass(frozen=True)
class Said:
    """One remark as it is printed: where, of which rules, what is wrong, what to do."""

    severity: Severity
    code: str
    file: str
    line: int | None
    rules: tuple[str, ...]
    sentence: str
    mend: str

    @property
    def where(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


def check(source: Source, directory: Directory | None, at: datetime) -> tuple[Said, ...]:
    """All remarks on an edition that could be read, errors first; `at` is when the directory is asked who holds what."""
    return tuple(_said(source, each) for each in remarks_on(source.edition, directory, at))


def _said(source: Source, remark: Remark) -> Said:
    line = line_of(source.text, remark.place) if source.text else None
    return Said(remark.severity, remark.code, source.file, line, remark.rules, remark.sentence, remark.mend)


def bodies(directory: Directory, editions: Iterable[Edition]) -> tuple[Said, ...]:
    """The bodies of the directory's agencies that no edition names."""
    file = f"{directory.authority}.yaml"
    mend = "write it as a duty's 'to' or a way's body has it, or take it out"
    return tuple(
        Said("warning", "body_unknown", file, None, (), f"{said}.", mend)
        for said in unknown_bodies(directory, editions)
    )


def unreadable(problem: EditionUnreadable, file: str, text: str) -> tuple[Said, ...]:
    """What makes an edition unreadable, as errors; each says in its own words what to mend."""
    return tuple(_unreadable(each, file, text) for each in problem.problems)


def _unreadable(said: str, file: str, text: str) -> Said:
    found = _SAYS_WHERE.match(said)
    if found is None:
        return Said("error", "unreadable", file, None, (), said, "")
    sentence = found["sentence"]
    line = int(found["line"]) if found["line"] else _line_named(sentence, text)
    return Said("error", "unreadable", found["file"], line, tuple(_rules_named(sentence, text)), sentence, "")


def _line_named(sentence: str, text: str) -> int | None:
    """The line of the part that a sentence begins with, such as "clock send_on_in_time …": where its id is stated."""
    named = _NAMES_PART.match(sentence)
    ids = re.findall(r"[A-Za-z0-9_-]+", named["ids"])[::-1] if named else []
    for each in ids:
        for number, line in enumerate(text.splitlines(), 1):
            if re.match(rf"\s*(- )?(\{{ ?)?(id|rule|kind): [\"']?{re.escape(each)}[\"']?\s*(,|#|$)", line):
                return number
    return None


def _rules_named(sentence: str, text: str) -> list[str]:
    stated = set(re.findall(r"^\s*- \{? ?id: ([A-Z][A-Za-z0-9-]*)", text, re.MULTILINE))
    return [each for each in dict.fromkeys(re.findall(r"[A-Z][A-Za-z0-9-]+", sentence)) if each in stated]
