"""Whether a backup is what was written, and holds together."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from operations.backup.contents import COMMITS, Copied, Manifest, digest_of, unreadable
from operations.backup.reading import Document, documents, recorded_until
from operations.problems import Problem
from operations.progress import Report
from shared_kernel.commits import BrokenChain, MalformedCommit, NotJson, from_document, verify_chain


def verify(folder: Path, report: Report) -> Manifest:
    """Every file is what was written, every stream's chain holds, and the record tells of no commit that is not there.

    Raises Problem `backup-unreadable` and `backup-broken`, which name the file, or the stream and version.
    """
    manifest = Manifest.read(folder)
    if not any(manifest.of(COMMITS)):
        raise _broken("It holds no commits at all.")
    for each in manifest.collections:
        _verify_file(folder, each)
    report(f"{len(manifest.collections)} files are what was written")
    for each in manifest.of(COMMITS):
        count = verified(documents(folder, each)())
        report(f"{each.owner}: {count:,} commits follow from one another")
    _verify_record(folder, manifest)
    return manifest


def verified(commits: Iterable[Document]) -> int:
    """How many commits there are; each stream's follow from one another. Raises Problem `backup-broken`."""
    count = 0
    try:
        for _, stream in groupby(map(from_document, commits), key=lambda each: each.stream):
            here = tuple(stream)
            verify_chain(here)
            count += len(here)
    except BrokenChain as error:
        raise _broken(f"{error.stream}, version {error.version}: {error}") from error
    except (MalformedCommit, NotJson) as error:
        raise _broken("One of its commits cannot be read.") from error
    return count


def _verify_file(folder: Path, copied: Copied) -> None:
    try:
        if digest_of(folder / copied.file) == copied.sha256:
            return
    except OSError as error:
        raise unreadable(copied.file) from error
    raise unreadable(copied.file)


def _verify_record(folder: Path, manifest: Manifest) -> None:
    there = {
        f"{each.owner} {commit['_id']}"
        for each in manifest.of(COMMITS)
        for commit in recorded_until(documents(folder, each), manifest.until)
    }
    services = {each.owner for each in manifest.of(COMMITS)}
    for each in manifest.of("audit_records"):
        for row in documents(folder, each)():
            if row["_id"].partition(" ")[0] in services and row["_id"] not in there:
                raise _broken(f"The record tells of {row['_id']}, which is not in it.")


def _broken(sentence: str) -> Problem:
    remedy = "Keep it as it is, take another backup, and find out who changed the store or the files."
    return Problem("backup-broken", sentence, remedy)
