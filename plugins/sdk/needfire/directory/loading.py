"""Loads an authority's directory from the YAML that states it (its shape: `needfire.directory.records`)."""

from __future__ import annotations

from pathlib import PurePath

from needfire.directory.checks import validate
from needfire.directory.faults import THE_FILE, DirectoryUnreadable, Fault
from needfire.directory.reading import read_records
from needfire.directory.records import Directory
from needfire.plain_yaml import read_plain_yaml
from needfire.yaml_reading import YamlUnreadable

__all__ = ["DirectoryUnreadable", "Fault", "load_directory", "validate"]


def load_directory(written: str | bytes, file: str) -> Directory:
    """The directory that this YAML states. `file` is its name, such as "kent.yaml" for kent's.

    Raises DirectoryUnreadable with every fault: what is misshapen, or else what is contradictory.
    """
    try:
        located = read_plain_yaml(written if isinstance(written, str) else written.decode("utf-8"))
    except UnicodeDecodeError:
        raise _unreadable(file, "not_text", "It is not UTF-8 text: save it as UTF-8.") from None
    except YamlUnreadable as problem:
        raise _unreadable(file, "yaml_unreadable", str(problem)) from None
    if located.data is None:
        raise _unreadable(file, "file_empty", "It is empty: give authority, areas, people and posts.")
    directory, faults = read_records(located.data)
    if directory:
        faults = (*_misnamed(directory, file), *validate(directory))
    if directory is None or faults:
        raise DirectoryUnreadable(file, faults, located)
    return directory


def _misnamed(directory: Directory, file: str) -> tuple[Fault, ...]:
    if PurePath(file).stem == directory.authority:
        return ()
    return (Fault("file_misnamed", THE_FILE, "It is not named after its authority.", "Name it <authority>.yaml."),)


def _unreadable(file: str, code: str, sentence: str) -> DirectoryUnreadable:
    return DirectoryUnreadable(file, [Fault(code, THE_FILE, sentence, "")])
